"""Valid requests to the mock, with parameters for the parts that the tests make invalid."""

from __future__ import annotations

TARGET = b"/serverops/cases/hostile"
TOKEN = b"Authorization: Bearer so_test_full\r\n"
CRLF = b"\r\n"


def head(method: bytes = b"GET", target: bytes = TARGET, *lines: bytes, version: bytes = b"HTTP/1.1") -> bytes:
    """Return a request line and headers with a host and a valid token."""
    start = b"%b %b %b\r\nHost: localhost\r\n" % (method, target, version) + TOKEN
    return start + b"".join(line + CRLF for line in lines) + CRLF


def patch(body: bytes, *lines: bytes, length: bytes | None = None) -> bytes:
    """Return a PATCH request for a case.

    :param length: value of Content-Length; ``None`` for the correct one, ``b""`` for no header."""
    value = str(len(body)).encode() if length is None else length
    lengths = (b"Content-Length: " + value,) if value else ()
    return head(b"PATCH", TARGET, b"Content-Type: application/json", *lengths, *lines) + body


VALID_GET = head()
VALID_PATCH = patch(b'{"title": "Hostile", "status": "closed"}')
