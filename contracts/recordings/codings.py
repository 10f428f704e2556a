"""Content codings of recorded bodies: some recorders write a body down as it was sent, though HAR means it decoded."""

from __future__ import annotations

import zlib

LARGEST = 64 * 1024 * 1024
"""The most bytes that a body is decoded to."""

_ZLIB, _RAW, _GZIP = zlib.MAX_WBITS, -zlib.MAX_WBITS, zlib.MAX_WBITS | 16
_GZIP_MAGIC = b"\x1f\x8b"
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r"))


def decoded(body: bytes, codings: str) -> bytes | None:
    """A recorded body as it was before it was coded, where it was not decoded already.

    :param codings: the value of ``Content-Encoding``, the last coding applied last (RFC 9110, section 8.4).
    :returns: ``None`` for one that is coded and cannot be read: cut, or by a coding that Python does not know.
    """
    for coding in reversed([word.strip().lower() for word in codings.split(",")]):
        undone = _undone(body, coding)
        if undone is None:
            return None
        body = undone
    return body


def _undone(body: bytes, coding: str) -> bytes | None:
    match coding:
        case "" | "identity":
            return body
        case "gzip" | "x-gzip":
            return _inflated(body, _GZIP) if body.startswith(_GZIP_MAGIC) else body
        case "deflate":
            # Without the header of zlib too, as some servers send it (RFC 9110, section 8.4.1.2).
            if not _is_binary(body):
                return body
            inflated = _inflated(body, _ZLIB)
            return inflated if inflated is not None else _inflated(body, _RAW)
    return None if _is_binary(body) else body


def _inflated(body: bytes, window: int) -> bytes | None:
    inflater = zlib.decompressobj(window)
    try:
        text = inflater.decompress(body, LARGEST)
    except zlib.error:
        return None
    return text if inflater.eof else None


def _is_binary(body: bytes) -> bool:
    """Whether a body is no text, as what a coding makes never is for long."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return len(body.translate(None, _CONTROLS)) < len(body)
