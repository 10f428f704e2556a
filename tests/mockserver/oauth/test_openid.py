"""OpenID Connect: discovery, keys, ID tokens, signed access tokens, claims about the user."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.oauth import app, signing
from mockserver.oauth.seeded_key import EXPONENT, rsa_key
from tests.mockserver.oauth.provider import CHALLENGE, REDIRECT, VERIFIER, Mock, redirected, tree

jwt = pytest.importorskip("joserfc.jwt")
jwk = pytest.importorskip("joserfc.jwk")

BASE = "http://localhost:8080"
CONFIGURATION = "/.well-known/openid-configuration"


def provider(url: str = f"https://id.example.com{CONFIGURATION}", **settings: Any) -> Mock:
    return Mock(tree({"type": "openIdConnect", "openIdConnectUrl": url}), **settings)


def read(mock: Mock, path: str, **headers: str) -> Any:
    reply = mock.send("GET", path.removeprefix(BASE), headers={"host": "localhost:8080", **headers})
    assert reply.status == 200, reply
    return reply.json


def claims(mock: Mock, metadata: dict[str, Any], token: str) -> dict[str, Any]:
    """Return the claims of a token whose signature is valid."""
    keys = jwk.KeySet.import_key_set(read(mock, metadata["jwks_uri"]))
    decoded = jwt.decode(token, keys, algorithms=["RS256"])
    return dict(decoded.claims)


def code(mock: Mock, metadata: dict[str, Any], **values: str) -> str:
    default = {"response_type": "code", "client_id": "app", "redirect_uri": REDIRECT, "decision": "allow"}
    path = metadata["authorization_endpoint"].removeprefix(BASE)
    return redirected(mock.form(path, default | values))["code"]


def tokens(mock: Mock, metadata: dict[str, Any], **values: str) -> dict[str, Any]:
    sent = {"grant_type": "authorization_code", "client_id": "app", "redirect_uri": REDIRECT, **values}
    reply = mock.form(metadata["token_endpoint"].removeprefix(BASE), sent)
    assert reply.status == 200, reply
    return reply.json


def test_a_client_finds_all_endpoints_and_verifies_its_tokens() -> None:
    mock = provider()
    mock.admin("PATCH", "/clock", {"now": "2030-01-01T00:00:00Z"})
    metadata = read(mock, CONFIGURATION)
    assert metadata["issuer"] == BASE
    asked = {"nonce": "n-1", "code_challenge": CHALLENGE, "code_challenge_method": "S256", "user": "ann.lee"}
    value = code(mock, metadata, scope="openid profile email read", **asked)
    issued = tokens(mock, metadata, code=value, code_verifier=VERIFIER)
    identity = claims(mock, metadata, issued["id_token"])
    assert identity == {
        "iss": BASE,
        "sub": "ann.lee",
        "aud": "app",
        "iat": 1893456000,
        "exp": 1893459600,
        "nonce": "n-1",
        "at_hash": identity["at_hash"],
        "name": "Ann Lee",
        "preferred_username": "ann.lee",
        "email": "ann.lee@example.com",
        "email_verified": True,
    }
    access = claims(mock, metadata, issued["access_token"])
    assert (access["scope"], access["client_id"]) == ("openid profile email read", "app")
    assert mock.get(issued["access_token"]).status == 200
    assert mock.get(issued["access_token"], "PUT").status == 403
    sent = {"authorization": f"Bearer {issued['access_token']}"}
    assert read(mock, metadata["userinfo_endpoint"], **sent)["name"] == "Ann Lee"
    mock.admin("PATCH", "/clock", {"advance": "1h"})
    assert mock.get(issued["access_token"]).status == 401


def test_signed_tokens_are_the_same_for_each_run() -> None:
    def run() -> dict[str, Any]:
        mock = provider()
        mock.admin("PATCH", "/clock", {"now": "2030-01-01T00:00:00Z"})
        metadata = read(mock, CONFIGURATION)
        return tokens(mock, metadata, code=code(mock, metadata, scope="openid"))

    assert run() == run()


def test_a_signed_token_that_is_not_known_any_more_is_refused() -> None:
    mock = provider()
    metadata = read(mock, CONFIGURATION)
    token = tokens(mock, metadata, code=code(mock, metadata))["access_token"]
    mock.admin("POST", "/reset")
    assert mock.get(token).status == 401
    foreign = jwt.encode(
        {"alg": "HS256", "kid": "x"}, {"sub": "a"}, jwk.OctKey.import_key("a-key-of-more-than-32-bytes-0123")
    )
    assert mock.get(foreign).status == 200


@pytest.mark.parametrize(
    ("url", "path", "issuer"),
    [
        (f"https://id.example.com/acme{CONFIGURATION}", f"/acme{CONFIGURATION}", "/acme"),
        (f"https://id.example.com/acme{CONFIGURATION}", CONFIGURATION, ""),
        ("https://id.example.com/metadata.json", "/metadata.json", ""),
        ("https://id.example.com/metadata.json", CONFIGURATION, ""),
        (f"https://id.example.com/{{tenant}}/v2{CONFIGURATION}", f"/acme/v2{CONFIGURATION}", ""),
    ],
)
def test_the_issuer_is_that_of_the_discovery_url(url: str, path: str, issuer: str) -> None:
    mock = provider(url)
    metadata = read(mock, path)
    assert metadata["issuer"] == BASE + issuer
    issued = tokens(mock, metadata, code=code(mock, metadata, scope="openid read"))
    assert claims(mock, metadata, issued["id_token"])["iss"] == BASE + issuer


def test_the_implicit_flow() -> None:
    mock = provider()
    path = "/__mock__/oidc/authorize"
    asked = {"client_id": "app", "redirect_uri": REDIRECT, "decision": "allow", "scope": "openid"}
    found = redirected(mock.form(path, {**asked, "response_type": "token id_token", "nonce": "n"}))
    metadata = read(mock, CONFIGURATION)
    assert claims(mock, metadata, found["id_token"])["nonce"] == "n"
    assert mock.get(found["access_token"]).status == 403
    only = redirected(mock.form(path, {**asked, "response_type": "id_token", "nonce": "n"}))
    assert set(only) == {"id_token"}
    assert redirected(mock.form(path, {**asked, "response_type": "id_token"}))["error"] == "invalid_request"


def test_a_code_belongs_to_its_issuer() -> None:
    mock = provider(f"https://id.example.com/acme{CONFIGURATION}")
    value = code(mock, read(mock, CONFIGURATION))
    sent = {"grant_type": "authorization_code", "client_id": "app", "redirect_uri": REDIRECT, "code": value}
    assert mock.form("/__mock__/oidc/acme/token", sent).json["error"] == "invalid_grant"


@pytest.mark.parametrize(
    ("header", "status", "error"),
    [("", 401, "invalid_token"), ("Bearer x", 401, "invalid_token"), ("Basic eDp5", 401, "invalid_token")],
)
def test_claims_need_a_token(header: str, status: int, error: str) -> None:
    reply = provider().send("GET", "/__mock__/oidc/userinfo", headers={"authorization": header})
    assert (reply.status, reply.json["error"]) == (status, error)
    assert f'error="{error}"' in reply.header("www-authenticate")


def test_claims_need_the_scope() -> None:
    mock = provider()
    sent = {"grant_type": "password", "username": "ann", "password": "x", "scope": "read"}
    token = mock.form("/__mock__/oidc/token", sent).json["access_token"]
    reply = mock.send("GET", "/__mock__/oidc/userinfo", headers={"authorization": f"Bearer {token}"})
    assert (reply.status, reply.json["error"]) == (403, "insufficient_scope")


def test_the_key_is_valid() -> None:
    key = rsa_key(7)
    assert key["n"] == key["p"] * key["q"]
    assert key["n"].bit_length() == 2048
    assert pow(pow(12345, EXPONENT, key["n"]), key["d"], key["n"]) == 12345
    assert rsa_key(7) == key
    assert rsa_key(8) != key


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "can_sign", lambda: False)
    reply = provider().send("GET", CONFIGURATION)
    assert (reply.status, reply.json["error_description"]) == (501, signing.MISSING)
