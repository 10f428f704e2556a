"""Requests sent exactly as they are written, to an ASGI application or to a server, and what comes back.

No client library stands between: it would normalise paths, add headers, and refuse what a test is about.
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
"""Seconds that a server may take for an answer before the test gives up."""

Send = Callable[[Request], Response]


def in_process(app: Any) -> Send:
    """Send to an ASGI application, each request on an event loop of its own."""

    def send(request: Request) -> Response:
        with closing(AsgiTransport(app)) as transport:
            return transport.send(request)

    return send


def over_http(url: str) -> Send:
    """Send to a server, each request on a connection of its own."""
    place = urlsplit(url)

    def send(request: Request) -> Response:
        connection = HTTPConnection(place.hostname or "", place.port, timeout=TIMEOUT)
        try:
            named = request.header("host") is not None
            connection.putrequest(request.method, request.target, skip_host=named, skip_accept_encoding=True)
            for name, value in request.headers:
                connection.putheader(name, value)
            connection.endheaders(request.body or None)
            response = connection.getresponse()
            return Response(response.status, tuple(response.getheaders()), response.read())
        finally:
            connection.close()

    return send
