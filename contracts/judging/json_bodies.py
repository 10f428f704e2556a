"""Bodies read as JSON, by the letter of RFC 8259: what is let pass elsewhere is not here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from contracts.spec.document import child_pointer, walk
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema


def parse_json(body: bytes) -> Any:
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


CODE_NAMES = frozenset({"code", "error", "errorcode", "error_code", "errortype", "error_type", "slug", "type"})
"""Names without case."""

_CODE_DEPTH = 4


def code_of_other_status(operation: Operation, status: int, value: Any) -> tuple[str, str, str]:
    """Pointer and text of a code that the documented examples of another status have and those of this one do not.

    :returns: with the other status; three empty texts where there is none, or the examples do not tell.
    """
    own, others = _documented_codes(operation, status)
    for pointer, code in _codes(value, "", 0):
        known = own.get(pointer, set())
        foreign = sorted(other for other, codes in others.items() if code in codes.get(pointer, ()))
        if known and code not in known and foreign:
            return pointer, code, foreign[0]
    return "", "", ""


Codes = dict[str, set[str]]
"""By pointer the codes that examples have there."""


def _documented_codes(operation: Operation, status: int) -> tuple[Codes, dict[str, Codes]]:
    """The codes of a status, and those of all others by status."""
    by_status: dict[str, Codes] = {}
    for response in operation.responses:
        codes = by_status.setdefault(response.status, {})
        for example in (example for media in response.content if media.is_json for example in media.examples):
            for pointer, code in _codes(example.value, "", 0):
                codes.setdefault(pointer, set()).add(code)
    return by_status.pop(str(status), {}), by_status


def _codes(value: Any, pointer: str, depth: int) -> Iterator[tuple[str, str]]:
    """Pointer and text of each code: one word under one of the names."""
    if not isinstance(value, dict) or depth > _CODE_DEPTH:
        return
    for name, member in value.items():
        place = child_pointer(pointer, name)
        if isinstance(member, str) and name.lower() in CODE_NAMES and member and " " not in member:
            yield place, member
        else:
            yield from _codes(member, place, depth + 1)


MESSAGE_NAMES = frozenset(
    {"message", "detail", "title", "error", "error_description", "error_message", "errormessage", "description",
     "developermessage", "usermessage", "reason", "msg"}
)  # fmt: skip
"""Names without case: RFC 9457 (title, detail), RFC 6749 (error, error_description), and what vendors use."""

_MESSAGE_DEPTH = 4


def empty_message(schema: Schema, value: Any, examples: list[Any]) -> str:
    """The pointer of a documented message that says nothing; ``""``: there is none.

    One that is empty in a documented example may be empty.
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
        for name, member in value.items():
            below = schema.possible_properties.get(name)
            if below is None:
                continue
            place = child_pointer(pointer, name)
            if isinstance(member, str) and name.lower() in MESSAGE_NAMES:
                yield place, member
            else:
                yield from _messages(below, member, place, depth + 1)


def _is_empty(example: Any, pointer: str) -> bool:
    try:
        found = walk(example, pointer)
    except KeyError:
        return False
    return isinstance(found, str) and not found.strip()
