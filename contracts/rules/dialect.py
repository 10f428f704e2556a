"""The rule ``dialect``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="dialect",
    family="schemas",
    title="schemas are written in the dialect of OpenAPI",
    severity=Severity.ERROR,
    why="Schemas of another dialect mean other things by the same keywords (OpenAPI 3.1, 'Schema Object', "
    "'Specifying Schema Dialects'); this tool judges by JSON Schema 2020-12.",
    good="""\
jsonSchemaDialect: https://json-schema.org/draft/2020-12/schema
""",
    bad="""\
jsonSchemaDialect: http://json-schema.org/draft-04/schema#
""",
    remedy="leave it out, and write schemas for JSON Schema 2020-12",
    versions=(
        "3.1",
        "3.2",
    ),
)
