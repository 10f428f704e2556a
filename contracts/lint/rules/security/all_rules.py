"""The rules of the family ``security``."""

from __future__ import annotations

from contracts.lint.rule import Rule
from contracts.lint.rules.security.credential_transport import API_KEY_IN_QUERY, CREDENTIALS_OVER_HTTP
from contracts.lint.rules.security.oauth_flows import OAUTH_FLOWS_EMPTY, OAUTH_URL_INVALID
from contracts.lint.rules.security.scopes import SCOPE_UNDECLARED, SCOPES_ON_PLAIN_SCHEME
from contracts.lint.rules.security.secured_operations import OPERATION_WITHOUT_SECURITY, UNAUTHORIZED_RESPONSE_MISSING
from contracts.lint.rules.security.security_schemes import SECURITY_SCHEME_HTTP_UNKNOWN, SECURITY_SCHEME_UNUSED
from contracts.lint.rules.structure.loader_rules import UNKNOWN_SECURITY_SCHEME

RULES: tuple[Rule, ...] = (
    API_KEY_IN_QUERY,
    CREDENTIALS_OVER_HTTP,
    OAUTH_FLOWS_EMPTY,
    OAUTH_URL_INVALID,
    OPERATION_WITHOUT_SECURITY,
    SCOPE_UNDECLARED,
    SCOPES_ON_PLAIN_SCHEME,
    SECURITY_SCHEME_HTTP_UNKNOWN,
    SECURITY_SCHEME_UNUSED,
    UNAUTHORIZED_RESPONSE_MISSING,
    UNKNOWN_SECURITY_SCHEME,
)
"""In the order of their ids."""
