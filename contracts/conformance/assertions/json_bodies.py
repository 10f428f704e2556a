"""JSON bodies of responses: strict parsing, error codes and error messages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from contracts.spec.model import Operation
from contracts.spec.pointers import child_pointer, walk
from contracts.spec.schemas import Schema


def parse_json(body: bytes) -> Any:
    """Parse a body strictly by RFC 8259.

    :raises ValueError: if it is not JSON in UTF-8; ``NaN`` and a byte order mark are invalid, too (section 8.1).
    """
    text = body.decode("utf-8")
    try:
        return json.loads(text, parse_constant=_reject_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _reject_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def snippet(body: bytes, length: int = 80) -> str:
    """Return the beginning of a body for a message."""
    text = body[: length * 4].decode("utf-8", "backslashreplace").strip()
    return text if len(text) <= length else text[:length] + "…"


CODE_NAMES = frozenset({"code", "error", "errorcode", "error_code", "errortype", "error_type", "slug", "type"})
"""Keys of error codes, in lower case."""

_CODE_DEPTH = 4


def code_of_other_status(operation: Operation, status: int, value: Any) -> tuple[str, str, str]:
    """Find an error code that is documented, by examples, for another status code only.

    :returns: the JSON pointer, the error code and the other status code; three empty strings if there is none.
    """
    own, others = _documented_codes(operation, status)
    for pointer, code in _codes(value, "", 0):
        known = own.get(pointer, set())
        foreign = sorted(other for other, codes in others.items() if code in codes.get(pointer, ()))
        if known and code not in known and foreign:
            return pointer, code, foreign[0]
    return "", "", ""


Codes = dict[str, set[str]]
"""The error codes in examples, by JSON pointer."""


def _documented_codes(operation: Operation, status: int) -> tuple[Codes, dict[str, Codes]]:
    """Return the error codes of a status code, and those of all others by status code."""
    by_status: dict[str, Codes] = {}
    for response in operation.responses:
        codes = by_status.setdefault(response.status, {})
        for example in (example for media in response.content if media.is_json for example in media.examples):
            for pointer, code in _codes(example.value, "", 0):
                codes.setdefault(pointer, set()).add(code)
    return by_status.pop(str(status), {}), by_status


def _codes(value: Any, pointer: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield the pointer and value of each error code: one word under a known key."""
    if not isinstance(value, dict) or depth > _CODE_DEPTH:
        return
    for name, item in value.items():
        location = child_pointer(pointer, name)
        if isinstance(item, str) and name.lower() in CODE_NAMES and item and " " not in item:
            yield location, item
        else:
            yield from _codes(item, location, depth + 1)


MESSAGE_NAMES = frozenset(
    {"message", "detail", "title", "error", "error_description", "error_message", "errormessage", "description",
     "developermessage", "usermessage", "reason", "msg"}
)  # fmt: skip
"""Keys of error messages, in lower case, from RFC 9457 (title, detail), RFC 6749 (error_description) and practice."""

_MESSAGE_DEPTH = 4


def empty_message(schema: Schema, value: Any, examples: list[Any]) -> str:
    """Return the JSON pointer of an empty error message; ``""`` if there is none.

    A message that is empty in a documented example may be empty.
    """
    for pointer, text in _messages(schema, value, "", 0):
        if not text.strip() and not any(_is_empty(example, pointer) for example in examples):
            return pointer
    return ""


def _messages(schema: Schema, value: Any, pointer: str, depth: int) -> Iterator[tuple[str, str]]:
    if depth > _MESSAGE_DEPTH:
        return
    if isinstance(value, list) and schema.items is not None:
        for index, item in enumerate(value):
            yield from _messages(schema.items, item, child_pointer(pointer, index), depth + 1)
    elif isinstance(value, dict):
        for name, item in value.items():
            below = schema.possible_properties.get(name)
            if below is None:
                continue
            location = child_pointer(pointer, name)
            if isinstance(item, str) and name.lower() in MESSAGE_NAMES:
                yield location, item
            else:
                yield from _messages(below, item, location, depth + 1)


def _is_empty(example: Any, pointer: str) -> bool:
    try:
        found = walk(example, pointer)
    except KeyError:
        return False
    return isinstance(found, str) and not found.strip()
