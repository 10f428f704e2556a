"""The rule ``credentials-over-http``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing, mapping, text
from contracts.linting.requirements import is_secured
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit

PLAIN = re.compile(
    r"(http|ws)://(?!localhost|127\.|0\.0\.0\.0|\[::1\]|[^/:]*\.(localhost|local|test|internal)\b)", re.IGNORECASE
)


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    if not any(is_secured(survey, operation) for operation in survey.operations):
        return
    for index, server in enumerate(listing(here.node["servers"])):
        url = text(mapping(server).get("url"))
        if PLAIN.match(url):
            yield Found(child_pointer("", "servers", index, "url"), f"credentials are sent to {url!r} unencrypted")


RULE = Rule(
    id="credentials-over-http",
    family="security",
    title="credentials are sent over TLS only",
    severity=Severity.HINT,
    why="Whoever is on the way reads them: bearer tokens must be sent over TLS (RFC 6750, section 5.3), and Basic is "
    "not safe without it (RFC 7617, section 4).",
    good="""\
servers: [{url: 'https://api.example.com'}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: The cases}}}
""",
    bad="""\
servers: [{url: 'http://api.example.com'}]
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
paths:
  /cases:
    get: {operationId: listCases, responses: {'200': {description: The cases}}}
""",
    remedy="write 'https://'",
    looks_at=("document.servers",),
    check=_check,
)
