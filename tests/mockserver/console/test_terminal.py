"""Terminal output of ``run`` and ``routes``."""

from __future__ import annotations

import pytest

import contracts
from contracts.escaping import one_line
from mockserver.console import terminal
from mockserver.console.index import Index
from mockserver.console.terminal import banner, print_routes, routes_text
from mockserver.mounting import MountedApi, mount
from mockserver.settings import Settings

BASE = "http://here:1"


def test_banner(mounted: tuple[MountedApi, ...]) -> None:
    lines = banner(Index(mounted, Settings()), mounted, BASE, 2).splitlines()
    assert lines[1:7] == [
        "Things <b>&amp;",
        "  base URL     http://here:1",
        "  also at      /v1",
        "  credentials  Authorization: Bearer nobody       no scopes",
        "               Authorization: Bearer reader       things:read",
        lines[6],
    ]
    assert lines[6].startswith("               X-Key: k_")
    assert "               and 1 more, see below" in lines
    assert "  try          curl http://here:1/things/a%20b%2Fc -H 'Authorization: Bearer reader'" in lines
    assert "plus 2 credentials from the settings" in lines
    assert "all operations http://here:1/__mock__/" in lines
    assert "Swagger UI     http://here:1/__mock__/ui/" in lines
    assert "admin API      http://here:1/__mock__/admin/openapi.json" in lines
    assert "gone" not in " ".join(lines)


def test_banner_of_an_empty_document() -> None:
    tree = {"openapi": "3.1.0", "info": {"title": "Empty\x1b[2J", "version": "1"}, "paths": {}}
    mounted = mount([contracts.load(tree)])
    text = banner(Index(mounted, Settings()), mounted, BASE)
    assert "Empty\\x1b[2J\n  base URL     http://here:1\n\nall operations" in text


def test_columns_are_aligned_in_a_pipe(mounted: tuple[MountedApi, ...]) -> None:
    lines = routes_text(Index(mounted, Settings()).data(BASE)).splitlines()
    assert lines[2:5] == [
        "METHOD  PATH          OPERATION    CREDENTIALS",
        "GET     /things/{id}  getThing     bearer (things:read)",
        "PUT     /things/{id}  putThing     key + session",
    ]
    assert "POST    /forms        form         none or login" in lines
    assert sum(line.startswith("curl ") for line in lines) == 7


def test_operations_on_a_terminal(mounted: tuple[MountedApi, ...], capsys: pytest.CaptureFixture[str]) -> None:
    print_routes(Index(mounted, Settings()).data(BASE))
    output = capsys.readouterr().out
    assert "/things/{id}" in output
    assert "curl http://here:1/things/a%20b%2Fc -H 'Authorization: Bearer reader'\n" in output


def test_brackets_in_a_document_are_not_markup(capsys: pytest.CaptureFixture[str]) -> None:
    operation = {"operationId": "[red]x[/red]", "responses": {"200": {"description": "Fine."}}}
    tree = {"openapi": "3.1.0", "info": {"title": "[b]T", "version": "1"}, "paths": {"/[bold]": {"get": operation}}}
    print_routes(Index(mount([contracts.load(tree)]), Settings()).data(BASE))
    output = capsys.readouterr().out
    assert "[b]T" in output
    assert "/[bold]" in output
    assert "[red]x[/red]" in output


def test_control_characters_are_replaced() -> None:
    assert one_line("a\x1b[31mb\r\n\u202ec") == r"a\x1b[31mb\r\n\u202ec"


def test_an_api_with_a_prefix_has_a_host_name(capsys: pytest.CaptureFixture[str]) -> None:
    tree = {
        "openapi": "3.1.0",
        "info": {"title": "Two", "version": "1"},
        "x-mock-apis": [{"name": "a", "prefix": "/a"}, {"name": "root"}],
        "paths": {path: {"get": {"responses": {"200": {"description": "Fine."}}}} for path in ("/a/x", "/x")},
    }
    data = Index(mount([contracts.load(tree)]), Settings()).data(BASE)
    assert [api["native_url"] for api in data["apis"]] == ["http://a.localhost:1", ""]
    lines = routes_text(data).splitlines()
    assert "a  http://here:1/a or http://a.localhost:1" in lines
    assert "root  http://here:1" in lines
    print_routes(data)
    assert "or http://a.localhost:1" in capsys.readouterr().out


def test_no_credentials_are_shown_if_none_are_required(mounted: tuple[MountedApi, ...]) -> None:
    text = banner(Index(mounted, Settings(auth=False)), mounted, BASE)
    assert "  credentials  none are required (--no-auth)\n" in text
    assert "nobody" not in text


def test_the_endpoints_of_oauth_are_listed() -> None:
    scheme = {"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://example.com/token", "scopes": {}}}}
    tree = {"openapi": "3.1.0", "info": {"title": "X", "version": "1"}, "paths": {}}
    mounted = mount([contracts.load({**tree, "components": {"securitySchemes": {"auth": scheme}}})])
    index = Index(mounted, Settings())
    assert "OAuth 2.0\n  token  POST /token  client_credentials\n" in banner(index, mounted, BASE)
    lines = routes_text(index.data(BASE)).splitlines()
    start = lines.index("OAuth 2.0")
    assert lines[start + 2 : start + 4] == [
        "METHOD  PATH    ENDPOINT  ACCEPTS",
        "POST    /token  token     client_credentials",
    ]


def test_a_missing_package_for_openid_connect_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "can_sign", lambda: False)
    scheme = {"type": "openIdConnect", "openIdConnectUrl": "https://example.com/.well-known/openid-configuration"}
    tree = {"openapi": "3.1.0", "info": {"title": "X", "version": "1"}, "paths": {}}
    mounted = mount([contracts.load({**tree, "components": {"securitySchemes": {"auth": scheme}}})])
    assert "pip install 'casemock[oauth]'" in banner(Index(mounted, Settings()), mounted, BASE)
