"""Matches the alternatives of two schemas: by name, by the value that identifies them, or by similar content."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.normalize import text_of, without_prose

SIMILAR = 0.3
"""The share of property names that two objects without a name must have in common to be matched."""

MAX_PAIRS = 250_000
"""Maximum number of pairs of branches whose properties are compared; with more, branches are not matched by them."""

RENAMED = 0.6
"""The same for two objects with names that are each unknown in the other document."""

OTHERS = "any other"
"""The name in messages of values without an entry in the mapping (``defaultMapping`` of OpenAPI 3.2)."""


def selected_by_name(
    choice: ComparedSchema, branches: list[ComparedSchema], node: dict[str, Any]
) -> list[ComparedSchema]:
    """Return the branches whose names are values of the discriminator, because no other value selects them.

    :param node: the schema with the discriminator.
    """
    discriminator = node["discriminator"]
    targets = (choice.side.target(target) for target in Mapping(discriminator).targets.values())
    mapped = [choice.side.join([site]) for site in targets if site is not None]
    free = (one for one in branches if one.is_named and all(one is not other for other in mapped))
    name = str(discriminator.get("propertyName"))
    return [one for one in free if one.side.join(one.properties.get(name, [])).listed is None]


def selected_by_entry(choice: ComparedSchema, node: dict[str, Any]) -> dict[str, ComparedSchema]:
    """Return the schemas by the values that the mapping of a discriminator has for them."""
    sites = {value: choice.side.target(target) for value, target in Mapping(node["discriminator"]).targets.items()}
    return {value: choice.side.join([site]) for value, site in sites.items() if site is not None}


def matched_by_entry(
    by_name: list[ComparedSchema], entries: dict[str, ComparedSchema], others: list[ComparedSchema]
) -> list[tuple[ComparedSchema, ComparedSchema]]:
    """Match schemas that one document selects by their name with those that the other one selects by an entry.

    :param others: the schemas of the other document.
    """
    found = ((one, entries[one.name]) for one in by_name if one.name in entries)
    return [(one, other) for one, other in found if any(other is schema for schema in others)]


def matched(
    old: list[ComparedSchema],
    new: list[ComparedSchema],
    fixed: list[ComparedSchema] | None = None,
    known: Iterable[tuple[ComparedSchema, ComparedSchema]] = (),
    alike: Iterable[tuple[ComparedSchema, ComparedSchema]] = (),
) -> list[tuple[ComparedSchema, ComparedSchema]]:
    """Match the branches of both schemas, each at most once; the most reliable criteria come first.

    :param fixed: branches that are identified by their name, so that another name means another branch.
    :param known: branches that are already matched.
    :param alike: branches that have another name but the same value of a discriminator.
    """
    matches = list(known)
    named = {id(one) for one in fixed or ()}
    for keys in (_name, _folded_name, _tag_keys):
        matches += _matched_by_key(*_unmatched(old, new, matches), keys)
    for match in alike:
        if all(one is not known for one in match for pair in matches for known in pair):
            matches.append(match)
    old, new = _unmatched(old, new, matches, named)
    matches += _matched_by_key(old, new, _content)
    old, new = _unmatched(old, new, matches)
    pairs = ((one, other) for one in old for other in new) if len(old) * len(new) <= MAX_PAIRS else ()
    taken: set[int] = set()
    for one, other in pairs:
        if not taken & {id(one), id(other)} and is_similar(one, other):
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


def same_name(one: ComparedSchema, other: ComparedSchema) -> bool:
    """Return whether two schemas have the same name, apart from letter case."""
    return bool(one.name) and one.name.casefold() == other.name.casefold()


def _tag_keys(schema: ComparedSchema) -> Iterable[object]:
    """The properties that have a single allowed value."""
    return _tags(schema).items()


def _content(schema: ComparedSchema) -> Iterable[object]:
    return [tuple(text_of(schema.side.spelled_out(without_prose(part.node), is_cut=True)) for part in schema.parts)]


def _tags(schema: ComparedSchema) -> dict[str, str]:
    found = {}
    for name, sites in schema.properties.items():
        listed = schema.side.join(sites).listed
        if listed is not None and len(listed) == 1:
            found[name] = next(iter(listed))
    return found


def is_similar(one: ComparedSchema, other: ComparedSchema) -> bool:
    """Return whether two schemas describe similar values."""
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


class Mapping:
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
