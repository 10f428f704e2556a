"""Codes by which programs tell failures apart, found by the names that are usual for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.spec.document import child_pointer
from contracts.spec.model import Operation

NAMES = frozenset({"code", "error", "errorcode", "error_code", "errortype", "error_type", "slug", "type"})
"""Names without case."""

_DEPTH = 4


def borrowed_code(operation: Operation, status: int, value: Any) -> tuple[str, str, str]:
    """Pointer and text of a code that the documented examples of another status have and those of this one do not.

    :returns: with the other status; three empty texts where there is none, or the examples do not tell.
    """
    own, others = _documented(operation, status)
    for pointer, code in _codes(value, "", 0):
        known = own.get(pointer, set())
        foreign = sorted(other for other, codes in others.items() if code in codes.get(pointer, ()))
        if known and code not in known and foreign:
            return pointer, code, foreign[0]
    return "", "", ""


Codes = dict[str, set[str]]
"""By pointer the codes that examples have there."""


def _documented(operation: Operation, status: int) -> tuple[Codes, dict[str, Codes]]:
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
    if not isinstance(value, dict) or depth > _DEPTH:
        return
    for name, member in value.items():
        place = child_pointer(pointer, name)
        if isinstance(member, str) and name.lower() in NAMES and member and " " not in member:
            yield place, member
        else:
            yield from _codes(member, place, depth + 1)
