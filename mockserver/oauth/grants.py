"""The token endpoint (RFC 6749, section 3.2): one function for each grant type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockserver.oauth.endpoints import GRANTS, REFRESH, REFRESHED, Endpoint
from mockserver.oauth.errors import INVALID_CLIENT, OAuthError
from mockserver.oauth.issued import CODE, Issued, IssuedTokens
from mockserver.oauth.issued import REFRESH as REFRESH_TOKEN
from mockserver.oauth.issuing import Authorization, Issuing
from mockserver.oauth.messages import REFUSED, Client, checked_length, granted_scopes
from mockserver.oauth.pkce import check_verifier

MAX_LIFETIME = 10 * 365 * 24 * 3600
"""Maximum lifetime of an access token in seconds."""

_WITH_REFRESH = frozenset({*(GRANTS[flow] for flow in REFRESHED), REFRESH})


@dataclass(frozen=True)
class TokenRequest:
    """A request to the token endpoint.

    :param values: its parameters.
    :param base_url: scheme and authority that it was sent to.
    """

    endpoint: Endpoint
    values: Mapping[str, str]
    client: Client
    base_url: str

    def required(self, name: str) -> str:
        """Return a parameter. Raises :class:`OAuthError` if it is missing."""
        value = self.values.get(name, "")
        if not value:
            raise OAuthError("invalid_request", f"{name} is missing", f"body/{name}", "send it")
        return value


class TokenEndpoint:
    """Exchanges grants for tokens."""

    def __init__(self, tokens: IssuedTokens, issuing: Issuing) -> None:
        self._tokens = tokens
        self._issuing = issuing

    def respond(self, request: TokenRequest) -> dict[str, Any]:
        """Return the body of a successful response.

        :raises OAuthError: if the request is refused.
        """
        grant_type = request.required("grant_type")
        if grant_type not in request.endpoint.accepts:
            accepted = ", ".join(request.endpoint.accepts)
            detail = f"{request.endpoint.source} declares no flow with this grant type here"
            raise OAuthError("unsupported_grant_type", detail, "body/grant_type", f"use {accepted}")
        lifetime = _lifetime(request.values)
        authorization = _GRANTS[grant_type](self, request)
        has_refresh = grant_type in _WITH_REFRESH
        return self._issuing.tokens(authorization, request.base_url, lifetime=lifetime, has_refresh=has_refresh)

    # ------------------------------------------------------------------ one method per grant type

    def client_credentials(self, request: TokenRequest) -> Authorization:
        """The client itself (RFC 6749, section 4.4)."""
        if not request.client.is_confidential:
            remedy = "send client_id and client_secret, in the Authorization header or in the body"
            raise OAuthError(INVALID_CLIENT, "the client must authenticate itself", "header/authorization", remedy)
        return self._authorization(request, "client_credentials", "")

    def password(self, request: TokenRequest) -> Authorization:
        """The password of a user (RFC 6749, section 4.3). Any is right, unless it says otherwise."""
        user, password = request.required("username"), request.required("password")
        checked_length(request.values, "body", "username")
        for name, value in (("username", user), ("password", password)):
            if REFUSED.search(value):
                remedy = "any value without invalid, expired, revoked or unknown is accepted"
                raise OAuthError("invalid_grant", f"the {name} is wrong", f"body/{name}", remedy)
        return self._authorization(request, "password", user)

    def authorization_code(self, request: TokenRequest) -> Authorization:
        """A code of the authorization endpoint (RFC 6749, section 4.1.3)."""
        value = request.required("code")
        if not request.client.identifier:
            raise OAuthError(INVALID_CLIENT, "the client does not name itself", "body/client_id", "send client_id")
        code = self._tokens.find(value, CODE)
        if code is None:
            detail = "this mock server has not issued the code, or was reset since"
            raise OAuthError("invalid_grant", detail, "body/code", "request a new one")
        if code.ended:
            raise self._reused(code)
        self._check_code(request, code)
        if not self._tokens.end(value, "the code was used"):  # another request was faster
            raise self._reused(code)
        return _continued(code, code.scopes)

    def _check_code(self, request: TokenRequest, code: Issued) -> None:
        _check_owner(request, code, "code")
        if self._tokens.is_expired(code):
            raise OAuthError("invalid_grant", "the code has expired", "body/code", "request a new one")
        sent = request.values.get("redirect_uri", "")
        if sent != code.redirect_uri:
            detail = "another one than in the authorization request" if sent else "redirect_uri is missing"
            remedy = "send the one of the authorization request (RFC 6749, section 4.1.3)"
            raise OAuthError("invalid_grant", detail, "body/redirect_uri", remedy)
        check_verifier(code, request.values.get("code_verifier", ""))

    def _reused(self, code: Issued) -> OAuthError:
        self._tokens.end_family(code.family, "its code was used twice")
        detail = "the code was used before; the tokens that it led to are revoked"
        return OAuthError("invalid_grant", detail, "body/code", "request a new one")

    def refresh_token(self, request: TokenRequest) -> Authorization:
        """A refresh token, which is replaced by a new one (RFC 6749, section 6; RFC 9700, section 4.14.2)."""
        value = request.required("refresh_token")
        known = self._tokens.find(value, REFRESH_TOKEN)
        location = "body/refresh_token"
        if known is None:
            detail = "this mock server has not issued the refresh token, or was reset since"
            raise OAuthError("invalid_grant", detail, location, "authorize the client again")
        _check_owner(request, known, "refresh token")
        if not known.ended and self._tokens.is_expired(known):
            raise OAuthError("invalid_grant", "the refresh token has expired", location, "authorize the client again")
        known_scopes = dict.fromkeys(known.scopes)
        scopes = granted_scopes(request.values, known_scopes, "the refresh token", "body")
        if known.ended or not self._tokens.end(value, "it was replaced"):
            self._tokens.end_family(known.family, "a refresh token was used twice")
            detail = "the refresh token was used before, or is revoked; all tokens of its grant are revoked"
            raise OAuthError("invalid_grant", detail, location, "use the newest one, which each response has")
        return _continued(known, tuple(scopes))

    def _authorization(self, request: TokenRequest, grant: str, user: str) -> Authorization:
        endpoint = request.endpoint
        scopes = granted_scopes(request.values, endpoint.scopes, endpoint.source, "body")
        schemes = endpoint.schemes_of(grant)
        return Authorization(tuple(scopes), schemes, grant, request.client.identifier, user, endpoint.issuer)


def _continued(issued: Issued, scopes: tuple[str, ...]) -> Authorization:
    """Return the authorization that a code or refresh token stands for."""
    return Authorization(
        scopes,
        issued.schemes,
        issued.grant,
        issued.client,
        issued.user,
        issued.issuer,
        issued.nonce,
        family=issued.family,
    )


def _check_owner(request: TokenRequest, issued: Issued, noun: str) -> None:
    """Raise :class:`OAuthError` if something was issued to another client, or by another issuer."""
    if request.client.identifier != issued.client:
        detail = f"the {noun} was issued to another client"
        raise OAuthError("invalid_grant", detail, "body/client_id", "use the client of the authorization request")
    if request.endpoint.issuer != issued.issuer:
        detail = f"the {noun} was issued by another endpoint"
        raise OAuthError("invalid_grant", detail, "body", "use the token endpoint of the same scheme")


def _lifetime(values: Mapping[str, str]) -> int:
    """Return the requested lifetime in seconds; 0 without one."""
    text = values.get("expires_in", "")
    if not text:
        return 0
    if not text.isascii() or not text.isdecimal() or len(text) > 12 or not 1 <= int(text) <= MAX_LIFETIME:
        detail = f"must be a number of seconds from 1 to {MAX_LIFETIME}"
        raise OAuthError("invalid_request", detail, "body/expires_in", "omit it for the lifetime of the settings")
    return int(text)


_GRANTS: Mapping[str, Callable[[TokenEndpoint, TokenRequest], Authorization]] = {
    "client_credentials": TokenEndpoint.client_credentials,
    "password": TokenEndpoint.password,
    "authorization_code": TokenEndpoint.authorization_code,
    REFRESH: TokenEndpoint.refresh_token,
}
