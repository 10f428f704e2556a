"""The rule ``version``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="version",
    family="structure",
    title="a document says which version of OpenAPI it is written in",
    severity=Severity.ERROR,
    why="Tools read a document by the version it names (OpenAPI 3.1, 'OpenAPI Object', 'openapi'; 2.0: 'swagger').",
    good="""\
openapi: 3.1.0
""",
    bad="""\
openapi: 4.0.0
""",
    remedy="begin with 'openapi: 3.1.0', or another 3.0.x, 3.1.x or 3.2.x, or 'swagger: \"2.0\"'",
)
