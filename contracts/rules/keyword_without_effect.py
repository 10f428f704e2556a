"""The rule ``keyword-without-effect``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.keywords import NEEDED, NEEDED_IN_30, without_effect
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    is_old = schemas_of(survey).is_old
    if "$ref" in here.node and is_old:
        return
    for keyword, message in without_effect(here.node, is_old):
        yield Found(child_pointer(pointer_of(here.trail), keyword), message)


RULE = Rule(
    id="keyword-without-effect",
    family="schemas",
    title="keywords stand where they do something",
    severity=Severity.WARNING,
    why="Most keywords speak of values of one type and let all others pass (JSON Schema Validation, chapter 6), so "
    "here the type is wrong or the check that was meant is missing.",
    good="""\
components:
  schemas:
    Count: {type: integer, minimum: 5}
""",
    bad="""\
components:
  schemas:
    Count: {type: integer, minLength: 5}
""",
    remedy="correct the type, or use the keyword for it",
    looks_at=("schema.type", *(f"schema.{keyword}" for keyword in (NEEDED | NEEDED_IN_30))),
    check=_check,
)
