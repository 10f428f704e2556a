"""Rules for default values."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Rule, Violation
from contracts.lint.value_validation import value_results
from contracts.lint.values import Role
from contracts.spec.traversal import Visit, pointer_of


def _check_format(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for verdict in value_results(index, Role.DEFAULT):
        if verdict.issue.is_of_format and not verdict.is_of_known_format:
            yield verdict.found("default does not match its schema")


DEFAULT_FORMAT = Rule(
    id="default-format",
    family="values",
    title="defaults must have the format of their schema",
    severity=Severity.WARNING,
    why="A client that parses the value by its format fails on the default, and a server that validates formats "
    "rejects it (JSON Schema 2020-12, validation, 7). The formats date, date-time, uuid, ipv4, ipv6 and byte are "
    "checked by 'default-invalid'; for the others, tools differ.",
    good="""\
components:
  schemas:
    Callback: {type: string, format: uri, default: 'https://api.test/done'}
""",
    bad="""\
components:
  schemas:
    Callback: {type: string, format: uri, default: done}
""",
    remedy="write the default in its format, or remove the format",
    node_types=("document",),
    check=_check_format,
)


def _check_invalid(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for verdict in value_results(index, Role.DEFAULT):
        if verdict.issue.keyword != "enum" and (verdict.is_of_known_format or not verdict.issue.is_of_format):
            yield verdict.found("default does not match its schema")


DEFAULT_INVALID = Rule(
    id="default-invalid",
    family="values",
    title="defaults must match their schema",
    severity=Severity.ERROR,
    why="A server uses the default if a client sends no value, so the default must be valid. OpenAPI 3.0.3 and 3.1 "
    "require it to conform to the type ('Schema Object', 'default').",
    good="""\
components:
  schemas:
    Limit: {type: integer, minimum: 1, default: 20}
""",
    bad="""\
components:
  schemas:
    Limit: {type: integer, minimum: 1, default: 0}
""",
    remedy="correct the default, or the schema if the default is right",
    node_types=("document",),
    check=_check_invalid,
)


def _check_enum(_: Visit, index: DocumentIndex) -> Iterator[Violation]:
    for verdict in value_results(index, Role.DEFAULT):
        if verdict.issue.keyword == "enum":
            yield verdict.found("default is not listed in enum")


DEFAULT_NOT_IN_ENUM = Rule(
    id="default-not-in-enum",
    family="values",
    title="defaults must be listed in 'enum'",
    severity=Severity.ERROR,
    why="'enum' lists all valid values (JSON Schema 2020-12, validation, 6.1.2). A default that is not listed is "
    "never valid; often the value was renamed in 'enum' only.",
    good="""\
components:
  schemas:
    Order: {type: string, enum: [asc, desc], default: asc}
""",
    bad="""\
components:
  schemas:
    Order: {type: string, enum: [asc, desc], default: ascending}
""",
    remedy="use a listed value, or add the default to 'enum'",
    node_types=("document",),
    check=_check_enum,
)


def _check_required_parameter(visit: Visit, _: DocumentIndex) -> Iterator[Violation]:
    node = visit.node
    schema = node["schema"]
    is_required = node.get("required") is True or node.get("in") == "path"
    if is_required and isinstance(schema, dict) and "default" in schema and "$ref" not in schema:
        pointer = pointer_of(((visit.trail, "schema"), "default"))
        yield Violation(pointer, f"parameter {node.get('name')!r} is required, so its default is never used")


DEFAULT_OF_REQUIRED_PARAMETER = Rule(
    id="default-of-required-parameter",
    family="values",
    title="required parameters should not have a default",
    severity=Severity.HINT,
    why="A default applies if no value is sent (OpenAPI 3.1, 'Schema Object'), but required parameters and path "
    "parameters are always sent. Often 'required' is a mistake, or an example was intended.",
    good="""\
components:
  parameters:
    page: {name: page, in: query, schema: {type: integer, default: 1}}
""",
    bad="""\
components:
  parameters:
    page: {name: page, in: query, required: true, schema: {type: integer, default: 1}}
""",
    remedy="remove the default, make the parameter optional, or use 'example'",
    node_types=("parameter.schema",),
    check=_check_required_parameter,
)
