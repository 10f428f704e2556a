"""2,000 malformed requests to the real server over a real socket: it goes on serving, and never blames itself."""

from __future__ import annotations

import contextlib
import errno
import json
import re
import socket
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import contracts
from contracts.messages import Request, Response
from tests.hostile.malformed import malformed
from tests.wire import over_http

CONTRACT = contracts.load(Path(__file__).parent.parent.parent / "openapi.yaml")
COUNT = 2_000
BATCH = 50
GUARD = 30
"""Seconds after which a connection that nobody closes is a failure; no passing run waits for it."""

OUTSIDE = re.compile(r"no_route: no operation has the path (?!/serverops(/|$))")
"""What the mock says of a path that belongs to no API."""

OF_THE_SERVER = {400, 414, 431}
"""Statuses that the HTTP server itself may answer with, in plain text."""


def test_the_list_is_the_same_on_every_run() -> None:
    payloads = malformed(COUNT)
    assert payloads == malformed(COUNT)
    assert len(payloads) == COUNT
    assert len(set(payloads)) > COUNT * 0.95


def test_the_server_goes_on_serving(serve: Callable[..., str]) -> None:
    url = serve()
    place = urlsplit(url)
    send, before = over_http(url), None
    payloads = iter(malformed(COUNT))
    answered = 0
    while batch := list(islice(payloads, BATCH)):
        for payload in batch:
            received = exchange((place.hostname or "", place.port or 0), payload)
            for response in responses(received, payload):
                assert fault(response) == "", (payload[:500], response)
                answered += 1
        before = before or serves(send)
        assert serves(send) == before
    assert answered > COUNT / 2


def exchange(address: tuple[str, int], payload: bytes) -> bytes:
    """Send everything, say that there is no more, and take what comes until the server closes the connection."""
    received = bytearray()
    with socket.create_connection(address, timeout=GUARD) as connection:
        with closed_early():
            connection.sendall(payload)
            connection.shutdown(socket.SHUT_WR)
        with closed_early():
            while chunk := connection.recv(65536):
                received += chunk
    return bytes(received)


@contextlib.contextmanager
def closed_early() -> Iterator[None]:
    """Bear that the server closes the connection while we are sending: that is its right."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ECONNRESET, errno.EPIPE, errno.ENOTCONN}:
            raise


def serves(send: Callable[[Request], Response]) -> bytes:
    """A good request for a case that no other request is about; gives the answer's bytes."""
    answer = send(Request("GET", "/serverops/cases/untouched", (("authorization", "Bearer so_test_full"),)))
    assert answer.status == 200
    return answer.body


# ---------------------------------------------------------------------- what comes back


def responses(received: bytes, payload: bytes) -> Iterator[Response]:
    """The whole responses in what was received; what is cut off because the connection broke is left out."""
    while received:
        head, ended, rest = received.partition(b"\r\n\r\n")
        if not ended:
            return
        start, *lines = head.decode("latin-1").split("\r\n")
        version, status, *_ = start.split(" ")
        assert version == "HTTP/1.1", (payload[:500], received[:500])
        pairs = [line.partition(":") for line in lines]
        assert all(colon and name == name.strip() for name, colon, _ in pairs), (payload[:500], head)
        headers = {name.lower(): value.strip() for name, _, value in pairs}
        length = 0 if status.startswith("1") or payload.startswith(b"HEAD") else int(headers.get("content-length", "0"))
        if len(rest) < length:
            return
        if not status.startswith("1"):
            yield Response(int(status), tuple(headers.items()), rest[:length])
        received = rest[length:]


def fault(response: Response) -> str:
    """What is wrong with a response, or nothing."""
    if response.header("x-smuggled") is not None:
        return "a header of the client's making"
    if response.status in OF_THE_SERVER and response.media_type == "text/plain":
        return ""
    if response.status >= 500:
        return "the server blames itself"
    if response.status == 204:
        return "" if response.header("allow") or response.header("access-control-allow-methods") else "no methods"
    return envelope_fault(response)


def envelope_fault(response: Response) -> str:
    """What is wrong with an answer of the application: it is a case, an error of the API, or one of the mock's own."""
    try:
        body: Any = response.json
    except ValueError:
        return "not JSON"
    if response.status == 200:
        return "" if CONTRACT.schema("/components/schemas/ServerOpsCase").is_valid(body) else "not a case"
    reason = response.header("x-mock-reason") or ""
    if not reason and response.header("preference-applied") is None:
        return "no reason"
    if OUTSIDE.match(reason):
        return "" if body == {"error": reason.removeprefix("no_route: ")} else "not the mock's own envelope"
    return "" if CONTRACT.schema("/components/schemas/ServerOpsError").is_valid(body) else "not an envelope"


def test_faults_are_found() -> None:
    json_type = (("content-type", "application/json"),)
    because = (*json_type, ("x-mock-reason", "x"))
    error = json.dumps({"error": {"code": "x", "message": "y"}}).encode()
    assert fault(Response(404, because, error)) == ""
    outside = (*json_type, ("x-mock-reason", "no_route: no operation has the path /serveropsx"))
    assert fault(Response(404, outside, b'{"error": "no operation has the path /serveropsx"}')) == ""
    assert fault(Response(404, outside, error)) == "not the mock's own envelope"
    inside = (*json_type, ("x-mock-reason", "no_route: no operation has the path /serverops"))
    assert fault(Response(404, inside, b'{"error": "no operation has the path /serverops"}')) == "not an envelope"
    assert fault(Response(404, json_type, error)) == "no reason"
    assert fault(Response(404, because, b"gone")) == "not JSON"
    assert fault(Response(200, json_type, b"{}")) == "not a case"
    assert fault(Response(500, because, error)) == "the server blames itself"
    assert fault(Response(400, (("content-type", "text/plain; charset=utf-8"),), b"Invalid")) == ""
    assert fault(Response(404, (("content-type", "text/plain"),), b"Not Found")) == "not JSON"
    assert fault(Response(204)) == "no methods"
    assert fault(Response(200, (("x-smuggled", "1"),))) == "a header of the client's making"
