"""Faults that cut off a response, over real connections."""

from __future__ import annotations

import http.client
import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.conftest import servers
from tests.mockserver.control.kiosk import DOCUMENT


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    folder: Path = tmp_path_factory.mktemp("served")
    (folder / "kiosk.json").write_text(json.dumps(DOCUMENT))
    faults = [
        *("GET /tickets/reset: reset", "GET /tickets/empty: empty", "GET /tickets/half: truncate"),
        *("PUT /tickets/{id}: empty", "DELETE /tickets/{id}: truncate", "GET /tickets/slow: slow interval=1"),
    ]
    options = [part for fault in faults for part in ("--fault", fault)]
    with servers(folder) as start:
        found = urlsplit(start("kiosk.json", *options))
        yield str(found.hostname), int(found.port or 0)


def exchange(address: tuple[str, int], request: bytes) -> bytes:
    """Send a request; return all bytes until the server closes the connection."""
    with socket.create_connection(address, timeout=60) as connection:
        connection.sendall(request)
        received = b""
        while part := connection.recv(65536):
            received += part
        return received


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()


def test_a_reset(address: tuple[str, int]) -> None:
    with pytest.raises(ConnectionResetError):
        exchange(address, get("/tickets/reset"))


def test_an_empty_reply(address: tuple[str, int]) -> None:
    assert exchange(address, get("/tickets/empty")) == b""


def test_an_empty_reply_to_a_large_request(address: tuple[str, int]) -> None:
    """The whole request is read before the connection is closed, as it would be reset otherwise."""
    body = json.dumps({"id": "1", "title": "x", "note": "y" * 3_000_000}).encode()
    head = f"PUT /tickets/1 HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    assert exchange(address, head + body) == b""


def test_a_truncated_body(address: tuple[str, int]) -> None:
    head, _, body = exchange(address, get("/tickets/half")).partition(b"\r\n\r\n")
    declared = re.search(rb"content-length: (\d+)", head)
    assert head.startswith(b"HTTP/1.1 200 ")
    assert declared is not None
    assert len(body) == int(declared[1]) // 2


def test_a_truncated_response_without_a_body(address: tuple[str, int]) -> None:
    assert exchange(address, b"DELETE /tickets/1 HTTP/1.1\r\nHost: localhost\r\n\r\n") == b""


def test_a_slow_body(address: tuple[str, int]) -> None:
    connection = http.client.HTTPConnection(*address, timeout=60)
    connection.request("GET", "/tickets/slow")
    assert json.loads(connection.getresponse().read())["id"] == "slow"
    connection.request("GET", "/tickets/other")  # the connection stays usable
    assert connection.getresponse().status == 200
    connection.close()


def test_the_server_stays_usable(address: tuple[str, int]) -> None:
    assert exchange(address, get("/tickets/2")).startswith(b"HTTP/1.1 200 ")
