"""2,000 malformed requests to a server process: it keeps serving and never returns a 5xx status code."""

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
TIMEOUT = 30
"""Seconds after which a connection that is still open fails the test."""

OUTSIDE_APIS = re.compile(r"no_route: no operation has the path (?!/serverops(/|$))")
"""The reason that the mock gives for a path outside all APIs."""

HTTP_SERVER_STATUSES = {400, 414, 431}
"""Status codes of the plain-text responses that the HTTP server itself may send."""


def test_requests_are_the_same_in_every_run() -> None:
    payloads = malformed(COUNT)
    assert payloads == malformed(COUNT)
    assert len(payloads) == COUNT
    assert len(set(payloads)) > COUNT * 0.95


def test_server_keeps_serving(serve: Callable[..., str]) -> None:
    url = serve()
    parts = urlsplit(url)
    send, before = over_http(url), None
    payloads = iter(malformed(COUNT))
    received_responses = 0
    while batch := list(islice(payloads, BATCH)):
        for payload in batch:
            received = send_bytes((parts.hostname or "", parts.port or 0), payload)
            for response in responses(received, payload):
                assert problem(response) == "", (payload[:500], response)
                received_responses += 1
        before = before or body_of_valid_request(send)
        assert body_of_valid_request(send) == before
    assert received_responses > COUNT / 2


def send_bytes(address: tuple[str, int], payload: bytes) -> bytes:
    """Send all bytes, shut down writing, and return what the server sends until it closes the connection."""
    received = bytearray()
    with socket.create_connection(address, timeout=TIMEOUT) as connection:
        with closed_early():
            connection.sendall(payload)
            connection.shutdown(socket.SHUT_WR)
        with closed_early():
            while chunk := connection.recv(65536):
                received += chunk
    return bytes(received)


@contextlib.contextmanager
def closed_early() -> Iterator[None]:
    """Ignore errors with_reason the server closed the connection early, which it may do."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ECONNRESET, errno.EPIPE, errno.ENOTCONN}:
            raise


def body_of_valid_request(send: Callable[[Request], Response]) -> bytes:
    """Request a case that no malformed request concerns; return the body."""
    response = send(Request("GET", "/serverops/cases/untouched", (("authorization", "Bearer so_test_full"),)))
    assert response.status == 200
    return response.body


# ---------------------------------------------------------------------- responses


def responses(received: bytes, payload: bytes) -> Iterator[Response]:
    """Yield the complete responses in the received bytes; a truncated one at the end is ignored."""
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


def problem(response: Response) -> str:
    """Return what is wrong with a response; ``""`` if it is valid."""
    if response.header("x-smuggled") is not None:
        return "header injected by the client"
    if response.status in HTTP_SERVER_STATUSES and response.media_type == "text/plain":
        return ""
    if response.status >= 500:
        return "server error"
    if response.status == 204:
        return "" if response.header("allow") or response.header("access-control-allow-methods") else "no methods"
    return body_problem(response)


def body_problem(response: Response) -> str:
    """Return what is wrong with a response of the application: it must be a case or an error of the API or the mock."""
    try:
        body: Any = response.json
    except ValueError:
        return "not JSON"
    if response.status == 200:
        return "" if CONTRACT.schema("/components/schemas/ServerOpsCase").is_valid(body) else "not a case"
    reason = response.header("x-mock-reason") or ""
    if not reason and response.header("preference-applied") is None:
        return "no reason"
    if response.status == 421:  # a host of another server, which has no API
        return "" if reason.endswith(body["error"]) and "--allow-host" in body["hint"] else "not the error of a host"
    if OUTSIDE_APIS.match(reason):
        return "" if body == {"error": reason.removeprefix("no_route: ")} else "not an error body of the mock"
    return (
        "" if CONTRACT.schema("/components/schemas/ServerOpsError").is_valid(body) else "not an error body of the API"
    )


def test_invalid_responses_are_detected() -> None:
    json_type = (("content-type", "application/json"),)
    with_reason = (*json_type, ("x-mock-reason", "x"))
    error = json.dumps({"error": {"code": "x", "message": "y"}}).encode()
    assert problem(Response(404, with_reason, error)) == ""
    outside = (*json_type, ("x-mock-reason", "no_route: no operation has the path /serveropsx"))
    assert problem(Response(404, outside, b'{"error": "no operation has the path /serveropsx"}')) == ""
    assert problem(Response(404, outside, error)) == "not an error body of the mock"
    inside = (*json_type, ("x-mock-reason", "no_route: no operation has the path /serverops"))
    assert (
        problem(Response(404, inside, b'{"error": "no operation has the path /serverops"}'))
        == "not an error body of the API"
    )
    assert problem(Response(404, json_type, error)) == "no reason"
    assert problem(Response(404, with_reason, b"gone")) == "not JSON"
    assert problem(Response(200, json_type, b"{}")) == "not a case"
    assert problem(Response(500, with_reason, error)) == "server error"
    assert problem(Response(400, (("content-type", "text/plain; charset=utf-8"),), b"Invalid")) == ""
    assert problem(Response(404, (("content-type", "text/plain"),), b"Not Found")) == "not JSON"
    assert problem(Response(204)) == "no methods"
    assert problem(Response(200, (("x-smuggled", "1"),))) == "header injected by the client"
