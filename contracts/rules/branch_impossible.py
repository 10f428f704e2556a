"""The rule ``branch-impossible``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.satisfiable import satisfiability_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    satisfiability = satisfiability_of(survey)
    if len(here.node) == 1 or not satisfiability.verdict(here.node).is_possible:
        return
    for keyword, index in satisfiability.dead_branches(here.node):
        pointer = child_pointer(pointer_of(here.trail), keyword, index)
        yield Found(pointer, f"{keyword}/{index} contradicts what stands beside {keyword!r}: nothing passes by it")


RULE = Rule(
    id="branch-impossible",
    family="schemas",
    title="each branch of 'oneOf' and 'anyOf' can hold",
    severity=Severity.WARNING,
    why="A branch holds together with what stands beside it (JSON Schema Core, 'Keywords for Applying Subschemas in "
    "Place'); where the two contradict each other, the branch is a promise that nothing can keep.",
    good="""\
components:
  schemas:
    Id: {oneOf: [{type: string}, {type: integer}]}
""",
    bad="""\
components:
  schemas:
    Id: {type: [string, boolean], oneOf: [{type: string}, {type: integer}]}
""",
    remedy="take back one of the two demands",
    looks_at=("schema.oneOf", "schema.anyOf"),
    check=_check,
)
