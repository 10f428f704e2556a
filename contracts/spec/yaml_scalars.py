"""What a YAML scalar stands for: the core schema of YAML 1.2 (section 10.3.2), as far as JSON has such values."""

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
    """The value of a scalar without quotes and tag.

    :raises ValueError: for a number that JSON does not have; the message says so.
    """
    if text and text[0] not in MAYBE_NUMBER and text not in WORDS:
        return text
    return WORDS[text] if text in WORDS else _number(text)


def tagged_scalar(text: str, tag: str) -> Any:
    """The value of a scalar with a tag.

    :raises ValueError: for a tag that is unknown or does not fit; the message says so.
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
    raise ValueError(f"{text[:20]!r} is no {name}, as its YAML tag says")


def short_tag(tag: str) -> str:
    """A tag as it is written."""
    return f"!!{tag.removeprefix(CORE)}" if tag.startswith(CORE) else tag


def _number(text: str) -> Any:
    """The number that a scalar is, or the scalar itself where it only starts like one."""
    try:
        if INTEGER.match(text):
            return int(text)
        if RADIX.match(text):
            return int(text, 0)
    except ValueError:
        raise ValueError(f"{text[:20]}… has more digits than a number may have") from None
    if NOT_JSON.match(text):
        raise ValueError(f"{text!r} is not a number that JSON has")
    if not NUMBER.match(text):
        return text
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:20]!r} is not a number that JSON has")
    return value
