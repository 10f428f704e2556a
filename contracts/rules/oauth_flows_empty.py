"""The rule ``oauth-flows-empty``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    flows = here.node["flows"]
    if isinstance(flows, dict) and all(name.startswith("x-") for name in flows):
        yield Found(child_pointer(pointer_of(here.trail), "flows"), "the OAuth 2.0 scheme has no flow")


RULE = Rule(
    id="oauth-flows-empty",
    family="security",
    title="each OAuth 2.0 scheme has a flow",
    severity=Severity.WARNING,
    why="A flow says where tokens come from (OpenAPI 3.1, 'OAuth Flows Object'); without one no client can get any.",
    good="""\
components:
  securitySchemes:
    login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {}}}}
security: [{login: []}]
""",
    bad="""\
components:
  securitySchemes: {login: {type: oauth2, flows: {}}}
security: [{login: []}]
""",
    remedy="describe a flow, e.g. 'clientCredentials' with its 'tokenUrl'",
    looks_at=("security-scheme.flows",),
    check=_check,
)
