"""Collections with item paths: ``/x`` and ``/x/{id}``, and the schema of their items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from contracts.spec.names import plain, same_noun
from contracts.spec.pointers import reference_pointer
from contracts.spec.resources.bodies import has_item_properties, item_of, list_of
from contracts.spec.resources.candidate import ITEM_ROLES, Candidate
from contracts.spec.resources.family import Family
from contracts.spec.resources.identity import find_id
from contracts.spec.resources.paths import parse_path
from contracts.spec.resources.shown_ids import corrected_id
from contracts.spec.schemas import Schema
from contracts.spec.shapes import has_enum, is_same


def group_families(candidates: Sequence[Candidate]) -> dict[str, Family]:
    """Return the collections with item paths, by the key of their path."""
    families: dict[str, Family] = {}
    for candidate in candidates:
        path = candidate.path
        if not path.parameter or path.verb or candidate.method not in ITEM_ROLES or candidate.hint.role == "none":
            continue
        collection = parse_path(candidate.hint.collection) if candidate.hint.collection else path.parent()
        family = families.setdefault(collection.key, Family(collection, path.parameter, [], []))
        family.on_item.append(candidate)
    by_alias = {(family.path.parent().key, plain(family.noun)): family for family in families.values()}
    for candidate in candidates:
        path = candidate.path
        target = parse_path(candidate.hint.collection) if candidate.hint.collection else path
        own = families.get(target.key) if not candidate.path.parameter and not path.verb else None
        if own is not None:
            own.on_collection.append(candidate)
    _join_plurals(candidates, families, by_alias)
    return {key: family for key, family in families.items() if not _filters_list(family)}


def _filters_list(family: Family) -> bool:
    """Whether ``/x/{kind}`` returns the list of ``/x`` for one of the documented values of ``kind``, not an item."""
    lists = [one.response for one in family.on_collection if one.method == "GET" and one.response is not None]
    return any(
        has_enum(values) and any(is_same(one.response, body) for body in lists)
        for one in family.on_item
        if one.method == "GET" and one.response is not None
        if (values := one.schema_of(family.parameter)) is not None
    )


def _join_plurals(
    candidates: Sequence[Candidate], families: dict[str, Family], by_alias: dict[tuple[str, str], Family]
) -> None:
    """Add ``GET /pets`` and ``POST /pets`` to the collection ``/pet`` if it has items but lacks these operations."""
    by_parent: dict[str, list[tuple[str, Family]]] = {}
    for (parent, noun), family in by_alias.items():
        by_parent.setdefault(parent, []).append((noun, family))
    for candidate in candidates:
        path = candidate.path
        if path.parameter or path.verb or not path.segments or path.key in families or candidate.hint.role == "none":
            continue
        siblings = by_parent.get(path.parent().key, ()) if path.last == path.segments[-1] else ()
        near = [family for noun, family in siblings if same_noun(noun, path.last)]
        if len(near) == 1 and candidate.method not in {one.method for one in near[0].on_collection}:
            near[0].on_collection.append(candidate)


def describe(family: Family) -> None:
    """Find the schema of the items of a collection and the property with their id."""
    hinted = [schema for one in family.on_item if (schema := _hinted_item(one)) is not None]
    family.item = hinted[0] if hinted else _item_schema(family)
    family.kept = bool(hinted)
    if family.item is None:
        return
    hint = next((one.hint.id_path for one in [*family.on_item, *family.on_collection] if one.hint.id_path), ())
    values = next((schema for one in family.on_item if (schema := one.schema_of(one.path.parameter))), None)
    composite = bool(family.path.parameter)
    found = find_id(family.item, family.parameter, values, family.noun, composite=composite)
    family.id_path = hint or corrected_id(found, family)


def _hinted_item(candidate: Candidate) -> Schema | None:
    """The schema of stored items that a hint references; ``None`` if there is none or it does not exist."""
    body = candidate.response
    if body is None or not candidate.hint.item:
        return None
    try:
        return body.space.at(reference_pointer(candidate.hint.item))
    except LookupError:
        return None


def _item_schema(family: Family) -> Schema | None:
    """The schema of an item: from the response of GET, of another operation on the item, or of the list.

    A response with no id and none of the properties that clients send, such as ``{"duration": "1ms"}``, is the last
    choice.
    """
    found = list(_item_schemas(family))
    return next((schema for schema in found if _represents_item(schema, family)), found[0] if found else None)


def _item_schemas(family: Family) -> Iterator[Schema]:
    ordered = sorted(family.on_item, key=lambda one: (one.method != "GET", one.method == "DELETE"))
    created = [one for one in family.on_collection if one.method == "POST"]
    for candidate in [*ordered, *created]:
        schema = item_of(candidate, family)
        if schema is not None and schema.possible_properties:
            yield schema
    for candidate in family.on_collection:
        if candidate.method == "GET" and (found := list_of(candidate, family)) is not None:
            yield found[1]
    sent = _sent_schema(family, created)
    if sent is not None:
        yield sent


def _represents_item(schema: Schema, family: Family) -> bool:
    return not family.sent or has_item_properties(schema, family)


def _sent_schema(family: Family, created: Sequence[Candidate]) -> Schema | None:
    """The schema of the body of PUT or POST, if the responses of operations on an item have no documented content."""
    if any(one.documents_content for one in family.on_item):
        return None
    sent = (one.request for one in [*family.on_item, *created] if one.method in {"PUT", "POST"})
    return next((schema for schema in sent if schema is not None and schema.possible_properties), None)
