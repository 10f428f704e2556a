"""Rules about the media types of bodies: ``media-type-invalid``, ``media-type-unreachable``, ``request-body-empty``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping, text
from contracts.lint.document_index import DocumentIndex
from contracts.lint.http_syntax import ParsedMediaType, read_media_type, split_parameters
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of

SHORT_NAMES = {
    "*": "*/*",
    "csv": "text/csv",
    "form-data": "multipart/form-data",
    "gzip": "application/gzip",
    "html": "text/html",
    "json": "application/json",
    "pdf": "application/pdf",
    "text": "text/plain",
    "xml": "application/xml",
}
"""The media types that some short names stand for."""


def _check_validity(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if visit.kind == "encoding":
        names = {part.strip(): "/contentType" for part in text(visit.node["contentType"]).split(",")}
    else:
        names = {name: child_pointer("", "content", name) for name in mapping(visit.node["content"])}
    for name, below in names.items():
        if read_media_type(name) is None:
            message = f"{name!r} is not a valid media type: {_reason(name)}"
            yield Violation(pointer_of(visit.trail) + below, message, _hint(name))


def _reason(name: str) -> str:
    essence, *parameters = split_parameters(name)
    kind, slash, subtype = essence.partition("/")
    if "," in name:
        return "it contains a comma"
    if not slash:
        return "it has no '/'"
    if not kind.strip() or not subtype.strip():
        return "the type or the subtype is missing"
    if read_media_type(essence) is None:
        return "it contains an invalid character"
    invalid = next((part.strip() for part in parameters if read_media_type(f"a/b;{part}") is None), "")
    return f"the parameter {invalid!r} is not of the form 'name=value'"


def _hint(name: str) -> str:
    """Suggest the name with semicolons instead of commas, or what a short name stands for."""
    with_semicolon = name.replace(",", ";")
    is_valid = "=" in name and read_media_type(with_semicolon)
    suggestion = with_semicolon if is_valid else SHORT_NAMES.get(name.strip().lower(), "")
    return f"did you mean {suggestion!r}?" if suggestion else ""


MEDIA_TYPE_INVALID = Rule(
    id="media-type-invalid",
    family="responses",
    title="the keys of 'content' must be valid media types",
    severity=Severity.ERROR,
    why="The key 'is a media type or media type range' (OpenAPI 3.1, 'Response Object'), that is, type/subtype and "
    "parameters (RFC 9110, section 8.3.1). Anything else cannot be sent in Content-Type.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases, content: {application/json; charset=utf-8: {}}}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases, content: {json: {}}}}
""",
    remedy="use type/subtype, e.g. 'application/json'",
    node_types=(
        "request-body.content",
        "response.content",
        "parameter.content",
        "header.content",
        "encoding.contentType",
    ),
    check=_check_validity,
)


def _check_reachability(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    first: dict[ParsedMediaType, str] = {}
    for name in mapping(visit.node["content"]):
        media = read_media_type(name)
        if media is None:
            continue
        pointer = child_pointer(pointer_of(visit.trail), "content", name)
        other = first.setdefault(media, name)
        if other != name:
            yield Violation(pointer, f"media type {name!r} is never used: it equals {other!r}", "keep one of the two")
        elif any(key == "q" for key, _ in media.parameters):
            message = f"'q' in {name!r} is a weight of the Accept header, not a media type parameter"
            yield Violation(pointer, message, "remove it")


MEDIA_TYPE_UNREACHABLE = Rule(
    id="media-type-unreachable",
    family="responses",
    title="the media types of a body must be distinct",
    severity=Severity.WARNING,
    why="Types, subtypes and parameter names are case-insensitive, the order of parameters is irrelevant (RFC 9110, "
    "section 8.3.1), and JSON has no charset (RFC 8259, section 11). Content-Type and Accept cannot distinguish equal "
    "media types.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases, content: {application/json: {}, application/hal+json: {}}}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases, content: {application/json: {}, Application/JSON: {}}}}
""",
    remedy="keep one of them",
    node_types=("request-body.content", "response.content"),
    check=_check_reachability,
)


def _check_empty(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if visit.node["content"] == {}:
        yield Violation(child_pointer(pointer_of(visit.trail), "content"), "the request body has no media type")


REQUEST_BODY_EMPTY = Rule(
    id="request-body-empty",
    family="responses",
    title="request bodies must have a media type",
    severity=Severity.WARNING,
    why="'content' is required and describes the body by media type (OpenAPI 3.1, 'Request Body Object'). If it is "
    "empty, no body can be sent.",
    good="""\
paths:
  /cases:
    post:
      operationId: createCase
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'204': {description: Case created}}
""",
    bad="""\
paths:
  /cases:
    post:
      operationId: createCase
      requestBody: {content: {}}
      responses: {'204': {description: Case created}}
""",
    remedy="add a media type such as 'application/json', or remove the request body",
    node_types=("request-body.content",),
    check=_check_empty,
    versions=("3.0", "3.1", "3.2"),
)
