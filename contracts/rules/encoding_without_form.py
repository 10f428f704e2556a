"""The rule ``encoding-without-form``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.http_names import read_media_type
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for name, value in mapping(here.node["content"]).items():
        media = read_media_type(name)
        if media is None or media.type in ("multipart", "*") or media.subtype in ("*", "x-www-form-urlencoded"):
            continue
        if mapping(value, "encoding"):
            place = child_pointer(pointer_of(here.trail), "content", name, "encoding")
            yield Found(place, f"'encoding' is ignored for {name!r}, which is no form")


RULE = Rule(
    id="encoding-without-form",
    family="responses",
    title="encodings stand at forms only",
    severity=Severity.WARNING,
    why="'The encoding field SHALL only apply when the media type is multipart or application/x-www-form-urlencoded' "
    "(OpenAPI 3.1, 'Media Type Object').",
    good="""\
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content:
          multipart/form-data:
            schema: {type: object, properties: {file: {type: string}}}
            encoding: {file: {contentType: image/png}}
      responses: {'204': {description: It is kept}}
""",
    bad="""\
paths:
  /files:
    post:
      operationId: upload
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {file: {type: string}}}
            encoding: {file: {contentType: image/png}}
      responses: {'204': {description: It is kept}}
""",
    remedy="remove it, or take multipart/form-data",
    looks_at=("request-body.content", "response.content", "parameter.content", "header.content"),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
)
