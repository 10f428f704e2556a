"""The rule ``schema-example-deprecated``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    pointer = pointer_of(here.trail)
    edits = (
        Amendment("insert", pointer, "examples", [here.node.get("example")]),
        Amendment("remove", f"{pointer}/example"),
    )
    yield Found(
        f"{pointer}/example",
        "'example' of a schema is deprecated since OpenAPI 3.1",
        amendments=() if "examples" in here.node else edits,
    )


RULE = Rule(
    id="schema-example-deprecated",
    family="schemas",
    title="since OpenAPI 3.1, schemas have 'examples'",
    severity=Severity.HINT,
    why="The 'example' of a schema is deprecated in favour of JSON Schema's 'examples', a list (OpenAPI 3.1, 'Schema "
    "Object').",
    good="""\
components:
  schemas:
    Name: {type: string, examples: [Anna]}
""",
    bad="""\
components:
  schemas:
    Name: {type: string, example: Anna}
""",
    remedy="write 'examples' with a list",
    looks_at=("schema.example",),
    check=_check,
    versions=("3.1", "3.2"),
    fixable=True,
)
