"""The rule ``scopes-on-plain-scheme``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing
from contracts.linting.requirements import all_demands, schemes_of
from contracts.linting.rule import Amendment, Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.traversal import Visit

PLAIN = ("apiKey", "http")


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    kinds = {name: site.node.get("type") for name, site in schemes_of(survey).items()}
    for demand in all_demands(survey):
        if kinds.get(demand.scheme) in PLAIN and listing(demand.scopes):
            message = f"the scheme {demand.scheme!r} of the type {kinds[demand.scheme]!r} has no scopes"
            yield Found(demand.pointer, message, amendments=(Amendment("replace", demand.pointer, value=[]),))


RULE = Rule(
    id="scopes-on-plain-scheme",
    family="security",
    title="only OAuth 2.0 and OpenID Connect are asked for scopes",
    severity=Severity.ERROR,
    why="'For other security scheme types, the array MUST be empty' (OpenAPI 3.0, 'Security Requirement Object'); "
    "since 3.1 it may name roles.",
    good="""\
openapi: 3.0.3
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: []}]
""",
    bad="""\
openapi: 3.0.3
components: {securitySchemes: {key: {type: apiKey, in: header, name: X-Key}}}
security: [{key: ['cases:read']}]
""",
    remedy="write an empty list",
    looks_at=("document",),
    check=_check,
    versions=("2.0", "3.0"),
    fixable=True,
)
