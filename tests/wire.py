"""Requests sent exactly as they are written, to an ASGI application or to a server, and what comes back.

No client library stands between: it would normalise paths, add headers, and refuse what a test is about.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import unquote, urlsplit

TIMEOUT = 30
"""Seconds that a server may take for an answer before the test gives up."""


@dataclass(frozen=True)
class Request:
    """A request to the byte; headers are name and value in the order they are sent."""

    method: str
    target: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True)
class Response:
    """What came back; headers by lower-case name, several of one name joined by commas."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body parsed; raises :class:`ValueError` where it is not JSON."""
        return json.loads(self.body)


Send = Callable[[Request], Response]


def in_process(app: Any) -> Send:
    """Send to an ASGI application."""
    return lambda request: asyncio.run(_call(app, request))


async def _call(app: Any, request: Request) -> Response:
    path, _, query = request.target.partition("?")
    headers = [*([] if _names_host(request) else [("host", "localhost")]), *request.headers]
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "root_path": "",
        "headers": [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    incoming = [{"type": "http.request", "body": request.body, "more_body": False}]
    outgoing: list[Any] = []

    async def receive() -> Any:
        return incoming.pop() if incoming else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        outgoing.append(message)

    await app(scope, receive, send)
    start, *chunks = outgoing
    received = [(name.decode("ascii"), value.decode("latin-1")) for name, value in start["headers"]]
    return Response(start["status"], _joined(received), b"".join(chunk.get("body", b"") for chunk in chunks))


def over_http(url: str) -> Send:
    """Send to a server, each request on a connection of its own."""
    place = urlsplit(url)

    def send(request: Request) -> Response:
        connection = HTTPConnection(place.hostname or "", place.port, timeout=TIMEOUT)
        try:
            named = _names_host(request)
            connection.putrequest(request.method, request.target, skip_host=named, skip_accept_encoding=True)
            for name, value in request.headers:
                connection.putheader(name, value)
            connection.endheaders(request.body or None)
            response = connection.getresponse()
            return Response(response.status, _joined(response.getheaders()), response.read())
        finally:
            connection.close()

    return send


def _names_host(request: Request) -> bool:
    return any(name.lower() == "host" for name, _ in request.headers)


def _joined(headers: Sequence[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in headers:
        lower = name.lower()
        joined[lower] = f"{joined[lower]}, {value}" if lower in joined else value
    return joined
