"""Masks the values of secret names in text of any format."""

from __future__ import annotations

import re
from collections.abc import Callable

from contracts.redaction.names import is_authorization_code, is_secret
from contracts.redaction.shapes import MASK, without_shapes

# A name is read once, by possessive quantifiers: long words would take quadratic time otherwise.
_NAME = r"(?<![\w.-])(?P<name>[\w.-]++)"

_SCHEME = r"(?i:bearer|basic|digest|token|apikey)[ ]++"

_QUOTED = r"(?P<marks>\\*+[\"'])(?P<value>(?:(?!(?P=marks))[^\r\n])++)(?P=marks)"

_QUOTED_PAIR = re.compile(rf"{_NAME}(?P<between>\\*+[\"']?\s*+(?:=>?|:)\s*+){_QUOTED}")
"""``"name": "value"``, also in a string of JSON, or ``name='value'``."""

_PAIR = re.compile(rf"{_NAME}(?P<between>(?:\]|%5[dD])?=)[^\s\"'&<>,;}}\\]++")
"""``name=value``, which like a pair in quotation marks occurs in no prose."""

_IN_TEXT = re.compile(
    rf"{_NAME}(?P<between>\\*+\"?\s*+(?:=|:)\s*+)"  # name: value
    rf"(?P<value>\"(?:[^\"\\]|\\.)*+\"?|'[^'\r\n]++'|(?:{_SCHEME})?[^\s\"&<,;}}]++)"
)

_ELEMENT = re.compile(
    r"(?P<start><(?:[\w.-]++:)?(?P<name>[\w.-]++)(?:\s[^<>]*+)?>\s*+)(?P<value><!\[CDATA\[(?s:.*?)\]\]>|[^<]++)"
)
"""An element of XML and its text."""

_IN_PART = re.compile(
    r"(?is)(?P<start>\bname=\"?(?P<name>[^\"\r\n;]++).{0,1000}?\r?\n\r?\n)(?P<value>.*?)(?=\r?\n--|\Z)"
)
"""A field of ``multipart/form-data`` (RFC 7578)."""

_PARAMETER = re.compile(r"[?&#]([\w.-]++)=([^&#\s\"'<>]++)")


def without_pairs(text: str) -> str:
    """Return text in which the values of secret names are masked where it has the syntax of data: ``name=value``."""
    if "=" in text:
        text = _PAIR.sub(_masked_pair, _without_codes(text))
    return _QUOTED_PAIR.sub(_masked_quoted, text) if '"' in text or "'" in text else text


def masked_string(text: str) -> str:
    """Return a string of any kind without secrets that can be recognised; prose about secrets stays."""
    return without_pairs(without_shapes(text))


def masked_text(text: str) -> str:
    """Return text that is a whole body, in any format, with the values of secret names masked."""
    text = without_shapes(text)
    if "name=" in text:
        text = _IN_PART.sub(_masked_value, text)
    if "<" in text:
        text = _ELEMENT.sub(_masked_value, text)
    return without_pairs(_IN_TEXT.sub(_masked_match, text))


def _masked_pair(found: re.Match[str]) -> str:
    return f"{found['name']}{found['between']}{MASK}" if is_secret(found["name"]) else found[0]


def _masked_quoted(found: re.Match[str]) -> str:
    if not is_secret(found["name"]):
        return found[0]
    return f"{found['name']}{found['between']}{found['marks']}{MASK}{found['marks']}"


def _masked_match(found: re.Match[str]) -> str:
    if not is_secret(found["name"]):
        return found[0]
    mark = found["value"][:1]
    masked = f"{mark}{MASK}{mark}" if mark in {'"', "'"} else MASK
    return f"{found['name']}{found['between']}{masked}"


def _masked_value(found: re.Match[str]) -> str:
    return f"{found['start']}{MASK}" if is_secret(found["name"]) and found["value"].strip() else found[0]


def _without_codes(text: str) -> str:
    """Return text in which the authorization codes of URLs are masked."""
    if "code=" not in text:
        return text
    names = frozenset(name for name, _ in _PARAMETER.findall(text))
    return _PARAMETER.sub(_code_masker(names), text)


def _code_masker(names: frozenset[str]) -> Callable[[re.Match[str]], str]:
    def masked(found: re.Match[str]) -> str:
        name, value = found[1], found[2]
        return f"{found[0][: -len(value)]}{MASK}" if is_authorization_code(name, value, names) else found[0]

    return masked
