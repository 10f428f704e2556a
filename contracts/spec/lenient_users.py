"""The operations that a change of a document affects: those that contain or refer to the changed value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contracts.spec.document import Document
from contracts.spec.lenient_kinds import operation_name
from contracts.spec.object_model import OPERATIONS
from contracts.spec.pointers import child_pointer, reference_pointer, walk
from contracts.spec.traversal import pointer_of


def operation_users(document: Document) -> Callable[[str], tuple[str, ...]]:
    """A function that returns the operations that contain or refer to the value at a pointer."""
    sources: dict[str, list[str]] = {}
    for here, _, target, _ in document.edges:
        sources.setdefault(target, []).append(pointer_of(here.trail))
    operations = {path: _operations_at(path, document.tree) for path in _path_pointers(document.tree)}

    def users(pointer: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        seen, pending = {pointer}, [pointer]
        while pending:
            here = pending.pop()
            name = operation_name(here)
            found.update(dict.fromkeys([name] if name else operations.get("/".join(here.split("/", 3)[:3]), ())))
            for end in pointer_ends(here):
                for source in sources.get(here[: end or len(here)], ()):
                    if source not in seen:
                        seen.add(source)
                        # A path item that is a reference: the operation is in its target.
                        pending.append(source + here[end or len(here) :] if source.count("/") == 2 else source)
        return tuple(sorted(found))

    return users


def pointer_ends(pointer: str) -> Iterator[int]:
    """The ends of the prefixes of a pointer, the shortest first; 0 for the whole pointer."""
    position = pointer.find("/", 1)
    while position > 0:
        yield position
        position = pointer.find("/", position + 1)
    yield 0


def _path_pointers(tree: dict[str, Any]) -> list[str]:
    paths = tree.get("paths")
    return [child_pointer("", "paths", path) for path in paths] if isinstance(paths, dict) else []


def _operations_at(path: str, tree: dict[str, Any]) -> list[str]:
    """The operations of the path item at a pointer."""
    item = walk(tree, path)
    if isinstance(item, dict) and isinstance(item.get("$ref"), str):
        try:
            item = walk(tree, reference_pointer(item["$ref"]))
        except KeyError:
            return []
    methods = [key for key in OPERATIONS if isinstance(item, dict) and key in item]
    return list(dict.fromkeys(operation_name(child_pointer(path, method)) for method in methods))
