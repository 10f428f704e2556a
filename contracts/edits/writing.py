"""Keys and values as the text around them would have them: in its quotes, and on one line where it is on one."""

from __future__ import annotations

import json
import re
from typing import Any

from contracts.spec.yaml_scalars import plain_scalar

_PLAIN = re.compile(r"[A-Za-z_/$](?:[\w./$ {}()+=?%&~,'-]|:(?=[\w/]))*(?<! )")
_PLAIN_IN_FLOW = re.compile(r"[A-Za-z_/$](?:[\w./$ ()+=?%&~'-]|:(?=[\w/]))*(?<! )")
"""Texts that need no quotes in YAML; few on purpose."""

_VERSION = re.compile(r"\d+\.\d+\.\d+")

_TRUTH = frozenset({"y", "n", "yes", "no", "on", "off"})
"""What YAML 1.1 takes for a truth value, as many tools do still."""


def scalar(value: object, style: str, *, is_json: bool, in_flow: bool) -> str:
    """A text, number, truth value or null.

    :param style: the quotes of what stood there before, ``""`` for none.
    """
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if is_json or style == '"':
        return json.dumps(value, ensure_ascii=False)
    if style == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    return value if _is_plain(value, in_flow=in_flow) else _quoted(value)


def value_text(value: Any, style: str, *, is_json: bool, in_flow: bool, indent: str = "", unit: str = "") -> str:
    """Any value; mappings and lists in brackets.

    :param indent: of the line that it begins on.
    :param unit: what one more level is indented by; ``""``: it stays on one line.
    """
    if not isinstance(value, dict | list):
        return scalar(value, style, is_json=is_json, in_flow=in_flow)
    if is_json:
        text = json.dumps(value, ensure_ascii=False, indent=unit or None)
        return text.replace("\n", f"\n{indent}")
    parts = (
        [f"{key_text(key, '', is_json=False, in_flow=True)}: {_inner(one)}" for key, one in value.items()]
        if isinstance(value, dict)
        else [_inner(one) for one in value]
    )
    return ("{%s}" if isinstance(value, dict) else "[%s]") % ", ".join(parts)


def key_text(key: str, style: str, *, is_json: bool, in_flow: bool) -> str:
    """A key; it is always a string, so ``200`` gets quotes."""
    return scalar(key, style, is_json=is_json, in_flow=in_flow)


def _inner(value: Any) -> str:
    return value_text(value, "", is_json=False, in_flow=True)


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=not value.isprintable())


def _is_plain(value: str, *, in_flow: bool) -> bool:
    pattern = _PLAIN_IN_FLOW if in_flow else _PLAIN
    try:
        is_text = value.lower() not in _TRUTH and plain_scalar(value) == value
        fits = pattern.fullmatch(value) or _VERSION.fullmatch(value)
        return is_text and fits is not None and value.isprintable()
    except ValueError:
        return False
