"""The rule ``path-trailing-slash``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    paths = [path for path in here.node if path.startswith("/")]
    odd = [path for path in paths if path != "/" and path.endswith("/")]
    is_habit = 2 * len(odd) >= len(paths)
    for path in odd:
        twin = path.rstrip("/") in here.node
        if is_habit and not twin:
            continue
        yield Found(
            child_pointer(pointer_of(here.trail), path),
            f"path {path!r} ends with a slash" + (f", and {path.rstrip('/')!r} is another path" if twin else ""),
            "keep one of the two" if twin else f"did you mean {path.rstrip('/')!r}?",
        )


RULE = Rule(
    id="path-trailing-slash",
    family="paths",
    title="paths end without a slash, where most of the API's do",
    severity=Severity.HINT,
    why="'/cases' and '/cases/' are two resources (RFC 3986, section 6.2.3), and callers forget which is which. An API "
    "of which at least half of the paths end so means it, and is left alone.",
    good="""\
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
  /users:
    get: {operationId: listUsers, responses: {'200': {description: All users}}}
  /teams:
    get: {operationId: listTeams, responses: {'200': {description: All teams}}}
""",
    bad="""\
paths:
  /cases/:
    get: {operationId: listCases, responses: {'200': {description: All cases}}}
  /users:
    get: {operationId: listUsers, responses: {'200': {description: All users}}}
  /teams:
    get: {operationId: listTeams, responses: {'200': {description: All teams}}}
""",
    remedy="take the slash away",
    looks_at=("paths",),
    check=_check,
)
