"""Edit a tree by JSON pointers, and remember where the remaining values were before."""

from __future__ import annotations

import re
from typing import Any

from contracts.spec.pointers import child_pointer, split_pointer, walk

Element = tuple[Any, Any]
"""A mapping or list and a key or index in it."""


class TreeEditor:
    """Changes a tree in place.

    :ivar tree: the tree.
    """

    def __init__(self, tree: dict[str, Any]) -> None:
        self.tree = tree
        self._removed: dict[str, list[int]] = {}  # by the current pointer of a list: original indices, sorted
        self._renamed: dict[str, str] = {}  # by the current pointer: the original key

    def exists(self, pointer: str) -> bool:
        """Whether there is a value at a pointer."""
        try:
            walk(self.tree, pointer)
        except KeyError:
            return False
        return True

    def element(self, pointer: str) -> Element:
        """The collection that contains a value, and its key. Raises :class:`KeyError` if it does not exist."""
        owner, token = pointer.rpartition("/")[0], split_pointer(pointer)[-1]
        holder = walk(self.tree, owner)
        return holder, int(token) if isinstance(holder, list) else token

    def remove(self, pointer: str) -> None:
        """Remove the value at a pointer. Items that follow it in a list move up."""
        original = self.original(pointer)
        holder, key = self.element(pointer)
        del holder[key]
        if isinstance(holder, list):
            owner = pointer.rpartition("/")[0]
            self._move_up(owner, key)
            index = int(original.rpartition("/")[2])
            self._removed[owner] = sorted([*self._removed.get(owner, ()), index])

    def replace(self, pointer: str, value: Any) -> None:
        """Replace the value at a pointer."""
        holder, key = self.element(pointer)
        holder[key] = value

    def rename(self, pointer: str, key: str) -> None:
        """Give the value at a pointer in a mapping another key, which must be free; the order of the keys stays."""
        holder, old = self.element(pointer)
        entries = [(key if name == old else name, value) for name, value in holder.items()]
        holder.clear()
        holder.update(entries)
        self._renamed[child_pointer(pointer.rpartition("/")[0], key)] = self._renamed.pop(pointer, old)

    def original(self, pointer: str) -> str:
        """The pointer that a value had before all changes."""
        current, found = "", ""
        for token in split_pointer(pointer):
            removed = self._removed.get(current)
            current = child_pointer(current, token)
            before = self._renamed.get(current, token)
            found = child_pointer(found, _index_before(int(token), removed) if removed and token.isdigit() else before)
        return found

    def _move_up(self, owner: str, removed: int) -> None:
        """Update the pointers of lists below the items that follow a removed item of a list."""
        below = re.compile(re.escape(owner) + r"/(\d+)(/.*)")
        for pointer in [one for one in self._removed if below.fullmatch(one)]:
            match = below.fullmatch(pointer)
            index = int(match[1]) if match else 0
            if index >= removed:
                indices = self._removed.pop(pointer)
                if match and index > removed:
                    self._removed[f"{owner}/{index - 1}{match[2]}"] = indices


def _index_before(index: int, removed: list[int]) -> int:
    """The index that an item had before other items of its list were removed."""
    for other in removed:
        index += other <= index
    return index


def copy_json(value: Any) -> Any:
    """Copy a tree of mappings and lists."""
    if isinstance(value, dict):
        return {key: copy_json(one) for key, one in value.items()}
    return [copy_json(one) for one in value] if isinstance(value, list) else value
