"""Values of YAML scalars: the core schema of YAML 1.2 (section 10.3.2), limited to JSON values."""

from __future__ import annotations

import math
import re
from typing import Any

WORDS: dict[str, Any] = {"": None, "~": None} | {
    spelling: value
    for word, value in (("null", None), ("true", True), ("false", False))
    for spelling in (word, word.capitalize(), word.upper())
}
INTEGER = re.compile(r"[-+]?[0-9]+\Z")
RADIX = re.compile(r"0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
NUMBER = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
NOT_JSON = re.compile(r"[-+]?\.(inf|Inf|INF)\Z|\.(nan|NaN|NAN)\Z")
MAYBE_NUMBER = frozenset("+-.0123456789")

CORE = "tag:yaml.org,2002:"
"""The namespace of YAML's own tags, written ``!!``."""


def plain_scalar(text: str) -> Any:
    """The value of an unquoted scalar without a tag.

    :raises ValueError: for a number that JSON does not support, with a message for the user.
    """
    if text and text[0] not in MAYBE_NUMBER and text not in WORDS:
        return text
    return WORDS[text] if text in WORDS else _number(text)


def tagged_scalar(text: str, tag: str) -> Any:
    """The value of a scalar with a tag.

    :raises ValueError: for an unknown tag or a value of another type, with a message for the user.
    """
    name = tag.removeprefix(CORE)
    if name in ("str", "!"):
        return text
    if name not in ("null", "bool", "int", "float"):
        raise ValueError(f"unknown YAML tag {short_tag(tag)!r}")
    value = plain_scalar(text)
    kind = {bool: "bool", int: "int", float: "float"}.get(type(value), "null" if value is None else "str")
    if kind == name:
        return value
    if (kind, name) == ("int", "float"):
        return float(value)
    raise ValueError(f"{text[:20]!r} does not match its YAML tag '!!{name}'")


def short_tag(tag: str) -> str:
    """A tag as written in the file."""
    return f"!!{tag.removeprefix(CORE)}" if tag.startswith(CORE) else tag


def _number(text: str) -> Any:
    """The number, or the scalar itself if it only starts like a number."""
    try:
        if INTEGER.match(text):
            return int(text)
        if RADIX.match(text):
            return int(text, 0)
    except ValueError:
        raise ValueError(f"{text[:20]}… has too many digits") from None
    if NOT_JSON.match(text):
        raise ValueError(f"{text!r} is not a JSON number")
    if not NUMBER.match(text):
        return text
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:20]!r} is not a JSON number")
    return value
