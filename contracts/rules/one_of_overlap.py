"""The rule ``one-of-overlap``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.branches import covering
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    tree = schemas_of(survey)
    for index, covered in covering(tree, here.node) if not ("$ref" in here.node and tree.is_old) else ():
        pointer = child_pointer(pointer_of(here.trail), "oneOf", index)
        named = ", ".join(f"oneOf/{other}" for other in covered[:3]) + (" and others" if len(covered) > 3 else "")
        yield Found(pointer, f"what fits {named} fits oneOf/{index} too, and is refused")


RULE = Rule(
    id="one-of-overlap",
    family="schemas",
    title="branches of 'oneOf' exclude each other",
    severity=Severity.WARNING,
    why="Exactly one branch of 'oneOf' may hold (JSON Schema Core, 'oneOf'); where a wide branch takes in all that a "
    "narrow one does, nothing passes by the narrow one.",
    good="""\
components:
  schemas:
    Size: {oneOf: [{type: number}, {type: string}]}
""",
    bad="""\
components:
  schemas:
    Size: {oneOf: [{type: number}, {type: integer}]}
""",
    remedy="write 'anyOf', or make the wider branch narrower",
    looks_at=("schema.oneOf",),
    check=_check,
)
