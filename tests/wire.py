"""Sends requests without normalization to an ASGI application or a server.

A client library would normalize paths, add headers and reject invalid requests, which the tests need.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from contracts.messages import Request, Response
from contracts.transports.in_process import AsgiTransport

TIMEOUT = 30
"""Seconds to wait for a response."""

Send = Callable[[Request], Response]


def in_process(app: Any) -> Send:
    """Return a function that sends requests to an ASGI application, each in its own event loop.

    The lifespan is not sent: the shutdown after each request would clear the store of a mock.
    """

    async def without_lifespan(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            raise NotImplementedError  # how an application says that it has no lifespan support
        await app(scope, receive, send)

    def send(request: Request) -> Response:
        with closing(AsgiTransport(without_lifespan)) as transport:
            return transport.send(request)

    return send


def over_http(url: str) -> Send:
    """Return a function that sends requests to a server, each on its own connection."""
    parts = urlsplit(url)

    def send(request: Request) -> Response:
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=TIMEOUT)
        try:
            has_host = request.header("host") is not None
            connection.putrequest(request.method, request.target, skip_host=has_host, skip_accept_encoding=True)
            for name, value in request.headers:
                connection.putheader(name, value)
            connection.endheaders(request.body or None)
            response = connection.getresponse()
            return Response(response.status, tuple(response.getheaders()), response.read())
        finally:
            connection.close()

    return send
