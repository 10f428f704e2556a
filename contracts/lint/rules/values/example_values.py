"""Rules for examples that do not match their schema."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.value_validation import value_results
from contracts.lint.values import Role
from contracts.spec.traversal import Visit

MISMATCH = "example does not match its schema"


def _check_ambiguous(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for verdict in value_results(index, Role.CONTENT, Role.PARAMETER, Role.SCHEMA):
        if verdict.issue.is_ambiguous:
            yield verdict.found(MISMATCH)


EXAMPLE_AMBIGUOUS = Rule(
    id="example-ambiguous",
    family="values",
    title="examples must match exactly one branch of 'oneOf'",
    severity=Severity.WARNING,
    why="'oneOf' rejects a value that matches more than one branch (JSON Schema 2020-12, core, 10.2.1.3). The "
    "example shows that the branches overlap; usually the schema is wrong, not the example.",
    good="""\
components:
  schemas:
    Size: {oneOf: [{type: integer}, {type: string}], example: 4}
""",
    bad="""\
components:
  schemas:
    Size: {oneOf: [{type: integer}, {type: number}], example: 4}
""",
    remedy="use 'anyOf', or make the branches mutually exclusive, e.g. with a required property",
    node_types=("document",),
    check=_check_ambiguous,
)


def _check_quoted(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for verdict in value_results(index, Role.PARAMETER):
        if verdict.is_text:
            yield verdict.found("example is written as a string", f"write {verdict.value.value} without quotes")


EXAMPLE_AS_TEXT = Rule(
    id="example-as-text",
    family="values",
    title="parameter examples of numbers and booleans must not be strings",
    severity=Severity.WARNING,
    why="An example should match its schema (OpenAPI 3.1, 'Parameter Object'). The string '2' and the number 2 look "
    "the same in a URL, but tools that use the example as it is reject the string.",
    good="""\
paths:
  /cases:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer}, example: 2}
      responses: {'200': {description: All cases}}
""",
    bad="""\
paths:
  /cases:
    get:
      parameters:
        - {name: page, in: query, schema: {type: integer}, example: '2'}
      responses: {'200': {description: All cases}}
""",
    remedy="remove the quotes",
    node_types=("document",),
    check=_check_quoted,
)


def _check_format(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for verdict in value_results(index, Role.CONTENT, Role.PARAMETER, Role.SCHEMA):
        if verdict.issue.is_of_format:
            yield verdict.found(MISMATCH)


EXAMPLE_FORMAT = Rule(
    id="example-format",
    family="values",
    title="examples must have the format of their schema",
    severity=Severity.WARNING,
    why="A client that parses the value by its format fails on the example. Not every tool validates formats, so "
    "invalid examples are often not noticed (JSON Schema 2020-12, validation, 7).",
    good="""\
components:
  schemas:
    Birthday: {type: string, format: date, example: '2024-02-29'}
""",
    bad="""\
components:
  schemas:
    Birthday: {type: string, format: date, example: 29/02/2024}
""",
    remedy="write the example in its format, or remove the format",
    node_types=("document",),
    check=_check_format,
)


def _check_content(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for verdict in value_results(index, Role.CONTENT, Role.PARAMETER):
        if verdict.is_certain:
            yield verdict.found(MISMATCH)


EXAMPLE_INVALID = Rule(
    id="example-invalid",
    family="values",
    title="examples of bodies, parameters and headers must match their schema",
    severity=Severity.WARNING,
    why="Readers copy examples and mock servers return them, so an invalid example misleads both: 'The example SHOULD "
    "match the specified schema' (OpenAPI 3.1, 'Media Type Object', 'Parameter Object').",
    good="""\
paths:
  /cases:
    get:
      responses:
        '200':
          description: A case
          content:
            application/json:
              schema: {type: object, properties: {age: {type: integer}}}
              example: {age: 4}
""",
    bad="""\
paths:
  /cases:
    get:
      responses:
        '200':
          description: A case
          content:
            application/json:
              schema: {type: object, properties: {age: {type: integer}}}
              example: {age: four}
""",
    remedy="correct the example, or the schema if the example is right",
    node_types=("document",),
    check=_check_content,
)


def _check_schema(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for verdict in value_results(index, Role.SCHEMA):
        if verdict.is_certain:
            yield verdict.found(MISMATCH)


SCHEMA_EXAMPLE_INVALID = Rule(
    id="schema-example-invalid",
    family="values",
    title="examples in schemas must match the schema",
    severity=Severity.WARNING,
    why="If a schema and its own example contradict each other, readers cannot know which one is right: 'It is "
    "RECOMMENDED that these values be valid against the associated schema' (JSON Schema 2020-12, validation, 9.5).",
    good="""\
components:
  schemas:
    Age: {type: integer, example: 4}
""",
    bad="""\
components:
  schemas:
    Age: {type: integer, example: four}
""",
    remedy="correct the example, or the schema if the example is right",
    node_types=("document",),
    check=_check_schema,
)
