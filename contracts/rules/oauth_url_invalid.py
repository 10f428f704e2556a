"""The rule ``oauth-url-invalid``."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.access import mapping
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.linting.urls import fault_of_url
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

ADDRESSES = ("authorizationUrl", "tokenUrl", "refreshUrl")


def _check(here: Visit, survey: Survey) -> Iterator[Found]:
    places: list[tuple[str | int, ...]] = [("openIdConnectUrl",)]
    if survey.version == "3.0":
        # From 3.1 on the published schema asks for the format of these, though not of the other.
        places += [("flows", flow, key) for flow in mapping(here.node, "flows") for key in ADDRESSES]
    for *above, key in places:
        url = mapping(here.node, *map(str, above)).get(str(key))
        fault = _fault(url) if isinstance(url, str) else ""
        if fault:
            yield Found(child_pointer(pointer_of(here.trail), *above, key), f"{key} {url!r} {fault}")


def _fault(url: str) -> str:
    return fault_of_url(url) if url else "is empty"


RULE = Rule(
    id="oauth-url-invalid",
    family="security",
    title="the addresses of OAuth 2.0 and OpenID Connect are URLs",
    severity=Severity.ERROR,
    why="They 'MUST be in the form of a URL' (OpenAPI 3.1, 'OAuth Flow Object', 'Security Scheme Object'); clients "
    "fetch their tokens there.",
    good="""\
components:
  securitySchemes: {login: {type: openIdConnect, openIdConnectUrl: 'https://example.com/.well-known/openid'}}
security: [{login: []}]
""",
    bad="""\
components:
  securitySchemes: {login: {type: openIdConnect, openIdConnectUrl: 'see our portal'}}
security: [{login: []}]
""",
    remedy="write it as 'https://login.example.com/token'",
    looks_at=("security-scheme.openIdConnectUrl", "security-scheme.flows"),
    check=_check,
)
