"""Rules for the keys that hold examples."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.spec.traversal import Visit, pointer_of

VALUE_KEYS = frozenset({"value", "externalValue", "dataValue", "serializedValue", "$ref"})


def _check_example_and_examples(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if "examples" in visit.node and "$ref" not in visit.node:
        yield Violation(pointer_of((visit.trail, "example")), "'example' and 'examples' are mutually exclusive")


EXAMPLE_AND_EXAMPLES = Rule(
    id="example-and-examples",
    family="values",
    title="'example' and 'examples' must not be used together",
    severity=Severity.ERROR,
    why="The two keys are mutually exclusive (OpenAPI 3.1, 'Media Type Object' and 'Parameter Object'); tools show "
    "one and ignore the other. In 3.0 and 3.2 the structure check reports it.",
    good="""\
components:
  parameters:
    page: {name: page, in: query, schema: {type: integer}, examples: {second: {value: 2}}}
""",
    bad="""\
components:
  parameters:
    page: {name: page, in: query, schema: {type: integer}, example: 1, examples: {second: {value: 2}}}
""",
    remedy="move 'example' into 'examples' under a new name",
    node_types=("media-type.example", "parameter.example", "header.example"),
    check=_check_example_and_examples,
    versions=("3.1",),
)


def _check_value_and_external(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if "value" in visit.node and "$ref" not in visit.node:
        yield Violation(
            pointer_of((visit.trail, "externalValue")), "'value' and 'externalValue' are mutually exclusive"
        )


EXAMPLE_VALUE_AND_EXTERNAL = Rule(
    id="example-value-and-external",
    family="values",
    title="an example must not have both 'value' and 'externalValue'",
    severity=Severity.ERROR,
    why="The two keys are mutually exclusive (OpenAPI 3.0.3, 'Example Object'). Since 3.1 the structure check "
    "reports it.",
    good="""\
openapi: 3.0.3
components:
  examples:
    case: {value: {id: 1}}
""",
    bad="""\
openapi: 3.0.3
components:
  examples:
    case: {value: {id: 1}, externalValue: https://api.test/case.json}
""",
    remedy="remove one of the two",
    node_types=("example.externalValue",),
    check=_check_value_and_external,
    versions=("3.0",),
)


def _check_without_value(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    if VALUE_KEYS.isdisjoint(visit.node):
        yield Violation(pointer_of(visit.trail), "the example has no value")


EXAMPLE_WITHOUT_VALUE = Rule(
    id="example-without-value",
    family="values",
    title="an example must have a value",
    severity=Severity.WARNING,
    why="An Example Object has its value under 'value' or links to it with 'externalValue' (OpenAPI 3.1, 'Example "
    "Object'). Often the value was written in place of the Example Object.",
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
    node_types=("example",),
    check=_check_without_value,
)
