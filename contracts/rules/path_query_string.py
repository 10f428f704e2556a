"""The rule ``path-query-string``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

HINTS = {
    "?": "write what stands behind '?' as parameters with 'in: query'",
    "#": "take '#' and what stands behind it away: no client sends it",
}


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    for path in here.node:
        mark = re.search("[?#]", re.sub(r"\{[^{}]*\}", "", path)) if path.startswith("/") else None
        if mark:
            kind = "a query" if mark[0] == "?" else "a fragment"
            yield Found(child_pointer(pointer_of(here.trail), path), f"path {path!r} holds {kind}", HINTS[mark[0]])


RULE = Rule(
    id="path-query-string",
    family="paths",
    title="no path holds a query or a fragment",
    severity=Severity.WARNING,
    why="A path ends where '?' or '#' begins (RFC 3986, section 3.3), so such a path matches no request; the query is "
    "described by parameters (OpenAPI 3.1, 'Parameter Locations'), and a fragment is never sent.",
    good="""\
paths:
  /cases:
    get:
      operationId: listOpenCases
      parameters: [{name: state, in: query, schema: {type: string}}]
      responses: {'200': {description: All open cases}}
""",
    bad="""\
paths:
  /cases?state=open:
    get: {operationId: listOpenCases, responses: {'200': {description: All open cases}}}
""",
    remedy="describe the query with parameters",
    looks_at=("paths",),
    check=_check,
)
