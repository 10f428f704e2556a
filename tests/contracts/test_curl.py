"""Curl commands: executed by bash, they send exactly the bytes of the request."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.curl import LONGEST
from contracts.messages import Request

HAS_CURL = shutil.which("curl") is not None and shutil.which("bash") is not None
# Without curl the tests are skipped, except in CI, where they fail.
pytestmark = pytest.mark.skipif(not HAS_CURL and "CI" not in os.environ, reason="curl or bash is not installed")


@dataclass
class RawServer:
    """A server that keeps the bytes of the last request."""

    received: bytes = b""
    base: str = ""
    _socket: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    def __post_init__(self) -> None:
        self.base = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:  # closed
                return
            with connection:
                self.received = self._read(connection)
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        data = b""
        while b"\r\n\r\n" not in data:
            data += connection.recv(65536)
        head, _, body = data.partition(b"\r\n\r\n")
        lengths = [line for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
        length = int(lengths[0].partition(b":")[2]) if lengths else 0
        while len(body) < length:
            body += connection.recv(65536)
        return head + b"\r\n\r\n" + body

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="module")
def server() -> Iterator[RawServer]:
    assert HAS_CURL, "CI must have curl and bash"
    running = RawServer()
    yield running
    running.close()


def sent(server: RawServer, request: Request, **environment: str) -> tuple[str, list[bytes], bytes]:
    """Run the curl command of a request; return the command, and request line with headers, and body as received."""
    line = request.curl(server.base)
    script = 'curl() { command curl -s -o /dev/null --max-time 10 "$@"; }\n' + line
    subprocess.run(["bash", "-c", script], check=True, env={**os.environ, **environment}, timeout=30)
    head, _, body = server.received.partition(b"\r\n\r\n")
    return line, head.split(b"\r\n"), body


def assert_reproduces(server: RawServer, request: Request) -> str:
    """The command sends method, target, headers and body of the request; return the command."""
    line, head, body = sent(server, request)
    assert head[0] == f"{request.method} {request.target} HTTP/1.1".encode("latin-1")
    for name, value in request.headers:
        assert f"{name}: {value}".rstrip().encode("latin-1") in [one.rstrip() for one in head[1:]]
    assert body == request.body
    assert line.isprintable()
    return line


JSON = (("content-type", "application/json"),)


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": "it\'s"}',
        b"@file",
        b"a\r\nb\tc\n",
        b"a\0b",
        b"\xff\xfe\x00",
        "\u202eż漢\U0001f600".encode(),
        b'$HOME `id` \\ ! "',
        b'--x\r\ncontent-disposition: form-data; name="f"; filename="a.bin"\r\n\r\n\x89PNG\x00\r\n--x--\r\n',
        b'{"a": ' + b"[" * 5000 + b"]" * 5000 + b"}",
        b"9" * 8192,
        b" ",
    ],
)
@pytest.mark.parametrize("headers", [JSON, ()])
def test_bodies(server: RawServer, body: bytes, headers: tuple[tuple[str, str], ...]) -> None:
    line = assert_reproduces(server, Request("POST", "/a", headers, body))
    assert len(line) <= LONGEST
    types = [one for one in server.received.split(b"\r\n\r\n")[0].split(b"\r\n") if b"ontent-" in one and b"ype" in one]
    assert len(types) == len(headers), "curl adds no Content-Type"


@pytest.mark.parametrize(
    ("request_", "option"),
    [
        (Request("GET", "/a"), "curl -i http"),
        (Request("GET", "/a", JSON, b"{}"), "-X GET"),
        (Request("HEAD", "/a"), "--head"),
        (Request("DELETE", "/a"), "-X DELETE"),
        (Request("GET", "/a?b[]=1&c={x,y}"), "-g"),
        (Request("GET", "/a/../../etc/passwd"), "--path-as-is"),
        (Request("GET", "/" + "a" * 8192), "printf"),
        (Request("GET", "/a", (("x-empty", ""), ("x-odd", "\xe9\xff'\"`;--"))), "-H"),
    ],
)
def test_methods_and_targets(server: RawServer, request_: Request, option: str) -> None:
    assert option in assert_reproduces(server, request_)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["GET", "POST", "PATCH", "DELETE"]),
    st.one_of(st.binary(max_size=60), st.text(st.characters(codec="utf-8"), max_size=60).map(str.encode)),
    st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), max_size=20).map(str.strip),
)
def test_any_request(server: RawServer, method: str, body: bytes, value: str) -> None:
    assert_reproduces(server, Request(method, "/a?b=%00", (*JSON, ("x-value", value.strip("\xa0\xad "))), body))


@pytest.mark.parametrize(
    ("value", "variables", "shown", "header"),
    [
        ("Bearer $TOKEN", ("$TOKEN",), '"authorization: Bearer $TOKEN"', b"authorization: Bearer s'3 cret"),
        ("$TOKENx", ("$TOKEN",), '"authorization: ${TOKEN}x"', b"authorization: s'3 cretx"),
        ("a`b$TOKEN", ("$TOKEN",), "'authorization: a`b'\"$TOKEN\"", b"authorization: a`bs'3 cret"),
        ("Bearer $TOKEN", (), "'authorization: Bearer $TOKEN'", b"authorization: Bearer $TOKEN"),
    ],
)
def test_variables(server: RawServer, value: str, variables: tuple[str, ...], shown: str, header: bytes) -> None:
    request = Request("GET", "/a", (("authorization", value),), variables=variables)
    line, head, _ = sent(server, request, TOKEN="s'3 cret")
    assert shown in line
    assert header in head


def test_basic_credentials(server: RawServer) -> None:
    reference = "$(printf %s \"$LOGIN\" | base64 | tr -d '\\n')"
    request = Request("GET", "/a", (("authorization", f"Basic {reference}"),), variables=(reference,))
    _, head, _ = sent(server, request, LOGIN="me:secret")
    assert b"authorization: Basic bWU6c2VjcmV0" in head


def test_long_bodies_are_read_from_a_file(server: RawServer, tmp_path: Path) -> None:
    body = bytes(range(256)) * 16
    request = Request("POST", "/a", JSON, body)
    line = request.curl(server.base)
    assert "  # body of 4,096 bytes: written by --report html=report.html" in line
    assert len(line) < LONGEST
    file = tmp_path / "it's a body.bin"
    file.write_bytes(body)
    assert_reproduces(server, Request("POST", "/a", JSON, body, body_file=str(file)))
