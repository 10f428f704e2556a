"""The rule ``one-of-duplicate``."""

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
    tree = schemas_of(survey)
    for index, first in repeated(tree, here.node, "oneOf") if not ("$ref" in here.node and tree.is_old) else ():
        pointer = child_pointer(pointer_of(here.trail), "oneOf", index)
        yield Found(pointer, f"oneOf/{index} says the same as oneOf/{first}: what fits both is refused")


RULE = Rule(
    id="one-of-duplicate",
    family="schemas",
    title="no two branches of 'oneOf' say the same",
    severity=Severity.ERROR,
    why="Exactly one branch of 'oneOf' may hold (JSON Schema Core, 'oneOf'); a value for two equal branches always "
    "fits both, so none passes.",
    good="""\
components:
  schemas:
    Id: {oneOf: [{type: string}, {type: integer}]}
""",
    bad="""\
components:
  schemas:
    Id: {oneOf: [{type: string}, {type: string}]}
""",
    remedy="remove one of the two, or write 'anyOf'",
    looks_at=("schema.oneOf",),
    check=_check,
)
