"""The items of a FastAPI 422, ``{"type": …, "loc": […], "msg": …, "input": …}``: what is wrong where, in its words.

One item stands for each thing that is wrong.

Every document that FastAPI writes has this form (``ValidationError``); none says what stands in it. The words are those
of pydantic 2.10, whose messages on UUIDs are those of the crate ``uuid``; newer ones are shorter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from contracts.spec.schemas import Schema
from mockserver.http import Failure

_FORM = frozenset({"loc", "msg", "type"})
_CONTEXT = "ctx"
"""The member with the values of a message; only some kinds of items have it."""

_NO_DIGIT = re.compile("[^0-9a-fA-F-]")
_GROUPS = (8, 4, 4, 4, 12)
_HYPHENATED = 36
_URN = "urn:uuid:"


def is_item(value: Mapping[str, Any]) -> bool:
    """Whether an object has the form of an item."""
    return value.keys() >= _FORM


def tell(failure: Failure) -> dict[str, Any]:
    """What an item says of a failure; without a place nothing is known that an item could say."""
    if not failure.location:
        return {}
    kind, message = failure.kind.value, failure.detail
    context: dict[str, Any] = {}
    if failure.cause == "missing":
        kind, message = "missing", "Field required"
    elif failure.cause == "uuid":
        reason = uuid_fault(failure.sent or "")
        kind, message = "uuid_parsing", f"Input should be a valid UUID{reason and f', {reason}'}"
        context = {_CONTEXT: {"error": reason}} if reason else {}
    return {"type": kind, "loc": _steps(failure.location), "msg": message, "input": failure.sent, **context}


def fill(item: Mapping[str, Any], schema: Schema, failure: Failure) -> dict[str, Any]:
    """A copy of an item in which those members that it may have say what happened.

    :param schema: of the item; a member that neither it nor the item names is left out, for not every API sends it.
    """
    told, known = tell(failure), schema.properties
    kept = {name: value for name, value in item.items() if name != _CONTEXT or not told}
    said = {
        name: value
        for name, value in told.items()
        if (name in item or name in known) and (name not in known or known[name].is_valid(value))
    }
    return {**kept, **said}


def _steps(location: str) -> list[str | int]:
    """A place as a list; in a body whole numbers are places in a list."""
    place, slash, rest = location.partition("/")
    if place != "body" or not slash:
        return [place, rest] if slash else [place]
    return [place, *(int(token) if token.isdecimal() else token for token in rest.split("/"))]


def uuid_fault(text: str) -> str:
    """Why a text is no UUID; ``""`` where it is one.

    A prefix or braces around a text as long as a UUID are not counted; around any other they are, in the place of a
    wrong character and in the length of the last group.
    """
    size = len(text.encode())
    braced = size > 1 and text[0] == "{" and text[-1] == "}"
    start = 1 if braced else len(_URN) if text.startswith(_URN) else 0
    digits = text[start:-1] if braced else text[start:]
    if start and size == start + braced + _HYPHENATED:
        return uuid_fault(digits)
    wrong = _NO_DIGIT.search(digits)
    if wrong:
        place = start + len(digits[: wrong.start()].encode()) + 1
        expected = f"expected an optional prefix of `{_URN}` followed by [0-9a-fA-F-]"
        return f"invalid character: {expected}, found `{wrong[0]}` at {place}"
    lengths = [len(group) for group in digits.split("-")]
    if not start and len(lengths) == 1:
        return "" if size == sum(_GROUPS) else f"invalid length: expected length 32 for simple format, found {size}"
    if len(lengths) != len(_GROUPS):
        return f"invalid group count: expected {len(_GROUPS)}, found {len(lengths)}"
    lengths[-1] += size - len(digits)
    last = len(_GROUPS) - 1
    for group, (expected_length, found) in enumerate(zip(_GROUPS, lengths, strict=True)):
        # Where all else is right the last group is to blame, whatever its length comes to with what is around it.
        if found != expected_length or (start and group == last):
            return f"invalid group length in group {group}: expected {expected_length}, found {found}"
    return ""
