"""Requests that ask for another protocol, as Java's client does, are handled as HTTP/1.1, with their bodies."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import document, json_content, response
from tests.mockserver.server.running_server import RunningServer, drain, running

NOTE = {"type": "object", "properties": {"id": {"type": "string"}, "text": {"type": "string"}}, "required": ["id"]}
TREE = document(
    {
        "/notes": {
            "post": {
                "requestBody": {"required": True, "content": json_content(NOTE)},
                "responses": {"201": response(NOTE)},
            }
        },
        "/notes/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {"responses": {"200": response(NOTE)}},
        },
    }
)
BODY = b'{"id": "a", "text": "sent"}'
HEAD = b"POST /notes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
LENGTH = b"Content-Length: %d\r\n" % len(BODY)
H2C = b"Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABk\r\nUpgrade: h2c\r\n"
LAST = b"GET /notes/b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running(create_app(TREE)) as started:
        yield started


def bodies(received: bytes) -> list[bytes]:
    """Return the JSON objects of the responses."""
    return re.findall(rb"\{.*?\}", received)


UPGRADES = {
    "h2c": H2C,
    "another order": b"Upgrade: h2c\r\nHTTP2-Settings: AAEA\r\nConnection: HTTP2-Settings, Upgrade\r\n",
    "two Connection headers": b"Connection: keep-alive\r\nConnection:upgrade\r\nUpgrade: h2c\r\n",
    "several protocols": b"Connection: UPGRADE\r\nUpgrade: h2c, websocket\r\n",
    "websocket": b"Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: a\r\nSec-WebSocket-Version: 13\r\n",
}
BODIES = {
    "length": (LENGTH, BODY),
    "chunked": (b"Transfer-Encoding: chunked\r\n", b"%x\r\n%b\r\n0\r\n\r\n" % (len(BODY), BODY)),
}


@pytest.mark.parametrize("upgrade", UPGRADES.values(), ids=UPGRADES.keys())
@pytest.mark.parametrize(("framing", "body"), BODIES.values(), ids=BODIES.keys())
@pytest.mark.parametrize("size", [1, 7, 10_000], ids=["bytes", "sevens", "whole"])
def test_the_body_and_the_next_request_are_read(
    server: RunningServer, upgrade: bytes, framing: bytes, body: bytes, size: int
) -> None:
    sent = HEAD + framing + upgrade + b"\r\n" + body + LAST
    with server.connect() as client:
        for start in range(0, len(sent), size):
            client.sendall(sent[start : start + size])
        received = drain(client)
    assert re.findall(rb"HTTP/1\.1 (\d+)", received) == [b"201", b"200"]
    assert json.loads(bodies(received)[0])["text"] == "sent"


def test_several_upgrades_in_one_piece(server: RunningServer) -> None:
    received = server.send((HEAD + LENGTH + H2C + b"\r\n" + BODY) * 3 + LAST)
    assert re.findall(rb"HTTP/1\.1 (\d+)", received) == [b"201", b"201", b"201", b"200"]


def test_a_request_without_a_body(server: RunningServer) -> None:
    received = server.send(b"GET /notes/a HTTP/1.1\r\nHost: localhost\r\n" + H2C + b"\r\n" + LAST)
    assert re.findall(rb"HTTP/1\.1 (\d+)", received) == [b"200", b"200"]
    assert b"upgrade" not in received.lower()


def test_close_is_kept(server: RunningServer) -> None:
    upgrade = b"Connection: close, Upgrade\r\nUpgrade: h2c\r\n"
    received = server.send(HEAD + LENGTH + upgrade + b"\r\n" + BODY)
    assert re.findall(rb"HTTP/1\.1 (\d+)", received) == [b"201"]


def test_a_body_that_must_be_asked_for(server: RunningServer) -> None:
    with server.connect() as client:
        client.sendall(HEAD + LENGTH + H2C + b"Expect: 100-continue\r\n\r\n")
        assert client.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(BODY + LAST)
        assert re.findall(rb"HTTP/1\.1 (\d+)", drain(client)) == [b"201", b"200"]


def test_heads_are_checked(server: RunningServer) -> None:
    received = server.send(b"POST /notes HTTP/1.1\r\nContent-Length: 2\r\n" + H2C + b"\r\n{}")
    assert received.startswith(b"HTTP/1.1 400 ")
    assert b"a request needs a Host header" in received


def test_connect_is_refused(server: RunningServer) -> None:
    received = server.send(b"CONNECT localhost:80 HTTP/1.1\r\nHost: localhost:80\r\n" + H2C + b"\r\n" + LAST)
    assert re.findall(rb"HTTP/1\.1 (\d+)", received)[0][:1] == b"4"
