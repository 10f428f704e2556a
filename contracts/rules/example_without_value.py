"""The rule ``example-without-value``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of

VALUES = frozenset({"value", "externalValue", "dataValue", "serializedValue", "$ref"})


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if VALUES.isdisjoint(here.node):
        yield Found(pointer_of(here.trail), "the example has no value")


RULE = Rule(
    id="example-without-value",
    family="values",
    title="an example has a value",
    severity=Severity.WARNING,
    why="An Example Object holds its value under 'value', or says under 'externalValue' where it is (OpenAPI 3.1, "
    "'Example Object'). Without either it shows nothing; often the value was put in its place.",
    good="""\
components:
  examples:
    case: {summary: A case, value: {id: 1}}
""",
    bad="""\
components:
  examples:
    case: {summary: A case}
""",
    remedy="add 'value'",
    looks_at=("example",),
    check=_check,
)
