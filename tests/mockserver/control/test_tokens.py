"""``/tokens``: credentials that are added while the server runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mockserver.control.tokens import MAX_TOKENS
from tests.mockserver.control.shop import Shop, shop, sqlite

SCHEMES = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "oauth": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {"tokenUrl": "https://example.com/token", "scopes": {"read": "r", "write": "w"}}
        },
    },
}


def secured(*rules: dict[str, Any], **settings: Any) -> Shop:
    tree = shop(security=[*rules], components={"securitySchemes": SCHEMES})
    return Shop(tree, **settings)


def test_an_added_credential_is_accepted() -> None:
    server = secured({"bearer": []})
    sent = {"authorization": "Bearer expired-token-of-the-test"}
    assert server("GET", "/pets", **sent).status == 401
    reply = server.admin("POST", "/tokens", {"token": "expired-token-of-the-test"})
    assert (reply.status, reply.json) == (201, {"id": "1", "token": "expi…", "scopes": None})
    assert server("GET", "/pets", **sent).status == 200
    assert server.admin("DELETE", "/tokens/1").status == 204
    assert server("GET", "/pets", **sent).status == 401


def test_a_credential_has_its_scopes_only() -> None:
    server = secured({"oauth": ["write"]})
    sent = {"authorization": "Bearer reader"}
    assert server("GET", "/pets", **sent).status == 200  # as any well-formed credential
    assert server.admin("POST", "/tokens", {"token": "reader", "scopes": ["read"]}).status == 201
    assert server("GET", "/pets", **sent).status == 403
    reply = server.admin("POST", "/tokens", {"token": "reader", "scopes": ["read", "write"]})
    assert (reply.status, reply.json["id"]) == (200, "1")
    assert server("GET", "/pets", **sent).status == 200
    assert len(server.admin("GET", "/tokens").json["tokens"]) == 1


def test_it_counts_before_the_credentials_of_the_settings() -> None:
    server = secured({"oauth": ["write"]}, tokens={"reader": ("write",)})
    server.admin("POST", "/tokens", {"token": "reader", "scopes": []})
    assert server("GET", "/pets", authorization="Bearer reader").status == 403


def test_a_key_is_accepted() -> None:
    server = secured({"key": []})
    assert server("GET", "/pets", **{"x-key": "invalid key"}).status == 401
    server.admin("POST", "/tokens", {"token": "invalid key"})
    assert server("GET", "/pets", **{"x-key": "invalid key"}).status == 200


def test_all_processes_accept_it(tmp_path: Path) -> None:
    here, there = (secured({"bearer": []}, store=sqlite(tmp_path)) for _ in range(2))
    sent = {"authorization": "Bearer revoked"}
    assert [one("GET", "/pets", **sent).status for one in (here, there)] == [401, 401]
    here.admin("POST", "/tokens", {"token": "revoked"})
    assert [one("GET", "/pets", **sent).status for one in (here, there)] == [200, 200]
    there.admin("DELETE", "/tokens")
    assert [one("GET", "/pets", **sent).status for one in (here, there)] == [401, 401]


def test_nobody_can_read_it_again(tmp_path: Path) -> None:
    server = secured({"bearer": []}, store=sqlite(tmp_path))
    token = "kept-from-everybody-else"
    replies = [server.admin("POST", "/tokens", {"token": token}), server.admin("GET", "/tokens")]
    replies.append(server.admin("POST", "/tokens", {"token": token, "scopes": ["a b"]}))
    assert not any(token.encode() in reply.body for reply in replies)
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert token.encode() not in stored


@pytest.mark.parametrize("token", ["a", "short", "exactly-15-char"])
def test_short_credentials_are_masked_completely(token: str) -> None:
    assert secured({"bearer": []}).admin("POST", "/tokens", {"token": token}).json["token"] == "…"


def test_the_number_is_limited() -> None:
    server = secured({"bearer": []})
    for number in range(MAX_TOKENS):
        server.app._tokens._list.add({"digest": str(number), "token": "…", "scopes": None})
    reply = server.admin("POST", "/tokens", {"token": "one too many"})
    assert (reply.status, reply.json["error"]) == (409, "there are 1000 tokens already")


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ([], None),
        ("token", None),
        ({}, "/token"),
        ({"token": ""}, "/token"),
        ({"token": 5}, "/token"),
        ({"token": "é"}, "/token"),
        ({"token": "a\nb"}, "/token"),
        ({"token": " a"}, "/token"),
        ({"token": "a" * 10_000}, "/token"),
        ({"token": "a", "scopes": "read"}, "/scopes"),
        ({"token": "a", "scopes": [5]}, "/scopes/0"),
        ({"token": "a", "scopes": ["read", "a b"]}, "/scopes/1"),
        ({"token": "a", "scope": ["read"]}, "/scope"),
    ],
)
def test_nonsense_is_refused(body: Any, location: str | None) -> None:
    server = secured({"bearer": []})
    reply = server.admin("POST", "/tokens", body)
    assert (reply.status, reply.json.get("location")) == (422, location)
    assert server.admin("GET", "/tokens").json == {"tokens": []}


def test_an_unknown_id_is_reported() -> None:
    reply = Shop().admin("DELETE", "/tokens/7")
    assert (reply.status, reply.json["error"]) == (404, "no token with id '7'")
