"""Requests to an ASGI or WSGI application in this process, without a socket."""

from __future__ import annotations

import asyncio
import io
import sys
import threading
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, unquote_to_bytes

from contracts.errors import TransportError
from contracts.messages import Request, Response
from contracts.transports.transport import LARGEST_BODY, TIMEOUT

Asgi = Callable[[MutableMapping[str, Any], Callable[[], Awaitable[Any]], Callable[[Any], Awaitable[None]]], Any]


class AsgiTransport:
    """Calls an ASGI application on its own event loop."""

    base = "http://localhost"

    def __init__(self, app: Asgi) -> None:
        self._app = app
        self._runner = asyncio.Runner()
        self._lock = threading.Lock()

    def send(self, request: Request) -> Response:
        """Send a request. An exception in the application raises :class:`TransportError`, like a broken connection."""
        with self._lock:
            return self._runner.run(self._send(request))

    def close(self) -> None:
        """Close the event loop."""
        self._runner.close()

    async def _send(self, request: Request) -> Response:
        outgoing: list[dict[str, Any]] = []
        pending = [{"type": "http.request", "body": request.body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            return pending.pop() if pending else {"type": "http.disconnect"}

        async def send(message: dict[str, Any]) -> None:
            outgoing.append(message)

        try:
            async with asyncio.timeout(TIMEOUT):
                await self._app(_scope(request), receive, send)
        except TimeoutError:
            raise TransportError(f"no response within {TIMEOUT:.0f} seconds", kind="timeout") from None
        except Exception as error:
            raise TransportError(f"the application raised {type(error).__name__}: {error}", kind="broken") from error
        response = _response(outgoing)
        # Servers drop the body of a response to HEAD, so applications may send one (RFC 9110, section 9.3.2).
        return replace(response, body=b"") if request.method == "HEAD" else response


def _scope(request: Request) -> dict[str, Any]:
    path, _, query = request.target.partition("?")
    headers = [] if request.header("host") else [("host", "localhost")]
    headers += [(name.lower(), value) for name, value in request.headers]
    if request.body and request.header("content-length") is None:
        headers.append(("content-length", str(len(request.body))))
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
        "extensions": {},
        "state": {},
    }


def _response(outgoing: list[dict[str, Any]]) -> Response:
    start = next((message for message in outgoing if message["type"] == "http.response.start"), None)
    if start is None:
        raise TransportError("the application sent no response", kind="broken")
    body = b"".join(message.get("body", b"") for message in outgoing if message["type"] == "http.response.body")
    if len(body) > LARGEST_BODY:
        raise TransportError(f"the response body is larger than {LARGEST_BODY} bytes", kind="too-large")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start.get("headers", ()))
    return Response(start["status"], headers, body)


Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class WsgiTransport:
    """Calls a WSGI application like a multi-threaded server does."""

    base = "http://localhost"

    def __init__(self, app: Wsgi) -> None:
        self._app = app

    def send(self, request: Request) -> Response:
        """Send a request. An exception in the application raises :class:`TransportError`, like a broken connection."""
        started: list[tuple[str, list[tuple[str, str]]]] = []
        written: list[bytes] = []

        def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> Callable[[bytes], None]:
            started[:] = [(status, headers)]
            return written.append

        try:
            written += _chunks(self._app(_environ(request), start_response))
        except TransportError:
            raise
        except Exception as error:
            raise TransportError(f"the application raised {type(error).__name__}: {error}", kind="broken") from error
        if not started:
            raise TransportError("the application sent no response", kind="broken")
        status, headers = started[0]
        # Servers drop the body of a response to HEAD (RFC 9110, section 9.3.2).
        body = b"" if request.method == "HEAD" else b"".join(written)
        return Response(int(status.partition(" ")[0]), tuple(headers), body)

    def close(self) -> None:
        """Do nothing: there are no connections."""


def _chunks(response: Iterable[bytes]) -> list[bytes]:
    chunks, size = [], 0
    try:
        for chunk in response:
            chunks.append(chunk)
            size += len(chunk)
            if size > LARGEST_BODY:
                raise TransportError(f"the response body is larger than {LARGEST_BODY} bytes", kind="too-large")
    finally:
        if hasattr(response, "close"):
            response.close()
    return chunks


def _environ(request: Request) -> dict[str, Any]:
    """The variables of PEP 3333, and the raw target under the names that servers use."""
    path, _, query = request.target.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        # PEP 3333, "Unicode Issues": one character per byte of the path.
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "RAW_URI": request.target,
        "REQUEST_URI": request.target,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if request.body:
        environ["CONTENT_LENGTH"] = str(len(request.body))
    for name in {name.lower(): None for name, _ in request.headers}:
        key = name.upper().replace("-", "_")
        prefix = "" if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else "HTTP_"
        # Repeated headers are joined with commas (RFC 3875, section 4.1.18).
        environ[prefix + key] = request.header(name)
    return environ
