"""The rule ``branch-repeated``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.branches import repeated
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    for keyword in ("anyOf", "allOf"):
        for index, first in repeated(schemas_of(survey), here.node, keyword):
            pointer = child_pointer(pointer_of(here.trail), keyword, index)
            yield Found(pointer, f"{keyword}/{index} says the same as {keyword}/{first}")


RULE = Rule(
    id="branch-repeated",
    family="schemas",
    title="no two branches of 'anyOf' or 'allOf' say the same",
    severity=Severity.HINT,
    why="The second one adds nothing; often another schema was meant.",
    good="""\
components:
  schemas:
    Id: {anyOf: [{type: string}, {type: integer}]}
""",
    bad="""\
components:
  schemas:
    Id: {anyOf: [{type: string}, {type: string}]}
""",
    remedy="remove one of the two, or write the one that was meant",
    looks_at=("schema.anyOf", "schema.allOf"),
    check=_check,
)
