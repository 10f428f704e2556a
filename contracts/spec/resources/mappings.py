"""Lists that are objects: the items by their ids, as in ``{"pets": {"7": {...}}}``."""

from __future__ import annotations

from collections.abc import Collection

from contracts.spec.keys import EACH_VALUE, Keys
from contracts.spec.resources.envelopes import RELATED
from contracts.spec.resources.names import plain, same_noun
from contracts.spec.resources.shapes import core, similarity
from contracts.spec.schemas import Schema


def find_mapping(body: Schema, item: Schema | None, noun: str, ids: Collection[str]) -> tuple[Keys, Schema] | None:
    """Return the keys to the items of an object by id, which end with ``EACH_VALUE``, and the schema of an item.

    ``None`` if the body has no such object, or several.

    :param item: the schema of an item as far as it is known; otherwise the object has the name of the collection.
    :param ids: plain names of properties that contain an id.
    """
    named = [((), body), *(((name,), schema) for name, schema in body.possible_properties.items())]
    found = [
        ((*keys, EACH_VALUE), values)
        for keys, schema in named
        if (values := mapping_values(schema, ids)) is not None
        if _are_items(values, item, ids, is_named=bool(keys) and same_noun(plain(keys[0]), plain(noun)))
    ]
    return found[0] if len(found) == 1 else None


def _are_items(values: Schema, item: Schema | None, ids: Collection[str], *, is_named: bool) -> bool:
    if item is not None and similarity(values, item) >= RELATED:
        return True
    return is_named and any(plain(name) in ids for name in values.possible_properties)


def mapping_values(schema: Schema, ids: Collection[str] | None = None) -> Schema | None:
    """Return the schema of the values of an object whose keys are ids; ``None`` for other schemas.

    It is in ``additionalProperties``, or documented under a placeholder for the id, such as ``pet-id``.

    :param ids: plain names of properties that contain an id; ``None`` if the schema certainly is such an object.
    """
    known, own = schema.possible_properties, core(schema)
    node = own.node if isinstance(own.node, dict) else {}
    if not known and isinstance(node.get("additionalProperties"), dict):
        values = own.child("additionalProperties")
        return values if values.possible_properties else None
    if len(known) != 1 or node.get("additionalProperties") is False:
        return None
    ((name, values),) = known.items()
    is_placeholder = ids is None or (len(plain(name)) > len("id") and plain(name) in ids)
    return values if is_placeholder and values.possible_properties else None
