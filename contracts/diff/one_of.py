"""Compares alternatives: the branches of ``oneOf`` and ``anyOf``, and the discriminator that selects one.

Branches of both documents are matched by the name of their component or their title, then by the value of the property
that identifies the branch, then by equal schemas, then by similar schemas.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.diff.change import Action, Element
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.matching import (
    OTHERS,
    Mapping,
    is_similar,
    matched,
    matched_by_entry,
    same_name,
    selected_by_entry,
    selected_by_name,
)
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.schema_pair import ChildPair, SchemaPair
from contracts.diff.subtypes import base_of, compare_subtypes, subtypes_by_name
from contracts.spec.pointers import child_pointer


def is_choice(pair: SchemaPair) -> bool:
    """Whether one schema is a choice without other constraints, and the other is not a choice."""
    old, new = pair.old, pair.new
    return bool(old.branches) != bool(new.branches) and (old if old.branches else new).types is None


def compare_alternatives(pair: SchemaPair) -> Iterator[Difference | ChildPair]:
    """Yield the differences between the alternatives of two schemas, and the pairs inside them."""
    old, new = _branches(pair.old), _branches(pair.new)
    is_whole = bool(old and new) or is_choice(pair)
    if is_whole:
        old, new = old or _single(pair.old), new or _single(pair.new)
    sides = [branch.schema for branch in old], [branch.schema for branch in new]
    fixed = _fixed(pair.old, sides[0]), _fixed(pair.new, sides[1])
    entries = _entries(pair.old), _entries(pair.new)
    known = matched_by_entry(fixed[0], entries[1], sides[1])
    known += [(one, other) for other, one in matched_by_entry(fixed[1], entries[0], sides[0])]
    alike = [(entries[0][value], entries[1][value]) for value in entries[0] if value in entries[1]]
    alike = [match for match in alike if all(_is_in(one, side) for one, side in zip(match, sides, strict=True))]
    matches = matched(*sides, fixed[0] + fixed[1], known, alike)
    removed = [branch for branch in old if all(branch.schema is not one for one, _ in matches)]
    added = [branch for branch in new if all(branch.schema is not other for _, other in matches)]
    yield from _discriminator(pair, removed if is_whole else [], added if is_whole else [])
    if not old and not new:
        yield from compare_subtypes(pair)
        return
    if not is_whole:
        return  # which values the alternatives accept beside other constraints is judged as a whole
    pointers = {id(branch.schema): branch.pointer for branch in new}
    for one, other in matches:
        yield ChildPair(SchemaPair(one, other, pair.direction), (), pointers.get(id(other), ""))
    for branch in removed:
        yield Difference(Element.ALTERNATIVE, Action.REMOVED, OLD, branch.pointer, _shown(branch.schema))
    for branch in added:
        yield Difference(Element.ALTERNATIVE, Action.ADDED, NEW, branch.pointer, _shown(branch.schema))


class _Branch(NamedTuple):
    schema: ComparedSchema
    pointer: str


def _branches(schema: ComparedSchema) -> list[_Branch]:
    found = [_Branch(schema.side.join([site]), site.pointer) for site in schema.branches]
    return list({id(branch.schema): branch for branch in reversed(found)}.values())[::-1]


def _single(schema: ComparedSchema) -> list[_Branch]:
    """Return what replaces a choice: its only remaining branch, one branch per type, or the schema itself."""
    site = schema.only_branch
    if site is not None:
        return [_Branch(schema.side.join([site]), site.pointer)]
    if schema.types is None or len(schema.types) == 1 or len(schema.parts) != 1:
        return [_Branch(schema, schema.pointer)]
    pointer, node = schema.pointer, schema.parts[0].node
    each = (Located(pointer, {**node, "type": kind}) for kind in sorted(schema.types))
    return [_Branch(schema.side.join([one]), schema.at("type")) for one in each]


def _fixed(choice: ComparedSchema, branches: list[ComparedSchema]) -> list[ComparedSchema]:
    discriminator = _of(choice)
    return selected_by_name(choice, branches, {"discriminator": discriminator}) if discriminator else []


def _is_in(schema: ComparedSchema, branches: list[ComparedSchema]) -> bool:
    return any(schema is branch for branch in branches)


def _entries(choice: ComparedSchema) -> dict[str, ComparedSchema]:
    discriminator = _of(choice)
    return selected_by_entry(choice, {"discriminator": discriminator}) if discriminator else {}


def _shown(schema: ComparedSchema) -> str:
    return schema.name or (" or ".join(sorted(schema.types)) if schema.types else "") or "(unnamed)"


def _discriminator(pair: SchemaPair, removed: list[_Branch], added: list[_Branch]) -> Iterator[Difference]:
    """Compare the discriminators.

    :param removed: alternatives that are reported themselves; mapping entries that refer to them are not.
    :param added: likewise.
    """
    old, new = (_of(schema) for schema in (pair.old, pair.new))
    if old is None and new is None:
        return
    if new is None or old is None:
        name = str((old or new or {}).get("propertyName"))
        if new is None:
            yield Difference(Element.DISCRIMINATOR, Action.REMOVED, OLD, pair.old.at("discriminator"), name)
        else:
            yield Difference(Element.DISCRIMINATOR, Action.ADDED, NEW, pair.new.at("discriminator"), name)
        return
    one, other = str(old.get("propertyName")), str(new.get("propertyName"))
    if one != other:
        pointer = child_pointer(pair.new.at("discriminator"), "propertyName")
        yield Difference(Element.DISCRIMINATOR_PROPERTY, Action.CHANGED, NEW, pointer, other, one, other)
    if all(schema.branches or base_of(schema) is not None for schema in (pair.old, pair.new)):
        yield from _mapping(pair, Mapping(old), Mapping(new), removed, added)  # a subtype selects nothing itself


def _of(schema: ComparedSchema) -> dict[str, Any] | None:
    return next((one for one in schema.all_of("discriminator") if isinstance(one, dict)), None)


def _mapping(
    pair: SchemaPair, old: Mapping, new: Mapping, removed: list[_Branch], added: list[_Branch]
) -> Iterator[Difference]:
    bases = [side.at("discriminator") for side in (pair.old, pair.new)]
    for value, name in old.names.items():
        if value not in new.names:
            is_known = value == name or _is_selected_by_name(pair.new, value)
            if not is_known and not _refers_to(pair.old, old.targets[value], removed):
                yield Difference(Element.MAPPING, Action.REMOVED, OLD, _entry(bases[0], value), value)
        elif name != new.names[value] and not _is_same(pair, old.targets[value], new.targets[value]):
            pointer = _entry(bases[1], value)
            yield Difference(Element.MAPPING, Action.CHANGED, NEW, pointer, value, name, new.names[value])
    for value, name in new.names.items():
        is_known = value in old.names or value == name or _is_selected_by_name(pair.old, value)
        if not is_known and not _refers_to(pair.new, new.targets[value], added):
            yield Difference(Element.MAPPING, Action.ADDED, NEW, _entry(bases[1], value), value)


def _is_selected_by_name(schema: ComparedSchema, value: str) -> bool:
    """Whether a value selects an alternative or a subtype without an entry in the mapping."""
    found = _fixed(schema, [branch.schema for branch in _branches(schema)]) + subtypes_by_name(schema)
    return any(one.name == value for one in found)


def _entry(base: str, value: str) -> str:
    """Return the pointer of a mapping entry."""
    return child_pointer(base, "defaultMapping") if value == OTHERS else child_pointer(base, "mapping", value)


def _refers_to(schema: ComparedSchema, target: str, branches: list[_Branch]) -> bool:
    """Whether a mapping entry refers to one of the branches."""
    site = schema.side.target(target)
    return site is not None and any(schema.side.join([site]) is branch.schema for branch in branches)


def _is_same(pair: SchemaPair, old: str, new: str) -> bool:
    """Whether two entries refer to the same branch, which may have been renamed or moved to a file."""
    sites = pair.old.side.target(old), pair.new.side.target(new)
    if sites[0] is None or sites[1] is None:
        return False
    one, other = pair.old.side.join([sites[0]]), pair.new.side.join([sites[1]])
    before, after = ([branch.schema for branch in _branches(side)] for side in (pair.old, pair.new))
    is_matched = any(one is match[0] and other is match[1] for match in matched(before, after))
    return is_matched or same_name(one, other) or is_similar(one, other)
