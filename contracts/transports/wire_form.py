"""What goes over the wire: headers as they are sent, and bodies as they are received; shared by all transports."""

from __future__ import annotations

import zlib

import h11

from contracts.errors import TransportError
from contracts.messages import Headers, Request
from contracts.transports.transport import LARGEST_BODY
from contracts.version import version

USER_AGENT = f"casemock/{version()}".encode()

WITH_LENGTH = frozenset({"POST", "PUT", "PATCH"})
"""Methods whose requests have a ``Content-Length`` even without a body (RFC 9110, section 8.6)."""

WireHeaders = list[tuple[bytes, bytes]]


def sent_headers(request: Request, host: bytes) -> WireHeaders:
    """Return the headers of a request as they are sent: its own, after those that every client adds."""
    added = {b"host": host, b"user-agent": USER_AGENT}
    if request.body or request.method in WITH_LENGTH:
        added[b"content-length"] = str(len(request.body)).encode()
    # Whitespace around a header value is not part of it (RFC 9110, section 5.5), and h11 rejects it.
    own = [(name.encode("latin-1"), value.strip(" \t").encode("latin-1", "replace")) for name, value in request.headers]
    given = {name.lower() for name, _ in own}
    return [pair for pair in added.items() if pair[0] not in given] + own


def require_valid(method: str, target: bytes, headers: WireHeaders) -> None:
    """Raise :class:`ValueError` for a request that HTTP/1.1 cannot express."""
    try:
        h11.Request(method=method, target=target, headers=headers)
    except h11.LocalProtocolError as error:
        raise invalid_request(error) from error


def invalid_request(error: Exception) -> ValueError:
    """Return the exception for a request that HTTP/1.1 cannot express."""
    return ValueError(f"not a valid HTTP/1.1 request: {error}")


def decoded(body: bytes, headers: Headers, largest: int = LARGEST_BODY) -> bytes:
    """Return the decoded body: some servers send gzip without an ``Accept-Encoding``.

    :raises TransportError: if the body is not gzip, or the decoded body is larger than ``largest``.
    """
    codings = [value.strip().lower() for name, value in headers if name.lower() == "content-encoding"]
    if codings != ["gzip"] or not body:
        return body
    decoder = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        found = decoder.decompress(body, largest + 1)
    except zlib.error as error:
        raise TransportError(f"incomplete response: the body is not valid gzip ({error})", kind="broken") from error
    if len(found) > largest:
        raise too_large(largest)
    return found


def too_large(largest: int = LARGEST_BODY) -> TransportError:
    """Return the error for a response whose body is too large."""
    return TransportError(f"the response body is larger than {largest} bytes", kind="too-large")


def has_no_body(method: str, status: int) -> bool:
    """Whether a client reads no body, whatever the server sends (RFC 9112, section 6.3)."""
    return method == "HEAD" or status in {204, 304}


def origin_form(target: str) -> tuple[str, str]:
    """Return the path and the query of a target as servers see them: without origin and fragment."""
    path, _, query = target.partition("#")[0].partition("?")
    if not path.startswith("/") and "://" in path:  # absolute form (RFC 9112, section 3.2.2)
        path = "/" + path.partition("://")[2].partition("/")[2]
    return path, query
