"""The rule ``bounds-crossed``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.bounds import crossed
from contracts.linting.rule import Found, Rule
from contracts.linting.schema_tree import schemas_of
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    if "$ref" in here.node and schemas_of(survey).is_old:
        return
    for keyword, kind, fault in crossed(here.node):
        yield Found(f"{pointer_of(here.trail)}/{keyword}", f"no {kind} fits: {fault}")


RULE = Rule(
    id="bounds-crossed",
    family="schemas",
    title="something lies between the lower and the upper bound of a schema",
    severity=Severity.ERROR,
    why="A value would have to be above one bound and below the other (JSON Schema Validation, chapter 6), so every "
    "request or answer with this value is refused.",
    good="""\
components:
  schemas:
    Age: {type: integer, minimum: 0, maximum: 150}
""",
    bad="""\
components:
  schemas:
    Age: {type: integer, minimum: 150, maximum: 0}
""",
    remedy="swap or correct the two bounds",
    looks_at=(
        "schema.minimum",
        "schema.exclusiveMinimum",
        *(f"schema.{word}" for word in ("minLength", "minItems", "minContains", "minProperties")),
    ),
    check=_check,
)
