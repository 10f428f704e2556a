"""The rule ``operation-id-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if "operationId" not in here.node:
        yield Found(pointer_of(here.trail), "the operation has no operationId")


RULE = Rule(
    id="operation-id-missing",
    family="style",
    title="each operation has an operationId",
    severity=Severity.HINT,
    why="Tools name functions, tests and links after it (OpenAPI 3.1, 'Operation Object'); without one they make up "
    "names, which change when the path does.",
    good="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      responses: {'200': {description: All cases}}
""",
    remedy="give it an operationId, e.g. 'listCases'",
    looks_at=("operation",),
    check=_check,
)
