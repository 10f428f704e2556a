"""Rule for the dialect of schemas, which the loader checks."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.lint.rule import Rule

DIALECT = Rule(
    id="dialect",
    family="schemas",
    title="schemas must use JSON Schema 2020-12",
    severity=Severity.ERROR,
    why="In another dialect the same keywords can have other meanings (OpenAPI 3.1, 'Schema Object', 'Specifying "
    "Schema Dialects'); casemock validates with JSON Schema 2020-12.",
    good="""\
jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema
""",
    bad="""\
jsonSchemaDialect: http://json-schema.org/draft-04/schema#
""",
    remedy="remove the key, and write schemas for JSON Schema 2020-12",
    versions=(
        "3.1",
        "3.2",
    ),
)
