"""The access log: content of a line, and no credentials."""

from __future__ import annotations

import asyncio
import io
import re
from typing import Any

import contracts
from mockserver.http.messages import Receive, Scope, Send
from mockserver.server.access_log import AccessLog, logged, secret_parameters
from mockserver.settings import Settings


async def teapot(_scope: Scope, _receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 418, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
    raise ZeroDivisionError


def line(app: Any, query: bytes = b"", path: bytes = b"/a%20b", method: str = "GET") -> str:
    stream = io.StringIO()
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request"}

    scope = {"type": "http", "method": method, "path": "/a b", "raw_path": path, "query_string": query}
    try:
        asyncio.run(AccessLog(app, {"api key"}, stream)(scope, receive, send))
    except ZeroDivisionError:
        sent.append("crash")
    assert sent
    return stream.getvalue()


def test_line() -> None:
    assert re.fullmatch(r"GET /a%20b 418 \d+\.\d ms\n", line(teapot))


def test_credentials_in_the_query_are_masked() -> None:
    assert line(teapot, b"x=1&api+key=s3cret&y").startswith("GET /a%20b?x=1&api+key=…&y 418 ")


def test_control_characters_are_replaced() -> None:
    assert line(teapot, path=b"/\x1b[2J").startswith("GET /?[2J 418 ")


def test_a_crash_is_logged() -> None:
    assert line(broken).startswith("GET /a%20b - ")


def test_other_messages_are_passed_through() -> None:
    stream = io.StringIO()
    asyncio.run(AccessLog(teapot, (), stream)({"type": "lifespan"}, None, _swallow))  # type: ignore[arg-type] # never asked
    assert stream.getvalue() == ""


async def _swallow(_: Any) -> None:
    return None


def test_only_api_keys_in_the_query_are_masked() -> None:
    scheme = {
        "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
        "query": {"type": "apiKey", "in": "query", "name": "key"},
        "bearer": {"type": "http", "scheme": "bearer"},
    }
    document = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {},
        "components": {"securitySchemes": scheme},
    }
    assert secret_parameters([contracts.load(document)]) == {"key"}


def test_the_log_is_off_by_default() -> None:
    assert logged(teapot, (), Settings()) is teapot
    assert isinstance(logged(teapot, (), Settings(verbose=True)), AccessLog)
