"""The rule ``security-scheme-http-unknown``."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.linting.rule import Found, Rule
from contracts.linting.survey import Survey
from contracts.spec.document import child_pointer
from contracts.spec.traversal import Visit, pointer_of

REGISTERED = (
    "basic",
    "bearer",
    "concealed",
    "digest",
    "dpop",
    "gnap",
    "hoba",
    "mutual",
    "negotiate",
    "oauth",
    "privatetoken",
    "scram-sha-1",
    "scram-sha-256",
    "vapid",
)
"""IANA, 'HTTP Authentication Schemes', in lower case."""


def _check(here: Visit, _: Survey) -> Iterator[Found]:
    scheme = here.node["scheme"]
    if here.node.get("type") != "http" or not isinstance(scheme, str) or scheme.lower() in REGISTERED:
        return
    near = [name for name in ("basic", "bearer") if name in scheme.lower()]
    near = near or difflib.get_close_matches(scheme.lower(), REGISTERED, 1)
    hint = f"did you mean {near[0]!r}?" if near else ""
    yield Found(child_pointer(pointer_of(here.trail), "scheme"), f"HTTP knows no scheme {scheme!r}", hint)


RULE = Rule(
    id="security-scheme-http-unknown",
    family="security",
    title="the scheme of HTTP authentication is a registered one",
    severity=Severity.HINT,
    why="'The values used SHOULD be registered in the IANA Authentication Scheme registry' (OpenAPI 3.1, 'Security "
    "Scheme Object'); tools know how to send no other.",
    good="""\
components: {securitySchemes: {token: {type: http, scheme: bearer}}}
security: [{token: []}]
""",
    bad="""\
components: {securitySchemes: {token: {type: http, scheme: bearerToken}}}
security: [{token: []}]
""",
    remedy="take a registered one such as 'bearer', or type 'apiKey' with the header Authorization",
    looks_at=("security-scheme.scheme",),
    check=_check,
)
