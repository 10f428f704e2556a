"""Keeps the values of discriminators when bundling gives a schema another name.

A schema without an entry in ``mapping`` is selected by its name (OpenAPI 3.1, "Discriminator Object"), so a renamed one
gets an entry with its former name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from contracts.bundle.relocate import Relocator, fragment
from contracts.spec.discriminators import discriminator_property, listed_values
from contracts.spec.pointers import child_pointer, split_pointer, walk
from contracts.spec.traversal import Visit, pointer_of


def keep_values(
    relocator: Relocator, visits: Iterable[Visit], tree: dict[str, Any], name_of: Callable[[str], str]
) -> list[str]:
    """Add the values of renamed schemas to the mappings of a new tree; return the pointers of its discriminators.

    :param visits: the schemas of the old tree.
    :param name_of: returns the name of the schema at a pointer of the old tree.
    """
    changed = []
    schemas = {pointer_of(here.trail): here.node for here in visits if here.kind == "schema"}
    for base, pointers in _selected(relocator, schemas).items():
        added = {}
        for pointer, node in pointers.items():
            home = _new_pointer(relocator, pointer)
            value = name_of(pointer)
            is_listed = listed_values(relocator.tree, node, discriminator_property(schemas[base])) is not None
            if home and value and not is_listed and split_pointer(home)[-1] != value:
                added[value] = fragment(home)
        discriminator = _discriminator(tree, _new_pointer(relocator, base)) if added else None
        if discriminator is not None and _add(discriminator, added):
            changed.append(_new_pointer(relocator, base))
    return changed


def _selected(relocator: Relocator, schemas: Mapping[str, dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    """Return, by the pointer of each schema with a discriminator, the branches and subtypes that it selects."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for pointer, node in schemas.items():
        if discriminator_property(node):
            selected = found.setdefault(pointer, {})
            for branch in _branches(node, "oneOf", "anyOf"):
                target = _target(relocator, branch)
                if target in schemas:
                    selected[target] = schemas[target]
        for base in _bases(relocator, schemas, node):
            if base != pointer:
                found.setdefault(base, {})[pointer] = node
    return found


def _branches(node: dict[str, Any], *keywords: str) -> Iterator[dict[str, Any]]:
    for keyword in keywords:
        branches = node.get(keyword)
        yield from (one for one in branches if isinstance(one, dict)) if isinstance(branches, list) else ()


def _target(relocator: Relocator, node: dict[str, Any]) -> str:
    """Return the pointer that a reference leads to; ``""`` if the schema is no resolvable reference."""
    return relocator.targets.get(id(node), {}).get("$ref", ("", ""))[0]


def _bases(relocator: Relocator, schemas: Mapping[str, dict[str, Any]], node: dict[str, Any]) -> Iterator[str]:
    """Yield the schemas with a discriminator that a schema extends, directly or through others."""
    seen: set[str] = set()
    waiting = [_target(relocator, one) for one in _branches(node, "allOf")]
    while waiting:
        pointer = waiting.pop()
        if pointer in seen or pointer not in schemas:
            continue
        seen.add(pointer)
        if discriminator_property(schemas[pointer]):
            yield pointer
        inner = [schemas[pointer]] if _target(relocator, schemas[pointer]) else []
        waiting += [_target(relocator, one) for one in (*inner, *_branches(schemas[pointer], "allOf"))]


def _new_pointer(relocator: Relocator, pointer: str) -> str:
    """Return where the content at a pointer is in the new tree; ``""`` if it is not there."""
    try:
        return relocator.address(pointer)
    except (KeyError, StopIteration):
        return ""


def _discriminator(tree: dict[str, Any], pointer: str) -> dict[str, Any] | None:
    try:
        found = walk(tree, child_pointer(pointer, "discriminator"))
    except KeyError:
        return None
    return found if isinstance(found, dict) else None


def _add(discriminator: dict[str, Any], added: dict[str, str]) -> bool:
    """Add entries for schemas that have none; return whether there are any."""
    known = discriminator.get("mapping")
    mapping = dict(known) if isinstance(known, dict) else {}
    new = {value: target for value, target in added.items() if value not in mapping and target not in mapping.values()}
    if new:
        discriminator["mapping"] = mapping | new
    return bool(new)
