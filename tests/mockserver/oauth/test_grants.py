"""The token endpoint: each grant type, its errors, and what its tokens are good for."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from mockserver.oauth import issued
from tests.mockserver.oauth.provider import (
    CHALLENGE,
    FLOWS,
    REDIRECT,
    REFRESH_URL,
    TOKEN_URL,
    VERIFIER,
    Mock,
    flow,
    tree,
)

PASSWORD = {"grant_type": "password", "username": "ann", "password": "pass-1"}


def test_client_credentials() -> None:
    mock = Mock()
    reply = mock.token(scope="read")
    assert reply.status == 200
    assert reply.header("cache-control") == "no-store"
    assert {name: value for name, value in reply.json.items() if name != "access_token"} == {
        "token_type": "Bearer",
        "expires_in": 3600,
        "scope": "read",
    }
    token = reply.json["access_token"]
    assert mock.get(token).status == 200
    assert mock.get(token, "PUT").status == 403


def test_all_scopes_are_granted_by_default() -> None:
    mock = Mock()
    reply = mock.token()
    assert reply.json["scope"] == "read write"
    assert mock.get(reply.json["access_token"], "PUT").status == 200


def test_a_client_may_use_the_authorization_header_or_json() -> None:
    mock = Mock()
    basic = "Basic " + base64.b64encode(b"my%20app:p%3Aw").decode()
    assert mock.form(TOKEN_URL, {"grant_type": "client_credentials"}, authorization=basic).status == 200
    body = {"grant_type": "client_credentials", "client_id": "a", "client_secret": "b"}
    assert mock.send("POST", TOKEN_URL, body).status == 200
    claims = base64.urlsafe_b64encode(b'{"sub": "app"}').decode().rstrip("=")
    assertion = {
        "client_assertion_type": "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "client_assertion": f"e30.{claims}.x",
    }
    assert mock.token(client_id="", client_secret="", **assertion).status == 200


def test_password_and_refresh() -> None:
    mock = Mock()
    first = mock.token(**PASSWORD, scope="read write").json
    assert mock.get(first["access_token"], "PUT").status == 200
    second = mock.token(grant_type="refresh_token", refresh_token=first["refresh_token"], scope="read")
    assert (second.status, second.json["scope"]) == (200, "read")
    assert mock.get(second.json["access_token"], "PUT").status == 403
    assert second.json["refresh_token"] != first["refresh_token"]
    third = mock.form(
        REFRESH_URL,
        {"grant_type": "refresh_token", "refresh_token": second.json["refresh_token"], "client_id": "app"},
    )
    assert third.status == 200


def test_a_refresh_token_that_is_used_twice_ends_its_grant() -> None:
    mock = Mock()
    first = mock.token(**PASSWORD).json
    refresh = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = mock.token(**refresh).json
    assert mock.get(second["access_token"]).status == 200
    reply = mock.token(**refresh)
    assert (reply.status, reply.json["error"]) == (400, "invalid_grant")
    assert mock.get(second["access_token"]).status == 401
    assert mock.token(grant_type="refresh_token", refresh_token=second["refresh_token"]).status == 400


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        ({}, {}),
        ({"code_challenge": CHALLENGE, "code_challenge_method": "S256"}, {"code_verifier": VERIFIER}),
        ({"code_challenge": VERIFIER, "code_challenge_method": "plain"}, {"code_verifier": VERIFIER}),
        ({"code_challenge": VERIFIER}, {"code_verifier": VERIFIER}),
        (
            {"code_challenge": CHALLENGE, "code_challenge_method": "S256"},
            {"code_verifier": VERIFIER, "client_secret": ""},
        ),
    ],
)
def test_authorization_code(asked: dict[str, str], sent: dict[str, str]) -> None:
    mock = Mock()
    found = mock.allow(scope="write", state="x", **asked)
    assert found["state"] == "x"
    reply = mock.exchange(found["code"], **sent)
    assert (reply.status, reply.json["scope"]) == (200, "write")
    assert mock.get(reply.json["access_token"], "PUT").status == 200
    assert mock.get(reply.json["access_token"]).status == 403
    again = mock.exchange(found["code"], **sent)
    assert (again.status, again.json["error"]) == (400, "invalid_grant")
    assert mock.get(reply.json["access_token"], "PUT").status == 401  # RFC 6749, section 4.1.2


def test_tokens_expire_by_the_clock() -> None:
    mock = Mock()
    mock.admin("PATCH", "/clock", {"now": "2030-01-01T00:00:00Z"})
    short, usual = mock.token(expires_in="60").json, mock.token().json
    assert short["expires_in"] == 60
    mock.admin("PATCH", "/clock", {"advance": "59s"})
    assert mock.get(short["access_token"]).status == 200
    mock.admin("PATCH", "/clock", {"advance": "1s"})
    reply = mock.get(short["access_token"])
    assert (reply.status, "expired" in reply.header("x-mock-reason")) == (401, True)
    assert mock.get(usual["access_token"]).status == 200


def test_a_token_of_a_clock_that_was_not_set_expires_when_it_advances() -> None:
    mock = Mock(token_lifetime=7200)
    issued = mock.token(**PASSWORD).json
    assert issued["expires_in"] == 7200
    code = mock.allow()["code"]
    mock.admin("PATCH", "/clock", {"advance": "2h"})
    assert mock.get(issued["access_token"]).status == 401
    assert mock.exchange(code).json["error"] == "invalid_grant"
    renewed = mock.token(grant_type="refresh_token", refresh_token=issued["refresh_token"])
    assert mock.get(renewed.json["access_token"]).status == 200
    mock.admin("PATCH", "/clock", {"advance": "31d"})
    reply = mock.token(grant_type="refresh_token", refresh_token=renewed.json["refresh_token"])
    assert reply.json["error"] == "invalid_grant"


def test_other_credentials_are_accepted_as_before() -> None:
    mock = Mock()
    mock.token()
    assert mock.get("any-other-token").status == 200
    assert mock.get("expired-token").status == 401


def test_a_token_that_is_not_known_any_more_is_refused() -> None:
    mock = Mock()
    token = mock.token().json["access_token"]
    assert mock.admin("POST", "/reset").status == 204
    reply = mock.get(token)
    assert (reply.status, "reset" in reply.header("x-mock-reason")) == (401, True)
    assert mock.token().json["access_token"] == token  # equal requests get equal responses
    assert mock.get(token).status == 200


def test_a_document_without_endpoints_accepts_tokens_of_other_mocks() -> None:
    token = Mock().token().json["access_token"]
    other = Mock(tree({"type": "http", "scheme": "bearer"}))
    assert other.get(token).status == 200
    assert other.form(TOKEN_URL, {}).status == 404


def test_the_seed_determines_the_tokens() -> None:
    assert Mock().token().body == Mock().token().body
    assert Mock(seed=1).token().json["access_token"] != Mock().token().json["access_token"]


def test_the_admin_api_lists_and_removes_tokens() -> None:
    mock = Mock()
    issued = mock.token(**PASSWORD, scope="read").json
    found = mock.admin("GET", "/tokens").json["tokens"]
    assert [one["id"] for one in found] == ["oauth-1", "oauth-2"]
    assert {name: found[0][name] for name in ("kind", "token", "scopes", "client", "user", "grant", "is_valid")} == {
        "kind": "access",
        "token": "mock_at_…",
        "scopes": ["read"],
        "client": "app",
        "user": "ann",
        "grant": "password",
        "is_valid": True,
    }
    assert mock.admin("DELETE", "/tokens/oauth-1").status == 204
    assert mock.admin("DELETE", "/tokens/oauth-1").status == 404
    assert mock.get(issued["access_token"]).status == 401
    assert mock.admin("POST", "/reset?only=tokens").status == 204
    assert mock.admin("GET", "/tokens").json["tokens"] == []


def test_processes_share_tokens_and_codes(shared_store: str) -> None:
    one, other = Mock(store=shared_store), Mock(store=shared_store)
    code = one.allow(scope="read")["code"]
    issued = other.exchange(code).json
    assert one.get(issued["access_token"]).status == 200
    renewed = one.token(grant_type="refresh_token", refresh_token=issued["refresh_token"]).json
    assert other.get(renewed["access_token"]).status == 200
    assert one.exchange(code).status == 400
    assert other.get(renewed["access_token"]).status == 401
    one.admin("POST", "/reset")
    assert other.admin("GET", "/tokens").json["tokens"] == []


VALID_CODE = {"grant_type": "authorization_code", "redirect_uri": REDIRECT}


@pytest.mark.parametrize(
    ("values", "status", "error", "location"),
    [
        ({"grant_type": ""}, 400, "invalid_request", "body/grant_type"),
        ({"grant_type": "magic"}, 400, "unsupported_grant_type", "body/grant_type"),
        ({"scope": "read admin"}, 400, "invalid_scope", "body/scope"),
        ({"scope": 'a"b'}, 400, "invalid_scope", "body/scope"),
        ({"client_id": "unknown-app"}, 401, "invalid_client", "body/client_id"),
        ({"client_secret": "invalid"}, 401, "invalid_client", "body/client_secret"),
        ({"client_secret": ""}, 401, "invalid_client", "header/authorization"),
        ({"client_id": ""}, 401, "invalid_client", "body/client_id"),
        ({"client_assertion": "x"}, 400, "invalid_request", "header/authorization"),
        ({"client_secret": "", "client_assertion": "x"}, 401, "invalid_client", "body/client_assertion_type"),
        ({"expires_in": "0"}, 400, "invalid_request", "body/expires_in"),
        ({"expires_in": "soon"}, 400, "invalid_request", "body/expires_in"),
        ({**PASSWORD, "password": ""}, 400, "invalid_request", "body/password"),
        ({**PASSWORD, "username": "unknown"}, 400, "invalid_grant", "body/username"),
        ({**PASSWORD, "password": "invalid"}, 400, "invalid_grant", "body/password"),
        ({"grant_type": "refresh_token"}, 400, "invalid_request", "body/refresh_token"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, 400, "invalid_grant", "body/refresh_token"),
        ({"grant_type": "authorization_code"}, 400, "invalid_request", "body/code"),
        ({**VALID_CODE, "code": "x"}, 400, "invalid_grant", "body/code"),
    ],
)
def test_a_refused_request(values: dict[str, str], status: int, error: str, location: str) -> None:
    reply = Mock().token(**values)
    assert (reply.status, reply.json["error"]) == (status, error)
    assert reply.header("x-mock-reason").startswith(f"{error} {location}: ")
    assert reply.json["error_description"]
    assert bool(reply.header("www-authenticate")) == (status == 401)
    assert "s3cret" not in str(reply.headers) + reply.body.decode()


@pytest.mark.parametrize(
    ("asked", "sent", "location"),
    [
        ({}, {"redirect_uri": "http://localhost:3000/other"}, "body/redirect_uri"),
        ({}, {"redirect_uri": ""}, "body/redirect_uri"),
        ({}, {"client_id": "other"}, "body/client_id"),
        ({}, {"code_verifier": VERIFIER}, "body/code_verifier"),
        ({"code_challenge": VERIFIER}, {}, "body/code_verifier"),
        ({"code_challenge": VERIFIER}, {"code_verifier": "short"}, "body/code_verifier"),
        ({"code_challenge": VERIFIER}, {"code_verifier": VERIFIER.upper()}, "body/code_verifier"),
        (
            {"code_challenge": CHALLENGE, "code_challenge_method": "S256"},
            {"code_verifier": CHALLENGE},
            "body/code_verifier",
        ),
    ],
)
def test_a_refused_code(asked: dict[str, str], sent: dict[str, str], location: str) -> None:
    mock = Mock()
    code = mock.allow(**asked)["code"]
    reply = mock.exchange(code, **sent)
    assert (reply.status, reply.json["error"]) == (400, "invalid_grant")
    assert reply.header("x-mock-reason").startswith(f"invalid_grant {location}: ")
    assert code not in reply.header("x-mock-reason")


def test_a_refresh_token_belongs_to_its_client() -> None:
    mock = Mock()
    value = mock.token(**PASSWORD).json["refresh_token"]
    reply = mock.token(grant_type="refresh_token", refresh_token=value, client_id="other")
    assert reply.json["error"] == "invalid_grant"
    reply = mock.token(grant_type="refresh_token", refresh_token=value, scope="read admin")
    assert reply.json["error"] == "invalid_scope"
    assert mock.token(grant_type="refresh_token", refresh_token=value).status == 200


def test_only_declared_flows_are_served() -> None:
    mock = Mock(tree({"type": "oauth2", "flows": {"clientCredentials": flow("tokenUrl")}}))
    assert mock.token().status == 200
    reply = mock.token(**PASSWORD)
    assert reply.json["error"] == "unsupported_grant_type"
    assert reply.header("x-mock-reason").endswith("use client_credentials")
    assert mock.page().status == 404


def test_a_token_endpoint_has_one_method() -> None:
    mock = Mock()
    reply = mock.send("GET", TOKEN_URL)
    assert (reply.status, reply.header("allow")) == (405, "OPTIONS, POST")
    headers = {"origin": "http://localhost:3000", "access-control-request-method": "POST"}
    assert mock.send("OPTIONS", TOKEN_URL, headers=headers).header("access-control-allow-methods") == "OPTIONS, POST"
    reply = mock.form(TOKEN_URL, {"grant_type": "x"}, origin="http://localhost:3000")
    assert reply.header("access-control-allow-origin") == "http://localhost:3000"


def test_operations_take_precedence() -> None:
    text = {"responses": {"200": {"description": "ours"}}}
    paths = {TOKEN_URL: {"post": text}, "/oauth/{page}": {"get": text}}
    mock = Mock(tree(paths=paths))
    assert (mock.token().status, mock.token().body) == (200, b"")
    assert mock.page().body == b""
    assert mock.form(REFRESH_URL, {}).status == 400


@pytest.mark.parametrize(
    ("url", "server", "path"),
    [
        ("/v2/token", "https://api.example.com/v2", "/v2/token"),
        ("token", "https://api.example.com/v2/", "/v2/token"),
        ("https://id.example.com/token?version=1", "https://api.example.com", "/token"),
        ("https://id.example.com/{tenant}/token", "https://api.example.com", "/acme/token"),
        ("https://id.example.com", "https://api.example.com", "/"),
        ("https://id.example.com/a%20b", "https://api.example.com", "/a%20b"),
    ],
)
def test_the_path_of_a_token_url(url: str, server: str, path: str) -> None:
    scheme = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": url, "scopes": {"read": "", "write": ""}}}}
    spec = {**tree(scheme), "servers": [{"url": server}]}
    mock = Mock(spec)
    values = {"grant_type": "client_credentials", "client_id": "a", "client_secret": "b"}
    assert mock.get(mock.form(path, values).json["access_token"]).status == 200
    assert mock.send("GET", "/").status == 200


def test_schemes_with_the_same_endpoint_share_its_scopes() -> None:
    spec = tree()
    flows = {"clientCredentials": {"tokenUrl": TOKEN_URL, "scopes": {"audit": ""}}}
    spec["components"]["securitySchemes"]["other"] = {"type": "oauth2", "flows": flows}
    assert Mock(spec).token(scope="audit read").json["scope"] == "audit read"


def test_a_scope_that_only_an_operation_documents_is_granted() -> None:
    flows = {"clientCredentials": {"tokenUrl": TOKEN_URL, "scopes": {}}}
    assert Mock(tree({"type": "oauth2", "flows": flows})).token(scope="read").status == 200


def test_several_documents_have_their_prefixes() -> None:
    from mockserver.app import create_app
    from tests.mockserver.kit import Client

    first, second = tree(), tree({"type": "oauth2", "flows": {"password": FLOWS["password"]}})
    first["info"] = {"title": "One", "version": "1"}
    second["info"] = {"title": "Two", "version": "1"}
    send = Client(create_app(first, second))
    body = {"grant_type": "client_credentials", "client_id": "a", "client_secret": "b"}
    assert send("POST", f"/one{TOKEN_URL}", body).status == 200
    assert send("POST", f"/two{TOKEN_URL}", body).json["error"] == "unsupported_grant_type"
    assert send("POST", TOKEN_URL, body).status == 200


def test_a_scheme_that_accepts_only_samples_accepts_its_own_tokens() -> None:
    spec = tree(
        {"type": "oauth2", "flows": {"password": FLOWS["password"]}, "x-mock-credentials": {"only_samples": True}}
    )
    client = {"type": "oauth2", "flows": {"clientCredentials": FLOWS["clientCredentials"]}}
    spec["components"]["securitySchemes"]["client"] = client
    mock = Mock(spec)
    assert mock.get("any-other-token").status == 401
    assert mock.get(mock.token().json["access_token"]).status == 401
    assert mock.get(mock.token(**PASSWORD).json["access_token"]).status == 200


def test_the_tokens_of_the_bundled_document() -> None:
    from mockserver.app import create_app
    from tests.mockserver.kit import Client

    send = Client(create_app(api="egain"))
    scope = "https://api.egain.cloud/auth/core.casemgr.read"
    body = {"grant_type": "client_credentials", "client_id": "a", "client_secret": "b", "scope": scope}
    reply = send("POST", "/oauth2/token", body)
    assert (reply.status, reply.json["scope"]) == (200, scope)


def test_the_served_document_names_the_endpoints_of_the_mock() -> None:
    mock = Mock(tree({"type": "oauth2", "flows": {**FLOWS, "implicit": {"authorizationUrl": "auth", "scopes": {}}}}))
    reply = mock.send("GET", "/__mock__/openapi.json", headers={"host": "localhost:8080"})
    flows = reply.json["components"]["securitySchemes"]["auth"]["flows"]
    assert flows["password"]["tokenUrl"] == f"http://localhost:8080{TOKEN_URL}"
    assert flows["implicit"]["authorizationUrl"] == "http://localhost:8080/auth"


def test_a_token_of_another_version_is_not_known(tmp_path: Path) -> None:
    mock = Mock()
    token = mock.token().json["access_token"]
    (key,) = mock.app.store.keys("oauth")
    mock.app.store.change("oauth", key, lambda _: b'{"number": 1, "ended": ""}')
    assert mock.get(token).status == 401
    assert mock.admin("GET", "/tokens").json["tokens"] == []


def test_the_oldest_tokens_are_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(issued, "MAX_ISSUED", 5)
    monkeypatch.setattr(issued, "PRUNED_EVERY", 10)
    mock = Mock()
    tokens = [mock.token().json["access_token"] for _ in range(12)]
    assert [one["id"] for one in mock.admin("GET", "/tokens").json["tokens"]] == [f"oauth-{n}" for n in range(5, 13)]
    assert [mock.get(tokens[0]).status, mock.get(tokens[-1]).status] == [401, 200]
