"""The rule ``operation-description-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if "description" not in here.node:
        yield Found(pointer_of(here.trail), "the operation has no description")


RULE = Rule(
    id="operation-description-missing",
    family="style",
    title="each operation has a description",
    severity=Severity.HINT,
    why="What it does, to whom, and when it fails stands nowhere else (OpenAPI 3.1, 'Operation Object': 'a verbose "
    "explanation of the operation behavior').",
    good="""\
paths:
  /cases:
    get:
      description: All cases that the caller may see, the latest first.
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      operationId: listCases
      responses: {'200': {description: All cases}}
""",
    remedy="describe what it does, to whom, and when it fails",
    looks_at=("operation",),
    check=_check,
)
