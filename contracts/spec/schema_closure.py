"""The part of a document that a schema uses: itself, and what its references and discriminators lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from contracts.spec.discriminators import discriminator_property, schema_pointer, subtypes
from contracts.spec.pointers import reference_pointer, split_pointer, walk

COMPONENTS = "/components"

REFERENCES = ("$ref", "$dynamicRef")

_CONTAINERS = (dict, list)

Extenders = Callable[[], Mapping[str, Sequence[str]]]
"""Returns :func:`contracts.spec.discriminators.extending_components` of the document."""


def closure(tree: Mapping[str, Any], start: str, extenders: Extenders, most: int) -> dict[str, Any] | None:
    """Return a copy of a document with only the part that a schema uses; its objects are those of the document.

    Pointers lead to the same values, except that arrays around the schemas are objects with the same keys.

    :param tree: a document with internal references only.
    :param start: JSON pointer of the schema, or of an object with schemas.
    :param most: maximum number of objects and arrays; ``None`` is returned for a larger part.
    """
    found: dict[str, Any] = {}
    waiting, size = [start], 0
    while waiting:
        pointer = waiting.pop()
        if pointer in found:
            continue
        try:
            node = found[pointer] = walk(tree, pointer)
        except KeyError:
            continue
        stack = [node]
        while stack:
            one = stack.pop()
            size += 1
            if size > most:
                return None
            if isinstance(one, dict):
                used = _used(tree, one, pointer if one is node else "", extenders)
                waiting.extend(target for target in used if not target.startswith(f"{start}/"))
                stack.extend(value for value in one.values() if isinstance(value, _CONTAINERS))
            elif isinstance(one, list):
                stack.extend(value for value in one if isinstance(value, _CONTAINERS))
    return _selected(found)


def _used(tree: Mapping[str, Any], node: dict[str, Any], pointer: str, extenders: Extenders) -> Iterator[str]:
    """Yield the pointers that an object refers to: those of whole components, and others as they are."""
    for keyword in REFERENCES:
        reference = node.get(keyword)
        if isinstance(reference, str) and reference.startswith("#"):
            yield component_of(reference_pointer(reference))
    if "discriminator" in node and discriminator_property(node):
        discriminator = node["discriminator"]
        mapping = discriminator.get("mapping")
        named = [*(mapping.values() if isinstance(mapping, dict) else ()), discriminator.get("defaultMapping")]
        for target in (schema_pointer(tree, one) for one in named):
            if target is not None:
                yield component_of(target)
        if pointer:
            yield from subtypes(tree, pointer, node, extenders())


def component_of(pointer: str) -> str:
    """Return the pointer of the component that contains a pointer; the pointer itself if it is outside of them."""
    if not pointer.startswith(f"{COMPONENTS}/"):
        return pointer
    return "/".join(pointer.split("/")[:4])


def _selected(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return a document with some values at their pointers; those inside of another one are there already."""
    if "" in found:
        whole: dict[str, Any] = found[""]
        return whole
    tree: dict[str, Any] = {}
    made = {id(tree)}
    for pointer in sorted(found, key=len):
        *outer, last = split_pointer(pointer)
        node = tree
        for token in outer:
            if token not in node:
                node[token] = {}
                made.add(id(node[token]))
            node = node[token]
            if id(node) not in made:
                break
        else:
            node[last] = found[pointer]
    return tree
