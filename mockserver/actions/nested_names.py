"""Properties that a representation has itself, and the item in a nested object, such as ``name`` in ``info``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from contracts.spec.keys import Keys, value_at
from contracts.spec.resources.names import NESTED_IDS
from contracts.spec.resources.shapes import types_of
from contracts.spec.schemas import Schema
from mockserver.state.item_schema import Item


def nested_names(item: Schema, shown: Schema) -> Mapping[str, Keys]:
    """Return the keys in an item to properties of its representation that it only has in a nested object.

    Only objects that usually describe the item around them count, and properties that one of them has.
    """
    known = item.possible_properties
    outer = {name: schema.possible_properties for name, schema in known.items() if name.lower() in NESTED_IDS}
    found: dict[str, Keys] = {}
    for name, schema in shown.possible_properties.items():
        owners = [one for one, below in outer.items() if name in below and types_of(below[name]) == types_of(schema)]
        if name not in known and len(owners) == 1:
            found[name] = (owners[0], name)
    return found


def with_nested(item: Item, names: Mapping[str, Keys]) -> Item:
    """Return an item with the values of nested properties; those that it lacks stay missing."""
    values: dict[str, Any] = {name: value_at(item, keys) for name, keys in names.items()}
    return {**item, **{name: value for name, value in values.items() if value is not None}}
