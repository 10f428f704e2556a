"""Content codings of HTTP bodies (RFC 9110, section 8.4.1): gzip and deflate."""

from __future__ import annotations

import gzip
import zlib

LARGEST = 64 * 1024 * 1024
"""Maximum size of a decoded body in bytes."""

GZIP_MAGIC = b"\x1f\x8b"
"""The first bytes of each member of gzip data (RFC 1952, section 2.3.1)."""

_ZLIB, _RAW, _GZIP = zlib.MAX_WBITS, -zlib.MAX_WBITS, zlib.MAX_WBITS | 16
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))


def decoded(body: bytes, codings: str, largest: int = LARGEST) -> bytes | None:
    """Return a body decoded; unchanged if it is decoded already.

    :param codings: the value of ``Content-Encoding``, in the order in which they were applied (RFC 9110, section 8.4).
    :returns: ``None`` for a truncated body, for an unsupported coding, and if it is larger than ``largest``.
    """
    for coding in reversed(_names(codings)):
        plain = _decode(body, coding, largest)
        if plain is None:
            return None
        body = plain
    return body


def encoded(body: bytes, codings: str) -> bytes:
    """Return a body with the codings of one that :func:`decoded` has decoded."""
    for coding in _names(codings):
        if coding in {"gzip", "x-gzip"}:
            body = gzip.compress(body, mtime=0)
        elif coding == "deflate":
            body = zlib.compress(body)
    return body


def is_binary(body: bytes) -> bool:
    """Whether a body is not text; compressed data is binary after a few bytes."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return len(body.translate(None, _CONTROLS)) < len(body)


def _names(codings: str) -> list[str]:
    return [name for word in codings.split(",") if (name := word.strip().lower()) not in {"", "identity"}]


def _decode(body: bytes, coding: str, largest: int) -> bytes | None:
    match coding:
        case "gzip" | "x-gzip":
            return _gunzipped(body, largest) if body.startswith(GZIP_MAGIC) else body
        case "deflate":
            # Some servers omit the zlib header (RFC 9110, section 8.4.1.2).
            if not is_binary(body):
                return body
            inflated, _ = _inflated(body, _ZLIB, largest)
            return inflated if inflated is not None else _inflated(body, _RAW, largest)[0]
    return None if is_binary(body) else body


def _gunzipped(body: bytes, largest: int) -> bytes | None:
    """Return the content of all members; zeros may follow."""
    found: list[bytes] = []
    while body.strip(b"\0"):
        plain, body = _inflated(body, _GZIP, largest)
        if plain is None:
            return None
        largest -= len(plain)
        found.append(plain)
    return b"".join(found)


def _inflated(body: bytes, window: int, largest: int) -> tuple[bytes | None, bytes]:
    """Return the decoded data and what follows it; ``None`` if it is truncated, invalid or too large."""
    inflater = zlib.decompressobj(window)
    try:
        plain = inflater.decompress(body, largest + 1)
    except zlib.error:
        return None, b""
    return (plain if inflater.eof and len(plain) <= largest else None), inflater.unused_data
