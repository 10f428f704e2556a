"""Copy a document given as a mapping into JSON values, so that later changes by the caller do not affect it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from contracts.spec.pointers import child_pointer, split_pointer
from contracts.spec.source_map import DEEPEST, LONE_SURROGATE, ParseIssue, UnreadableError, is_list_item, too_deep

MOST_MEMBERS = 10_000_000
"""Maximum number of keys and items in total; those of a mapping that occurs twice count twice."""


class EmptySourceMap:
    """Offsets for a tree that was not parsed from a file: always 0."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree

    def find(self, pointer: str) -> tuple[int, str]:
        """See :meth:`contracts.spec.source_map.SourceMap.find`."""
        node, reached = self._tree, ""
        for token in split_pointer(pointer):
            if is_list_item(node, token):
                node = node[int(token)]
            elif isinstance(node, dict) and token in node:
                node = node[token]
            else:
                break
            reached = child_pointer(reached, token)
        return 0, reached


def read_mapping(mapping: Mapping[str, Any]) -> tuple[Any, list[ParseIssue]]:
    """Copy a mapping.

    :returns: the tree, with keys as strings and tuples as lists, and a problem for each value that is not JSON.
    :raises UnreadableError: if the mapping contains itself or is too large.
    """
    copier = _Copier()
    return copier.copy(mapping, ""), copier.problems


class _Copier:
    """Copies one mapping."""

    def __init__(self) -> None:
        self.problems: list[ParseIssue] = []
        self.size = 0
        self.depth = 0

    def copy(self, value: Any, pointer: str) -> Any:
        if isinstance(value, Mapping | list | tuple):
            return self.collection(value, pointer)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, str):
            return self.string(str.__str__(value), pointer)  # a plain str, also for a StrEnum
        if isinstance(value, int):
            return int(value)
        if isinstance(value, float) and math.isfinite(value):
            return float(value)
        self.add(pointer, f"{value!r:.60} is not a JSON value", "use a string or a finite number")
        return None

    def collection(self, value: Mapping[Any, Any] | list[Any] | tuple[Any, ...], pointer: str) -> Any:
        self.size += len(value)
        self.depth += 1
        if self.depth > DEEPEST:
            raise too_deep(0, pointer)
        if self.size > MOST_MEMBERS:
            raise UnreadableError(
                ParseIssue("too-large", 0, "", f"more than {MOST_MEMBERS:,} keys and items", "split the document")
            )
        copied: Any = (
            self.mapping(value, pointer)
            if isinstance(value, Mapping)
            else [self.copy(item, child_pointer(pointer, index)) for index, item in enumerate(value)]
        )
        self.depth -= 1
        return copied

    def mapping(self, mapping: Mapping[Any, Any], pointer: str) -> dict[str, Any]:
        copied: dict[str, Any] = {}
        for key, value in mapping.items():
            if not isinstance(key, str | int) or isinstance(key, bool):
                self.add(pointer, f"key {key!r:.60} is not a string", "use a string")
                continue
            name = self.string(str.__str__(key), pointer) if isinstance(key, str) else str(int(key))
            if name in copied:
                message, hint = f"duplicate key {name!r}", "remove or rename one of them"
                self.problems.append(ParseIssue("duplicate-key", 0, child_pointer(pointer, name), message, hint))
            copied[name] = self.copy(value, child_pointer(pointer, name))
        return copied

    def string(self, value: str, pointer: str) -> str:
        if LONE_SURROGATE.search(value):
            self.add(pointer, "string with an unpaired surrogate", "write the complete character")
        return value

    def add(self, pointer: str, message: str, hint: str) -> None:
        self.problems.append(ParseIssue("syntax", 0, pointer, message, hint))
