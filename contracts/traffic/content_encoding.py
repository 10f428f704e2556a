"""Decodes content codings of recorded bodies; some tools record bodies compressed, contrary to HAR."""

from __future__ import annotations

import zlib

LARGEST = 64 * 1024 * 1024
"""Maximum size of a decoded body in bytes."""

_ZLIB, _RAW, _GZIP = zlib.MAX_WBITS, -zlib.MAX_WBITS, zlib.MAX_WBITS | 16
_GZIP_MAGIC = b"\x1f\x8b"
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))


def decoded(body: bytes, codings: str) -> bytes | None:
    """Return a recorded body decoded; unchanged if it is decoded already.

    :param codings: the value of ``Content-Encoding``, in the order in which they were applied (RFC 9110, section 8.4).
    :returns: ``None`` for a truncated body, and for an unsupported coding.
    """
    for coding in reversed([word.strip().lower() for word in codings.split(",")]):
        plain = _decode(body, coding)
        if plain is None:
            return None
        body = plain
    return body


def _decode(body: bytes, coding: str) -> bytes | None:
    match coding:
        case "" | "identity":
            return body
        case "gzip" | "x-gzip":
            return _inflated(body, _GZIP) if body.startswith(_GZIP_MAGIC) else body
        case "deflate":
            # Some servers omit the zlib header (RFC 9110, section 8.4.1.2).
            if not _is_binary(body):
                return body
            inflated = _inflated(body, _ZLIB)
            return inflated if inflated is not None else _inflated(body, _RAW)
    return None if _is_binary(body) else body


def _inflated(body: bytes, window: int) -> bytes | None:
    inflater = zlib.decompressobj(window)
    try:
        plain = inflater.decompress(body, LARGEST)
    except zlib.error:
        return None
    return plain if inflater.eof else None


def _is_binary(body: bytes) -> bool:
    """Whether a body is not text; compressed data is binary after a few bytes."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return len(body.translate(None, _CONTROLS)) < len(body)
