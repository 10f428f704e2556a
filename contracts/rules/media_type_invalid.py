"""The rule ``media-type-invalid``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping, text
from contracts.linting.http_names import read_media_type, split_parameters
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

ALONE = {
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
"""What is meant by some words."""


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if here.kind == "encoding":
        names = {part.strip(): "/contentType" for part in text(here.node["contentType"]).split(",")}
    else:
        names = {name: child_pointer("", "content", name) for name in mapping(here.node["content"])}
    for name, below in names.items():
        if read_media_type(name) is None:
            yield Found(pointer_of(here.trail) + below, f"{name!r} is no media type: {_reason(name)}", _hint(name))


def _reason(name: str) -> str:
    essence, *rest = split_parameters(name)
    kind, slash, subtype = essence.partition("/")
    if "," in name:
        return "a comma stands in it"
    if not slash:
        return "it has no '/'"
    if not kind.strip() or not subtype.strip():
        return "one half is missing"
    if read_media_type(essence) is None:
        return "there is a sign in it that no name may hold"
    odd = next((part.strip() for part in rest if read_media_type(f"a/b;{part}") is None), "")
    return f"the parameter {odd!r} is no 'name=value'"


def _hint(name: str) -> str:
    """The same with a semicolon, or what is mostly called so."""
    with_semicolon = name.replace(",", ";")
    meant = with_semicolon if "=" in name and read_media_type(with_semicolon) else ALONE.get(name.strip().lower(), "")
    return f"did you mean {meant!r}?" if meant else ""


RULE = Rule(
    id="media-type-invalid",
    family="responses",
    title="the keys of 'content' are media types",
    severity=Severity.ERROR,
    why="The key 'is a media type or media type range' (OpenAPI 3.1, 'Response Object'), that is type/subtype and "
    "parameters (RFC 9110, section 8.3.1); no message can carry anything else in Content-Type.",
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
    remedy="write type/subtype, e.g. 'application/json'",
    looks_at=(
        "request-body.content",
        "response.content",
        "parameter.content",
        "header.content",
        "encoding.contentType",
    ),
    check=_check,
)
