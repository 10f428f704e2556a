"""Where the bodies of an operation contain items of its collection."""

from __future__ import annotations

from contracts.spec.keys import Keys, schema_at
from contracts.spec.names import plain
from contracts.spec.resources.candidate import Candidate
from contracts.spec.resources.envelopes import find_body, find_item, find_list, find_only
from contracts.spec.resources.family import Family
from contracts.spec.resources.mappings import find_mapping
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items, is_same, items_at


def item_of(candidate: Candidate, family: Family) -> Schema | None:
    """The schema of the item in the response of an operation on an item, or of each item that it lists."""
    body = candidate.response
    if body is None:
        return None
    if candidate.hint.list_path:
        return items_at(body, candidate.hint.list_path)
    path = item_path(candidate, family)
    return None if array_items(body) is not None and not path else schema_at(body, path)


def item_path(candidate: Candidate, family: Family) -> Keys:
    """The keys to the item in the response, or to an array that contains only the item."""
    body, hint = candidate.response, candidate.hint
    if body is None:
        return ()
    if hint.envelope is not None and schema_at(body, hint.envelope) is not None:
        return hint.envelope
    if len(hint.id_path) > 1 and schema_at(body, hint.id_path) is not None:
        return ()
    found = find_item(body, family.item, family.noun, family.ids, family.sent)
    if not family.parameter or (found and has_item_properties(schema_at(body, found), family)):
        return found
    only = find_only(body, family.item or family.listed, family.noun, family.ids)
    return only if only[: len(found)] == found else found


def has_item_properties(schema: Schema | None, family: Family) -> bool:
    """Whether a schema has an id, or a property that clients send."""
    names = schema.possible_properties if schema is not None else {}
    return not family.sent.isdisjoint(names) or any(plain(name) in family.ids for name in names)


def list_of(candidate: Candidate, family: Family) -> tuple[Keys, Schema] | None:
    """The keys to the array of items in the response, and the schema of its items; ``None`` if it is not certain."""
    body = candidate.response
    if body is None:
        return None
    hint = candidate.hint.list_path
    if hint:
        items = items_at(body, hint)
        return (hint, items) if items is not None else None
    found = find_list(body, family.item, family.noun)
    if found is None and family.parameter and candidate.method == "GET":
        return find_mapping(body, family.item, family.noun, family.ids)
    return found


def returns_item(candidate: Candidate, family: Family) -> bool:
    """Whether the response contains an item, in the schema of items or a similar one."""
    body, item, path = candidate.response, family.item, item_path(candidate, family)
    if body is None or item is None or (array_items(body) is not None and not path):
        return False
    found = schema_at(body, path)
    return found is not None and (is_same(found, item) or _resembles(found, item, family))


def _resembles(schema: Schema, item: Schema, family: Family) -> bool:
    """Whether another schema also represents the item: most of its properties, and the id."""
    names = set(schema.possible_properties)
    if len(names) < 2 or not names & set(family.id_path[:1]):
        return False
    return len(names & set(item.possible_properties)) >= 0.8 * len(names)


def shares(body: Schema | None, item: Schema | None) -> bool:
    """Whether a request body has properties of the item, possibly in an envelope."""
    if body is None or item is None:
        return False
    known = set(item.possible_properties)
    body = array_items(body) or body
    inner = [schema for schema in body.possible_properties.values() if schema.possible_properties]
    return bool(known & set(body.possible_properties)) or any(known & set(one.possible_properties) for one in inner)


def body_path(candidate: Candidate, family: Family) -> Keys:
    """The keys to the properties of the item in the request body, or to an array that contains only the item."""
    body, hint = candidate.request, candidate.hint.envelope
    if body is not None and hint is not None and schema_at(body, hint) is not None:
        return hint
    if body is None or family.item is None:
        return ()
    return find_body(body, family.item, family.noun) or find_only(body, family.item, family.noun, ())


def has_common_names(one: Schema, other: Schema) -> bool:
    """Whether two schemas have a property of the same name, in any spelling."""
    return bool(set(map(plain, one.possible_properties)) & set(map(plain, other.possible_properties)))
