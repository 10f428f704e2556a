"""Path items: the objects that one consists of, and its operations.

A path item may have ``$ref`` and other fields; they are combined. If both have a field, its meaning is undefined
(OpenAPI 3.0.3 and 3.1, "Path Item Object"); here the field beside ``$ref`` counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.spec.object_model import METHODS
from contracts.spec.pointers import child_pointer, reference_pointer, walk

ADDITIONAL = "additionalOperations"
"""Field of a path item with the operations of other methods, by method (OpenAPI 3.2)."""


class Part(NamedTuple):
    """A mapping of the document and its JSON pointer."""

    pointer: str
    node: dict[str, Any]


MAX_REFERENCES = 100
"""Maximum number of references from one path item to the next that are followed."""


class OperationEntry(NamedTuple):
    """An operation of a path item.

    :param method: as in a request: ``GET``, ``COPY``.
    """

    method: str
    pointer: str
    node: dict[str, Any]


def parts_of(tree: dict[str, Any], pointer: str, node: dict[str, Any]) -> list[Part]:
    """The objects that a path item consists of: itself, then the targets of its references.

    A reference that does not lead to a mapping ends the list, and so does the last one of :data:`MAX_REFERENCES`.
    """
    parts = [Part(pointer, node)]
    seen = {pointer}
    while isinstance(reference := parts[-1].node.get("$ref"), str) and len(parts) <= MAX_REFERENCES:
        target = reference_pointer(reference)
        try:
            found = walk(tree, target)
        except KeyError:
            break
        if not isinstance(found, dict) or target in seen:
            break
        seen.add(target)
        parts.append(Part(target, found))
    return parts


def operations_of(parts: list[Part]) -> Iterator[OperationEntry]:
    """The operations of a path item; the first part with a method counts."""
    seen: set[str] = set()
    for part in parts:
        for method, pointer, node in _entries(part):
            if method not in seen:
                seen.add(method)
                yield OperationEntry(method, pointer, node)


def _entries(part: Part) -> Iterator[OperationEntry]:
    for method in METHODS:
        node = part.node.get(method)
        if isinstance(node, dict):
            yield OperationEntry(method.upper(), child_pointer(part.pointer, method), node)
    additional = part.node.get(ADDITIONAL)
    for method, node in additional.items() if isinstance(additional, dict) else ():
        if isinstance(node, dict) and not method.startswith("x-"):
            yield OperationEntry(method, child_pointer(part.pointer, ADDITIONAL, method), node)


def merged(parts: list[Part]) -> dict[str, Any]:
    """One path item with the fields of all parts; parameters of the first parts override those of the others."""
    fields: dict[str, Any] = {}
    for part in reversed(parts):
        additional = {**_mapping(fields.get(ADDITIONAL)), **_mapping(part.node.get(ADDITIONAL))}
        parameters = [*_list(fields.get("parameters")), *_list(part.node.get("parameters"))]
        fields |= {key: value for key, value in part.node.items() if key != "$ref"}
        fields |= {ADDITIONAL: additional} if additional else {}
        fields |= {"parameters": parameters} if parameters else {}
    return fields


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
