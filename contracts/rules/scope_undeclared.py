"""The rule ``scope-undeclared``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import listing, mapping
from contracts.linting.requirements import all_demands, schemes_of
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Site, Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit


def _check(_: Visit, survey: Survey) -> Iterator[Found]:
    declared = {name: _scopes(site) for name, site in schemes_of(survey).items() if site.node.get("type") == "oauth2"}
    for demand in all_demands(survey):
        known = declared.get(demand.scheme)
        for index, scope in enumerate(listing(demand.scopes) if known is not None else ()):
            if isinstance(scope, str) and known is not None and scope not in known:
                near = difflib.get_close_matches(scope, known, 1)
                hint = f"did you mean {near[0]!r}?" if near else ""
                message = f"scope {scope!r} is not declared by the security scheme {demand.scheme!r}"
                yield Found(child_pointer(demand.pointer, index), message, hint)


def _scopes(scheme: Site) -> dict[str, None]:
    """What the flows of a scheme declare."""
    flows = mapping(scheme.node, "flows")
    return {scope: None for flow in flows.values() for scope in mapping(flow, "scopes")}


RULE = Rule(
    id="scope-undeclared",
    family="security",
    title="each scope that is asked for is declared by its scheme",
    severity=Severity.ERROR,
    why="The flows of an OAuth 2.0 scheme list 'the available scopes' (OpenAPI 3.1, 'OAuth Flow Object'); no client "
    "can be granted another one, so the operation can never be called.",
    good="""\
components:
  securitySchemes:
    login:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {'cases:read': Read cases}}}
security: [{login: ['cases:read']}]
""",
    bad="""\
components:
  securitySchemes:
    login:
      type: oauth2
      flows: {clientCredentials: {tokenUrl: 'https://example.com/token', scopes: {'cases:read': Read cases}}}
security: [{login: ['cases:reed']}]
""",
    remedy="declare it under 'scopes' of the scheme's flows",
    looks_at=("document",),
    check=_check,
)
