"""What the properties and items of a schema without alternatives must match."""

from __future__ import annotations

from typing import NamedTuple

from contracts.diff.acceptance.validity import matches_pattern
from contracts.diff.difference import Located, schema_site
from contracts.diff.merged_schema import ComparedSchema
from contracts.spec.pointers import child_pointer


class Undecidable(Exception):  # noqa: N818 (it is an outcome, not an error)
    """A property or item of which it is unknown what it must match."""


class Content(NamedTuple):
    """The schemas that a property must match.

    :param is_documented: whether the schema names the property, a pattern for it, or additional properties.
    """

    sites: list[Located]
    is_documented: bool


def property_of(schema: ComparedSchema, name: str) -> Content:
    """Return what a property must match.

    :raises Undecidable: if it is unknown whether the name matches a pattern.
    """
    found: list[Located] = []
    is_documented = False
    for part in schema.parts:
        own = _own(part.pointer, part.node, name)
        if not own and "additionalProperties" in part.node:
            own = _sites(part.pointer, part.node, "additionalProperties")
        found += own
        is_documented = is_documented or bool(own)
    return Content(found, is_documented)


def _own(pointer: str, node: dict[str, object], name: str) -> list[Located]:
    """Return the schemas that a part has for a name: its own, and those of patterns that match it."""
    properties, patterns = node.get("properties"), node.get("patternProperties")
    found = []
    if isinstance(properties, dict) and name in properties:
        found += _sites(child_pointer(pointer, "properties"), properties, name)
    for pattern in patterns if isinstance(patterns, dict) else ():
        verdict = matches_pattern(pattern, name)
        if verdict is None:
            raise Undecidable(pattern)
        if verdict:
            found += _sites(child_pointer(pointer, "patternProperties"), patterns, pattern)
    return found


def _sites(pointer: str, node: object, key: str) -> list[Located]:
    found = schema_site(child_pointer(pointer, key), node[key]) if isinstance(node, dict) else None
    return [found] if found is not None else []


def additional_of(schema: ComparedSchema) -> Content:
    """Return what properties must match that a schema does not name."""
    found = schema.below("additionalProperties")
    return Content(found, bool(found))


def items_of(schema: ComparedSchema) -> tuple[list[list[Located]], list[Located]]:
    """Return the schemas of the first items, and those of all further items.

    :raises Undecidable: if several parts describe items in different ways.
    """
    prefixed = [part for part in schema.parts if isinstance(part.node.get("prefixItems"), list)]
    if not prefixed:
        return [], schema.below("items")
    if len(prefixed) > 1 or len(schema.all_of("items")) > len(prefixed):
        raise Undecidable("prefixItems")
    return [[one] for one in schema.side.schemas(prefixed[0], "prefixItems")], schema.below("items")


def anything(schema: ComparedSchema) -> Located:
    """Return the schema of values that a schema does not describe."""
    return Located(schema.pointer, {})
