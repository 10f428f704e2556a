"""connexion's stack with our routing and operations: dispatch and crashes."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from typing import Any

import pytest

from contracts.errors import GenerationError
from contracts.findings import Location
from mockserver.connexion_app import build_connexion_app, deferred
from mockserver.http.messages import MockResponse, Receive, Scope, Send, send_response
from mockserver.http.route import ROUTE, Route
from mockserver.http.routing import Router
from tests.mockserver.kit import Client, http_scope, play


class Recorder:
    """An application that records its scope, or crashes."""

    def __init__(self, name: str, error: Exception | None = None) -> None:
        self.name = name
        self.error = error
        self.scopes: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        if self.error is not None:
            raise self.error
        await send_response(scope, send, MockResponse(200, self.name.encode(), "text/plain"), [])


def chassis(*paths: str, error: Exception | None = None, crash: Any = None) -> tuple[Client, dict[str, Recorder]]:
    """A connexion stack with an operation at each path (``GET /a``), with its index as the key."""
    router: Router[str] = Router()
    operations = {}
    for number, path in enumerate(paths):
        method, _, template = path.partition(" ")
        router.add(method, template, str(number))
        operations[str(number)] = Recorder(path, error)
    outside = Recorder("outside", error)

    def crashed(scope: Scope, error: Exception) -> MockResponse:
        return MockResponse(500, f"crashed: {type(error).__name__}".encode(), "text/plain").with_reason("why")

    def candidates(_: Scope, path: str) -> tuple[str, ...]:
        return (path.removeprefix("/moved"),)

    def ours(scope: Scope) -> bool:
        return bool(scope["method"] == "OURS")

    app = build_connexion_app(router, operations, outside, crash or crashed, is_ours=ours, candidates=candidates)
    return Client(app), {**operations, "outside": outside}


@pytest.mark.parametrize(
    ("method", "target", "name"),
    [
        ("GET", "/a/7", "GET /a/{id}"),
        ("HEAD", "/b", "HEAD /b"),
        ("GET", "/moved/a/7", "GET /a/{id}"),
        ("HEAD", "/a/7", "GET /a/{id}"),
        ("PUT", "/a/7", "outside"),
        ("GET", "/nowhere", "outside"),
        ("OURS", "/b", "outside"),
        ("QUERY", "/c", "QUERY /c"),
    ],
)
def test_requests_are_routed_to_their_operation(method: str, target: str, name: str) -> None:
    client, recorders = chassis("GET /a/{id}", "HEAD /b", "GET /b", "OURS /b", "QUERY /c")
    client(method, target)
    assert [recorder.name for recorder in recorders.values() if recorder.scopes] == [name]


def test_the_scope_contains_the_route() -> None:
    client, recorders = chassis("GET /a/{id}")
    client("GET", "/a/x%2Fy?q=1")
    (scope,) = recorders["0"].scopes
    assert scope[ROUTE] == Route("/a/x%2Fy", "/a/x%2Fy", "0", {"id": "x%2Fy"}, ("GET",))


@pytest.mark.parametrize(
    "changed", [{"extensions": None}, {"extensions": {"http.response.pathsend": {}}}, {"raw_path": None}]
)
def test_scopes_of_other_servers(changed: dict[str, Any]) -> None:
    client, recorders = chassis("GET /a")
    assert client("GET", "/a", **changed).body == b"GET /a"
    for name in changed.get("extensions") or {}:
        assert name in recorders["0"].scopes[0]["extensions"]


def test_a_scope_without_optional_keys() -> None:
    client, _ = chassis("GET /a")
    scope = http_scope("GET", "/a")
    for key in ("raw_path", "root_path", "client", "server", "asgi", "scheme"):
        del scope[key]
    assert play(client.app, scope, [b""]).status == 200


def test_a_thousand_operations() -> None:
    client, _ = chassis(*[f"GET /a{number}" for number in range(1000)])
    assert client("GET", "/a10").body == b"GET /a10"
    assert client("GET", "/a999").body == b"GET /a999"


# ---------------------------------------------------------------------- crashes


@pytest.mark.parametrize("target", ["/a", "/nowhere"])
def test_a_crash_gets_a_response_and_is_logged(target: str, caplog: pytest.LogCaptureFixture) -> None:
    client, _ = chassis("GET /a", error=ZeroDivisionError("the secret detail"))
    reply = client("GET", target)
    assert (reply.status, reply.body, reply.header("x-mock-reason")) == (500, b"crashed: ZeroDivisionError", "why")
    (record,) = [record for record in caplog.records if record.name == "mockserver.connexion_app"]
    assert record.levelno == logging.ERROR
    assert f"GET {target}" in record.getMessage()
    assert record.exc_info is not None
    assert isinstance(record.exc_info[1], ZeroDivisionError)


def test_a_document_error_is_logged_without_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    client, _ = chassis("GET /a", error=GenerationError("nothing fits", location=Location("a.yaml", 1, 2)))
    assert client("GET", "/a").status == 500
    (record,) = [record for record in caplog.records if record.name == "mockserver.connexion_app"]
    assert record.exc_info is None
    assert "nothing fits" in record.getMessage()


def test_a_crash_of_a_head_request_has_no_body() -> None:
    client, _ = chassis("GET /a", error=ZeroDivisionError())
    reply = client("HEAD", "/a")
    assert (reply.status, reply.body) == (500, b"")


def test_an_http_exception_is_a_crash() -> None:
    from starlette.exceptions import HTTPException

    client, _ = chassis("GET /a", error=HTTPException(418, "teapot"))
    assert client("GET", "/a").body == b"crashed: HTTPException"


def test_a_crash_after_the_response_start() -> None:
    router: Router[str] = Router()
    router.add("GET", "/a", "0")

    async def half(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ZeroDivisionError

    app = build_connexion_app(
        router,
        {"0": half},
        half,
        lambda _scope, _error: MockResponse(500),
        is_ours=lambda _: False,
        candidates=lambda _, path: (path,),
    )
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message["type"])

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def run() -> None:
        await app(http_scope("GET", "/a"), receive, send)

    with pytest.raises((ZeroDivisionError, RuntimeError)):
        asyncio.run(run())
    assert sent == ["http.response.start"]


LEAN = """
import importlib.util, sys
find_spec = importlib.util.find_spec
importlib.util.find_spec = lambda name, *rest: None if name == "flask" else find_spec(name, *rest)
sys.modules["flask"] = None  # as if it were not installed
import mockserver.connexion_app
print(sorted({"requests", "httpx", "jinja2", "starlette.testclient"} & sys.modules.keys()))
from starlette.testclient import TestClient
import requests, starlette
print(TestClient.__name__, requests.Session.__name__, starlette.testclient is sys.modules["starlette.testclient"])
import connexion.json_schema
print(connexion.json_schema.requests.Session is requests.Session)
"""


def test_connexion_is_imported_without_http_clients() -> None:
    done = subprocess.run([sys.executable, "-c", LEAN], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["[]", "TestClient Session True", "True"]


def test_applications_with_connexion_can_be_tested_in_the_same_process() -> None:
    """Users test their own application, which may be one of connexion, with its test client."""
    code = """
import warnings
import mockserver.connexion_app
from connexion import AsyncApp
warnings.simplefilter("ignore")  # of starlette, about its test client
app = AsyncApp("shop")
app.add_api({"openapi": "3.0.0", "info": {"title": "Shop", "version": "1"}, "paths": {}})
print(app.test_client().get("/").status_code)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "404\n"


def test_flask_can_be_installed() -> None:
    """connexion imports Flask if it is installed, and Flask derives classes from those of jinja2."""
    code = "import mockserver.connexion_app, flask; print(flask.render_template_string.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "render_template_string"


def test_a_placeholder_becomes_the_module_after_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    with deferred("colorsys"):
        import colorsys
        from colorsys import rgb_to_hls

        assert vars(colorsys).keys().isdisjoint({"rgb_to_hls", "hls_to_rgb"})
    assert "colorsys" not in sys.modules
    assert rgb_to_hls(0.0, 0.0, 0.0) == (0.0, 0.0, 0.0)
    assert colorsys.rgb_to_hls(0, 0, 0) == (0, 0, 0)
    monkeypatch.delitem(sys.modules, "colorsys")


def test_imported_modules_are_not_replaced() -> None:
    import json

    with deferred("json"):
        import json as again
    assert again is json
