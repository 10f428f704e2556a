"""Requests over a network, through httpcore, with one time limit for a request and its response."""

from __future__ import annotations

import ssl
import threading
import time
import zlib
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import h11
import httpcore

from contracts.errors import TransportError, UsageError
from contracts.messages import Headers, Request, Response
from contracts.transports.transport import LARGEST_BODY, TIMEOUT
from contracts.version import version

SHORTEST = 0.001
"""Shortest timeout in seconds: a timeout of 0 makes a socket non-blocking."""


class Deadlines(httpcore.NetworkBackend):
    """Opens connections that respect the deadline of the thread that uses them."""

    def __init__(self) -> None:
        self._backend = httpcore.SyncBackend()
        self._local = threading.local()

    def begin(self, seconds: float) -> None:
        """Set the deadline of this thread to ``seconds`` from now."""
        self._local.deadline = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until the deadline of this thread. Raises :class:`httpcore.ReadTimeout` after it."""
        seconds: float = self._local.deadline - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout("deadline exceeded")
        return max(seconds, SHORTEST)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - replaced by the deadline, here and below
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Open a connection."""
        stream = self._backend.connect_tcp(host, port, self.left(), local_address, socket_options)
        return _Stream(stream, self)


class _Stream(httpcore.NetworkStream):
    """A connection that respects the deadline of the current thread."""

    def __init__(self, stream: httpcore.NetworkStream, deadlines: Deadlines) -> None:
        self._stream = stream
        self._deadlines = deadlines

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._stream.read(max_bytes, self._deadlines.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadlines.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._deadlines.left()), self._deadlines)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


CONNECTIONS = 32
"""Size of the connection pool: checks send some requests in parallel."""

IDLE = 1.0
"""Seconds after which an idle connection is closed; most servers close theirs after 5 seconds or more.

A request on a connection that the server is closing would fail as if the server had not responded.
"""

PORTS = {"http": 80, "https": 443}

_BodyParts = list[bytes]


class NetworkTransport:
    """Sends requests to one server (see :class:`contracts.transports.transport.Transport`)."""

    def __init__(self, base: str, context: ssl.SSLContext | None = None) -> None:
        self.base = base.rstrip("/")
        self._url = urlsplit(self.base)
        self._deadlines = Deadlines()
        self._user_agent = f"casemock/{version()}".encode()
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=CONNECTIONS,
            max_keepalive_connections=CONNECTIONS,
            keepalive_expiry=IDLE,
            network_backend=self._deadlines,
        )

    def send(self, request: Request) -> Response:
        """See ``Transport.send``. Raises :class:`ValueError` for a request that HTTP/1.1 cannot express."""
        self._deadlines.begin(TIMEOUT)
        try:
            return self._exchange(self._message(request))
        except (httpcore.LocalProtocolError, h11.LocalProtocolError) as error:  # httpcore passes some of h11 on
            raise ValueError(f"not a valid HTTP/1.1 request: {error}") from error
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            raise _translated(error, self.base) from error

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def _message(self, request: Request) -> httpcore.Request:
        base = self._url
        host = base.hostname or ""
        port = base.port or PORTS[base.scheme]
        target = (base.path + request.target or "/").encode("latin-1", "replace")
        url = httpcore.URL(scheme=base.scheme.encode(), host=host.encode("idna"), port=port, target=target)
        added = {b"host": base.netloc.rpartition("@")[2].encode("idna"), b"user-agent": self._user_agent}
        if request.body or request.method in {"POST", "PUT", "PATCH"}:  # RFC 9110, section 8.6
            added[b"content-length"] = str(len(request.body)).encode()
        # Whitespace around a header value is not part of it (RFC 9110, section 5.5), and h11 rejects it.
        own = [
            (name.encode("latin-1"), value.strip(" \t").encode("latin-1", "replace")) for name, value in request.headers
        ]
        given = {name.lower() for name, _ in own}
        headers = [pair for pair in added.items() if pair[0] not in given] + own
        return httpcore.Request(request.method, url, headers=headers, content=request.body)

    def _exchange(self, message: httpcore.Request) -> Response:
        response = self._pool.handle_request(message)
        try:
            parts = _limited(response)
        finally:
            response.close()
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
        return Response(response.status, headers, _decoded(parts, headers))


def over_http(base: str, *, verify: bool = True, authorities: str = "") -> NetworkTransport:
    """Create a transport to a server.

    :param base: base URL of the server.
    :param verify: whether to verify the server's TLS certificate.
    :param authorities: file of CA certificates to trust instead of the system's.
    :raises UsageError: for an invalid URL or an unreadable file.
    """
    hint = "example: http://127.0.0.1:8080/serverops"
    try:
        parts = urlsplit(base)
        usable = parts.scheme in PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:  # an invalid port or IPv6 address
        usable = False
    if not usable:
        raise UsageError(f"--url: '{base}' is not an http:// or https:// URL", hint=hint)
    if parts.query or parts.fragment:
        raise UsageError("--url must not have a query or fragment", hint="remove everything after the path")
    if parts.username is not None:
        raise UsageError("--url must not contain credentials", hint="use --identity")
    return NetworkTransport(base, _context(verify, authorities) if parts.scheme == "https" else None)


def _context(verify: bool, authorities: str) -> ssl.SSLContext:
    try:
        context = ssl.create_default_context(cafile=authorities or None)
    except OSError as error:
        raise UsageError(f"--cacert: cannot read '{authorities}': {error.strerror or error}") from None
    if not verify:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _limited(response: httpcore.Response) -> _BodyParts:
    """The chunks of a body. Raises :class:`TransportError` if it is too large."""
    parts, size = [], 0
    for part in response.iter_stream():
        parts.append(part)
        size += len(part)
        if size > LARGEST_BODY:
            raise _too_large()
    return parts


def _decoded(parts: _BodyParts, headers: Headers) -> bytes:
    """The decoded body: some servers send gzip without an ``Accept-Encoding``."""
    codings = [value.strip().lower() for name, value in headers if name.lower() == "content-encoding"]
    body = b"".join(parts)
    if codings != ["gzip"] or not body:
        return body
    decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        decoded = decoder.decompress(body, LARGEST_BODY + 1)
    except zlib.error as error:
        raise TransportError(f"incomplete response: the body is not valid gzip ({error})", kind="broken") from error
    if len(decoded) > LARGEST_BODY:
        raise _too_large()
    return decoded


def _too_large() -> TransportError:
    return TransportError(f"the response body is larger than {LARGEST_BODY} bytes", kind="too-large")


def _translated(error: Exception, base: str) -> TransportError:
    """Translate an exception of httpcore or the operating system."""
    text = str(error) or type(error).__name__
    if isinstance(error, httpcore.TimeoutException):
        hint = "is the server busy?"
        return TransportError(f"no complete response within {TIMEOUT:.0f} seconds", kind="timeout", hint=hint)
    if "SSL" in text or "certificate" in text.lower():
        hint = "trust its CA with --cacert FILE, or skip the verification with --insecure"
        if "certificate" not in text.lower():
            hint = "does the server use TLS on this port? If not, use http://"
        return TransportError(f"TLS with {base} failed: {text}", kind="tls", hint=hint)
    if isinstance(error, httpcore.ConnectError):
        return TransportError(f"cannot connect to {base}: {text}", kind="unreachable", hint="is the server running?")
    return TransportError(f"incomplete response: {text}", kind="broken")
