"""Requests to a WSGI application in this process, with the responses that a server such as werkzeug would send."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from contracts.errors import TransportError
from contracts.messages import Headers, Request, Response
from contracts.transports import transport as limits
from contracts.transports.wire_form import decoded, has_no_body, origin_form, require_valid, sent_headers, too_large

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

HOST = b"localhost"

ERROR_PAGE = b"<!doctype html><title>Internal Server Error</title><h1>Internal Server Error</h1>"

INTERNAL_ERROR = Response(
    500,
    (
        ("content-type", "text/html; charset=utf-8"),
        ("content-length", str(len(ERROR_PAGE))),
        ("connection", "close"),
    ),
    ERROR_PAGE,
)
"""What servers send for an application that fails without a response."""


class WsgiTransport:
    """Calls a WSGI application like a multi-threaded server does."""

    base = "http://localhost"
    deadline: float | None = None

    def __init__(self, app: Wsgi) -> None:
        self._app = app

    def send(self, request: Request, *, fresh: bool = False) -> Response:  # noqa: ARG002 - there are no connections
        """See ``Transport.send``. Raises :class:`ValueError` for a request that HTTP/1.1 cannot express."""
        environ = _environ(request)
        exchange = _Exchange()
        try:
            exchange.run(self._app, environ)
        except TransportError:
            raise
        except Exception as error:
            if not exchange.is_sent:
                return INTERNAL_ERROR if request.method != "HEAD" else Response(500, INTERNAL_ERROR.headers)
            if not exchange.is_complete(request.method):
                reason = f"the application raised {type(error).__name__}: {error}"
                raise TransportError(f"incomplete response: {reason}", kind="broken") from error
        return exchange.response(request.method)

    def close(self) -> None:
        """Do nothing: there are no connections."""


class _Exchange:
    """A response that an application writes.

    :ivar is_sent: whether a server would have sent the status line: it does with the first part of the body.
    """

    def __init__(self) -> None:
        self.is_sent = False
        self._is_over = False
        self._status = ""
        self._headers: list[tuple[str, str]] | None = None
        self._parts: list[bytes] = []
        self._size = 0

    def run(self, app: Wsgi, environ: dict[str, Any]) -> None:
        """Call the application and read its response."""
        parts = app(environ, self._start)
        try:
            for part in parts:
                self._write(part)
            if not self.is_sent:
                self._write(b"")
            self._is_over = True
        finally:
            if hasattr(parts, "close"):
                parts.close()

    def is_complete(self, method: str) -> bool:
        """Whether a client has the complete response, although the application may still fail."""
        length = self._length()
        return self._is_over or has_no_body(method, self._code()) or (length is not None and self._size >= length)

    def response(self, method: str) -> Response:
        """Return the response as a client gets it. Raises :class:`TransportError` if the body is too short."""
        headers = tuple((name, value.strip(" \t")) for name, value in self._headers or ())
        if has_no_body(method, self._code()):
            return Response(self._code(), headers)
        length, body = self._length(), b"".join(self._parts)
        if length is not None and len(body) < length:
            raise TransportError("incomplete response: the body is shorter than its Content-Length", kind="broken")
        return Response(self._code(), headers, decoded(body[:length], headers))

    def _start(self, status: str, headers: list[tuple[str, str]], failure: Any = None) -> Callable[[bytes], None]:
        """The ``start_response`` of PEP 3333."""
        if failure is not None and self.is_sent:
            raise failure[1].with_traceback(failure[2])
        if failure is None and self._headers is not None:
            raise AssertionError("start_response was called twice")
        self._status, self._headers = status, headers
        return self._write

    def _write(self, part: bytes) -> None:
        if self._headers is None:
            raise AssertionError("the application wrote before start_response")
        if not isinstance(part, bytes):
            raise TypeError("the application must write bytes")
        if not self.is_sent:
            require_valid_headers(self._code(), self._headers)
            self.is_sent = True
        self._parts.append(part)
        self._size += len(part)
        if self._size > limits.LARGEST_BODY:
            raise too_large(limits.LARGEST_BODY)

    def _code(self) -> int:
        return int(self._status.partition(" ")[0])

    def _length(self) -> int | None:
        lengths = [value for name, value in self._headers or () if name.lower() == "content-length"]
        return int(lengths[0]) if lengths else None


def require_valid_headers(status: int, headers: Iterable[tuple[str, str]]) -> Headers:
    """Return the headers. Raises :class:`ValueError` if a server cannot send them (PEP 3333, ``start_response``)."""
    for name, value in headers:
        text = (name + value).encode("latin-1")  # UnicodeEncodeError is a ValueError
        if b"\n" in text or b"\r" in text:
            raise ValueError(f"invalid response header {name!r} with status {status}")
    return tuple(headers)


def _environ(request: Request) -> dict[str, Any]:
    """The variables of PEP 3333, and the raw target under the names that servers use."""
    target = request.target or "/"
    headers = sent_headers(request, HOST)
    require_valid(request.method, target.encode("latin-1", "replace"), headers)
    path, query = origin_form(target)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        # PEP 3333, "Unicode Issues": one character per byte of the path.
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "RAW_URI": target,
        "REQUEST_URI": target,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers:
        if b"_" not in name:  # servers drop it, as its variable would be that of a name with a hyphen
            _add_variable(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def _add_variable(environ: dict[str, Any], name: str, value: str) -> None:
    """Add the variable of a header; repeated headers are joined with commas (RFC 3875, section 4.1.18)."""
    key = name.upper().replace("-", "_")
    key = key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
    environ[key] = f"{environ[key]}, {value}" if key in environ else value
