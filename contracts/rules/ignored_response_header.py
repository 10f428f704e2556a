"""The rule ``ignored-response-header``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

INSTEAD = {
    "response": "remove it: the media types under 'content' say it",
    "encoding": "remove it, and write the media type into 'contentType'",
}


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for name in mapping(here.node["headers"]):
        if name.lower() == "content-type":
            place = child_pointer(pointer_of(here.trail), "headers", name)
            amendments = (Amendment("remove", place),)
            yield Found(place, f"the header {name!r} of this {here.kind} is ignored", INSTEAD[here.kind], amendments)


RULE = Rule(
    id="ignored-response-header",
    family="parameters",
    title="no response or part of a form declares the header Content-Type",
    severity=Severity.WARNING,
    why="'If a response header is defined with the name \"Content-Type\", it SHALL be ignored' (OpenAPI 3.1, 'Response "
    "Object'; likewise 'Encoding Object').",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200':
          description: The cases
          headers: {ETag: {schema: {type: string}}}
          content: {application/json: {schema: {type: array}}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses:
        '200':
          description: The cases
          headers: {Content-Type: {schema: {type: string}}}
          content: {application/json: {schema: {type: array}}}
""",
    remedy="remove it",
    looks_at=("response.headers", "encoding.headers"),
    check=_check,
    versions=("3.0", "3.1", "3.2"),
    fixable=True,
)
