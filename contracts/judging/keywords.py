"""What a schema says at its own level, references and ``allOf`` followed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.schema.json_types import type_names
from contracts.spec.schemas import Schema


def parts(schema: Schema) -> Iterator[Schema]:
    """The schema, what it refers to and what ``allOf`` adds: all of them hold for a value."""
    seen: set[str] = set()
    waiting = [schema]
    while waiting:
        part = waiting.pop(0)
        if part.pointer in seen or not isinstance(part.node, dict):
            continue
        seen.add(part.pointer)
        yield part
        if "$ref" in part.node:
            waiting.append(part.space.target(part))
        waiting += [part.child("allOf", index) for index in range(len(part.node.get("allOf", ())))]


def keywords(schema: Schema) -> dict[str, Any]:
    """All keywords of the parts in one mapping; of one that several have, the first counts."""
    found: dict[str, Any] = {}
    for part in parts(schema):
        if isinstance(part.node, dict):
            found = part.node | found
    return found


def types_of(schema: Schema) -> set[str]:
    """The JSON types that a schema names; empty: it names none."""
    return set(type_names(keywords(schema)))
