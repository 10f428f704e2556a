"""Compressed bodies, whose secrets are masked in the decoded body."""

from __future__ import annotations

import re

from contracts.content_encoding import GZIP_MAGIC, decoded, encoded, is_binary
from contracts.redaction.shapes import MASK

LARGEST = 1 << 20
"""Maximum number of bytes of a decoded body that is searched for secrets."""

_NOTE = f"{MASK} %d encoded bytes omitted: they cannot be searched for secrets"
_IS_NOTE = re.compile(_NOTE.replace("%d", "([0-9]{1,18})").encode())


def codings_of(body: bytes, named: str) -> str:
    """Return the codings that a body has.

    :param named: the value of ``Content-Encoding``; a body with the first bytes of gzip needs none, e.g. a file.
    :returns: ``""`` for a body that is not encoded, or is decoded already.
    """
    named = "" if named.strip().lower() == "identity" else named
    if body.startswith(GZIP_MAGIC):
        return named or "gzip"
    return named if named and is_binary(body) else ""


def plain_body(body: bytes, named: str) -> bytes | None:
    """Return a body decoded; ``None`` if that is not possible."""
    codings = codings_of(body, named)
    return decoded(body, codings, LARGEST) if codings else body


def encoded_again(body: bytes, original: bytes, named: str) -> bytes:
    """Return a decoded body with the codings of the original."""
    return encoded(body, codings_of(original, named))


def omission(body: bytes) -> bytes:
    """Return the note that replaces a body which cannot be decoded."""
    return (_NOTE % len(body)).encode()


def omitted_size(body: bytes) -> int:
    """Return the size of the body that a note replaces; 0 if the body is not a note."""
    found = _IS_NOTE.fullmatch(body)
    return int(found[1]) if found else 0
