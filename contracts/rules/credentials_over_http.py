"""The rule ``credentials-over-http``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing, mapping
from contracts.linting.requirements import is_secured
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.urls import UNENCRYPTED
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    pointer = pointer_of(here.trail)
    if here.kind == "security-scheme":
        for name, flow in mapping(here.node["flows"]).items():
            for key in ("authorizationUrl", "deviceAuthorizationUrl", "tokenUrl", "refreshUrl"):
                yield from _judge(child_pointer(pointer, "flows", name, key), mapping(flow).get(key))
    elif any(is_secured(survey, operation) for operation in survey.operations):
        for index, server in enumerate(listing(here.node["servers"])):
            yield from _judge(child_pointer(pointer, "servers", index, "url"), mapping(server).get("url"))


def _judge(place: str, url: object) -> Iterator[Found]:
    if isinstance(url, str) and UNENCRYPTED.match(url):
        yield Found(place, f"credentials are sent to {url!r} unencrypted")


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
    looks_at=("document.servers", "security-scheme.flows"),
    check=_check,
)
