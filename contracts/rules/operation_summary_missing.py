"""The rule ``operation-summary-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if "summary" not in here.node:
        yield Found(pointer_of(here.trail), "the operation has no summary")


RULE = Rule(
    id="operation-summary-missing",
    family="style",
    title="each operation has a summary",
    severity=Severity.HINT,
    why="It is the line that lists of operations show (OpenAPI 3.1, 'Operation Object': 'a short summary of what "
    "the operation does').",
    good="""\
paths:
  /cases:
    get:
      summary: List all cases
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: All cases}}
""",
    remedy="say what it does in a few words",
    looks_at=("operation",),
    check=_check,
)
