"""The data of the index, and base URLs."""

from __future__ import annotations

import pytest

from mockserver.console.credentials import schemes
from mockserver.console.index import Index, credential_requirements, named_url
from mockserver.console.urls import base_url, request_base_url
from mockserver.mounting import MountedApi
from mockserver.settings import Settings

BASE = "http://here:1"


def test_data(mounted: tuple[MountedApi, ...]) -> None:
    data = Index(mounted, Settings(seed=4)).data(BASE)
    assert data["ui"] == "http://here:1/__mock__/ui/"
    assert data["seed"] == 4
    assert [document["url"] for document in data["documents"]] == ["http://here:1/__mock__/openapi.json"]
    (api,) = data["apis"]
    assert api["base_url"] == BASE
    assert api["vendor_servers"] == ["https://api.example.com/v1"]
    operations = {operation["id"]: operation for operation in api["operations"]}
    assert operations["getThing"]["curl"] == ("curl http://here:1/things/a%20b%2Fc -H 'Authorization: Bearer reader'")
    assert operations["deleteThing"]["deprecated"]
    assert operations["putThing"]["security"] == ["key + session"]


def test_credentials(mounted: tuple[MountedApi, ...]) -> None:
    (api,) = Index(mounted, Settings()).data(BASE)["apis"]
    by_scheme = {credentials["scheme"]: credentials for credentials in api["credentials"]}
    assert list(by_scheme) == ["bearer", "key", "session", "login", "query", "certificate"]
    assert by_scheme["bearer"]["samples"][1] == {
        "value": "reader",
        "sent_as": "Authorization: Bearer reader",
        "scopes": ["things:read"],
        "accepted": True,
        "note": "reads",
    }
    assert by_scheme["certificate"]["samples"] == []


def test_tokens_of_the_settings_are_counted_but_not_shown(mounted: tuple[MountedApi, ...]) -> None:
    data = Index(mounted, Settings(tokens={"hush": None, "quiet": ()})).data(BASE)
    assert data["extra_tokens"] == 2
    assert "hush" not in str(data)


def test_curl_commands_are_reproducible(mounted: tuple[MountedApi, ...]) -> None:
    operation = mounted[0].operations[1]
    first, second = (Index(mounted, Settings(seed=9)).curl(operation, BASE) for _ in range(2))
    assert first == second


def test_description_of_required_credentials(mounted: tuple[MountedApi, ...]) -> None:
    words = {item.operation.id: credential_requirements(item.operation) for item in mounted[0].operations}
    assert words["getThing"] == ["bearer (things:read)"]
    assert words["form"] == ["none", "login"]
    assert words["deleteThing"] == []


def test_unused_schemes_are_omitted(mounted: tuple[MountedApi, ...]) -> None:
    assert "bearer" in [scheme.key for scheme in schemes(mounted[0])]
    bare = MountedApi(mounted[0].contract, mounted[0].api, "", ())
    assert schemes(bare) == ()


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
        ("mock", "http://mock:80"),
    ],
)
def test_base_url_of_an_address(host: str, expected: str) -> None:
    assert base_url(host, 80) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (b"mock.test:8080", "http://mock.test:8080"),
        (b"[::1]:8080", "http://[::1]:8080"),
        (b"127.0.0.1", "http://127.0.0.1"),
        (b"a'b<script>", "http://127.0.0.1:9"),
        (b"user@evil", "http://127.0.0.1:9"),
        (b"\xff", "http://127.0.0.1:9"),
        (None, "http://127.0.0.1:9"),
    ],
)
def test_an_invalid_host_header_is_ignored(host: bytes | None, expected: str) -> None:
    headers = [] if host is None else [(b"host", host)]
    assert request_base_url({"headers": headers, "server": ("127.0.0.1", 9)}) == expected


def test_a_socket_without_a_port() -> None:
    assert request_base_url({"headers": [], "server": ("/run/mock.sock", None), "scheme": "https"}).startswith("https:")


@pytest.mark.parametrize(
    ("base", "named"),
    [
        ("http://127.0.0.1:8080", "http://shop.localhost:8080"),
        ("http://[::1]:9", "http://shop.localhost:9"),
        ("https://mock.test", "https://shop.localhost"),
    ],
)
def test_base_url_of_a_host_name(base: str, named: str) -> None:
    assert named_url(base, "shop.localhost") == named
