"""Requests over a network, through httpcore, with one time limit for a request and its response."""

from __future__ import annotations

import ssl
from urllib.parse import urlsplit

import h11
import httpcore

from contracts.errors import TransportError, UsageError
from contracts.messages import Request, Response
from contracts.transports.deadlines import Deadlines
from contracts.transports.transport import LARGEST_BODY, TIMEOUT, seconds_until
from contracts.transports.wire_form import decoded, invalid_request, sent_headers, too_large

CONNECTIONS = 32
"""Size of the connection pool: checks send some requests in parallel."""

IDLE = 1.0
"""Seconds after which an idle connection is closed; most servers close theirs after 5 seconds or more.

A request on a connection that the server is closing would fail as if the server had not responded.
"""

PORTS = {"http": 80, "https": 443}

SERVER_ERROR = 500
"""Smallest status code after which a connection is not used again: many servers close it without saying so."""


class NetworkTransport:
    """Sends requests to one server (see :class:`contracts.transports.transport.Transport`)."""

    def __init__(self, base: str, context: ssl.SSLContext | None = None) -> None:
        self.base = base.rstrip("/")
        self.deadline: float | None = None
        self._url = urlsplit(self.base)
        self._context = context
        self._deadlines = Deadlines()
        self._host = self._url.netloc.rpartition("@")[2].encode("idna")
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=CONNECTIONS,
            max_keepalive_connections=CONNECTIONS,
            keepalive_expiry=IDLE,
            network_backend=self._deadlines,
        )

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        """See ``Transport.send``. Raises :class:`ValueError` for a request that HTTP/1.1 cannot express."""
        self._deadlines.begin(seconds_until(self.deadline, TIMEOUT))
        try:
            message = self._message(request)
            return self._on_new_connection(message) if fresh else self._on_any_connection(message)
        except (httpcore.LocalProtocolError, h11.LocalProtocolError) as error:  # httpcore passes some of h11 on
            raise invalid_request(error) from error
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
        return httpcore.Request(request.method, url, headers=sent_headers(request, self._host), content=request.body)

    def _on_any_connection(self, message: httpcore.Request) -> Response:
        """Exchange a message; repeat it if an open connection turns out to be closed.

        Servers close connections after an error or when idle, without a notice in the last response, and a request on
        its way is lost. It was not processed (RFC 9112, section 9.3.1), so it is sent once more.
        """
        try:
            return _exchange(self._pool, message)
        except (httpcore.NetworkError, httpcore.RemoteProtocolError, OSError):
            if not self._deadlines.is_unanswered_reuse():
                raise
            return self._on_new_connection(message)

    def _on_new_connection(self, message: httpcore.Request) -> Response:
        connection = httpcore.HTTPConnection(
            message.url.origin, ssl_context=self._context, network_backend=self._deadlines
        )
        try:
            return _exchange(connection, message)
        finally:
            connection.close()


def _exchange(sender: httpcore.ConnectionPool | httpcore.HTTPConnection, message: httpcore.Request) -> Response:
    response = sender.handle_request(message)
    try:
        body = _limited(response)
        if response.status >= SERVER_ERROR:
            response.extensions["network_stream"].close()
    finally:
        response.close()
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in response.headers)
    return Response(response.status, headers, decoded(body, headers, LARGEST_BODY))


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


def _limited(response: httpcore.Response) -> bytes:
    """Return the body. Raises :class:`TransportError` if it is too large."""
    parts, size = [], 0
    for part in response.iter_stream():
        parts.append(part)
        size += len(part)
        if size > LARGEST_BODY:
            raise too_large(LARGEST_BODY)
    return b"".join(parts)


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
