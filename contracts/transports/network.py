"""Requests over a network, through httpx.

Nothing is added to a request but what HTTP/1.1 needs, its target is sent as it is written, and no redirect is followed.
"""

from __future__ import annotations

import ssl
import time
from typing import Any
from urllib.parse import urlsplit

import httpx

from contracts.errors import TransportError, UsageError
from contracts.messages import Request, Response
from contracts.transports.transport import LARGEST_BODY, TIMEOUT

CONNECT_TIMEOUT = 5.0
"""Seconds that a connection may take."""

CONNECTIONS = 32
"""Connections that are kept at once: checks send some requests in parallel."""


class NetworkTransport:
    """Sends requests with a client of httpx (see :class:`contracts.transports.transport.Transport`)."""

    def __init__(self, client: httpx.Client, base: str) -> None:
        self.base = base.rstrip("/")
        self._client = client
        self._root = urlsplit(self.base).path

    def send(self, request: Request) -> Response:
        """Send a request; see the protocol."""
        began = time.monotonic()
        try:
            answer = self._client.send(self._message(request), stream=True)
            try:
                body = _whole(answer, began)
            finally:
                answer.close()
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, ValueError) as error:
            raise _translated(error, self.base) from error
        headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in answer.headers.raw)
        return Response(answer.status_code, headers, body)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _message(self, request: Request) -> httpx.Request:
        target = (self._root + request.target).encode("latin-1", "replace")
        # White space around a value is no part of it (RFC 9110, section 5.5), and h11 refuses it.
        headers = [
            (name.encode("latin-1"), value.strip(" \t").encode("latin-1", "replace")) for name, value in request.headers
        ]
        message = httpx.Request(request.method, self.base, headers=headers, content=request.body or None)
        message.url = message.url.copy_with(raw_path=target) if _is_plain(target) else message.url
        message.extensions["target"] = target
        message.extensions["timeout"] = {"connect": CONNECT_TIMEOUT, "read": TIMEOUT, "write": TIMEOUT, "pool": TIMEOUT}
        return message


def over_http(base: str, *, verify: bool = True, authorities: str = "") -> NetworkTransport:
    """Requests to a server.

    :param base: its base URL.
    :param verify: whether the server's certificate must hold.
    :param authorities: a file of certificates to trust instead of the system's.
    :raises UsageError: for a URL or a file that cannot be used.
    """
    parts = urlsplit(base)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise UsageError(f"--url: not a base URL: '{base}'", hint="for example http://127.0.0.1:8080/serverops")
    if parts.query or parts.fragment:
        raise UsageError("--url: a base URL has no query and no fragment", hint="leave out what follows the path")
    try:
        context: Any = ssl.create_default_context(cafile=authorities) if authorities else verify
    except OSError as error:
        raise UsageError(f"--cacert: cannot read '{authorities}': {error.strerror or error}") from None
    limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    return NetworkTransport(httpx.Client(verify=context, trust_env=False, limits=limits), base)


def _is_plain(target: bytes) -> bool:
    """Whether httpx takes a target as part of a URL, as an application in process must be told it."""
    return all(32 < byte < 127 for byte in target) and target.startswith(b"/")


def _whole(answer: httpx.Response, began: float) -> bytes:
    """The body. Raises :class:`TransportError` where it does not end in time or is too large."""
    body = bytearray()
    for part in answer.iter_bytes():
        body += part
        if len(body) > LARGEST_BODY:
            raise TransportError(f"the answer has more than {LARGEST_BODY} bytes", kind="too-large")
        if time.monotonic() - began > TIMEOUT:
            raise TransportError(f"the answer did not end within {TIMEOUT:.0f} seconds", kind="timeout")
    return bytes(body)


def _translated(error: Exception, base: str) -> TransportError:
    """What a library's exception means to a user."""
    text = str(error) or type(error).__name__
    if isinstance(error, httpx.TimeoutException):
        return TransportError(f"no answer within {TIMEOUT:.0f} seconds", kind="timeout", hint="is the server busy?")
    if "SSL" in text or "certificate" in text.lower():
        hint = "trust its authority with --cacert FILE, or look at no certificate with --insecure"
        return TransportError(f"TLS with {base} failed: {text}", kind="tls", hint=hint)
    if isinstance(error, httpx.ConnectError):
        return TransportError(f"nothing answers at {base}: {text}", kind="unreachable", hint="is the server running?")
    return TransportError(f"no whole answer: {text}", kind="broken")
