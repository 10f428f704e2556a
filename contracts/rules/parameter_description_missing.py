"""The rule ``parameter-description-missing``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import text
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if "description" not in here.node and "$ref" not in here.node:
        name = text(here.node.get("name"))
        yield Found(pointer_of(here.trail), f"parameter {name!r} has no description" if name else "no description")


RULE = Rule(
    id="parameter-description-missing",
    family="style",
    title="each parameter has a description",
    severity=Severity.HINT,
    why="Its name seldom says what values mean and what happens without it (OpenAPI 3.1, 'Parameter Object').",
    good="""\
paths:
  /cases:
    get:
      parameters:
      - {name: state, in: query, schema: {type: string}, description: Only cases in this state}
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      parameters:
      - {name: state, in: query, schema: {type: string}}
      responses: {'200': {description: All cases}}
""",
    remedy="say what it does, and what happens without it",
    looks_at=("parameter",),
    check=_check,
)
