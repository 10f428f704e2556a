"""The OpenID provider: discovery document, public keys, claims about the user."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mockserver.auth import TOKEN68, AuthFailure
from mockserver.http.messages import MockResponse, json_response
from mockserver.oauth.endpoints import GRANTS, OWN, REFRESH, RESPONSE_TYPES, Endpoint
from mockserver.oauth.endpoints import ID_TOKEN_TYPES as ID_TOKENS
from mockserver.oauth.errors import OAuthError
from mockserver.oauth.issued import ACCESS, IssuedTokens
from mockserver.oauth.issuing import user_claims
from mockserver.oauth.pkce import METHODS
from mockserver.oauth.signing import ALGORITHM


def discovery_document(endpoint: Endpoint, base_url: str) -> dict[str, Any]:
    """Return the metadata of an issuer (OpenID Connect Discovery 1.0, section 3)."""
    issuer = endpoint.issuer or ""
    own = base_url + OWN + issuer
    return {
        "issuer": base_url + issuer,
        "authorization_endpoint": f"{own}/authorize",
        "token_endpoint": f"{own}/token",
        "userinfo_endpoint": f"{own}/userinfo",
        "jwks_uri": f"{own}/keys",
        "scopes_supported": list(endpoint.scopes),
        "response_types_supported": [*RESPONSE_TYPES.values(), *ID_TOKENS],
        "response_modes_supported": ["query", "fragment"],
        "grant_types_supported": [*GRANTS.values(), REFRESH, "implicit"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": [ALGORITHM],
        "token_endpoint_auth_methods_supported": [
            *("client_secret_basic", "client_secret_post", "private_key_jwt", "client_secret_jwt", "none"),
        ],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "ES256", "HS256"],
        "code_challenge_methods_supported": list(METHODS),
        "claims_supported": [
            *("iss", "sub", "aud", "exp", "iat", "nonce", "at_hash"),
            *("name", "preferred_username", "email", "email_verified"),
        ],
    }


def userinfo(tokens: IssuedTokens, headers: Mapping[str, str]) -> MockResponse:
    """Return the claims about the user of an access token (OpenID Connect Core 1.0, section 5.3)."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not TOKEN68.fullmatch(token):
        return _refused(OAuthError("invalid_token", "no access token", "header/authorization", "send one", 401))
    issued = tokens.find(token, ACCESS)
    grant = tokens.grant(token)
    if isinstance(grant, AuthFailure) or issued is None or not issued.user:
        detail = grant.reason if isinstance(grant, AuthFailure) else "not an access token for a user of this provider"
        return _refused(OAuthError("invalid_token", detail, "header/authorization", status=401))
    if "openid" not in issued.scopes:
        remedy = "request the scope openid"
        return _refused(OAuthError("insufficient_scope", "no openid", "header/authorization", remedy, 403))
    return json_response(200, {"sub": issued.user, **user_claims(issued.user, issued.scopes)})


def _refused(error: OAuthError) -> MockResponse:
    """Return the response of a protected resource (RFC 6750, section 3)."""
    response = json_response(error.status, {"error": error.code, "error_description": error.description})
    challenge = f'Bearer realm="casemock", error="{error.code}", error_description="{error.description}"'
    response.headers.append((b"www-authenticate", challenge.encode("ascii", "replace")))
    return response.with_reason(error.reason)
