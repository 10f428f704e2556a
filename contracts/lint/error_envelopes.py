"""The usual body of an API's error responses, and the responses that differ from it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.lint.document_index import DocumentIndex, LocatedNode
from contracts.lint.http_names import JSON_SUFFIX, read_media_type
from contracts.lint.json_access import mapping
from contracts.lint.schema_properties import members_of, types_of
from contracts.spec.pointers import child_pointer, walk

FEWEST = 3
"""The number of error responses with a body, in total and per response without one, that makes a convention."""

FEWEST_ALIKE = 2
"""The same if all bodies have the same schema."""


@dataclass(frozen=True)
class ErrorResponse:
    """A documented error response: 4XX, 5XX, or ``default`` next to others.

    :param operation: e.g. ``GET /cases``.
    :param schema: JSON pointer and value of the schema of its JSON body; ``None`` if none is documented.
    :param named: JSON pointer of the schema that it references; ``""`` if it is an inline schema.
    """

    operation: str
    status: str
    site: LocatedNode
    schema: tuple[str, Any] | None
    named: str

    @property
    def has_no_body(self) -> bool:
        """Whether it documents no body: no content, or content without schema and example."""
        return not any(
            mapping(media).keys() & {"schema", "itemSchema", "example", "examples", "$ref"}
            for media in mapping(self.site.node, "content").values()
        )


@dataclass(frozen=True)
class ErrorConvention:
    """The error responses of an API and their common schema.

    :param envelope: JSON pointer of the schema that at least four of five bodies have; ``""`` if there is none.
    """

    responses: tuple[ErrorResponse, ...]
    envelope: str


def error_convention(survey: DocumentIndex) -> ErrorConvention | None:
    """Return the API's error responses; ``None`` if too few have a body or too many have none."""
    responses = tuple(error_responses(survey))
    with_body = [response for response in responses if not response.has_no_body]
    counted = Counter(response.named for response in with_body if response.named)
    usual, count = counted.most_common(1)[0] if counted else ("", 0)
    fewest = FEWEST_ALIKE if count == len(with_body) else FEWEST
    if len(with_body) < fewest or len(with_body) < fewest * (len(responses) - len(with_body)):
        return None
    return ErrorConvention(responses, usual if 5 * count >= 4 * len(with_body) else "")


def shares_no_property(survey: DocumentIndex, schema: tuple[str, Any], envelope: str) -> bool:
    """Return whether a body certainly is not an object, or has none of the properties of the envelope."""
    usual = members_of(survey, envelope, walk(survey.tree, envelope))
    if not usual.properties:
        return False
    types = types_of(survey, *schema)
    if types is not None and "object" not in types:
        return True
    own = members_of(survey, *schema)
    return own.is_known and not own.properties.keys() & usual.properties.keys()


def error_responses(survey: DocumentIndex) -> Iterator[ErrorResponse]:
    """Yield the error responses of all paths, except those to HEAD."""
    for operation in survey.operations:
        if operation.within != "paths" or operation.method == "head":
            continue
        for status, site in survey.members(operation.pointer, operation.node, "responses"):
            if status[:1] in ("4", "5") or (status == "default" and len(operation.node["responses"]) > 1):
                schema = _schema(survey, site)
                referred = survey.follow(*schema) if schema and "$ref" in mapping(schema[1]) else None
                yield ErrorResponse(operation.name, status, site, schema, referred.pointer if referred else "")


def _schema(survey: DocumentIndex, response: LocatedNode) -> tuple[str, Any] | None:
    for name, media in survey.members(response.pointer, response.node, "content"):
        read = read_media_type(name)
        is_json = read is not None and (f"/{read.subtype}".endswith(JSON_SUFFIX) or read.subtype == "*")
        if is_json and isinstance(media.node.get("schema"), dict):
            return child_pointer(media.pointer, "schema"), media.node["schema"]
    return None
