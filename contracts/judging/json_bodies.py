"""Bodies read as JSON, by the letter of RFC 8259: what is let pass elsewhere is not here."""

from __future__ import annotations

import json
from typing import Any, NoReturn


def read_strictly(body: bytes) -> Any:
    """The JSON value of a body.

    :raises ValueError: where it is not JSON in UTF-8 (RFC 8259, section 8.1), ``NaN`` and a byte order mark included.
    """
    text = body.decode("utf-8")
    try:
        return json.loads(text, parse_constant=_no_constant)
    except RecursionError:
        raise ValueError("it is nested too deeply to be read") from None


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def snippet(body: bytes, length: int = 80) -> str:
    """The beginning of a body as text for a message."""
    text = body[: length * 4].decode("utf-8", "backslashreplace").strip()
    return text if len(text) <= length else text[:length] + "…"
