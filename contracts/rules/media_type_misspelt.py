"""The rule ``media-type-misspelt``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.http_names import MediaType, read_media_type
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

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

OTHERS = ("*", "chemical", "x-conference", "x-shader", "x-world")
"""Top-level types that are in use without being registered."""

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
"""Those that most documents use."""

NEIGHBOURS = frozenset(
    {"application/json5", "application/jsonl", "application/jsonp", "application/bson", "application/hjson"}
    | {"application/jsonml", "application/jsonc", "application/cjson", "application/ubjson", "application/xjson"}
    | {"application/json-p", "application/ndjson", "application/geojson", "application/x-json", "application/tjson"}
    | {"application/xmlc", "application/xaml", "application/xml-dtd", "text/xhtml", "text/tsv", "text/css", "text/ion"}
)
"""Media types in use that one letter tells from a common one."""

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
"""Names that nothing is registered under, and what is meant by them."""

ALMOST_SAME = 0.93
"""How like a common name one must be: a letter lost, doubled or swapped in a name of fifteen."""


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for name in mapping(here.node["content"]):
        media = read_media_type(name)
        meant = _meant(media) if media else ""
        if media and meant:
            place = child_pointer(pointer_of(here.trail), "content", name)
            yield Found(place, f"there is no media type {media.essence!r}", f"did you mean {meant!r}?")


def _meant(media: MediaType) -> str:
    """What a name is likely to be meant for; ``""`` where it is as it should be."""
    if media.essence in CONFUSED:
        return CONFUSED[media.essence]
    if media.essence in COMMON or media.essence in NEIGHBOURS or "*" in media.subtype:
        return ""
    if media.type not in TYPES and media.type not in OTHERS:
        near = difflib.get_close_matches(media.type, TYPES, 1, 0.75)
        return f"{near[0]}/{media.subtype}" if near else ""
    known = [name for name in COMMON if name.startswith(f"{media.type}/")]
    return next(iter(difflib.get_close_matches(media.essence, known, 1, ALMOST_SAME)), "")


RULE = Rule(
    id="media-type-misspelt",
    family="responses",
    title="media types are written as they are registered",
    severity=Severity.WARNING,
    why="A media type in other letters is another one: no client asks for it, and tools do not know how to read it "
    "(RFC 9110, section 8.3.1; IANA, 'Media Types').",
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
    remedy="write it as it is registered",
    looks_at=("request-body.content", "response.content", "parameter.content", "header.content"),
    check=_check,
)
