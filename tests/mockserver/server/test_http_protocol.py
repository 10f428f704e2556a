"""One HTTP/1.1 connection: what is refused, deadlines, the end of the server."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import Mock

import pytest

from mockserver.app import create_app
from mockserver.http import body_budget
from mockserver.server import http_protocol
from mockserver.server.http_protocol import BoundedProtocol
from tests.mockserver.kit import document, json_content, response
from tests.mockserver.server.running_server import IS_RECENT, RunningServer, drain, running

NOTE = {"type": "object", "properties": {"id": {"type": "string"}, "text": {"type": "string"}}, "required": ["id"]}
BODY = json_content({"type": "object", "properties": {"text": {"type": "string"}}})
ERROR = {"type": "object", "properties": {"message": {"type": "string"}}, "required": ["message"]}
TREE = document(
    {
        "/notes": {
            "get": {"responses": {"200": response({"type": "array", "items": NOTE})}},
            "post": {
                "requestBody": {"content": BODY},
                "responses": {"201": response(NOTE), "503": response(ERROR)},
            },
        },
        "/notes/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {"responses": {"200": response(NOTE)}},
        },
    }
)


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with running(create_app(TREE)) as started:
        yield started


def statuses(received: bytes) -> list[int]:
    return [int(number) for number in re.findall(rb"HTTP/1\.1 (\d+)", received)]


CLOSE = b"Connection: close\r\n"

REFUSED = {
    "without Host": b"GET /notes HTTP/1.1\r\n\r\n",
    "without Host, HEAD": b"HEAD /notes HTTP/1.1\r\nAccept: */*\r\n\r\n",
    "two Hosts": b"GET /notes HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "the same Host twice": b"GET /notes HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n",
    "two Hosts in HTTP/1.0": b"GET /notes HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n",
    "a list of hosts": b"GET /notes HTTP/1.1\r\nHost: a, b\r\n\r\n",
    "user information": b"GET /notes HTTP/1.1\r\nHost: user@a\r\n\r\n",
    "a path": b"GET /notes HTTP/1.1\r\nHost: a/b\r\n\r\n",
    "a port that is not a number": b"GET /notes HTTP/1.1\r\nHost: a:b\r\n\r\n",
    "HTTP/0.9": b"GET /notes\r\n\r\n",
    "HTTP/0.9 with its version": b"GET /notes HTTP/0.9\r\nHost: a\r\n\r\n",
    "HTTP/2.0": b"GET /notes HTTP/2.0\r\nHost: a\r\n\r\n",
    "a body": b"POST /notes HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}",
}


@pytest.mark.parametrize("sent", REFUSED.values(), ids=REFUSED.keys())
def test_refused_requests(server: RunningServer, sent: bytes) -> None:
    received = server.send(sent)
    assert statuses(received) == [400]
    head, _, body = received.partition(b"\r\n\r\n")
    assert b"\r\nconnection: close" in head
    assert (body == b"") == sent.startswith(b"HEAD")


ACCEPTED = {
    "a name and a port": b"GET /notes HTTP/1.1\r\nHost: localhost:80\r\n" + CLOSE + b"\r\n",
    "an empty port": b"GET /notes HTTP/1.1\r\nHost: localhost:\r\n" + CLOSE + b"\r\n",
    "an IPv6 address": b"GET /notes HTTP/1.1\r\nHost: [::1]:80\r\n" + CLOSE + b"\r\n",
    "an absolute target": b"GET http://localhost/notes HTTP/1.1\r\nHost: localhost\r\n" + CLOSE + b"\r\n",
    "HTTP/1.0 without Host": b"GET /notes HTTP/1.0\r\n\r\n",
    "HTTP/1.0 with Host": b"GET /notes HTTP/1.0\r\nHost: localhost\r\n\r\n",
}


@pytest.mark.parametrize("sent", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_accepted_requests(server: RunningServer, sent: bytes) -> None:
    assert statuses(server.send(sent)) == [200]


GET = b"GET /notes HTTP/1.1\r\nHost: localhost\r\n"


def test_a_refused_request_comes_after_the_responses_to_those_before(server: RunningServer) -> None:
    received = server.send((GET + b"\r\n") * 3 + b"GET /notes HTTP/1.1\r\n\r\n" + GET + b"\r\n")
    assert statuses(received) == [200, 200, 200, 400]


# ---------------------------------------------------------------------- deadlines


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make deadlines short."""
    monkeypatch.setattr(http_protocol, "HEAD_SECONDS", 0.2)
    monkeypatch.setattr(http_protocol, "BODY_SECONDS", 0.2)


POST = b"POST /notes HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
HALVES = {
    "the first byte": b"G",
    "a request line": b"GET /notes HTTP/1.1\r\n",
    "a header": GET,
    "empty lines": b"\r\n\r\n",
    "the second request": GET + b"\r\nGET /no",
    "no body": POST + b"Content-Length: 20\r\n\r\n",
    "a part of a body": POST + b"Content-Length: 20\r\n\r\n{",
    "chunks": POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
    "a body that no operation takes": GET + b"Content-Length: 20\r\n\r\n{",
}


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("sent", HALVES.values(), ids=HALVES.keys())
def test_half_sent_requests_are_closed(server: RunningServer, sent: bytes) -> None:
    received = statuses(server.send(sent))
    if sent == HALVES["a body that no operation takes"]:  # its response does not wait for the body
        assert received == [200]
    else:
        assert received == ([200, 408] if sent == HALVES["the second request"] else [408])


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("start", [GET, POST + b"Content-Length: 100000\r\n\r\n"], ids=["head", "body"])
def test_dripping_does_not_move_the_deadline(server: RunningServer, start: bytes) -> None:
    with server.connect() as client:
        client.sendall(start)
        client.settimeout(0.02)
        received, end = b"", time.monotonic() + 20
        while time.monotonic() < end and not received:
            try:
                received = client.recv(1000)
                break
            except TimeoutError:
                client.sendall(b"X")
        assert statuses(received) == [408]


@pytest.mark.usefixtures("hasty")
def test_many_half_sent_requests(server: RunningServer) -> None:
    clients = [server.connect() for _ in range(200)]
    for client in clients:
        client.sendall(b"GET /notes HTTP/1.1\r\nHost: lo")
    assert statuses(server.send(GET + CLOSE + b"\r\n")) == [200]
    assert {tuple(statuses(drain(client))) for client in clients} == {(408,)}
    for client in clients:
        client.close()
    wait_until(lambda: not server.server.server_state.connections)


def test_a_connection_without_a_request_is_closed(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server.server.config, "timeout_keep_alive", 0.1)
    assert server.send(b"") == b""


@pytest.mark.usefixtures("hasty")
def test_a_slow_body_gets_time_for_what_it_has_sent(server: RunningServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "BODY_RATE", 1)
    body = json.dumps({"text": "x" * 1000}).encode()
    with server.connect() as client:
        client.sendall(POST + CLOSE + b"Content-Length: %d\r\n\r\n" % len(body) + body[:600])
        client.settimeout(0.5)
        with pytest.raises(TimeoutError):
            client.recv(1)
        client.sendall(body[600:])
        client.settimeout(30)
        assert statuses(drain(client)) == [201]


@pytest.mark.usefixtures("hasty")
def test_time_in_which_the_server_does_not_read_does_not_count() -> None:
    released = asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return  # the startup and the shutdown of the server
        if scope["path"] == "/slow":
            await released.wait()
        while (await receive()).get("more_body"):
            pass
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body"})

    with running(app) as server, server.connect() as client:
        client.sendall(b"POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
        client.sendall(b"POST / HTTP/1.1\r\nHost: a\r\n" + CLOSE + b"Content-Length: 4\r\n\r\nab")
        client.settimeout(1)
        with pytest.raises(TimeoutError):
            client.recv(1)
        client.settimeout(30)
        next(iter(server.server.server_state.connections)).loop.call_soon_threadsafe(released.set)
        client.sendall(b"cd")
        assert statuses(drain(client)) == [200, 200]


LARGE = b"x" * 20_000_000


async def large(scope: Any, receive: Any, send: Any) -> None:
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": LARGE})


def test_a_client_that_does_not_read_is_disconnected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_protocol, "UNREAD_SECONDS", 0.1)
    with running(large) as server, server.connect() as client:
        client.sendall(GET + b"\r\n")
        wait_until(lambda: bool(server.server.server_state.connections))
        wait_until(lambda: not server.server.server_state.connections)


@pytest.mark.parametrize(("left", "is_aborted"), [([100, 99], False), ([100, 100], True), ([100, 200], True)])
def test_a_client_that_reads_slowly_is_not_disconnected(left: list[int], is_aborted: bool) -> None:
    protocol = BoundedProtocol.__new__(BoundedProtocol)
    protocol.transport = Mock(get_write_buffer_size=Mock(side_effect=[*left, *left[1:]]))
    protocol.loop, protocol.flow = Mock(), Mock()
    protocol.pause_writing()
    (_, give_up), _ = protocol.loop.call_later.call_args
    give_up()
    assert protocol.transport.abort.called is is_aborted
    assert (protocol.loop.call_later.call_count == 2) is not is_aborted


# ---------------------------------------------------------------------- all bodies


def test_bodies_that_are_read_at_the_same_time_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    size, total = 400_000, 1_000_000
    monkeypatch.setattr(body_budget, "TOTAL", total)
    app = create_app(TREE, max_body=size + 100)
    body = json.dumps({"text": "x" * size}).encode()
    head = POST + b"Content-Length: %d\r\n\r\n" % len(body)
    small = POST + CLOSE + b"Content-Length: 2\r\n\r\n{}"
    with running(app) as server:
        clients = [server.connect() for _ in range(10)]
        for client in clients:
            client.sendall(head + body[: 2 * body_budget.SMALL])
        refused = []
        for client in clients:
            client.settimeout(1)
            try:
                received = client.recv(65536)
            except TimeoutError:
                continue
            assert statuses(received) == [503]
            assert b"\r\nretry-after: 1\r\n" in received
            assert "all of the memory" in json.loads(received.partition(b"\r\n\r\n")[2])["message"]
            refused.append(client)
        assert len(refused) == 8
        assert app._bodies.used == 2 * len(body)
        assert statuses(server.send(small)) == [201]
        for client in clients:
            if client not in refused:
                client.settimeout(30)
                client.sendall(body[2 * body_budget.SMALL :])
                assert statuses(client.recv(65536)) == [201]
            client.close()
        wait_until(lambda: app._bodies.used == 0)
        assert statuses(server.send(POST + CLOSE + b"Content-Length: %d\r\n\r\n" % len(body) + body)) == [201]


def test_a_client_that_goes_away_releases_its_memory() -> None:
    app = create_app(TREE)
    with running(app) as server:
        with server.connect() as client:
            client.sendall(POST + b"Content-Length: 1000000\r\n\r\n" + b" " * 200_000)
            wait_until(lambda: app._bodies.used > 0)
        wait_until(lambda: app._bodies.used == 0)


def test_admin_requests_count() -> None:
    app = create_app(TREE)
    app._bodies.total = 100_000
    with running(app) as server:
        head = b"POST /__mock__/admin/stubs HTTP/1.1\r\nHost: localhost\r\n" + CLOSE
        received = server.send(head + b"Content-Length: 200000\r\n\r\n" + b" " * 200_000)
    assert statuses(received) == [503]
    assert b"\r\nretry-after: 1\r\n" in received


def test_stubs_do_not_count_a_body_twice() -> None:
    app = create_app(TREE, delay=1)
    app._bodies.total = 250_000
    body = json.dumps({"text": "x" * 200_000}).encode()
    with running(app) as server:
        assert statuses(server.send(POST + CLOSE + b"Content-Length: %d\r\n\r\n" % len(body) + body)) == [201]
        app._bodies.total = 150_000
        received = server.send(POST + CLOSE + b"Content-Length: %d\r\n\r\n" % len(body) + body)
        assert statuses(received) in ([503], [])  # a reset, as the rest of the body is not read
        wait_until(lambda: app._bodies.used == 0)


# ---------------------------------------------------------------------- the end of the server


def test_requests_in_flight_are_finished() -> None:
    body = b'{"text": "kept"}'
    with running(create_app(TREE), grace=20) as server:
        idle, halved, in_body = (server.connect() for _ in range(3))
        idle.sendall(GET + b"\r\n")
        while not statuses(idle.recv(65536)):
            pass
        halved.sendall(GET)
        in_body.sendall(POST + b"Content-Length: %d\r\n\r\n" % len(body) + body[:5])
        wait_for_connections(server, 3)
        server.stop()
        assert drain(idle) == b""
        halved.sendall(b"\r\n")
        in_body.sendall(body[5:])
        for client, status in ((halved, 200), (in_body, 201)):
            received = drain(client)
            assert statuses(received) == [status]
            assert b"\r\nconnection: close" in received or not IS_RECENT
            client.close()
        idle.close()
        server.join()


def test_a_body_after_the_grace_period_is_closed_without_a_traceback(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with running(create_app(TREE, delay=1), grace=0.1) as server, server.connect() as client:
        client.sendall(POST + b"Content-Length: 100\r\n\r\n{")
        wait_for_connections(server, 1)
        server.stop()
        assert drain(client) == b""
        server.join()
    assert "Traceback" not in capfd.readouterr().err
    assert "Traceback" not in caplog.text


def test_a_request_that_takes_longer_than_the_grace_period(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with running(create_app(TREE, delay=60_000), grace=0.1) as server, server.connect() as client:
        client.sendall(GET + b"\r\n")
        wait_for_connections(server, 1)
        server.stop()
        assert drain(client) == b""
        server.join()
    assert "Traceback" not in capfd.readouterr().err + caplog.text


def wait_for_connections(server: RunningServer, number: int) -> None:
    """Wait until the server has received something on each connection."""
    connections = server.server.server_state.connections
    wait_until(lambda: len(connections) == number and all(one.headers is not None for one in [*connections]))


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds, which the thread of the server changes."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)
