"""Heads of requests have a bound; whatever arrives, the server goes on."""

from __future__ import annotations

import socket
from collections.abc import Callable

import httpx

from mockserver.protocol import _REFUSAL, LARGEST_HEAD

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


def test_refusal_has_the_length_that_it_says() -> None:
    head, _, body = _REFUSAL.partition(b"\r\n\r\n")
    assert f"content-length: {len(body)}".encode() in head


def test_head_that_never_ends_is_refused(serve: Serve) -> None:
    url = serve()
    with connect(url) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: mock\r\n")
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


def test_large_head_and_large_body_pass(serve: Serve) -> None:
    url = serve()
    headers = {"X-Filler": "a" * (LARGEST_HEAD // 2)}
    with httpx.Client(timeout=60) as client:
        for _ in range(3):  # one connection: each head is counted anew
            assert client.get(f"{url}/__mock__/", headers=headers).status_code == 200
        answer = client.post(f"{url}/__mock__/", content=b"a" * (LARGEST_HEAD * 2))
        assert answer.status_code == 405


def test_what_is_no_http_is_refused(serve: Serve) -> None:
    url = serve()
    for garbage in (b"\0" * 100, b"GET\r\n\r\n", b"\x16\x03\x01 hello\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"):
        with connect(url) as client:
            client.sendall(garbage)
            client.shutdown(socket.SHUT_WR)
            assert drain(client).startswith(b"HTTP/1.1 400 ")
    assert httpx.get(f"{url}/__mock__/", timeout=60).status_code == 200
