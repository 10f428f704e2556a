"""Compares alternatives: the branches of ``oneOf`` and ``anyOf``, and the discriminator that selects one.

Branches of both documents are matched by the name of their component or their title, then by the value of the property
that identifies the branch, then by equal schemas, then by similar schemas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from contracts.diff.change import Action, Element
from contracts.diff.difference import NEW, OLD, Difference, Located
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.normalize import text_of, without_prose
from contracts.diff.schema_pair import ChildPair, SchemaPair
from contracts.spec.discriminators import discriminator_property
from contracts.spec.pointers import child_pointer

SIMILAR = 0.3
"""The share of property names that two objects without a name must have in common to be matched."""

MAX_PAIRS = 250_000
"""Maximum number of pairs of branches whose properties are compared; with more, branches are not matched by them."""

RENAMED = 0.6
"""The same for two objects with names that are each unknown in the other document."""

OTHERS = "any other"
"""The name in messages of values without an entry in the mapping (``defaultMapping`` of OpenAPI 3.2)."""


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
    matches = _matched(*sides, _selected_by_name(pair.old, sides[0]) + _selected_by_name(pair.new, sides[1]))
    removed = [branch for branch in old if all(branch.schema is not one for one, _ in matches)]
    added = [branch for branch in new if all(branch.schema is not other for _, other in matches)]
    yield from _discriminator(pair, removed if is_whole else [], added if is_whole else [])
    if not old and not new:
        yield from _subtypes(pair)
        return
    if not is_whole:
        return  # which values the alternatives accept beside other constraints is judged as a whole
    for one, other in matches:
        yield ChildPair(SchemaPair(one, other, pair.direction), ())
    for branch in removed:
        yield Difference(Element.ALTERNATIVE, Action.REMOVED, OLD, branch.pointer, _shown(branch.schema))
    for branch in added:
        yield Difference(Element.ALTERNATIVE, Action.ADDED, NEW, branch.pointer, _shown(branch.schema))


def _subtypes(pair: SchemaPair) -> Iterator[ChildPair]:
    """Yield the pairs of schemas that extend two bases with a discriminator: a value of the base is one of theirs."""
    bases = [schema.parts[0] for schema in (pair.old, pair.new) if schema.parts]
    if len(bases) < 2 or not all(discriminator_property(base.node) for base in bases):
        return
    old, new = pair.old.side.subtypes(bases[0]), pair.new.side.subtypes(bases[1])
    for name in (name for name in old if name in new):
        one, other = pair.old.side.join([old[name]]), pair.new.side.join([new[name]])
        yield ChildPair(SchemaPair(one, other, pair.direction), ())


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


def _selected_by_name(choice: ComparedSchema, branches: list[ComparedSchema]) -> list[ComparedSchema]:
    """Return the branches whose names are values of the discriminator, because no other value selects them."""
    discriminator = _of(choice)
    if discriminator is None:
        return []
    targets = (choice.side.target(target) for target in _Mapping(discriminator).targets.values())
    mapped = [choice.side.join([site]) for site in targets if site is not None]
    free = (one for one in branches if one.is_component and all(one is not other for other in mapped))
    return [one for one in free if discriminator.get("propertyName") not in _tags(one)]


def _matched(
    old: list[ComparedSchema], new: list[ComparedSchema], fixed: list[ComparedSchema] | None = None
) -> list[tuple[ComparedSchema, ComparedSchema]]:
    """Match the branches of both schemas, each at most once; the most reliable criteria come first.

    :param fixed: branches that are identified by their name, so that another name means another branch.
    """
    matches: list[tuple[ComparedSchema, ComparedSchema]] = []
    named = {id(one) for one in fixed or ()}
    for keys in (_name, _folded_name, _tag_keys):
        matches += _matched_by_key(*_unmatched(old, new, matches), keys)
    old, new = _unmatched(old, new, matches, named)
    matches += _matched_by_key(old, new, _content)
    old, new = _unmatched(old, new, matches)
    pairs = ((one, other) for one in old for other in new) if len(old) * len(new) <= MAX_PAIRS else ()
    taken: set[int] = set()
    for one, other in pairs:
        if not taken & {id(one), id(other)} and _is_similar(one, other):
            taken |= {id(one), id(other)}
            matches.append((one, other))
    return matches


def _matched_by_key(
    old: list[ComparedSchema],
    new: list[ComparedSchema],
    keys: Callable[[ComparedSchema], Iterable[object]],
) -> Iterator[tuple[ComparedSchema, ComparedSchema]]:
    """Match each branch with the first one that has a key in common."""
    by_key: dict[object, list[int]] = {}
    for index, other in enumerate(new):
        for key in keys(other):
            by_key.setdefault(key, []).append(index)
    taken: set[int] = set()
    for one in old:
        having = (index for key in keys(one) for index in by_key.get(key, ()) if index not in taken)
        found = min(having, default=-1)
        if found >= 0:
            taken.add(found)
            yield one, new[found]


def _unmatched(
    old: list[ComparedSchema],
    new: list[ComparedSchema],
    matches: list[tuple[ComparedSchema, ComparedSchema]],
    excluded: Iterable[int] = (),
) -> tuple[list[ComparedSchema], list[ComparedSchema]]:
    used = {*excluded} | {id(one) for match in matches for one in match}
    return [one for one in old if id(one) not in used], [one for one in new if id(one) not in used]


def _name(schema: ComparedSchema) -> Iterable[object]:
    return filter(None, [schema.name])


def _folded_name(schema: ComparedSchema) -> Iterable[object]:
    """The name without its case, as those of files and of components often differ only in case."""
    return filter(None, [schema.name.casefold()])


def _same_name(one: ComparedSchema, other: ComparedSchema) -> bool:
    return bool(one.name) and one.name.casefold() == other.name.casefold()


def _tag_keys(schema: ComparedSchema) -> Iterable[object]:
    """The properties that have a single allowed value."""
    return _tags(schema).items()


def _content(schema: ComparedSchema) -> Iterable[object]:
    return [tuple(text_of(without_prose(part.node)) for part in schema.parts)]


def _tags(schema: ComparedSchema) -> dict[str, str]:
    found = {}
    for name, sites in schema.properties.items():
        listed = schema.side.join(sites).listed
        if listed is not None and len(listed) == 1:
            found[name] = next(iter(listed))
    return found


def _is_similar(one: ComparedSchema, other: ComparedSchema) -> bool:
    if one.types != other.types or one.types is None:
        return False
    are_named = bool(one.name and other.name)
    if "object" not in one.types or (are_named and not _may_be_renamed(one, other)):
        return not are_named
    names, others = set(one.properties), set(other.properties)
    return len(names & others) >= (RENAMED if are_named else SIMILAR) * len(names | others)


def _may_be_renamed(one: ComparedSchema, other: ComparedSchema) -> bool:
    """Whether each name exists only in its own document."""
    return one.name not in other.side.schema_names and other.name not in one.side.schema_names


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
    yield from _mapping(pair, _Mapping(old), _Mapping(new), removed, added)


def _of(schema: ComparedSchema) -> dict[str, Any] | None:
    return next((one for one in schema.all_of("discriminator") if isinstance(one, dict)), None)


def _mapping(
    pair: SchemaPair, old: _Mapping, new: _Mapping, removed: list[_Branch], added: list[_Branch]
) -> Iterator[Difference]:
    bases = [side.at("discriminator") for side in (pair.old, pair.new)]
    for value, name in old.names.items():
        if value not in new.names:
            if value != name and not _refers_to(pair.old, old.targets[value], removed):
                yield Difference(Element.MAPPING, Action.REMOVED, OLD, _entry(bases[0], value), value)
        elif name != new.names[value] and not _is_same(pair, old.targets[value], new.targets[value]):
            pointer = _entry(bases[1], value)
            yield Difference(Element.MAPPING, Action.CHANGED, NEW, pointer, value, name, new.names[value])
    for value, name in new.names.items():
        if value not in old.names and value != name and not _refers_to(pair.new, new.targets[value], added):
            yield Difference(Element.MAPPING, Action.ADDED, NEW, _entry(bases[1], value), value)


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
    branches = [[branch.schema for branch in _branches(side)] for side in (pair.old, pair.new)]
    is_matched = any(one is match[0] and other is match[1] for match in _matched(*branches))
    return is_matched or _same_name(one, other) or _is_similar(one, other)


class _Mapping:
    """The schema that each value of a discriminator selects.

    :ivar targets: references by value; that for all other values under :data:`OTHERS`.
    :ivar names: the last segments of the references; a schema's own name needs no entry.
    """

    def __init__(self, discriminator: dict[str, Any]) -> None:
        mapping = discriminator.get("mapping")
        entries = {**(mapping if isinstance(mapping, dict) else {}), OTHERS: discriminator.get("defaultMapping")}
        self.targets = {value: _reference(target) for value, target in entries.items() if isinstance(target, str)}
        self.names = {value: target.rpartition("/")[2] for value, target in self.targets.items()}


def _reference(target: str) -> str:
    """Return an entry as a reference: a plain name is that of a component (OpenAPI 3.1, "Discriminator Object")."""
    return target if "/" in target or "#" in target else f"#/components/schemas/{target}"
