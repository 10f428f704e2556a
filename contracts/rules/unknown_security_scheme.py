"""The rule ``unknown-security-scheme``, which the loader keeps."""

from __future__ import annotations

from contracts.findings import Severity
from contracts.linting.rule import Rule

RULE = Rule(
    id="unknown-security-scheme",
    family="security",
    title="security names schemes that are declared",
    severity=Severity.ERROR,
    why="Each name must be that of a scheme in the components (OpenAPI 3.1, 'Security Requirement Object'); nobody "
    "can meet a demand for one that is not there.",
    good="""\
security: [{key: []}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
""",
    bad="""\
security: [{kye: []}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
""",
    remedy="declare it under components/securitySchemes, or name one that is there",
)
