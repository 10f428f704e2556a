"""What stands inside of objects and lists compared: properties, other members, items."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.comparing.conjunction import Conjunction
from contracts.comparing.difference import NEW, OLD, Difference
from contracts.comparing.pair import ANY, Below, Facing
from contracts.comparing.site import Site


def members(facing: Facing) -> Iterator[Difference | Below]:
    """What differs between the members of two schemas, and the pairs below them."""
    old, new = facing.old, facing.new
    for name in old.properties:
        if name in new.properties:
            yield from _kept(facing, name)
        else:
            yield from _gone(facing, name)
    for name in new.properties:
        if name not in old.properties:
            yield from _come(facing, name)
    for name in dict.fromkeys([*old.required, *new.required]):
        if name not in old.properties and name not in new.properties:
            yield from _requirement(facing, name)
    if old.types == new.types:
        yield from _others(facing)
        yield from _by_pattern(facing)
    yield from _items(facing)


def _schema(side: Conjunction, name: str) -> Conjunction:
    return side.side.join(side.properties[name])


def _kept(facing: Facing, name: str) -> Iterator[Difference | Below]:
    old, new = _schema(facing.old, name), _schema(facing.new, name)
    was_sent, is_sent = facing.is_sent(old), facing.is_sent(new)
    if was_sent and is_sent:
        yield from _requirement(facing, name)
        yield Below(Facing(old, new, facing.direction), (name,))
        return
    keyword = "readOnly" if facing.is_request else "writeOnly"
    word = "read-only" if facing.is_request else "write-only"
    if was_sent:
        yield Difference(f"property-became-{word}", NEW, new.at(keyword), name, field=(name,))
    elif is_sent and facing.is_request and name in facing.new.required:
        yield Difference("property-added-required", NEW, facing.new.required[name], name, field=(name,))
    elif is_sent:
        yield Difference(f"property-no-longer-{word}", OLD, old.at(keyword), name, field=(name,))


def _gone(facing: Facing, name: str) -> Iterator[Difference]:
    if facing.is_sent(_schema(facing.old, name)):
        pointer = facing.old.properties[name][0].pointer
        yield Difference("property-removed", OLD, pointer, name, field=(name,))


def _come(facing: Facing, name: str) -> Iterator[Difference | Below]:
    if facing.is_sent(_schema(facing.new, name)):
        as_member = facing.old.below("additionalProperties")
        if as_member and not facing.old.is_closed:
            yield facing.below(as_member, facing.new.properties[name], (name,))
        was_required = name in facing.old.required
        if was_required:
            yield from _requirement(facing, name)
        is_required = facing.is_request and name in facing.new.required and not was_required
        topic = "property-added-required" if is_required else "property-added"
        if facing.old.is_closed and not facing.is_request:
            topic = "property-added-closed"
        yield Difference(topic, NEW, facing.new.properties[name][0].pointer, name, field=(name,))


def _requirement(facing: Facing, name: str) -> Iterator[Difference]:
    old, new = facing.old.required, facing.new.required
    if name in new and name not in old:
        yield Difference("property-became-required", NEW, new[name], name, field=(name,))
    elif name in old and name not in new:
        yield Difference("property-became-optional", OLD, old[name], name, field=(name,))


def _others(facing: Facing) -> Iterator[Difference | Below]:
    """Members that have no name in the schema."""
    old, new = facing.old, facing.new
    if old.is_closed != new.is_closed:
        topic = "members-closed" if new.is_closed else "members-opened"
        where = (NEW, new.at(new.closing)) if new.is_closed else (OLD, old.at(old.closing))
        yield Difference(topic, *where)
    elif not new.is_closed:
        yield from _both(facing, "additionalProperties")


def _both(facing: Facing, *keywords: str) -> Iterator[Below]:
    """What stands below keywords, as far as one of the two documents says anything there."""
    old, new = ([site for keyword in keywords for site in one.below(keyword)] for one in (facing.old, facing.new))
    if old or new:
        yield facing.below(old or [_anything(facing.old)], new or [_anything(facing.new)], (ANY,))


def _anything(schema: Conjunction) -> Site:
    """What stands where nothing is said."""
    return Site(schema.pointer, {})


def _by_pattern(facing: Facing) -> Iterator[Difference | Below]:
    old, new = facing.old.patterns, facing.new.patterns
    for pattern in old:
        if pattern in new:
            yield facing.below(old[pattern], new[pattern], (ANY,))
        else:
            yield Difference("condition-changed", OLD, old[pattern][0].pointer, "patternProperties")
    for pattern in new:
        if pattern not in old:
            yield Difference("condition-changed", NEW, new[pattern][0].pointer, "patternProperties")


def _items(facing: Facing) -> Iterator[Difference | Below]:
    yield from _both(facing, "items")
    old, new = _prefix(facing.old), _prefix(facing.new)
    if bool(old) != bool(new):
        where = (NEW, facing.new.at("prefixItems")) if new else (OLD, facing.old.at("prefixItems"))
        yield Difference("condition-changed", *where, "prefixItems")
        return
    for index in range(max(len(old), len(new))):
        yield facing.below(_item(facing.old, old, index), _item(facing.new, new, index), (ANY,))


def _item(schema: Conjunction, prefix: list[Site], index: int) -> list[Site]:
    """The schemas of the item at an index: its own, else that of the items that have none."""
    return prefix[index : index + 1] or schema.below("items") or [_anything(schema)]


def _prefix(schema: Conjunction) -> list[Site]:
    for part in schema.parts:
        if isinstance(part.node.get("prefixItems"), list):
            return list(schema.side.schemas(part, "prefixItems"))
    return []
