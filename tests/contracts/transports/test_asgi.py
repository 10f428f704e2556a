"""Transport to ASGI applications, and import of applications."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import TransportError, UsageError
from contracts.messages import Request
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


@pytest.mark.parametrize(("app", "message"), [(broken, "ValueError: a fault"), (silent, "no response")])
def test_failing_application_raises_transport_error(app: Any, message: str) -> None:
    transport = AsgiTransport(app)
    with pytest.raises(TransportError, match=message):
        transport.send(Request("GET", "/"))
    transport.close()


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
