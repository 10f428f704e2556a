"""The text in an error body that tells a person what is wrong, found by the names that are usual for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.spec.document import child_pointer, walk
from contracts.spec.schemas import Schema

NAMES = frozenset(
    {"message", "detail", "title", "error", "error_description", "error_message", "errormessage", "description",
     "developermessage", "usermessage", "reason", "msg"}
)  # fmt: skip
"""Names without case: RFC 9457 (title, detail), RFC 6749 (error, error_description), and what vendors use."""

_DEPTH = 4


def empty_message(schema: Schema, value: Any, examples: list[Any]) -> str:
    """The pointer of a documented message that says nothing; ``""``: there is none.

    One that is empty in a documented example may be empty.
    """
    for pointer, text in _messages(schema, value, "", 0):
        if not text.strip() and not any(_is_empty(example, pointer) for example in examples):
            return pointer
    return ""


def _messages(schema: Schema, value: Any, pointer: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _DEPTH:
        return
    if isinstance(value, list) and schema.items is not None:
        for index, item in enumerate(value):
            yield from _messages(schema.items, item, child_pointer(pointer, index), depth + 1)
    elif isinstance(value, dict):
        for name, member in value.items():
            below = schema.possible_properties.get(name)
            if below is None:
                continue
            place = child_pointer(pointer, name)
            if isinstance(member, str) and name.lower() in NAMES:
                yield place, member
            else:
                yield from _messages(below, member, place, depth + 1)


def _is_empty(example: Any, pointer: str) -> bool:
    try:
        found = walk(example, pointer)
    except KeyError:
        return False
    return isinstance(found, str) and not found.strip()
