"""Well-formed requests to the mock, with holes for what is to be wrong in them."""

from __future__ import annotations

TARGET = b"/serverops/cases/hostile"
TOKEN = b"Authorization: Bearer so_test_full\r\n"
CRLF = b"\r\n"


def head(method: bytes = b"GET", target: bytes = TARGET, *lines: bytes, version: bytes = b"HTTP/1.1") -> bytes:
    """Request line and headers with a host and a good token."""
    start = b"%b %b %b\r\nHost: localhost\r\n" % (method, target, version) + TOKEN
    return start + b"".join(line + CRLF for line in lines) + CRLF


def patch(body: bytes, *lines: bytes, length: bytes | None = None) -> bytes:
    """A change of a case; the length is the body's own unless another is claimed, or ``b""``: none."""
    claimed = str(len(body)).encode() if length is None else length
    lengths = (b"Content-Length: " + claimed,) if claimed else ()
    return head(b"PATCH", TARGET, b"Content-Type: application/json", *lengths, *lines) + body


GOOD_GET = head()
GOOD_PATCH = patch(b'{"title": "Hostile", "status": "closed"}')
