"""Infer the collections and items that operations act on, from paths, methods and schemas.

The steps, in this order: ``/x/{id}`` is an item of the collection ``/x``; ``/x`` lists and creates items; a path with a
list and a creation is a collection without item path; an object that can be read and written at one path is a single
item; ``/x/{id}/verb`` acts on an item if it returns the item. Operations that fit none of these have no resource and no
state. ``x-mock-resource`` corrects the inference.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from contracts.spec.model import Operation, Resource
from contracts.spec.resources.actions import action, searches
from contracts.spec.resources.bodies import body_path, item_path, list_of
from contracts.spec.resources.candidate import Candidate
from contracts.spec.resources.envelopes import find_list
from contracts.spec.resources.families import describe, group_families
from contracts.spec.resources.family import Family
from contracts.spec.resources.pathless import collections_without_items
from contracts.spec.resources.paths import parse_path
from contracts.spec.resources.role_names import COLLECTION_ROLES, LISTING_ROLES
from contracts.spec.resources.roles import of_family
from contracts.spec.resources.singles import singles


def infer(candidates: Iterable[Candidate]) -> list[Resource | None]:
    """The resource of each operation, in the given order; ``None`` for operations without one."""
    given = list(candidates)
    found: dict[Operation, Resource] = {}
    families = group_families(given)
    for family in families.values():
        describe(family)
        if family.item is not None:
            found.update(of_family(family))
    for step in (collections_without_items, singles, searches):
        found.update(step([one for one in given if one.operation not in found], families))
    for candidate in given:
        if candidate.operation not in found and (resource := action(candidate, families)) is not None:
            found[candidate.operation] = resource
    return [_corrected(found.get(one.operation), one, families) for one in given]


def _corrected(resource: Resource | None, candidate: Candidate, families: dict[str, Family]) -> Resource | None:
    """Apply the role of a hint; an operation without success never changes anything."""
    role = candidate.hint.role
    if role == "none" or not candidate.succeeds:
        return None
    if not role or (resource is not None and resource.role == role):
        return resource
    if resource is None or (resource.role in COLLECTION_ROLES) != (role in COLLECTION_ROLES):
        return _hinted(candidate, families)
    return replace(resource, role=role, reason="the role of x-mock-resource")


def _hinted(candidate: Candidate, families: dict[str, Family]) -> Resource | None:
    """The resource of an operation whose role only a hint names: on the nearest collection or item in its path."""
    role, path = candidate.hint.role, candidate.path
    levels = range(len(path.segments) + 1)
    items = [parent for level in levels if (parent := path.parent(level)).parameter]
    keys = [parse_path(candidate.hint.collection).key] if candidate.hint.collection else []
    keys += [path.parent(level).key for level in levels] if role in COLLECTION_ROLES else []
    keys += [item.parent().key for item in items]
    family = next((families[key] for key in keys if key in families and families[key].item is not None), None)
    return _of_role(candidate, family, role, items[0].parameter if items else "") if family is not None else None


def _of_role(candidate: Candidate, family: Family, role: str, parameter: str) -> Resource | None:
    on_item = role not in COLLECTION_ROLES
    if on_item and not parameter:
        return None
    listed = list_of(candidate, family) if role in LISTING_ROLES else None
    body = candidate.request
    sent = find_list(body, family.item, family.noun) if body is not None and role in LISTING_ROLES else None
    return family.resource(
        role,
        "the role of x-mock-resource",
        id_parameter=parameter if on_item else "",
        list_path=listed[0] if listed else (),
        item_path=item_path(candidate, family),
        body_path=sent[0] if sent else body_path(candidate, family),
    )
