"""Rules about the bodies of error responses: ``error-bodies-missing`` and ``error-without-envelope``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex, LocatedNode
from contracts.lint.http_syntax import JSON_SUFFIX, read_media_type
from contracts.lint.rule import Rule, Violation
from contracts.lint.schema_properties import properties_of, types_of
from contracts.spec.pointers import child_pointer, walk
from contracts.spec.traversal import Visit

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


def error_convention(index: DocumentIndex) -> ErrorConvention | None:
    """Return the API's error responses; ``None`` if too few have a body or too many have none."""
    responses = tuple(error_responses(index))
    with_body = [response for response in responses if not response.has_no_body]
    counted = Counter(response.named for response in with_body if response.named)
    usual, count = counted.most_common(1)[0] if counted else ("", 0)
    fewest = FEWEST_ALIKE if count == len(with_body) else FEWEST
    if len(with_body) < fewest or len(with_body) < fewest * (len(responses) - len(with_body)):
        return None
    return ErrorConvention(responses, usual if 5 * count >= 4 * len(with_body) else "")


def shares_no_property(index: DocumentIndex, schema: tuple[str, Any], envelope: str) -> bool:
    """Return whether a body certainly is not an object, or has none of the properties of the envelope."""
    usual = properties_of(index, envelope, walk(index.tree, envelope))
    if not usual.properties:
        return False
    types = types_of(index, *schema)
    if types is not None and "object" not in types:
        return True
    own = properties_of(index, *schema)
    return own.is_known and not own.properties.keys() & usual.properties.keys()


def error_responses(index: DocumentIndex) -> Iterator[ErrorResponse]:
    """Yield the error responses of all paths, except those to HEAD."""
    for operation in index.operations:
        if operation.within != "paths" or operation.method == "head":
            continue
        for status, site in index.members(operation.pointer, operation.node, "responses"):
            if status[:1] in ("4", "5") or (status == "default" and len(operation.node["responses"]) > 1):
                schema = _schema(index, site)
                referred = index.follow(*schema) if schema and "$ref" in mapping(schema[1]) else None
                yield ErrorResponse(operation.name, status, site, schema, referred.pointer if referred else "")


def _schema(index: DocumentIndex, response: LocatedNode) -> tuple[str, Any] | None:
    for name, media in index.members(response.pointer, response.node, "content"):
        read = read_media_type(name)
        is_json = read is not None and (f"/{read.subtype}".endswith(JSON_SUFFIX) or read.subtype == "*")
        if is_json and isinstance(media.node.get("schema"), dict):
            return child_pointer(media.pointer, "schema"), media.node["schema"]
    return None


def _check_missing(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    errors = list(error_responses(index))
    if errors and all(error.has_no_body for error in errors):
        first = errors[0]
        message = f"none of the {len(errors)} error responses documents a body"
        single = f"{first.status} of {first.operation}, the only error response, documents no body"
        yield Violation(first.site.pointer, message if len(errors) > 1 else single)


ERROR_BODIES_MISSING = Rule(
    id="error-bodies-missing",
    family="responses",
    title="error responses should document a body",
    severity=Severity.HINT,
    why="Clients show and log error details from the body, for which RFC 9457 (Problem Details) defines a format. "
    "Reported once if no error response documents a body; otherwise error-without-envelope applies.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200': {description: The cases}
        '429': {description: Too many requests, content: {application/problem+json: {schema: {type: object}}}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases}, '429': {description: Too many requests}}
""",
    remedy="document the body of error responses, with the same schema everywhere",
    node_types=("document",),
    check=_check_missing,
)


def _check_envelope(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    convention = error_convention(index)
    if convention is None:
        return
    name = convention.envelope.rpartition("/")[2]
    reference = index.document.reference_to(convention.envelope)
    hint = f"document its content, e.g. with a reference to {reference!r}" if name else ""
    for error in {error.site.pointer: error for error in convention.responses}.values():
        response = f"{error.status} of {error.operation}"
        if error.has_no_body:
            others = f"use {name!r}" if name else "document one"
            message = f"{response} documents no {_missing_part(error)}; the other errors of the API {others}"
            yield Violation(error.site.pointer, message, hint)
        elif name and _differs(index, error, convention.envelope):
            message = f"the body of {response} has no property of {name!r}, which the other errors of the API use"
            pointer = error.schema[0] if error.schema else error.site.pointer
            yield Violation(pointer, message, f"reference {reference!r}, or add its properties")


def _differs(index: DocumentIndex, error: ErrorResponse, envelope: str) -> bool:
    if error.schema is None or error.named == envelope:
        return False
    return shares_no_property(index, error.schema, envelope)


def _missing_part(error: ErrorResponse) -> str:
    return "schema of its body" if mapping(error.site.node, "content") else "body"


ERROR_WITHOUT_ENVELOPE = Rule(
    id="error-without-envelope",
    family="responses",
    title="all error responses must have the error body of the API",
    severity=Severity.WARNING,
    why="Clients read error details from the usual body and cannot do so if one error has none or a different one. A "
    "missing body is reported if at least three other errors document one for each that does not, or at least two if "
    "all of them have the same schema; a different body is reported if four of five errors have the same schema.",
    good="""\
components:
  schemas: {Error: {type: object, properties: {message: {type: string}}}}
  responses:
    Error: {description: Failed, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200': {description: The cases}
        '400': {$ref: '#/components/responses/Error'}
        '401': {$ref: '#/components/responses/Error'}
        '429': {$ref: '#/components/responses/Error'}
        '500': {$ref: '#/components/responses/Error'}
""",
    bad="""\
components:
  schemas: {Error: {type: object, properties: {message: {type: string}}}}
  responses:
    Error: {description: Failed, content: {application/json: {schema: {$ref: '#/components/schemas/Error'}}}}
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200': {description: The cases}
        '400': {$ref: '#/components/responses/Error'}
        '401': {$ref: '#/components/responses/Error'}
        '429': {$ref: '#/components/responses/Error'}
        '500': {description: Failed}
""",
    remedy="document its content with the schema of the other errors",
    node_types=("document",),
    check=_check_envelope,
)
