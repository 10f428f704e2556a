"""Rule for ``example`` in schemas, which OpenAPI 3.1 deprecates."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit, pointer_of


def _check(visit: Visit, _: Survey) -> Iterator[Found]:
    pointer = pointer_of(visit.trail)
    edits = (
        Amendment("insert", pointer, "examples", [visit.node.get("example")]),
        Amendment("remove", f"{pointer}/example"),
    )
    yield Found(
        f"{pointer}/example",
        "'example' in a schema is deprecated since OpenAPI 3.1",
        amendments=() if "examples" in visit.node else edits,
    )


SCHEMA_EXAMPLE_DEPRECATED = Rule(
    id="schema-example-deprecated",
    family="schemas",
    title="schemas of OpenAPI 3.1 and later should use 'examples' instead of 'example'",
    severity=Severity.HINT,
    why="'example' of a schema is deprecated in favor of the JSON Schema keyword 'examples', a list (OpenAPI 3.1, "
    "'Schema Object').",
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
    remedy="replace 'example' with a list under 'examples'",
    looks_at=("schema.example",),
    check=_check,
    versions=("3.1", "3.2"),
    fixable=True,
)
