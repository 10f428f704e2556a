"""The rule ``media-type-misspelt``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_access import mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.http_syntax import ParsedMediaType, read_media_type
from contracts.lint.rule import Rule, Violation
from contracts.spec.pointers import child_pointer
from contracts.spec.traversal import Visit, pointer_of
from contracts.wording import close_matches

TYPES = (
    "application",
    "audio",
    "example",
    "font",
    "haptics",
    "image",
    "message",
    "model",
    "multipart",
    "text",
    "video",
)
"""The registered top-level types (IANA, 'Media Types')."""

UNREGISTERED = ("*", "chemical", "x-conference", "x-shader", "x-world")
"""Top-level types in use that are not registered."""

COMMON = (
    "application/json",
    "application/xml",
    "application/pdf",
    "application/octet-stream",
    "application/x-www-form-urlencoded",
    "application/problem+json",
    "application/merge-patch+json",
    "application/json-patch+json",
    "multipart/form-data",
    "text/plain",
    "text/html",
    "text/csv",
    "text/event-stream",
)
"""The media types that most documents use."""

NEIGHBOURS = frozenset(
    {"application/json5", "application/jsonl", "application/jsonp", "application/bson", "application/hjson"}
    | {"application/jsonml", "application/jsonc", "application/cjson", "application/ubjson", "application/xjson"}
    | {"application/json-p", "application/ndjson", "application/geojson", "application/x-json", "application/tjson"}
    | {"application/xmlc", "application/xaml", "application/xml-dtd", "text/xhtml", "text/tsv", "text/css", "text/ion"}
)
"""Media types in use whose names are almost those of common ones."""

CONFUSED = {
    "application/form-data": "multipart/form-data",
    "application/multipart-form-data": "multipart/form-data",
    "form/multipart": "multipart/form-data",
    "multipart/x-www-form-urlencoded": "application/x-www-form-urlencoded",
    "application/form-urlencoded": "application/x-www-form-urlencoded",
    "application/x-form-urlencoded": "application/x-www-form-urlencoded",
    "application/js": "text/javascript",
    "image/jpg": "image/jpeg",
    "application/text": "text/plain",
    "plain/text": "text/plain",
    "html/text": "text/html",
}
"""Unregistered names, and the media types they stand for."""

SIMILARITY = 0.93
"""Minimum similarity to a common name, about one missing, doubled or swapped letter in fifteen."""


def _check(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    for name in mapping(visit.node["content"]):
        media = read_media_type(name)
        suggestion = _suggestion(media) if media else ""
        if media and suggestion:
            pointer = child_pointer(pointer_of(visit.trail), "content", name)
            yield Violation(pointer, f"unknown media type {media.essence!r}", f"did you mean {suggestion!r}?")


def _suggestion(media: ParsedMediaType) -> str:
    """Return the media type that a name probably stands for, or ``""`` if the name is correct."""
    if media.essence in CONFUSED:
        return CONFUSED[media.essence]
    if media.essence in COMMON or media.essence in NEIGHBOURS or "*" in media.subtype:
        return ""
    if media.type not in TYPES and media.type not in UNREGISTERED:
        close = close_matches(media.type, TYPES, 1, 0.75)
        return f"{close[0]}/{media.subtype}" if close else ""
    known = [name for name in COMMON if name.startswith(f"{media.type}/")]
    return next(iter(close_matches(media.essence, known, 1, SIMILARITY)), "")


MEDIA_TYPE_MISSPELT = Rule(
    id="media-type-misspelt",
    family="responses",
    title="media types must be spelled as registered",
    severity=Severity.WARNING,
    why="A misspelled media type is a different one: clients do not request it, and tools cannot read it (RFC 9110, "
    "section 8.3.1; IANA, 'Media Types').",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases, content: {application/json: {}}}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: The cases, content: {aplication/json: {}}}}
""",
    remedy="use the registered name",
    node_types=("request-body.content", "response.content", "parameter.content", "header.content"),
    check=_check,
)
