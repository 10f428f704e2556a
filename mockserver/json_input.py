"""JSON that a client sent: strict, and nested no deeper than any real document."""

from __future__ import annotations

from typing import Any

from mockserver.http import decode_json

MAX_DEPTH = 100
"""Nesting of a JSON text: deeper than any real one, shallow enough for every library behind."""


def read_json(text: bytes) -> Any:
    """Parse JSON (RFC 8259). Raises :class:`ValueError` with what is wrong, for a person."""
    if text.count(b"[") + text.count(b"{") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        raise ValueError(f"the JSON is nested deeper than {MAX_DEPTH} levels")
    try:
        return decode_json(text)
    except ValueError as error:
        raise ValueError(f"not JSON: {error}") from None


def _depth(text: bytes) -> int:
    """How deep JSON text nests, strings aside; for text that is not JSON any number."""
    depth = deepest = 0
    in_string = escaped = False
    for byte in text:
        if in_string:
            if escaped:
                escaped = False
            elif byte == 0x5C:  # backslash
                escaped = True
            elif byte == 0x22:  # quotation mark
                in_string = False
        elif byte == 0x22:
            in_string = True
        elif byte in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif byte in b"]}":
            depth -= 1
    return deepest
