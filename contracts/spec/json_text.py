"""JSON to a tree, by the C scanner of the standard library; the place of anything only when it is asked for.

``json`` takes 0.1 to 0.4 s for 14 MB with the hook that finds duplicate keys. It keeps integers of any size,
as the YAML reader does, where orjson would make floats of those beyond 64 bits and keep the last duplicate silently.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.problems import DEEPEST, LONE_SURROGATE, Problem, UnreadableError, too_deep

SPACE = re.compile(r"[ \t\n\r]*")
HALF_PAIR = re.compile(r"\\u[dD][89a-fA-F]")
SCAN = json.JSONDecoder().raw_decode


def read_json(text: str) -> tuple[Any, list[Problem]]:
    """Parse a JSON text.

    :returns: the tree, and what is wrong with it though it can be read.
    :raises UnreadableError: where it is not JSON.
    """
    doubts: set[str] = set()

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping = dict(pairs)
        if len(mapping) != len(pairs):
            doubts.add("duplicates")
        return mapping

    def number(digits: str) -> float | None:
        value = float(digits)
        if math.isfinite(value):
            return value
        doubts.add("numbers")
        return None

    try:
        tree = json.loads(text, object_pairs_hook=members, parse_float=number, parse_constant=number)
    except json.JSONDecodeError as error:
        raise UnreadableError(_syntax(error)) from error
    except RecursionError:
        raise too_deep(0, "") from None
    except ValueError as error:  # an integer of more digits than int() takes
        raise UnreadableError(Problem("syntax", 0, "", f"not usable JSON: {error}", "shorten the number")) from error
    _check_depth(tree)
    problems = list(_duplicates(text)) if "duplicates" in doubts else []
    if "numbers" in doubts:
        problems.extend(_infinite_numbers(json.loads(text), ""))
    if HALF_PAIR.search(text):
        problems.extend(_half_pairs(tree, ""))
    return tree, problems


class JsonPlaces:
    """Offsets in a JSON text, found by scanning each mapping and list on the way once, when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._members: dict[int, dict[str, tuple[int, int]]] = {}

    def find(self, pointer: str) -> tuple[int, str]:
        """See :meth:`Places.find`."""
        value = offset = _skip(self.text, 0)
        reached = ""
        for token in split_pointer(pointer):
            place = self._scan(value).get(token)
            if place is None:
                break
            offset, value = place
            reached = child_pointer(reached, token)
        return offset, reached

    def _scan(self, offset: int) -> dict[str, tuple[int, int]]:
        found = self._members.get(offset)
        if found is None:
            found = self._members[offset] = {key: (at, value) for key, at, value in scan_members(self.text, offset)}
        return found


def scan_members(text: str, offset: int) -> Iterator[tuple[str, int, int]]:
    """Token, offset and offset of the value of each member of the mapping or list that starts at ``offset``."""
    closing = {"{": "}", "[": "]"}.get(text[offset])
    if closing is None:
        return
    index, position = 0, _skip(text, offset + 1)
    while text[position] != closing:
        if text[position] == ",":
            position = _skip(text, position + 1)
        start, token = position, str(index)
        if closing == "}":
            token, position = SCAN(text, position)
            position = _skip(text, _skip(text, position) + 1)
        yield token, start, position
        _, position = SCAN(text, position)
        position = _skip(text, position)
        index += 1


def _skip(text: str, position: int) -> int:
    found = SPACE.match(text, position)
    return found.end() if found else position


def _duplicates(text: str) -> Iterator[Problem]:
    stack = [(_skip(text, 0), "")]
    while stack:
        offset, pointer = stack.pop()
        first: dict[str, int] = {}
        for token, at, value in scan_members(text, offset):
            below = child_pointer(pointer, token)
            if token in first:
                message, hint = f"duplicate key {token!r}, first at {{other}}", "remove or rename one of the two"
                yield Problem("duplicate-key", at, below, message, hint, other=first[token])
            first.setdefault(token, at)
            if text[value] in "{[":
                stack.append((value, below))


def _half_pairs(node: Any, pointer: str) -> Iterator[Problem]:
    """Strings with half a surrogate pair: JSON's grammar has them (RFC 8259, section 8.2), UTF-8 does not."""
    if isinstance(node, str) and LONE_SURROGATE.search(node):
        yield Problem("syntax", -1, pointer, "half of a surrogate pair", "write the whole character")
    elif isinstance(node, dict):
        for key, value in node.items():
            if LONE_SURROGATE.search(key):
                yield Problem("syntax", -1, pointer, "a key with half of a surrogate pair", "write the whole character")
            yield from _half_pairs(value, child_pointer(pointer, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _half_pairs(value, child_pointer(pointer, index))


def _infinite_numbers(node: Any, pointer: str) -> Iterator[Problem]:
    if isinstance(node, float) and not math.isfinite(node):
        yield Problem("syntax", -1, pointer, "not a number that JSON has", "JSON has only finite numbers")
    elif isinstance(node, dict | list):
        for token, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _infinite_numbers(value, child_pointer(pointer, token))


def _check_depth(tree: Any) -> None:
    level = [tree] if isinstance(tree, dict | list) else []
    depth = 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise too_deep(0, "")
        level = [
            child
            for node in level
            for child in (node.values() if isinstance(node, dict) else node)
            if isinstance(child, dict | list)
        ]


def _syntax(error: json.JSONDecodeError) -> Problem:
    reason = error.msg[0].lower() + error.msg[1:]
    if error.doc[error.pos : error.pos + 2] in ("//", "/*"):
        return Problem("syntax", error.pos, "", "not JSON: a comment", "JSON has no comments; remove it or use YAML")
    if not error.doc.lstrip().startswith(("{", "[")):
        return Problem("syntax", error.pos, "", f"not JSON: {reason}", "call the file '.yaml' if it is YAML")
    return Problem("syntax", error.pos, "", f"not JSON: {reason}", "check commas, quotes and brackets around here")
