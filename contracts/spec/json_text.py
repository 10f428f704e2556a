"""Parse JSON with the C scanner of the standard library; offsets are computed on demand.

``json`` parses 14 MB in 0.1 to 0.4 s with the hook that finds duplicate keys. Like the YAML reader, it keeps integers
of any size; orjson turns integers beyond 64 bits into floats and silently keeps the last of duplicate keys.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.source_map import DEEPEST, LONE_SURROGATE, ParseIssue, UnreadableError, too_deep

SPACE = re.compile(r"[ \t\n\r]*")
ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
SCAN = json.JSONDecoder().raw_decode


def read_json(text: str) -> tuple[Any, list[ParseIssue]]:
    """Parse JSON.

    :returns: the tree, and the problems that do not prevent reading.
    :raises UnreadableError: if the text is not valid JSON.
    """
    problem_kinds: set[str] = set()

    def to_mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        mapping = dict(pairs)
        if len(mapping) != len(pairs):
            problem_kinds.add("duplicates")
        return mapping

    def number(digits: str) -> float | None:
        value = float(digits)
        if math.isfinite(value):
            return value
        problem_kinds.add("numbers")
        return None

    try:
        tree = json.loads(text, object_pairs_hook=to_mapping, parse_float=number, parse_constant=number)
    except json.JSONDecodeError as error:
        raise UnreadableError(_syntax(error)) from error
    except RecursionError:
        raise too_deep(0, "") from None
    except ValueError as error:  # more digits than int() accepts
        raise UnreadableError(ParseIssue("syntax", 0, "", "an integer has too many digits", "shorten it")) from error
    _check_depth(tree)
    problems = list(_duplicates(text)) if "duplicates" in problem_kinds else []
    if "numbers" in problem_kinds:
        problems.extend(_infinite_numbers(json.loads(text), ""))
    if ESCAPED_SURROGATE.search(text):
        problems.extend(_lone_surrogates(tree, ""))
    return tree, problems


class JsonSourceMap:
    """Offsets of the values in JSON; mappings and lists are scanned on first use, as far as necessary.

    :param has_duplicates: whether keys are repeated; the last value of a key is used.
    """

    def __init__(self, text: str, *, has_duplicates: bool = False) -> None:
        self.text = text
        self._has_duplicates = has_duplicates
        self._entries: dict[int, _Entries] = {}

    def find(self, pointer: str) -> tuple[int, str]:
        """See ``SourceMap.find``."""
        value = offset = _skip(self.text, 0)
        reached = ""
        for token in split_pointer(pointer):
            entry = self._scan(value).find(token)
            if entry is None:
                break
            offset, value = entry
            reached = child_pointer(reached, token)
        return offset, reached

    def _scan(self, offset: int) -> _Entries:
        if offset not in self._entries:
            self._entries[offset] = _Entries(scan_entries(self.text, offset), to_end=self._has_duplicates)
        return self._entries[offset]


class _Entries:
    """The offsets in one mapping or list, which is scanned as far as necessary: the rest may be large.

    :param to_end: scan it to its end.
    """

    def __init__(self, scanned: Iterator[tuple[str, int, int]], *, to_end: bool) -> None:
        self._rest = scanned
        self._to_end = to_end
        self._known: dict[str, tuple[int, int]] = {}

    def find(self, token: str) -> tuple[int, int] | None:
        """Return the offsets of a key, or index, and of its value; ``None`` if it does not exist."""
        if token not in self._known:
            for key, offset, value in self._rest:
                self._known[key] = (offset, value)
                if key == token and not self._to_end:
                    break
        return self._known.get(token)


def scan_entries(text: str, offset: int) -> Iterator[tuple[str, int, int]]:
    """Token, offset, and offset of the value, of each key or item of the mapping or list at ``offset``."""
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


def _duplicates(text: str) -> Iterator[ParseIssue]:
    stack = [(_skip(text, 0), "")]
    while stack:
        offset, pointer = stack.pop()
        first: dict[str, int] = {}
        for token, at, value in scan_entries(text, offset):
            below = child_pointer(pointer, token)
            if token in first:
                message, hint = f"duplicate key {token!r}, first defined at {{other}}", "remove or rename one of them"
                yield ParseIssue("duplicate-key", at, below, message, hint, other=first[token])
            first.setdefault(token, at)
            if text[value] in "{[":
                stack.append((value, below))


def _lone_surrogates(node: Any, pointer: str) -> Iterator[ParseIssue]:
    """Strings with unpaired surrogates: JSON allows them (RFC 8259, section 8.2), UTF-8 cannot encode them."""
    if isinstance(node, str) and LONE_SURROGATE.search(node):
        yield ParseIssue("syntax", -1, pointer, "string with an unpaired surrogate", "write the complete character")
    elif isinstance(node, dict):
        for key, value in node.items():
            if LONE_SURROGATE.search(key):
                yield ParseIssue(
                    "syntax", -1, pointer, "key with an unpaired surrogate", "write the complete character"
                )
            yield from _lone_surrogates(value, child_pointer(pointer, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from _lone_surrogates(value, child_pointer(pointer, index))


def _infinite_numbers(node: Any, pointer: str) -> Iterator[ParseIssue]:
    if isinstance(node, float) and not math.isfinite(node):
        yield ParseIssue("syntax", -1, pointer, "not a finite number", "JSON allows only finite numbers")
    elif isinstance(node, dict | list):
        for token, value in node.items() if isinstance(node, dict) else enumerate(node):
            yield from _infinite_numbers(value, child_pointer(pointer, token))


_CONTAINERS = (dict, list)


def _check_depth(tree: Any) -> None:
    level = [tree] if isinstance(tree, _CONTAINERS) else []
    depth = 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise too_deep(0, "")
        below: list[Any] = []
        for node in level:
            values = node.values() if isinstance(node, dict) else node
            below += [child for child in values if isinstance(child, _CONTAINERS)]
        level = below


def _syntax(error: json.JSONDecodeError) -> ParseIssue:
    reason = error.msg[0].lower() + error.msg[1:]
    if error.doc[error.pos : error.pos + 2] in ("//", "/*"):
        return ParseIssue(
            "syntax", error.pos, "", "invalid JSON: JSON has no comments", "remove the comment, or use YAML"
        )
    if not error.doc.lstrip().startswith(("{", "[")):
        return ParseIssue(
            "syntax", error.pos, "", f"invalid JSON: {reason}", "if it is YAML, rename the file to '.yaml'"
        )
    return ParseIssue(
        "syntax", error.pos, "", f"invalid JSON: {reason}", "check the commas, quotes and brackets nearby"
    )
