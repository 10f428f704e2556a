"""Compares the contents of objects and lists: properties, additional properties, items."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.diff.change import Action, Element
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.schema_pair import ANY, ChildPair, SchemaPair


def compare_properties(pair: SchemaPair) -> Iterator[Difference | ChildPair]:
    """Yield the differences between the properties and items of two schemas, and the pairs inside them."""
    old, new = pair.old, pair.new
    for name in old.properties:
        if name in new.properties:
            yield from _in_both(pair, name)
        else:
            yield from _removed(pair, name)
    for name in new.properties:
        if name not in old.properties:
            yield from _added(pair, name)
    for name in dict.fromkeys([*old.required, *new.required]):
        if name not in old.properties and name not in new.properties:
            yield from _requirement(pair, name)
    if old.types == new.types:
        yield from _additional(pair)
        yield from _by_pattern(pair)
    yield from _items(pair)


def _schema(owner: ComparedSchema, name: str) -> ComparedSchema:
    return owner.side.join(owner.properties[name])


def _in_both(pair: SchemaPair, name: str) -> Iterator[Difference | ChildPair]:
    old, new = _schema(pair.old, name), _schema(pair.new, name)
    was_present, is_present = pair.is_present(old), pair.is_present(new)
    if was_present and is_present:
        yield from _requirement(pair, name)
        yield ChildPair(SchemaPair(old, new, pair.direction), (name,), pair.new.properties[name][0].pointer)
    elif was_present:
        keyword, action, _ = _READ_ONLY if pair.is_request else _WRITE_ONLY
        yield Difference(Element.PROPERTY, action, NEW, new.at(keyword), name, field=(name,))
    elif is_present and pair.is_request and name in pair.new.required:
        pointer = pair.new.required[name]
        yield Difference(Element.PROPERTY, Action.ADDED_REQUIRED, NEW, pointer, name, field=(name,))
    elif is_present:
        keyword, _, action = _READ_ONLY if pair.is_request else _WRITE_ONLY
        yield Difference(Element.PROPERTY, action, OLD, old.at(keyword), name, field=(name,))


_READ_ONLY = ("readOnly", Action.BECAME_READ_ONLY, Action.NO_LONGER_READ_ONLY)
_WRITE_ONLY = ("writeOnly", Action.BECAME_WRITE_ONLY, Action.NO_LONGER_WRITE_ONLY)
"""A keyword that excludes a property from one direction, and the actions if it was added or removed."""


def _removed(pair: SchemaPair, name: str) -> Iterator[Difference]:
    if pair.is_present(_schema(pair.old, name)):
        pointer = pair.old.properties[name][0].pointer
        yield Difference(Element.PROPERTY, Action.REMOVED, OLD, pointer, name, field=(name,))


def _added(pair: SchemaPair, name: str) -> Iterator[Difference | ChildPair]:
    if pair.is_present(_schema(pair.new, name)):
        additional = pair.old.below("additionalProperties")
        if additional and not pair.old.is_closed:
            yield pair.child(additional, pair.new.properties[name], (name,))
        was_required = name in pair.old.required
        if was_required:
            yield from _requirement(pair, name)
        action = Action.ADDED
        if pair.is_request and name in pair.new.required and not was_required:
            action = Action.ADDED_REQUIRED
        elif pair.old.is_closed and not pair.is_request:
            action = Action.ADDED_TO_CLOSED
        pointer = pair.new.properties[name][0].pointer
        yield Difference(Element.PROPERTY, action, NEW, pointer, name, field=(name,))


def _requirement(pair: SchemaPair, name: str) -> Iterator[Difference]:
    old, new = pair.old.required, pair.new.required
    if name in new and name not in old:
        yield Difference(Element.PROPERTY, Action.BECAME_REQUIRED, NEW, new[name], name, field=(name,))
    elif name in old and name not in new:
        yield Difference(Element.PROPERTY, Action.BECAME_OPTIONAL, OLD, old[name], name, field=(name,))


def _additional(pair: SchemaPair) -> Iterator[Difference | ChildPair]:
    """Yield differences of properties that the schema does not name."""
    old, new = pair.old, pair.new
    if new.is_closed and not old.is_closed:
        yield Difference(Element.ADDITIONAL_PROPERTIES, Action.CLOSED, NEW, new.at(new.closing))
    elif old.is_closed and not new.is_closed:
        yield Difference(Element.ADDITIONAL_PROPERTIES, Action.OPENED, OLD, old.at(old.closing))
    elif not new.is_closed:
        yield from _below(pair, "additionalProperties")


def _below(pair: SchemaPair, keyword: str) -> Iterator[ChildPair]:
    """Yield the pair of schemas below a keyword, if at least one document has it."""
    old, new = pair.old.below(keyword), pair.new.below(keyword)
    if old or new:
        yield pair.child(old or [_anything(pair.old)], new or [_anything(pair.new)], (ANY,))


def _anything(schema: ComparedSchema) -> Located:
    """Return the schema of values that are not described."""
    return Located(schema.pointer, {})


def _by_pattern(pair: SchemaPair) -> Iterator[Difference | ChildPair]:
    old, new = pair.old.patterns, pair.new.patterns
    for pattern in old:
        if pattern in new:
            yield pair.child(old[pattern], new[pattern], (ANY,))
        else:
            yield _pattern_changed(pair, Action.REMOVED, OLD, old[pattern][0].pointer)
    for pattern in new:
        if pattern not in old:
            yield _pattern_changed(pair, Action.ADDED, NEW, new[pattern][0].pointer)


def _pattern_changed(pair: SchemaPair, action: Action, side: str, pointer: str) -> Difference:
    """Return a condition on properties that were free before or are free now, or of which other things are known."""
    is_free = not any(one.below("additionalProperties") or one.is_closed for one in (pair.old, pair.new))
    return Difference(Element.CONDITION, action if is_free else Action.CHANGED, side, pointer, "patternProperties")


def _items(pair: SchemaPair) -> Iterator[Difference | ChildPair]:
    yield from _below(pair, "items")
    old, new = _prefix(pair.old), _prefix(pair.new)
    for index in range(max(len(old), len(new))):
        yield pair.child(_item(pair.old, old, index), _item(pair.new, new, index), (ANY,))


def _item(schema: ComparedSchema, prefix: list[Located], index: int) -> list[Located]:
    """Return the schemas of the item at an index: its own one, otherwise that of all further items."""
    return prefix[index : index + 1] or schema.below("items") or [_anything(schema)]


def _prefix(schema: ComparedSchema) -> list[Located]:
    for part in schema.parts:
        if isinstance(part.node.get("prefixItems"), list):
            return list(schema.side.schemas(part, "prefixItems"))
    return []
