"""Rule for ``example`` in schemas, which OpenAPI 3.1 deprecates."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Fix, Rule, Violation
from contracts.spec.traversal import Visit, pointer_of


def _check(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    pointer = pointer_of(visit.trail)
    edits = (
        Fix("insert", pointer, "examples", [visit.node.get("example")]),
        Fix("remove", f"{pointer}/example"),
    )
    yield Violation(
        f"{pointer}/example",
        "'example' in a schema is deprecated since OpenAPI 3.1",
        fixes=() if "examples" in visit.node else edits,
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
    node_types=("schema.example",),
    check=_check,
    versions=("3.1", "3.2"),
    fixable=True,
)
