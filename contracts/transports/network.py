"""Requests over a network, through httpcore.

Nothing is added to a request but what HTTP/1.1 needs and our name, its target is sent to the byte, and nothing is done
with an answer: no redirect is followed, no cookie kept, no proxy of the environment asked.
"""

from __future__ import annotations

import ssl
import zlib
from urllib.parse import urlsplit

import h11
import httpcore

from contracts.errors import TransportError, UsageError
from contracts.messages import Headers, Request, Response
from contracts.transports.deadline import Deadlines
from contracts.transports.transport import LARGEST_BODY, TIMEOUT
from contracts.version import version

CONNECTIONS = 32
"""Connections that are kept at once: checks send some requests in parallel."""

IDLE = 1.0
"""Seconds after which an idle connection is not used again, well before servers close theirs (many: 5 seconds).

A request that meets a closing connection would look like one without an answer.
"""

PORTS = {"http": 80, "https": 443}

_BodyParts = list[bytes]


class NetworkTransport:
    """Sends requests to one server (see :class:`contracts.transports.transport.Transport`)."""

    def __init__(self, base: str, context: ssl.SSLContext | None = None) -> None:
        self.base = base.rstrip("/")
        self._place = urlsplit(self.base)
        self._deadlines = Deadlines()
        self._name = f"casemock/{version()}".encode()
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=CONNECTIONS,
            max_keepalive_connections=CONNECTIONS,
            keepalive_expiry=IDLE,
            network_backend=self._deadlines,
        )

    def send(self, request: Request) -> Response:
        """Send a request; see the protocol. Raises :class:`ValueError` for one that HTTP/1.1 has no form for."""
        self._deadlines.begin(TIMEOUT)
        try:
            return self._answer(self._message(request))
        except (httpcore.LocalProtocolError, h11.LocalProtocolError) as error:  # httpcore lets some of h11's through
            raise ValueError(f"no request of HTTP/1.1: {error}") from error
        except (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, OSError) as error:
            raise _translated(error, self.base) from error

    def close(self) -> None:
        """Close the connections."""
        self._pool.close()

    def _message(self, request: Request) -> httpcore.Request:
        place = self._place
        host = place.hostname or ""
        port = place.port or PORTS[place.scheme]
        target = (place.path + request.target or "/").encode("latin-1", "replace")
        url = httpcore.URL(scheme=place.scheme.encode(), host=host.encode("idna"), port=port, target=target)
        added = {b"host": place.netloc.rpartition("@")[2].encode("idna"), b"user-agent": self._name}
        if request.body or request.method in {"POST", "PUT", "PATCH"}:  # RFC 9110, section 8.6
            added[b"content-length"] = str(len(request.body)).encode()
        # White space around a value is no part of it (RFC 9110, section 5.5), and h11 refuses it.
        own = [
            (name.encode("latin-1"), value.strip(" \t").encode("latin-1", "replace")) for name, value in request.headers
        ]
        given = {name.lower() for name, _ in own}
        headers = [pair for pair in added.items() if pair[0] not in given] + own
        return httpcore.Request(request.method, url, headers=headers, content=request.body)

    def _answer(self, message: httpcore.Request) -> Response:
        answer = self._pool.handle_request(message)
        try:
            parts = _limited(answer)
        finally:
            answer.close()
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers)
        return Response(answer.status, headers, _decoded(parts, headers))


def over_http(base: str, *, verify: bool = True, authorities: str = "") -> NetworkTransport:
    """Requests to a server.

    :param base: its base URL.
    :param verify: whether the server's certificate must hold.
    :param authorities: a file of certificates to trust instead of the system's.
    :raises UsageError: for a URL or a file that cannot be used.
    """
    hint = "for example http://127.0.0.1:8080/serverops"
    try:
        parts = urlsplit(base)
        usable = parts.scheme in PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none, half an IPv6 address
        usable = False
    if not usable:
        raise UsageError(f"--url: not a base URL: '{base}'", hint=hint)
    if parts.query or parts.fragment:
        raise UsageError("--url: a base URL has no query and no fragment", hint="leave out what follows the path")
    if parts.username is not None:
        raise UsageError("--url: credentials do not belong into a base URL", hint="name them with --identity")
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


def _limited(answer: httpcore.Response) -> _BodyParts:
    """The parts of a body. Raises :class:`TransportError` where it is too large."""
    parts, size = [], 0
    for part in answer.iter_stream():
        parts.append(part)
        size += len(part)
        if size > LARGEST_BODY:
            raise _too_large()
    return parts


def _decoded(parts: _BodyParts, headers: Headers) -> bytes:
    """The body without its content coding: gzip is sent by some servers though nothing asks for it."""
    codings = [value.strip().lower() for name, value in headers if name.lower() == "content-encoding"]
    body = b"".join(parts)
    if codings != ["gzip"] or not body:
        return body
    decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        decoded = decoder.decompress(body, LARGEST_BODY + 1)
    except zlib.error as error:
        raise TransportError(f"no whole answer: the body is no gzip ({error})", kind="broken") from error
    if len(decoded) > LARGEST_BODY:
        raise _too_large()
    return decoded


def _too_large() -> TransportError:
    return TransportError(f"the answer has more than {LARGEST_BODY} bytes", kind="too-large")


def _translated(error: Exception, base: str) -> TransportError:
    """What a library's exception means to a user."""
    text = str(error) or type(error).__name__
    if isinstance(error, httpcore.TimeoutException):
        hint = "is the server busy?"
        return TransportError(f"no whole answer within {TIMEOUT:.0f} seconds", kind="timeout", hint=hint)
    if "SSL" in text or "certificate" in text.lower():
        hint = "trust its authority with --cacert FILE, or look at no certificate with --insecure"
        if "certificate" not in text.lower():
            hint = "does the server speak TLS there? If not, the URL begins with http://"
        return TransportError(f"TLS with {base} failed: {text}", kind="tls", hint=hint)
    if isinstance(error, httpcore.ConnectError):
        return TransportError(f"nothing answers at {base}: {text}", kind="unreachable", hint="is the server running?")
    return TransportError(f"no whole answer: {text}", kind="broken")
