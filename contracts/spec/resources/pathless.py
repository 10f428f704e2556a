"""Collections whose items have no path: what was posted is listed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.spec.keys import Keys, schema_at
from contracts.spec.model import Operation, Resource
from contracts.spec.resources.bodies import item_of, item_path, list_of, shares
from contracts.spec.resources.candidate import Candidate
from contracts.spec.resources.envelopes import RELATED, find_list
from contracts.spec.resources.family import Family, by_path
from contracts.spec.resources.identity import find_id
from contracts.spec.resources.names import plain, same_noun
from contracts.spec.resources.roles import of_family, on_many
from contracts.spec.resources.shapes import array_items, is_same, similarity


def collections_without_items(
    candidates: Sequence[Candidate], families: dict[str, Family]
) -> Iterator[tuple[Operation, Resource]]:
    """Paths with a list and a creation of the same items."""
    for path, group in by_path(candidates, lambda one: not one.path.parameter and not one.path.verb).items():
        if path in families or {"GET", "POST"} - {one.method for one in group}:
            continue
        family = Family(group[0].path, "", [], group)
        listed = next((found for one in group if one.method == "GET" and (found := list_of(one, family))), None)
        if listed is None:
            continue
        family.item = listed[1]
        created = next(one for one in group if one.method == "POST")
        if created.response is not None and created.response.possible_properties:
            whole = item_of(created, family)
            if whole is not None and similarity(whole, listed[1]) >= RELATED:
                family.item = max((listed[1], whole), key=lambda one: len(one.possible_properties))
        if not _is_creation_of(created, family) and on_many(created, family, "create_many") is None:
            continue
        family.id_path = _id_without_path(family, families)
        family.home = _home(family, families)
        families[path] = family
        yield from of_family(family)


def _home(family: Family, families: dict[str, Family]) -> str:
    """Return the only collection of the same name in which items of the schema can be read; ``""`` if unsure."""
    if family.item is None or not family.id_path:
        return ""
    found = [
        one.path.template
        for one in families.values()
        if one.item is not None
        and is_same(one.item, family.item)
        and (one.id_path, same_noun(one.noun, family.noun)) == (family.id_path, True)
        and any(item.method == "GET" for item in one.on_item)
    ]
    return found[0] if len(found) == 1 else ""


def _id_without_path(family: Family, families: dict[str, Family]) -> Keys:
    """Return the keys to the id of items without a path: as in the path that other items of the schema have."""
    if family.item is None:
        return ()
    same = {one.id_path for one in families.values() if one.item is not None and is_same(one.item, family.item)}
    if len(same) == 1:
        return same.pop()
    return find_id(family.item, "", None, family.noun) if _has_strong_id(family) else ()


def _has_strong_id(family: Family) -> bool:
    return family.item is not None and any(plain(name) in family.ids for name in family.item.possible_properties)


def _is_creation_of(candidate: Candidate, family: Family) -> bool:
    """Whether a POST without item path creates items of the list: by the response, else by the body."""
    body = candidate.response
    if family.item is None:
        return False
    if body is not None and body.possible_properties:
        found = schema_at(body, item_path(candidate, family)) or body
        return similarity(found, family.item) >= RELATED and find_list(body, family.item, family.noun) is None
    return shares(candidate.request, family.item) and array_items(candidate.request or family.item) is None
