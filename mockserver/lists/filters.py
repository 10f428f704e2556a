"""Filters and search: which items a request selects."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from contracts.generation.name_words import singular, words
from contracts.spec.list_names import COMPARISONS, LONE_BOUNDS, NOT_FILTERS, SEARCHES, plain
from mockserver.http.request import ABSENT, RequestContext
from mockserver.lists.comparison import ValueSet, compare, contains
from mockserver.lists.items import ItemProperties, ItemProperty, Listed
from mockserver.lists.query_fields import QueryField

Matches = Callable[[Any], bool]
"""Whether an item matches."""

Filter = Callable[[Any], Matches]
"""Returns what the value of a parameter selects. It is called once for a request, as many items may follow."""

MAX_EXPRESSION = 500
_FILTER = re.compile(r"filters?(?:\[(?P<bracket>.+)\]|\.(?P<dot>.+))", re.IGNORECASE)
_ODATA = re.compile(r"([A-Za-z_][\w/.]*) +(eq|ne|gt|ge|lt|le) +('(?:[^']|'')*'|[^\s']+)")
_TESTS: dict[str, Callable[[int], bool]] = {
    "ge": lambda order: order >= 0,
    "gt": lambda order: order > 0,
    "le": lambda order: order <= 0,
    "lt": lambda order: order < 0,
}


class Filters:
    """The filters of an operation.

    :param fields: the values in the query that have no other meaning.
    """

    def __init__(self, fields: Iterable[QueryField], properties: ItemProperties) -> None:
        self._filters = [(field, found) for field in fields if (found := _filter(field, properties)) is not None]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the filters, without those of the search."""
        return tuple(field.name for field, found in self._filters if found is not _with_text)

    @property
    def searches(self) -> tuple[str, ...]:
        """The names of the parameters that search all properties."""
        return tuple(field.name for field, found in self._filters if found is _with_text)

    def __call__(self, request: RequestContext, items: Sequence[Listed]) -> Sequence[Listed]:
        """Return the items that all filters of a request select, in the same order."""
        for field, compile_filter in self._filters:
            wanted = field.sent(request)
            if wanted is not ABSENT and wanted is not None:
                matches = compile_filter(wanted)
                items = [one for one in items if matches(one.item)]
        return items


def _filter(field: QueryField, properties: ItemProperties) -> Filter | None:
    """Return how a value in the query selects items, or ``None`` if it has no effect."""
    name = _own_name(field.name)
    if plain(name) in NOT_FILTERS:
        return None
    if plain(name) == "filter" and field.is_free_text:
        return partial(_with_expression, properties)
    if (found := properties.find(name)) is not None:
        return partial(_with_any, found, _known(field, found), _is_plural(name, field))
    if field.plain in SEARCHES and field.is_free_text:
        return _with_text
    if field.plain in LONE_BOUNDS and field.is_time:
        time = properties.timestamp(field.description)
        return partial(_in_order, time, LONE_BOUNDS[field.plain]) if time is not None else None
    return _comparison(name, properties)


def _own_name(name: str) -> str:
    """Return the name of a filter without ``filter[…]``, ``filter.`` and ``[]``."""
    found = _FILTER.fullmatch(name)
    return ((found["bracket"] or found["dot"]) if found else name).removesuffix("[]")


def _is_plural(name: str, field: QueryField) -> bool:
    """Whether a string may list several values, separated by commas."""
    return singular(name) != name or "comma" in field.description.lower()


def _known(field: QueryField, found: ItemProperty) -> frozenset[Any] | None:
    """Return the documented values of a property, or ``None`` if they are not the only ones that a filter accepts."""
    schema = found.schema.items or found.schema if found.schema is not None else None
    node = schema.resolve().node if schema is not None else None
    values = node.get("enum") if isinstance(node, dict) else None
    if not values or "enum" not in field.node or not all(isinstance(one, str) for one in values):
        return None
    return frozenset(values)


def _every(_: Any) -> bool:
    return True


def _with_any(found: ItemProperty, known: frozenset[Any] | None, is_plural: bool, wanted: Any) -> Matches:
    choices = wanted if isinstance(wanted, list) else [wanted]
    if is_plural and len(choices) == 1 and isinstance(choices[0], str):
        choices = [choices[0], *(part.strip() for part in choices[0].split(","))]
    if known is not None and not any(one in known for one in choices if isinstance(one, str)):
        return _every  # a value that no item can have, such as "all"
    values = ValueSet(choices)
    return lambda item: found.value(item) in values


def _with_text(wanted: Any) -> Matches:
    if not isinstance(wanted, str):
        return _every
    text = wanted.strip().casefold()
    return lambda item: contains(item, text)


def _comparison(name: str, properties: ItemProperties) -> Filter | None:
    """Return a comparison by the first or last word of a name, or ``None``."""
    parts = words(name)
    for word, rest in ((parts[-1:], parts[:-1]), (parts[:1], parts[1:])):
        operator = COMPARISONS.get("".join(word), "")
        found = properties.find("_".join(rest)) if operator and rest else None
        if found is not None:
            return partial(_in_order, found, operator)
    return None


def _in_order(found: ItemProperty, operator: str, wanted: Any) -> Matches:
    matches = _value_in_order(operator, wanted)
    return lambda item: matches(found.value(item))


def _value_in_order(operator: str, wanted: Any) -> Matches:
    """Return whether the value of a property has an order to the wanted one."""
    text = str(wanted).casefold()
    if operator in {"eq", "ne"}:
        choices = wanted if isinstance(wanted, list) else str(wanted).split(",") if operator == "eq" else [wanted]
        values = ValueSet(choices)
        return lambda value: (value in values) == (operator == "eq")
    if operator == "contains":
        return lambda value: contains(value, text)
    if operator == "prefix":
        return lambda value: isinstance(value, str) and value.casefold().startswith(text)
    test = _TESTS[operator]
    return lambda value: (order := compare(value, wanted)) is not None and test(order)


def _with_expression(properties: ItemProperties, wanted: Any) -> Matches:
    """Return a comparison of OData (``status eq 'open'``); any other expression has no effect."""
    text = wanted.strip() if isinstance(wanted, str) else ""
    match = _ODATA.fullmatch(text) if len(text) <= MAX_EXPRESSION else None
    found = properties.find(match[1]) if match else None
    if match is None or found is None:
        return _every
    literal = match[3][1:-1].replace("''", "'") if match[3].startswith("'") else match[3]
    return _in_order(found, match[2], [literal] if match[2] == "eq" else literal)
