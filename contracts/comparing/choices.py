"""Alternatives compared: the branches of ``oneOf`` and ``anyOf``, and the discriminator that chooses among them.

A branch is the same in both documents by the name of its component, else its title, else the value of the property
that tells branches apart, else because both say the same, else because both look alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.comparing.conjunction import Conjunction
from contracts.comparing.difference import NEW, OLD, Difference
from contracts.comparing.pair import Below, Facing
from contracts.comparing.plain import text_of, without_prose
from contracts.comparing.site import Site
from contracts.spec.document import child_pointer

ALIKE = 0.3
"""The share of property names that two nameless objects must have in common to be taken for the same."""


RENAMED = 0.6
"""The same for two that have names, of which each is unknown in the other document."""

OTHERS = "any other"
"""What messages call the values that no entry of a discriminator names (``defaultMapping`` of OpenAPI 3.2)."""


def is_choice(facing: Facing) -> bool:
    """Whether one side is a choice, of which nothing is said besides, and the other is not."""
    old, new = facing.old, facing.new
    return bool(old.branches) != bool(new.branches) and (old if old.branches else new).types is None


def alternatives(facing: Facing) -> Iterator[Difference | Below]:
    """What differs between the alternatives of two schemas, and the pairs below them."""
    old, new = _branches(facing.old), _branches(facing.new)
    is_whole = bool(old and new) or is_choice(facing)
    if is_whole:
        old, new = old or _alone(facing.old), new or _alone(facing.new)
    sides = [branch.schema for branch in old], [branch.schema for branch in new]
    matches = _matched(*sides, _called_by_name(facing.old, sides[0]) + _called_by_name(facing.new, sides[1]))
    gone = [branch for branch in old if all(branch.schema is not one for one, _ in matches)]
    come = [branch for branch in new if all(branch.schema is not other for _, other in matches)]
    yield from _discriminator(facing, gone if is_whole else [], come if is_whole else [])
    if not old and not new:
        return
    if not is_whole:
        keyword = "oneOf" if (facing.old if old else facing.new).all_of("oneOf") else "anyOf"
        where = (OLD, facing.old.at(keyword)) if old else (NEW, facing.new.at(keyword))
        yield Difference("condition-changed", *where, keyword)
        return
    for one, other in matches:
        yield Below(Facing(one, other, facing.direction), ())
    for branch in gone:
        yield Difference("alternative-removed", OLD, branch.place, _shown(branch.schema))
    for branch in come:
        yield Difference("alternative-added", NEW, branch.place, _shown(branch.schema))


class _Branch(NamedTuple):
    schema: Conjunction
    place: str


def _branches(schema: Conjunction) -> list[_Branch]:
    found = [_Branch(schema.side.join([site]), site.pointer) for site in schema.branches]
    return list({id(branch.schema): branch for branch in reversed(found)}.values())[::-1]


def _alone(schema: Conjunction) -> list[_Branch]:
    """What stands in place of a choice: the one branch that is left of it, one for each type, or the schema itself."""
    site = schema.only_branch
    if site is not None:
        return [_Branch(schema.side.join([site]), site.pointer)]
    if schema.types is None or len(schema.types) == 1 or len(schema.parts) != 1:
        return [_Branch(schema, schema.pointer)]
    pointer, node = schema.pointer, schema.parts[0].node
    each = (Site(pointer, {**node, "type": kind}) for kind in sorted(schema.types))
    return [_Branch(schema.side.join([one]), schema.at("type")) for one in each]


def _called_by_name(choice: Conjunction, branches: list[Conjunction]) -> list[Conjunction]:
    """The branches whose names are values of the discriminator, as nothing else says which value is theirs."""
    discriminator = _of(choice)
    if discriminator is None:
        return []
    targets = (choice.side.target(target) for target in _Mapping(discriminator).targets.values())
    mapped = [choice.side.join([site]) for site in targets if site is not None]
    free = (one for one in branches if one.is_component and all(one is not other for other in mapped))
    return [one for one in free if discriminator.get("propertyName") not in _tags(one)]


def _matched(
    old: list[Conjunction], new: list[Conjunction], fixed: list[Conjunction] | None = None
) -> list[tuple[Conjunction, Conjunction]]:
    """Which branch is which, each at most once; the surest ways to tell come first.

    :param fixed: those that are no longer what they were under another name.
    """
    fixed = fixed or []
    matches: list[tuple[Conjunction, Conjunction]] = []
    ways = (_has_same_name, _has_alike_name, _has_same_tag, _says_same, _looks_alike)
    for is_same in ways:
        for one in [one for one in old if all(one is not match[0] for match in matches)]:
            left = [other for other in new if all(other is not match[1] for match in matches)]
            if is_same in (_says_same, _looks_alike):
                left = [other for other in left if not any(given is one or given is other for given in fixed)]
            found = next((other for other in left if is_same(one, other)), None)
            if found is not None:
                matches.append((one, found))
    return matches


def _has_same_name(one: Conjunction, other: Conjunction) -> bool:
    return bool(one.name) and one.name == other.name


def _has_alike_name(one: Conjunction, other: Conjunction) -> bool:
    """Whether names differ in their case alone, as those of files and of components do."""
    return bool(one.name) and one.name.casefold() == other.name.casefold()


def _has_same_tag(one: Conjunction, other: Conjunction) -> bool:
    """Whether a property can have but one value, the same in both."""
    tags = _tags(one)
    return bool(tags) and any(_tags(other).get(name) == value for name, value in tags.items())


def _tags(schema: Conjunction) -> dict[str, str]:
    found = {}
    for name, sites in schema.properties.items():
        listed = schema.side.join(sites).listed
        if listed is not None and len(listed) == 1:
            found[name] = next(iter(listed))
    return found


def _says_same(one: Conjunction, other: Conjunction) -> bool:
    texts = ([text_of(without_prose(part.node)) for part in schema.parts] for schema in (one, other))
    return next(texts) == next(texts)


def _looks_alike(one: Conjunction, other: Conjunction) -> bool:
    if one.types != other.types or one.types is None:
        return False
    are_named = bool(one.name and other.name)
    if "object" not in one.types or (are_named and not _may_be_renamed(one, other)):
        return not are_named
    names, others = set(one.properties), set(other.properties)
    return len(names & others) >= (RENAMED if are_named else ALIKE) * len(names | others)


def _may_be_renamed(one: Conjunction, other: Conjunction) -> bool:
    """Whether each name is known in its own document only."""
    return one.name not in other.side.schema_names and other.name not in one.side.schema_names


def _shown(schema: Conjunction) -> str:
    return schema.name or (" or ".join(sorted(schema.types)) if schema.types else "") or "without a name"


def _discriminator(facing: Facing, gone: list[_Branch], come: list[_Branch]) -> Iterator[Difference]:
    """What differs between the discriminators.

    :param gone: alternatives that are told by themselves, so that the entries that lead to them are not.
    """
    old, new = (_of(schema) for schema in (facing.old, facing.new))
    if old is None and new is None:
        return
    if new is None or old is None:
        topic = "discriminator-removed" if new is None else "discriminator-added"
        where = (OLD, facing.old.at("discriminator")) if new is None else (NEW, facing.new.at("discriminator"))
        yield Difference(topic, *where, str((old or new or {}).get("propertyName")))
        return
    one, other = str(old.get("propertyName")), str(new.get("propertyName"))
    if one != other:
        place = child_pointer(facing.new.at("discriminator"), "propertyName")
        yield Difference("discriminator-property-changed", NEW, place, other, one, other)
    yield from _mapping(facing, _Mapping(old), _Mapping(new), gone, come)


def _of(schema: Conjunction) -> dict[str, Any] | None:
    return next((one for one in schema.all_of("discriminator") if isinstance(one, dict)), None)


def _mapping(
    facing: Facing, old: _Mapping, new: _Mapping, gone: list[_Branch], come: list[_Branch]
) -> Iterator[Difference]:
    bases = [side.at("discriminator") for side in (facing.old, facing.new)]
    for value, name in old.names.items():
        if value not in new.names:
            if value != name and not _leads_to(facing.old, old.targets[value], gone):
                yield Difference("mapping-removed", OLD, _entry(bases[0], value), value)
        elif name != new.names[value] and not _is_same(facing, old.targets[value], new.targets[value]):
            yield Difference("mapping-changed", NEW, _entry(bases[1], value), value, name, new.names[value])
    for value, name in new.names.items():
        if value not in old.names and value != name and not _leads_to(facing.new, new.targets[value], come):
            yield Difference("mapping-added", NEW, _entry(bases[1], value), value)


def _entry(base: str, value: str) -> str:
    """The place of an entry."""
    return child_pointer(base, "defaultMapping") if value == OTHERS else child_pointer(base, "mapping", value)


def _leads_to(schema: Conjunction, target: str, branches: list[_Branch]) -> bool:
    """Whether an entry leads to one of some alternatives."""
    site = schema.side.target(target)
    return site is not None and any(schema.side.join([site]) is branch.schema for branch in branches)


def _is_same(facing: Facing, old: str, new: str) -> bool:
    """Whether two entries lead to what is one branch, or has one name: it was renamed, or moved to a file."""
    sites = facing.old.side.target(old), facing.new.side.target(new)
    if sites[0] is None or sites[1] is None:
        return False
    one, other = facing.old.side.join([sites[0]]), facing.new.side.join([sites[1]])
    branches = [[branch.schema for branch in _branches(side)] for side in (facing.old, facing.new)]
    is_matched = any(one is match[0] and other is match[1] for match in _matched(*branches))
    return is_matched or _has_alike_name(one, other) or _looks_alike(one, other)


class _Mapping:
    """Which schema each value of a discriminator stands for.

    :ivar targets: what is referred to, by value; values that are not listed by :data:`OTHERS`.
    :ivar names: the last part of that; a schema's own name needs no entry.
    """

    def __init__(self, discriminator: dict[str, Any]) -> None:
        mapping = discriminator.get("mapping")
        entries = {**(mapping if isinstance(mapping, dict) else {}), OTHERS: discriminator.get("defaultMapping")}
        self.targets = {value: _reference(target) for value, target in entries.items() if isinstance(target, str)}
        self.names = {value: target.rpartition("/")[2] for value, target in self.targets.items()}


def _reference(target: str) -> str:
    """An entry as a reference: a name alone is that of a component (OpenAPI 3.1, "Discriminator Object")."""
    return target if "/" in target or "#" in target else f"#/components/schemas/{target}"
