"""The body that an API's errors usually have, and the error responses that have another one or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.linting.access import mapping
from contracts.linting.http_names import JSON_SUFFIX, read_media_type
from contracts.linting.schema_members import members_of, types_of
from contracts.linting.survey import Site, Survey
from contracts.spec.document import child_pointer, walk

FEWEST = 3
"""So many errors must have a body, all in all and for each that has none, before that counts as the API's habit."""

FEWEST_ALIKE = 2
"""The same where all bodies are of one schema."""


@dataclass(frozen=True)
class Refusal:
    """A documented error response: 4XX, 5XX, or ``default`` beside others.

    :param schema: of its JSON body, the pointer and what stands there; ``None`` where none is documented.
    :param named: pointer of the schema that it refers to; ``""`` where it refers to none.
    """

    operation: str
    status: str
    site: Site
    schema: tuple[str, Any] | None
    named: str

    @property
    def is_silent(self) -> bool:
        """Whether it says nothing of its body: no content, or neither schema nor example of it."""
        return not any(
            mapping(media).keys() & {"schema", "itemSchema", "example", "examples", "$ref"}
            for media in mapping(self.site.node, "content").values()
        )


@dataclass(frozen=True)
class Habit:
    """What the errors of an API have in common.

    :param envelope: pointer of the schema that at least four of five bodies have; ``""``: there is no such.
    """

    refusals: tuple[Refusal, ...]
    envelope: str


def habit_of(survey: Survey) -> Habit | None:
    """How an API answers errors; ``None`` where too few have a body to tell, or too many have none."""
    refusals = tuple(error_responses(survey))
    telling = [refusal for refusal in refusals if not refusal.is_silent]
    counted = Counter(refusal.named for refusal in telling if refusal.named)
    usual, count = counted.most_common(1)[0] if counted else ("", 0)
    fewest = FEWEST_ALIKE if count == len(telling) else FEWEST
    if len(telling) < fewest or len(telling) < fewest * (len(refusals) - len(telling)):
        return None
    return Habit(refusals, usual if 5 * count >= 4 * len(telling) else "")


def shares_nothing(survey: Survey, schema: tuple[str, Any], envelope: str) -> bool:
    """Whether a body surely is no object, or has none of the properties of the envelope, which is one and has some."""
    usual = members_of(survey, envelope, walk(survey.tree, envelope))
    if not usual.properties:
        return False
    types = types_of(survey, *schema)
    if types is not None and "object" not in types:
        return True
    own = members_of(survey, *schema)
    return own.is_known and not own.properties.keys() & usual.properties.keys()


def error_responses(survey: Survey) -> Iterator[Refusal]:
    """The error responses of all paths, those to HEAD aside."""
    for operation in survey.operations:
        if operation.within != "paths" or operation.method == "head":
            continue
        for status, site in survey.members(operation.pointer, operation.node, "responses"):
            if status[:1] in ("4", "5") or (status == "default" and len(operation.node["responses"]) > 1):
                schema = _schema(survey, site)
                referred = survey.follow(*schema) if schema and "$ref" in mapping(schema[1]) else None
                yield Refusal(operation.name, status, site, schema, referred.pointer if referred else "")


def _schema(survey: Survey, response: Site) -> tuple[str, Any] | None:
    for name, media in survey.members(response.pointer, response.node, "content"):
        read = read_media_type(name)
        is_json = read is not None and (f"/{read.subtype}".endswith(JSON_SUFFIX) or read.subtype == "*")
        if is_json and isinstance(media.node.get("schema"), dict):
            return child_pointer(media.pointer, "schema"), media.node["schema"]
    return None
