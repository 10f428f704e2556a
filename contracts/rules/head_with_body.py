"""The rule ``head-with-body``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    head = mapping(here.node["head"])
    for status, site in survey.members(child_pointer(pointer_of(here.trail), "head"), head, "responses"):
        if mapping(site.node, "content"):
            place = site.place if site.place != site.pointer else child_pointer(site.pointer, "content")
            yield Found(place, f"the answer {status} to HEAD has no body, but content is documented")
            return


RULE = Rule(
    id="head-with-body",
    family="responses",
    title="the answers to HEAD document no body",
    severity=Severity.HINT,
    why="'The server MUST NOT send content in the response' to HEAD (RFC 9110, section 9.3.2); what is documented "
    "there never comes. One finding per operation.",
    good="""\
paths:
  /cases:
    head:
      operationId: countCases
      responses: {'200': {description: See the headers, headers: {X-Total-Count: {schema: {type: integer}}}}}
""",
    bad="""\
paths:
  /cases:
    head:
      operationId: countCases
      responses: {'200': {description: Their number, content: {application/json: {schema: {type: integer}}}}}
""",
    remedy="remove 'content', and document the headers",
    looks_at=("path-item.head",),
    check=_check,
)
