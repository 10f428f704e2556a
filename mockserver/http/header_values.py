"""Values of response headers whose format HTTP defines, for headers without an example."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
"""The earliest date; fixed, so that equal requests get equal responses."""

SECONDS = 180 * 24 * 3600


def standard_value(name: str) -> Callable[[str], str] | None:
    """Return the function from generator key to the value of a header, or ``None`` if HTTP defines no format."""
    return _VALUES.get(name.lower())


def _number(key: str) -> int:
    return int.from_bytes(hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest())


def _etag(key: str) -> str:
    """Return a strong entity tag (RFC 9110, section 8.8.3)."""
    return f'"{_number(key):016x}"'


def _date(key: str) -> str:
    """Return a date (RFC 9110, section 5.6.7)."""
    return format_datetime(EPOCH + timedelta(seconds=_number(key) % SECONDS), usegmt=True)


_VALUES: Mapping[str, Callable[[str], str]] = {
    "accept-ranges": lambda _: "bytes",
    "cache-control": lambda _: "no-cache",
    "content-disposition": lambda _: 'attachment; filename="download"',
    "etag": _etag,
    "expires": _date,
    "last-modified": _date,
    "location": lambda _: "/",  # a URI reference (RFC 9110, section 10.2.2) that can be read, whatever the API
    "vary": lambda _: "Accept",
}
