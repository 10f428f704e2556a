"""Transport to ASGI applications, and import of applications."""

from __future__ import annotations

import asyncio
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import SubjectError, TransportError, UsageError
from contracts.messages import Request
from contracts.transports import asgi_exchange
from contracts.transports import transport as limits
from contracts.transports.app_loader import is_asgi, to_application
from contracts.transports.in_process import AsgiTransport, WsgiTransport


async def echo(scope: Any, receive: Any, send: Any) -> None:
    body = (await receive())["body"]
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-path", scope["raw_path"])]})
    await send({"type": "http.response.body", "body": scope["query_string"], "more_body": True})
    await send({"type": "http.response.body", "body": body})


async def broken(scope: Any, receive: Any, send: Any) -> None:
    raise ValueError("a fault")


async def silent(scope: Any, receive: Any, send: Any) -> None:
    return


def test_asgi() -> None:
    transport = AsgiTransport(echo)
    response = transport.send(Request("POST", "/a%2Fb?x=1", (), b"+body"))
    assert (response.body, response.header("X-Path")) == (b"x=1+body", "/a%2Fb")
    transport.close()


@pytest.mark.parametrize("app", [broken, silent])
def test_failing_application_gets_500(app: Any) -> None:
    with closing(AsgiTransport(app)) as transport:
        response = transport.send(Request("GET", "/"))
    assert (response.status, response.body, response.media_type) == (500, b"Internal Server Error", "text/plain")


async def failing_halfway(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"x", "more_body": True})
    raise ValueError("a fault")


async def stopping_halfway(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})


async def too_short(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"x"})


async def splitting_headers(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"x-one", b"a\r\nx-two: b")]})
    await send({"type": "http.response.body", "body": b"x"})


@pytest.mark.parametrize(
    ("app", "message"),
    [
        (failing_halfway, "ValueError: a fault"),
        (stopping_halfway, "did not complete"),
        (too_short, "shorter than its Content-Length"),
        (splitting_headers, "invalid response header"),
    ],
)
def test_incomplete_response_raises_transport_error(app: Any, message: str) -> None:
    with closing(AsgiTransport(app)) as transport, pytest.raises(TransportError, match=message) as raised:
        transport.send(Request("GET", "/"))
    assert raised.value.kind == "broken"


async def failing_afterwards(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 422, "headers": []})
    await send({"type": "http.response.body", "body": b"done"})
    raise ValueError("a fault")


def test_a_complete_response_counts_although_the_application_fails_afterwards() -> None:
    with closing(AsgiTransport(failing_afterwards)) as transport:
        assert [transport.send(Request("GET", "/")).body for _ in range(2)] == [b"done", b"done"]


def test_requests_that_http_cannot_express_are_rejected() -> None:
    with closing(AsgiTransport(echo)) as transport:
        for request in (Request("GET", "/a b"), Request("GET", "/", (("x", "a\nb"),)), Request("GET", "/é")):
            with pytest.raises(ValueError, match="not a valid HTTP"):
                transport.send(request)


def test_an_endless_body_is_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    ended = threading.Event()

    async def endless(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        try:
            while True:
                await send({"type": "http.response.body", "body": b"x" * 1000, "more_body": True})
        finally:
            ended.set()

    monkeypatch.setattr(asgi_exchange, "LARGEST_BODY", 5000)
    with closing(AsgiTransport(endless)) as transport, pytest.raises(TransportError) as raised:
        transport.send(Request("GET", "/"))
    assert raised.value.kind == "too-large"
    assert ended.wait(10)


async def waiting(scope: Any, receive: Any, send: Any) -> None:
    await receive()
    if scope["path"] == "/wait":
        assert (await receive())["type"] == "http.disconnect"
        scope["state"]["seen"].set()
        await send({"type": "http.response.start", "status": 200, "headers": []})
    await echo(scope, lambda: asyncio.sleep(0, {"body": b"ok"}), send)


def test_a_timeout_disconnects_the_client_and_leaves_the_rest_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = threading.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "lifespan":
            scope["state"]["seen"] = seen
            await waiting(scope, receive, send)

    monkeypatch.setattr(limits, "TIMEOUT", 0.05)
    with closing(AsgiTransport(app)) as transport:
        with pytest.raises(TransportError) as raised:
            transport.send(Request("GET", "/wait"))
        assert raised.value.kind == "timeout"
        assert seen.wait(10)
        monkeypatch.setattr(limits, "TIMEOUT", 10.0)
        assert transport.send(Request("GET", "/")).body == b"ok"


class Living:
    """An application with a lifespan, which records what happens."""

    def __init__(self, failure: str = "") -> None:
        self.events: list[str] = []
        self._failure = failure

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            self.events.append(scope["state"]["name"])
            await echo(scope, receive, send)
            return
        while (kind := (await receive())["type"]) == "lifespan.startup":
            self.events.append(kind)
            scope["state"]["name"] = "kept"
            if self._failure:
                await send({"type": "lifespan.startup.failed", "message": self._failure})
                raise ValueError(self._failure)
            await send({"type": "lifespan.startup.complete"})
        self.events.append(kind)
        await send({"type": "lifespan.shutdown.complete"})


def test_the_lifespan_surrounds_all_requests() -> None:
    app = Living()
    with closing(AsgiTransport(app)) as transport:
        transport.send(Request("GET", "/"))
        transport.send(Request("GET", "/"))
    assert app.events == ["lifespan.startup", "kept", "kept", "lifespan.shutdown"]


def test_nothing_is_started_without_a_request() -> None:
    app = Living()
    AsgiTransport(app).close()
    assert app.events == []


def test_a_failing_startup_is_reported_for_every_request() -> None:
    with closing(AsgiTransport(Living("Traceback:\n  line 1\nKeyError: 'DATABASE'\n"))) as transport:
        for _ in range(2):
            with pytest.raises(SubjectError, match="the startup of the application failed: KeyError: 'DATABASE'"):
                transport.send(Request("GET", "/"))


def test_tasks_go_on_between_requests() -> None:
    finished = threading.Event()

    async def later() -> None:
        await asyncio.sleep(0)
        finished.set()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            scope["state"]["task"] = asyncio.create_task(later())
            await echo(scope, receive, send)

    with closing(AsgiTransport(app)) as transport:
        transport.send(Request("GET", "/"))
        assert finished.wait(10)


def test_requests_are_processed_at_the_same_time() -> None:
    both = threading.Barrier(2)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await asyncio.to_thread(both.wait, 10)
            await echo(scope, receive, send)

    with closing(AsgiTransport(app)) as transport, ThreadPoolExecutor(2) as pool:
        responses = list(pool.map(transport.send, [Request("GET", "/"), Request("GET", "/")]))
    assert [response.status for response in responses] == [200, 200]


class Callable:
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """An ASGI application."""


def test_is_asgi() -> None:
    assert is_asgi(echo)
    assert is_asgi(Callable())
    assert not is_asgi(lambda environ, start: [])


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "an_app.py").write_text(
        "async def app(scope, receive, send): ...\ndef wsgi(environ, start): ...\ndef make(): return app\nnumber = 1\n"
    )
    (tmp_path / "a_fault.py").write_text("1 / 0\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "an_app", raising=False)


@pytest.mark.usefixtures("module")
def test_import_applications() -> None:
    assert isinstance(to_application("an_app:app"), AsgiTransport)
    assert isinstance(to_application("an_app:make()"), AsgiTransport)
    assert isinstance(to_application("an_app:wsgi"), WsgiTransport)


@pytest.mark.usefixtures("module")
@pytest.mark.parametrize("name", ["an_app", "an_app:", "an_app:none", "no_app:app", "an_app:number", "a_fault:app"])
def test_invalid_application_names(name: str) -> None:
    with pytest.raises(UsageError, match="--app"):
        to_application(name)
