"""Types of ids: whether the values of one schema can be ids that another schema describes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from contracts.schema.json_types import type_names, type_of
from contracts.spec.schemas import Schema
from contracts.spec.shapes import parts

_ABOUT_IDS = re.compile(r"\b(?:ids?|uuids?|guids?|identifiers?)\b", re.IGNORECASE)
_SCALARS = frozenset({"string", "integer", "number"})


def _nodes(schema: Schema) -> Iterator[dict[str, Any]]:
    """Yield the mappings that apply to a value, all or in part: through ``$ref``, ``allOf``, ``anyOf``, ``oneOf``."""
    return (part.node for part in parts(schema) if isinstance(part.node, dict))


def types(schema: Schema) -> frozenset[str]:
    """Return the types that a schema names, or that its ``enum`` or ``const`` has; empty if there are none."""
    found: set[str] = set()
    for node in _nodes(schema):
        values = [node["const"]] if "const" in node else node.get("enum") or ()
        found.update(type_names(node) or map(type_of, values))
    return frozenset(found)


def allows_null(schema: Schema) -> bool:
    """Return whether ``null`` is documented as a value."""
    return "null" in types(schema)


def _values(schema: Schema, keyword: str) -> set[str]:
    return {str(node[keyword]) for node in _nodes(schema) if keyword in node}


def accepts_ids(schema: Schema, target: Schema) -> bool:
    """Return whether a property can have the ids that the target describes, by type, format, pattern and enum."""
    ours, theirs = types(schema) & _SCALARS, types(target) & _SCALARS
    if not ours & theirs or types(schema) - _SCALARS - {"null"}:
        return False
    if any(_values(schema, keyword) for keyword in ("enum", "const")):
        return False
    limits = ("pattern", "format") if "string" in ours else ("pattern",)
    return all(_values(schema, limit) <= _values(target, limit) for limit in limits)


def surely_has_ids(schema: Schema, target: Schema) -> bool:
    """Return whether a property without an id in its name, such as ``author``, has the ids of the target.

    Text can be a name as well, unless format, pattern or description say otherwise.
    """
    if not accepts_ids(schema, target):
        return False
    if types(schema) & _SCALARS == {"integer"} or any(map(_ABOUT_IDS.search, _values(schema, "description"))):
        return True
    return any(_values(schema, limit) & _values(target, limit) for limit in ("pattern", "format"))
