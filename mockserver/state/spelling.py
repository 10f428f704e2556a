"""Properties that a request spells differently from the item, such as ``FriendlyName`` for ``friendly_name``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from contracts.spec.names import plain
from contracts.spec.schemas import Schema
from contracts.spec.shapes import types_of

Renames = Mapping[str, str]
"""The names of properties of items, by the names in requests."""


def renames(request: Schema, item: Schema) -> Renames:
    """Return the properties of a request that the item has in another spelling, and with a common type.

    A name is only matched if neither the request nor the item has another property with the same letters and digits.
    """
    sent, known = request.possible_properties, item.possible_properties
    by_plain = {plain(name): name for name in known}
    ambiguous = _repeated(sent) | _repeated(known)
    return {
        name: other
        for name, schema in sent.items()
        if (other := by_plain.get(plain(name), name)) != name
        and plain(name) not in ambiguous
        and _have_common_type(schema, known[other])
    }


def renamed(values: Mapping[str, Any], names: Renames) -> dict[str, Any]:
    """Return a copy of an object with other names for some of its properties."""
    return {names.get(name, name): value for name, value in values.items()}


def _repeated(names: Iterable[str]) -> frozenset[str]:
    counted = Counter(map(plain, names))
    return frozenset(name for name, number in counted.items() if number > 1) | {""}


def _have_common_type(one: Schema, other: Schema) -> bool:
    """Whether some value can have both types; a schema without type allows any."""
    first, second = (types | {"integer"} if "number" in types else types for types in map(types_of, (one, other)))
    return not first or not second or bool(first & second)
