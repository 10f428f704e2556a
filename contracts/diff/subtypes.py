"""Compares the schemas that values of a base with a discriminator can have: those that extend it, or are mapped to.

They are valid wherever the base is (OpenAPI 3.1, "Discriminator Object"), although nothing else refers to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.diff.change import Action, Element
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.matching import matched, matched_by_entry, selected_by_name
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.normalize import is_prose
from contracts.diff.schema_pair import ChildPair, SchemaPair
from contracts.spec.discriminators import discriminator_property

_ANNOTATING = frozenset({"readOnly", "writeOnly", "deprecated", "default", "xml", "summary", "type"})
"""Keywords beside a base with which it stays a base. A type does not select subtypes."""

MAX_WRAPPERS = 20
"""References and wrappers around a base that are followed."""


def compare_subtypes(pair: SchemaPair) -> Iterator[Difference | ChildPair]:
    """Yield the pairs of subtypes of two bases, and the subtypes that are no longer or newly selected by their name."""
    bases = base_of(pair.old), base_of(pair.new)
    if bases[0] is None or bases[1] is None:
        return
    old, new = _subtypes(pair.old, bases[0]), _subtypes(pair.new, bases[1])
    before, after = _mapped(pair.old, bases[0]), _mapped(pair.new, bases[1])
    found = [(before[value], after[value]) for value in before if value in after]
    fixed = subtypes_by_name(pair.old), subtypes_by_name(pair.new)
    cross = matched_by_entry(fixed[0], after, new)
    cross += [(one, other) for other, one in matched_by_entry(fixed[1], before, old)]
    found += matched(old, new, fixed[0] + fixed[1], cross)
    for one, other in {(id(one), id(other)): (one, other) for one, other in found}.values():
        yield ChildPair(SchemaPair(one, other, pair.direction), ())
    known = {id(schema) for schemas in found for schema in schemas}
    known |= {id(schema) for schema in (*before.values(), *after.values())}
    for schema in old if not before else ():  # where a mapping lists values, others are not selected by name
        if id(schema) not in known:
            yield Difference(Element.MAPPING, Action.REMOVED, OLD, schema.pointer, schema.name)
    for schema in new if not after else ():
        if id(schema) not in known:
            yield Difference(Element.MAPPING, Action.ADDED, NEW, schema.pointer, schema.name)


def subtypes_by_name(schema: ComparedSchema) -> list[ComparedSchema]:
    """Return the subtypes of a base that are selected by their name."""
    base = base_of(schema)
    return selected_by_name(schema, _subtypes(schema, base), base.node) if base is not None else []


def base_of(schema: ComparedSchema) -> Located | None:
    """Return the schema with a discriminator that a schema is, apart from annotations; ``None`` if it is not one."""
    if len(schema.sites) != 1:
        return None
    site: Located | None = schema.sites[0]
    for _ in range(MAX_WRAPPERS):
        if site is None or discriminator_property(site.node):
            break
        site = _wrapped(schema, site)
    return site


def _wrapped(schema: ComparedSchema, site: Located) -> Located | None:
    """Return the only schema that another one wraps without further constraints."""
    node = site.node
    if any(not is_prose(key) and key not in _ANNOTATING | {"$ref", "allOf", "oneOf", "anyOf"} for key in node):
        return None
    found = []
    if isinstance(node.get("$ref"), str):
        target = schema.side.target(node["$ref"])
        found += [target] if target is not None else []
    if isinstance(node.get("allOf"), list):
        found += schema.side.schemas(site, "allOf")
    for keyword in ("oneOf", "anyOf"):
        if isinstance(node.get(keyword), list):
            found += schema.side.branches(site, keyword)[0]
    found = [one for one in found if not all(is_prose(key) or key in _ANNOTATING for key in one.node)]
    return found[0] if len(found) == 1 else None


def _subtypes(schema: ComparedSchema, base: Located) -> list[ComparedSchema]:
    return [schema.side.join([site]) for site in schema.side.subtypes(base).values()]


def _mapped(schema: ComparedSchema, base: Located) -> dict[str, ComparedSchema]:
    """Return the subtypes by the values that the mapping has for them."""
    by_pointer: dict[str, Any] = {site.pointer: site for site in schema.side.subtypes(base).values()}
    pointers = schema.side.mapped(base)
    return {
        value: schema.side.join([by_pointer[pointer]]) for value, pointer in pointers.items() if pointer in by_pointer
    }
