"""Error items of FastAPI (422): ``{"type": …, "loc": […], "msg": …, "input": …}``, one item per error.

The documents that FastAPI generates have the schema (``ValidationError``), but not the messages. The messages here are
those of pydantic 2.10, which takes the messages about UUIDs from the Rust crate ``uuid``. Newer versions are shorter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from contracts.spec.pointers import split_pointer
from contracts.spec.schemas import Schema
from mockserver.http.messages import Failure

_KEYS = frozenset({"loc", "msg", "type"})
_CONTEXT = "ctx"
"""The key for the values in a message; only some types of items have it."""

_NO_DIGIT = re.compile("[^0-9a-fA-F-]")
_GROUPS = (8, 4, 4, 4, 12)
_HYPHENATED = 36
_URN = "urn:uuid:"


def is_item(value: Mapping[str, Any]) -> bool:
    """Whether an object is an error item."""
    return value.keys() >= _KEYS


def item_fields(failure: Failure) -> dict[str, Any]:
    """Return the properties of an error item for a failure; empty for a failure without a location."""
    if not failure.location:
        return {}
    kind, message = failure.kind.value, failure.detail
    context: dict[str, Any] = {}
    if failure.cause == "missing":
        kind, message = "missing", "Field required"
    elif failure.cause == "uuid":
        reason = uuid_error(failure.sent or "")
        kind, message = "uuid_parsing", f"Input should be a valid UUID{reason and f', {reason}'}"
        context = {_CONTEXT: {"error": reason}} if reason else {}
    return {"type": kind, "loc": _loc(failure.location), "msg": message, "input": failure.sent, **context}


def fill(item: Mapping[str, Any], schema: Schema, failure: Failure) -> dict[str, Any]:
    """Return a copy of an item, filled in for a failure.

    :param schema: the schema of the item. A property is set only if the schema or the item has it: not every API sends
        all of them.
    """
    fields, known = item_fields(failure), schema.properties
    kept = {name: value for name, value in item.items() if name != _CONTEXT or not fields}
    filled = {
        name: value
        for name, value in fields.items()
        if (name in item or name in known) and (name not in known or known[name].is_valid(value))
    }
    return {**kept, **filled}


def _loc(location: str) -> list[str | int]:
    """Convert a location to a list; in a body, decimal tokens are list indexes."""
    part, slash, rest = location.partition("/")
    if part != "body" or not slash:
        return [part, rest] if slash else [part]
    return [part, *(int(token) if token.isdecimal() else token for token in split_pointer(f"/{rest}"))]


def uuid_error(text: str) -> str:
    """Return why a string is not a UUID, or ``""`` if it is one.

    A URN prefix or braces count towards the position of a wrong character and the length of the last group, unless the
    string inside has the length of a UUID. That is how the crate ``uuid`` counts.
    """
    size = len(text.encode())
    braced = size > 1 and text[0] == "{" and text[-1] == "}"
    start = 1 if braced else len(_URN) if text.startswith(_URN) else 0
    digits = text[start:-1] if braced else text[start:]
    if start and size == start + braced + _HYPHENATED:
        return uuid_error(digits)
    wrong = _NO_DIGIT.search(digits)
    if wrong:
        position = start + len(digits[: wrong.start()].encode()) + 1
        expected = f"expected an optional prefix of `{_URN}` followed by [0-9a-fA-F-]"
        return f"invalid character: {expected}, found `{wrong[0]}` at {position}"
    lengths = [len(group) for group in digits.split("-")]
    if not start and len(lengths) == 1:
        return "" if size == sum(_GROUPS) else f"invalid length: expected length 32 for simple format, found {size}"
    if len(lengths) != len(_GROUPS):
        return f"invalid group count: expected {len(_GROUPS)}, found {len(lengths)}"
    lengths[-1] += size - len(digits)
    last = len(_GROUPS) - 1
    for group, (expected_length, found) in enumerate(zip(_GROUPS, lengths, strict=True)):
        # With a prefix or braces, the error is in the last group if all others have the right length.
        if found != expected_length or (start and group == last):
            return f"invalid group length in group {group}: expected {expected_length}, found {found}"
    return ""
