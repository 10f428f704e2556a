"""The rule ``media-type-unreachable``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.http_names import MediaType, read_media_type
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    first: dict[MediaType, str] = {}
    for name in mapping(here.node["content"]):
        media = read_media_type(name)
        if media is None:
            continue
        place = child_pointer(pointer_of(here.trail), "content", name)
        other = first.setdefault(media, name)
        if other != name:
            message = f"media type {name!r} is the same as {other!r}, so that this one is never chosen"
            yield Found(place, message, "keep one of the two")
        elif any(key == "q" for key, _ in media.parameters):
            yield Found(place, f"'q' in {name!r} is a weight of Accept and no part of a media type", "take it away")


RULE = Rule(
    id="media-type-unreachable",
    family="responses",
    title="each media type of a body can be chosen",
    severity=Severity.WARNING,
    why="Types, subtypes and the names of parameters are the same in any case and order (RFC 9110, section 8.3.1), and "
    "JSON has no charset (RFC 8259, section 11): of two that are equal no Content-Type or Accept tells the second.",
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
    looks_at=("request-body.content", "response.content"),
    check=_check,
)
