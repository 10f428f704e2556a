"""Known secrets in the forms in which they may be written: as they are, and encoded."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from urllib.parse import quote, quote_plus

from contracts.redaction.shapes import MASK

SHORTEST = 8
"""Minimum length of a credential that is masked wherever it is repeated; shorter cookies are preferences."""

SHORTEST_ENCODED = 6
"""Minimum number of bytes of a secret whose encoded forms are masked: those of a shorter one occur by chance."""


@lru_cache(maxsize=256)
def encoded_forms(secret: str) -> tuple[str, ...]:
    """Return a secret unchanged and in each encoding, longest first.

    The encodings are: percent-encoding with all conventions for spaces and letters (RFC 3986, section 2.1), strings of
    JSON, hexadecimal, and Base64 in both alphabets (RFC 4648) at each offset, for a secret in a longer text such as
    ``user:password``.
    """
    forms = {
        *(secret, json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1]),
        secret.replace("/", "\\/"),
    }
    raw = secret.encode("utf-8", "surrogatepass")
    for encoded in (quote(raw, safe=""), quote(raw), quote_plus(raw), quote(raw, safe="!$&'()*+,;=:@/?-._~")):
        forms |= {encoded, re.sub("%[0-9A-F]{2}", lambda found: found[0].lower(), encoded)}
    if len(raw) >= SHORTEST_ENCODED:
        forms |= {raw.hex(), raw.hex().upper(), "".join(f"%{byte:02X}" for byte in raw)}
        forms |= set(_in_base64(raw))
    return longest_first(forms)


def _in_base64(raw: bytes) -> Iterator[str]:
    for offset in range(3):
        for encoded in (base64.b64encode(b"\0" * offset + raw), base64.urlsafe_b64encode(b"\0" * offset + raw)):
            # Characters that also depend on the bytes before and after the secret are left out.
            start, end = (0, 2, 3)[offset], (offset + len(raw)) * 8 // 6
            yield encoded.decode()[start:end]


def longest_first(forms: Iterable[str]) -> tuple[str, ...]:
    """Return all strings that are not empty, longest first, because one can be part of another."""
    return tuple(sorted({*forms} - {"", MASK}, key=lambda one: (-len(one), one)))


def all_forms(secrets: Iterable[str]) -> tuple[str, ...]:
    """Return the encoded forms of all secrets, longest first."""
    return longest_first(form for secret in secrets if secret for form in encoded_forms(secret))


def without(text: str, forms: Iterable[str]) -> str:
    """Return text in which strings are masked.

    :param forms: as :func:`all_forms` returns them.
    """
    for form in forms:
        if form in text:
            text = text.replace(form, MASK)
    return text
