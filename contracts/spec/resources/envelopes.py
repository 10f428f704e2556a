"""Where a body contains an item, or the items of a list."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from contracts.spec.keys import FIRST, Keys
from contracts.spec.names import plain, same_noun, singulars
from contracts.spec.resources.names import ENVELOPES, LISTS, METADATA, NESTED_IDS
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items, definitions, is_same, kept, similarity, types_of

MAX_DEPTH = 3
"""Maximum number of objects around an item or array."""

RELATED = 0.5
"""Minimum share of common property names of schemas that represent the same kind of item."""


@kept
def find_list(body: Schema, item: Schema | None, noun: str) -> tuple[Keys, Schema] | None:
    """Return the keys to the array of items and the schema of an item, or ``None`` if this is not certain.

    :param item: the schema of an item as far as it is known.
    """
    items = array_items(body)
    if items is not None:
        return ((), items) if items.possible_properties else None
    found = list(_arrays(body, noun))
    if item is not None and (related := [one for one in found if similarity(one[1], item) >= RELATED]):
        found = related
    elif item is not None and len(found) > 1:
        found = [one for one in found if _rank(one, noun) < len(LISTS)]
    if not found:
        return None
    found.sort(key=lambda one: (item is not None and not is_same(one[1], item), _rank(one, noun)))
    first = found[0]
    certain = (
        len(found) == 1
        or _rank(first, noun) < _rank(found[1], noun)
        or (item is not None and is_same(first[1], item) and not is_same(found[1][1], item))
    )
    return first if certain else None


def _arrays(body: Schema, noun: str) -> Iterator[tuple[Keys, Schema]]:
    """Yield arrays of objects in a body, those of the outer objects first."""
    for keys, items in _all_arrays(body, 0):
        if plain(keys[-1]) not in _NOT_LISTS or same_noun(keys[-1], noun):
            yield keys, items


@kept
def _all_arrays(body: Schema, depth: int) -> tuple[tuple[Keys, Schema], ...]:
    """Return arrays of objects in an object, whatever their names; see :func:`_arrays`."""
    objects: dict[str, list[Schema]] = {}
    seen: dict[str, Schema] = {}
    for name, schema in definitions(body, structured=True):
        items = array_items(schema)
        if items is not None:
            better = items.possible_properties and not (name in seen and seen[name].possible_properties)
            if name not in seen or better:
                seen[name] = items
        elif "object" in types_of(schema):
            objects.setdefault(name, []).append(schema)
    found: list[tuple[Keys, Schema]] = [((name,), items) for name, items in seen.items() if items.possible_properties]
    for name, schemas in objects.items():
        if depth + 1 < MAX_DEPTH and (name == "_embedded" or plain(name) not in _NOT_LISTS):
            for schema in schemas:
                found += [((name, *keys), items) for keys, items in _all_arrays(schema, depth + 1)]
    return tuple(found)


_NOT_LISTS = frozenset(plain(name) for name in METADATA) - {"page"}


def _rank(found: tuple[Keys, Schema], noun: str) -> int:
    """Return the rank of an array by its name and depth; smaller is more probable."""
    keys = found[0]
    name = keys[-1]
    if same_noun(name, noun) or keys[0] == "_embedded":
        own = 0
    else:
        own = LISTS.index(name.lower()) + 1 if name.lower() in LISTS else len(LISTS)
    return own * 4 + len(keys)


def find_item(
    body: Schema, item: Schema | None, noun: str, ids: Collection[str], sent: Collection[str] = frozenset()
) -> Keys:
    """Return the keys to the item in a body; ``()`` if the body is the item.

    :param item: the schema of the item as far as it is known.
    :param ids: plain names of properties that contain an id.
    :param sent: names of properties that clients send; they show whether an id is beside the item or in it.
    """
    is_item = item is not None and is_same(body, item)
    return () if is_item else _item_beside_id(body, ids, sent) or _find_item(body, item, noun, ids, 0)


def _item_beside_id(body: Schema, ids: Collection[str], sent: Collection[str]) -> Keys:
    """Return the keys to the item in an envelope that also contains its id: ``{"id": 7, "result": {"name": "a"}}``."""
    known = body.possible_properties
    if not _has_id(body, ids) or any(name in sent and plain(name) not in ids for name in known):
        return ()
    below = [name for name, schema in known.items() if name.lower() in ENVELOPES and array_items(schema) is None]
    found = [name for name in below if _shares_most(known[name], sent)]
    return (found[0],) if len(found) == 1 else ()


def _shares_most(schema: Schema, names: Collection[str]) -> bool:
    """Whether a schema has most of these names, or consists mostly of them."""
    own = set(schema.possible_properties)
    smaller = min(len(own), len(names))
    return bool(smaller) and len(own & set(names)) >= RELATED * smaller


def _find_item(body: Schema, item: Schema | None, noun: str, ids: Collection[str], depth: int) -> Keys:
    if depth == MAX_DEPTH or (item is not None and is_same(body, item)):
        return ()
    known = body.possible_properties
    if depth == 0 and _has_id(body, ids):
        return ()
    below = [
        (name, schema) for name, schema in known.items() if schema.possible_properties and array_items(schema) is None
    ]
    if item is not None and (same := [name for name, schema in below if is_same(schema, item)]):
        return (same[0],)
    candidates = [(name, schema) for name, schema in below if name.lower() not in METADATA or same_noun(name, noun)]
    named = [(name, schema) for name, schema in candidates if name.lower() in ENVELOPES or same_noun(name, noun)]
    chosen = named if len(named) == 1 else candidates if len(candidates) == 1 else []
    if not chosen or not _is_envelope(known, chosen[0], ids, named=bool(named)):
        return ()
    name, schema = chosen[0]
    return (name,) if _has_id(schema, ids) else (name, *_find_item(schema, item, noun, ids, depth + 1))


def _has_id(schema: Schema, ids: Collection[str]) -> bool:
    """Whether a schema has a property with an id; an object with the name of one is an envelope: ``{Id: {id: 7}}``."""
    known = schema.possible_properties.items()
    return any(plain(name) in ids and not below.possible_properties for name, below in known)


def _is_envelope(known: dict[str, Schema], chosen: tuple[str, Schema], ids: Collection[str], *, named: bool) -> bool:
    """Whether the other properties around an object describe the response, not an item."""
    others = {name for name in known if name != chosen[0]}
    if not others and plain(chosen[0]) not in _ITEM_PARTS:
        return True
    if all(plain(name) in _ABOUT_RESPONSE for name in others):
        return named or _has_id(chosen[1], ids)
    return named and _has_id(chosen[1], ids)


_ITEM_PARTS = frozenset(plain(name) for name in NESTED_IDS)
"""Plain names of objects that can be the only property of an item."""

_ABOUT_RESPONSE = frozenset(plain(name) for name in METADATA) | {
    "success", "ok", "message", "msg", "code", "statuscode", "statusmessage", "timestamp", "requestid", "time",
    "version", "apiversion", "kind", "type", "errorcode", "errormessage", "count", "total", "issuccess",
    "succeeded", "took", "responsecode", "servertime", "object", "result", "info", "notifications",
    "validationerrors", "etag", "duration", "action", "statusreason",
}  # fmt: skip
"""Plain names of properties of a response around its item."""


def find_only(body: Schema, item: Schema | None, noun: str, ids: Collection[str]) -> Keys:
    """Return the keys to an item in an array of one, as in ``{pets: [pet]}``; ``()`` if this is not certain.

    :param item: the schema of the item as far as it is known; otherwise the array has the name of the collection.
    :param ids: plain names of properties that contain an id: a body with one is an item itself.
    """
    found = find_list(body, item, noun) if not _has_id(body, ids) else None
    if found is None:
        return ()
    keys, items = found
    others = [name for name in body.possible_properties if keys and name != keys[0]]
    if not all(name.lower() in METADATA or plain(name) in _ABOUT_RESPONSE for name in others):
        return ()
    if item is None:
        is_item = bool(keys) and same_noun(keys[-1], noun)
    else:
        is_item = similarity(items, item) >= RELATED or _names_item(found, item, noun, ids)
    return (*keys, FIRST) if is_item else ()


def _names_item(found: tuple[Keys, Schema], item: Schema, noun: str, ids: Collection[str]) -> bool:
    """Whether the items of a usual array only name an item by an id with its noun: ``{results: [{pet_id: 7}]}``."""
    own = [name for name in found[1].possible_properties if name in item.possible_properties]
    named = any(plain(name) in ids and plain(name).startswith(singulars(noun)) for name in own)
    return named and bool(found[0]) and found[0][-1].lower() in LISTS


def find_body(body: Schema, item: Schema, noun: str) -> Keys:
    """Return the keys to the properties of an item in a request body; ``()`` if the body contains them."""
    own = set(body.possible_properties)
    known = set(item.possible_properties)
    wrapped = [
        name
        for name, schema in body.possible_properties.items()
        if (name.lower() in ENVELOPES or same_noun(name, noun) or len(own) == 1)
        and schema.possible_properties
        and array_items(schema) is None
        and not (name in known and item.possible_properties[name].possible_properties)
        and (is_same(schema, item) or set(schema.possible_properties) & known)
    ]
    return (wrapped[0],) if len(wrapped) == 1 and not (own - {wrapped[0]}) & known else ()
