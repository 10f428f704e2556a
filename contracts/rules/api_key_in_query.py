"""The rule ``api-key-in-query``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    if here.node.get("type") == "apiKey" and here.node["in"] == "query":
        message = f"the key {str(here.node.get('name'))!r} is sent in the query, which logs and histories keep"
        yield Found(child_pointer(pointer_of(here.trail), "in"), message)


RULE = Rule(
    id="api-key-in-query",
    family="security",
    title="keys are not sent in the query",
    severity=Severity.HINT,
    why="Addresses are kept in logs, histories and Referer headers, so that secrets do not belong there (RFC 9110, "
    "section 17.9).",
    good="""\
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
""",
    bad="""\
components: {securitySchemes: {key: {type: apiKey, in: query, name: key}}}
security: [{key: []}]
""",
    remedy="take it in a header",
    looks_at=("security-scheme.in",),
    check=_check,
)
