"""The rule ``example-value-and-external``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if "value" in here.node and "$ref" not in here.node:
        yield Found(pointer_of((here.trail, "externalValue")), "'value' and 'externalValue' exclude each other")


RULE = Rule(
    id="example-value-and-external",
    family="values",
    title="an example has value or externalValue, not both",
    severity=Severity.ERROR,
    why="The two are mutually exclusive (OpenAPI 3.0.3, 'Example Object'): nobody knows which one counts. Since 3.1 "
    "the document's structure says so already.",
    good="""\
openapi: 3.0.3
components:
  examples:
    case: {value: {id: 1}}
""",
    bad="""\
openapi: 3.0.3
components:
  examples:
    case: {value: {id: 1}, externalValue: https://api.test/case.json}
""",
    remedy="keep one of them",
    looks_at=("example.externalValue",),
    check=_check,
    versions=("3.0",),
)
