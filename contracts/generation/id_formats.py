"""Formats of unique_ids, inferred from examples, and placeholders of documentation renderers."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from contracts.generation.random_values import Draw, hexadecimal, ulid, uuid
from contracts.generation.seed import RandomStream
from contracts.generation.timestamps import Span

PLACEHOLDERS = frozenset(
    {
        "string",
        "<string>",
        "<unknown>",
        "str",
        "text",
        "2019-08-24T14:15:22Z",
        "2019-08-24",
        "2023-11-07T05:31:56Z",
        "3c90c3cc-0d44-4b50-8888-8dd25736052a",
        "497f6eca-6276-4993-bfeb-53cbbbba6f08",
        "095be615-a8ad-4c33-8e9c-c7612fbf6c9f",
        "https://example.com",
        "http://example.com",
        "https://api.example.com",
        "user@example.com",
        "{}",
        "...",
    }
)
"""Placeholders that documentation renderers insert if there is no example."""

IDENTIFIERS = frozenset(
    {
        "draw:uuid",
        "draw:ulid",
        "draw:reference",
        "draw:sku",
        "draw:code",
        "draw:token",
        "draw:digits",
        "draw:case_number",
        "draw:order_number",
        "draw:invoice_number",
        "draw:account",
        "draw:object_id",
        "draw:sha256",
        "draw:sha1",
        "draw:md5",
        "draw:nanoid",
        "draw:hex",
    }
)
"""Providers whose values have the format of a documented example."""

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{24,25}")
_HEX = re.compile(r"(?=.*\d)[0-9a-f]{8,128}")
_HEAD = re.compile(r"((?:[A-Za-z]+[_-])+)(?=.)")
_MENTIONED = re.compile(r"(?<![\w/])([A-Za-z]{1,8}_)(?![A-Za-z0-9])")
_CLASSES = (
    ("0123456789", str.isdecimal),
    ("ABCDEFGHJKMNPQRSTVWXYZ", str.isupper),
    ("abcdefghijkmnpqrstuvwxyz", str.islower),
)


def is_placeholder(value: Any) -> bool:
    """Return whether a documented value is a placeholder of a renderer."""
    if not isinstance(value, str):
        return False
    return value in PLACEHOLDERS or value.endswith("...") or bool(re.search(r"X{6,}", value)) or ".../" in value


def mimic(example: str) -> tuple[str, Draw] | None:
    """Return the prefix of unique_ids like ``example`` and a draw for the rest; ``None`` if it is not an identifier.

    For ``f_01HZ…``: the prefix ``f_`` and ULIDs; for ``INC-2041``: ``INC-`` and four digits.
    """
    if _UUID.fullmatch(example):
        return "", uuid
    match = _HEAD.match(example)
    head = match.group(1) if match else ""
    rest = example[len(head) :]
    if _ULID.fullmatch(rest):
        return head, ulid
    if _HEX.fullmatch(rest):
        return head, hexadecimal(len(rest))
    if any(letter.isdecimal() for letter in rest) and len(rest) <= 64 and " " not in rest:
        return head, _like(rest)
    return None


def head_of(description: str) -> str:
    """Return the prefix that a description mentions, e.g. ``f_``; ``""`` if none."""
    match = _MENTIONED.search(description)
    return match.group(1) if match else ""


def host_of(examples: tuple[Any, ...]) -> str:
    """Return scheme and host of the first example that is a URL, e.g. ``https://media.vendor.com``; ``""`` if none."""
    for example in examples:
        if isinstance(example, str) and example.startswith(("https://", "http://")):
            parts = urlsplit(example)
            if "." in parts.netloc and "example" not in parts.netloc.split("."):
                return f"{parts.scheme}://{parts.netloc}"
    return ""


def _like(example: str) -> Callable[[int, Span], str]:
    """Return a draw of strings with the same class of character at each position, without leading zeros."""
    alphabets = [_alphabet(letter) for letter in example]
    if example[0] in "123456789":
        alphabets[0] = "123456789"

    def draw(seed: int, _span: Span) -> str:
        stream = RandomStream(seed)
        return "".join([stream.pick(alphabet) if len(alphabet) > 1 else alphabet for alphabet in alphabets])

    return draw


def _alphabet(letter: str) -> str:
    return next((alphabet for alphabet, belongs in _CLASSES if letter.isascii() and belongs(letter)), letter)
