"""The uvicorn server: signals, limits, writes."""

from __future__ import annotations

import asyncio
import gc
import re
import signal
import socket
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
import uvicorn
from uvicorn.server import ServerState

from mockserver.app import create_app
from mockserver.server.http_protocol import LARGEST_HEAD, TOO_LARGE, BoundedProtocol, refusal
from mockserver.server.uvicorn_server import UvicornServer, make_server
from tests.conftest import DOCUMENTS
from tests.mockserver.server.running_server import IS_RECENT


@pytest.fixture(autouse=True)
def _kept_handlers() -> Iterator[None]:
    """A server that has ended ignores signals, and so would the processes that later tests start."""
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.fixture
def server() -> UvicornServer:
    return make_server(lambda: None)


def test_configuration(server: UvicornServer) -> None:
    config = server.config
    config.load()
    assert config.http_protocol_class is BoundedProtocol
    assert (config.access_log, config.server_header, config.date_header) == (False, False, True)


def test_the_first_signal_stops_and_the_second_forces(server: UvicornServer) -> None:
    server.handle_exit(signal.SIGINT, None)
    assert (server.should_exit, server.force_exit) == (True, False)
    server.handle_exit(signal.SIGINT, None)
    assert (server.should_exit, server.force_exit) == (True, True)


def test_signals_are_ignored_after_shutdown(server: UvicornServer) -> None:
    with server.capture_signals():
        signal.raise_signal(signal.SIGTERM)
        assert server.should_exit
    signal.raise_signal(signal.SIGINT)
    handlers = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    assert handlers == [signal.SIG_IGN, signal.SIG_IGN]


Serve = Callable[..., str]


def connect(url: str) -> socket.socket:
    host, _, port = url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)), timeout=30)


def drain(client: socket.socket) -> bytes:
    received = b""
    try:
        while part := client.recv(65536):
            received += part
    except ConnectionResetError:
        pass
    return received


def test_content_length_of_the_431() -> None:
    head, _, body = refusal(*TOO_LARGE).partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}".encode() in head


def test_an_endless_head_is_refused(serve: Serve) -> None:
    url = serve()
    with connect(url) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        sent = 0
        try:
            while sent <= LARGEST_HEAD * 4:
                line = b"X-Filler: " + b"a" * 1000 + b"\r\n"
                client.sendall(line)
                sent += len(line)
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert sent < LARGEST_HEAD * 4 or drain(client).startswith(b"HTTP/1.1 431 ")
    assert httpx.get(f"{url}/__mock__/", timeout=60).status_code == 200


def test_large_heads_and_bodies_are_accepted(serve: Serve) -> None:
    url = serve()
    headers = {"X-Filler": "a" * (LARGEST_HEAD // 2)}
    with httpx.Client(timeout=60) as client:
        for _ in range(3):  # one connection: the count starts again with each head
            assert client.get(f"{url}/__mock__/", headers=headers).status_code == 200
        answer = client.post(f"{url}/__mock__/", content=b"a" * (LARGEST_HEAD * 2))
        assert answer.status_code == 405


def test_invalid_http_is_refused(serve: Serve) -> None:
    url = serve()
    for garbage in (b"\0" * 100, b"GET\r\n\r\n", b"\x16\x03\x01 hello\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
        with connect(url) as client:
            client.sendall(garbage)
            client.shutdown(socket.SHUT_WR)
            assert drain(client).startswith(b"HTTP/1.1 400 ")
    assert httpx.get(f"{url}/__mock__/", timeout=60).status_code == 200


def request(url: str, sent: bytes) -> list[bytes]:
    """The received data, in the chunks that the server wrote (on loopback, each write is one chunk)."""
    with connect(url) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.sendall(sent)
        pieces = []
        while piece := client.recv(1 << 20):
            pieces.append(piece)
    return pieces


CASE = b"%s /serverops/cases/1 HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer so_test_full\r\n%s\r\n"
LAST = b"Connection: close\r\n"


def test_head_and_body_are_sent_in_one_write(serve: Serve) -> None:
    url = serve()
    for method in (b"GET", b"DELETE"):
        (answer,) = request(url, CASE % (method, LAST))
        head, _, body = answer.partition(b"\r\n\r\n")
        assert f"content-length: {len(body)}".encode() in head
        assert body


def test_a_head_without_a_body_is_sent(serve: Serve) -> None:
    url = serve()
    for method in (b"HEAD", b"OPTIONS"):
        (answer,) = request(url, CASE % (method, LAST))
        assert answer.endswith(b"\r\n\r\n")


def test_pipelined_requests_get_responses_in_order(serve: Serve) -> None:
    url = serve()
    requests = [CASE % (b"GET", b""), CASE % (b"HEAD", b""), CASE % (b"GET", b"Accept: a/b\r\n"), CASE % (b"GET", LAST)]
    answers = b"".join(request(url, b"".join(requests)))
    assert re.findall(rb"HTTP/1\.1 (\d+)", answers) == [b"200", b"200", b"406", b"200"]


def test_100_continue_is_sent_before_the_response(serve: Serve) -> None:
    url = serve()
    body = b'{"status":"closed"}'
    headers = b"Content-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n" % len(body)
    with connect(url) as client:
        client.sendall(CASE % (b"PATCH", headers + LAST))
        assert client.recv(1 << 16) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(body)
        assert drain(client).startswith(b"HTTP/1.1 200 OK\r\n")


class Wire(asyncio.Transport):
    """Records what is written."""

    def __init__(self) -> None:
        super().__init__()
        self.written = b""

    def write(self, data: Any) -> None:
        self.written += data

    def is_closing(self) -> bool:
        return False

    def close(self) -> None:
        pass

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass


async def _app(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"ok"})


async def _garbage_of(requests: int) -> tuple[int, bytes]:
    config = uvicorn.Config(_app, http=BoundedProtocol, ws="none", log_config=None)
    config.load()
    wire, protocol = Wire(), BoundedProtocol(config=config, server_state=ServerState(), app_state={})
    protocol.connection_made(wire)
    gc.collect()
    gc.disable()
    try:
        for _ in range(requests):
            protocol.data_received(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
            await asyncio.sleep(0)
            await asyncio.sleep(0)
        found = gc.collect()
    finally:
        gc.enable()
    protocol.connection_lost(None)
    return found, wire.written


def test_requests_create_no_reference_cycles() -> None:
    found, written = asyncio.run(_garbage_of(50))
    assert written.count(b"HTTP/1.1 200 OK") == 50
    assert found < 50 or not IS_RECENT


def test_streams_of_events_end_when_the_server_stops() -> None:
    app = create_app(DOCUMENTS / "notes.yaml")
    server = make_server(app)
    server.config.timeout_graceful_shutdown = None  # waits for running requests, however long they take
    server.end_streams = app.control.end_streams

    async def run() -> bytes:
        listener = socket.create_server(("127.0.0.1", 0))
        serving = asyncio.ensure_future(server.serve([listener]))
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        writer.write(b"GET /__mock__/admin/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        received = await asyncio.wait_for(reader.readuntil(b"events of casemock"), 30)
        server.should_exit = True
        received += await asyncio.wait_for(reader.read(), 30)
        await asyncio.wait_for(serving, 30)
        writer.close()
        return received

    received = asyncio.run(run())
    assert received.startswith(b"HTTP/1.1 200 OK\r\n")
    assert received.endswith(b"\r\n0\r\n\r\n")  # the last chunk
