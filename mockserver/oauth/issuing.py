"""Issues tokens and codes for a grant: access token, refresh token, ID token."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from mockserver.oauth.issued import ACCESS, CODE, REFRESH, Issued, IssuedTokens, masked
from mockserver.oauth.signing import Signer

CODE_LIFETIME = 600
"""Seconds in which a code can be exchanged (RFC 6749, section 4.1.2, recommends ten minutes at most)."""

REFRESH_LIFETIME = 30 * 24 * 3600
"""Seconds in which a refresh token can be used."""


@dataclass(frozen=True)
class Authorization:
    """What a client is allowed to do.

    :param schemes: the keys of the security schemes that declare the flow.
    :param grant: the grant type, or ``implicit``.
    :param user: the resource owner; ``""`` for the client itself.
    :param issuer: path of the issuer of OpenID Connect, or ``None``.
    :param family: number of the grant; 0 for a new one.
    """

    scopes: tuple[str, ...]
    schemes: tuple[str, ...]
    grant: str
    client: str
    user: str = ""
    issuer: str | None = None
    nonce: str = ""
    redirect_uri: str = ""
    challenge: str = ""
    challenge_method: str = ""
    family: int = 0


class Issuing:
    """Issues tokens.

    :param lifetime: of access tokens, in seconds.
    :param signer: signs JWTs; needed for OpenID Connect only.
    """

    def __init__(self, tokens: IssuedTokens, lifetime: int, signer: Signer) -> None:
        self._tokens = tokens
        self._lifetime = lifetime
        self._signer = signer

    def code(self, authorization: Authorization) -> str:
        """Issue an authorization code."""
        number = self._tokens.number()
        value = self._tokens.value(CODE, number)
        self._add(value, CODE, number, replace(authorization, family=number), CODE_LIFETIME)
        return value

    def tokens(
        self, authorization: Authorization, base_url: str, *, lifetime: int = 0, has_refresh: bool = False
    ) -> dict[str, Any]:
        """Issue an access token, and what belongs to it; return the body of the response (RFC 6749, section 5.1).

        :param base_url: scheme and authority of this server.
        :param lifetime: in seconds; 0 for that of the settings.
        """
        number, lifetime = self._tokens.number(), lifetime or self._lifetime
        authorization = replace(authorization, family=authorization.family or number)
        access = self._access_token(authorization, number, base_url, lifetime)
        self._add(access, ACCESS, number, authorization, lifetime)
        response: dict[str, Any] = {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": lifetime,
            "scope": " ".join(authorization.scopes),
        }
        if has_refresh:
            number = self._tokens.number()
            response["refresh_token"] = self._tokens.value(REFRESH, number)
            self._add(response["refresh_token"], REFRESH, number, authorization, REFRESH_LIFETIME)
        if authorization.issuer is not None and authorization.user and "openid" in authorization.scopes:
            response["id_token"] = self.id_token(authorization, base_url, access)
        return response

    def id_token(self, authorization: Authorization, base_url: str, access: str = "") -> str:
        """Return an ID token (OpenID Connect Core 1.0, section 2)."""
        claims = self._claims(authorization, base_url, self._lifetime)
        claims |= {"aud": authorization.client, **user_claims(authorization.user, authorization.scopes)}
        claims |= {"nonce": authorization.nonce} if authorization.nonce else {}
        claims |= {"at_hash": self._signer.token_hash(access)} if access else {}
        return self._signer.sign(claims)

    def _access_token(self, authorization: Authorization, number: int, base_url: str, lifetime: int) -> str:
        if authorization.issuer is None:
            return self._tokens.value(ACCESS, number)
        claims = self._claims(authorization, base_url, lifetime)  # RFC 9068, section 2.2
        claims |= {"aud": base_url, "client_id": authorization.client, "scope": " ".join(authorization.scopes)}
        return self._signer.sign({**claims, "jti": str(number)}, kind="at+jwt")

    def _claims(self, authorization: Authorization, base_url: str, lifetime: int) -> dict[str, Any]:
        now = int(self._tokens.now().timestamp())
        subject = authorization.user or authorization.client
        return {"iss": base_url + (authorization.issuer or ""), "sub": subject, "iat": now, "exp": now + lifetime}

    def _add(self, value: str, kind: str, number: int, authorization: Authorization, lifetime: int) -> None:
        expires, clock_expires = self._tokens.expiry(lifetime)
        issued = Issued(
            number,
            kind,
            authorization.family,
            masked(value),
            authorization.scopes,
            authorization.schemes,
            authorization.grant,
            authorization.client,
            authorization.user,
            expires,
            clock_expires,
            authorization.issuer,
            authorization.redirect_uri,
            authorization.challenge,
            authorization.challenge_method,
            authorization.nonce,
        )
        self._tokens.add(value, issued)


def user_claims(user: str, scopes: tuple[str, ...]) -> dict[str, Any]:
    """Return the claims about a user that scopes request (OpenID Connect Core 1.0, section 5.4)."""
    claims: dict[str, Any] = {}
    if "profile" in scopes:
        claims |= {"name": user.replace(".", " ").title(), "preferred_username": user}
    if "email" in scopes:
        address = user if "@" in user else f"{user}@example.com"
        claims |= {"email": address, "email_verified": True}
    return claims
