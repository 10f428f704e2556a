"""A list that is filtered by a lower or upper bound has no items beyond it.

A parameter is a bound by the first or last word of its name, e.g. ``min_price``, ``created_after``; the rest is the
name of a property with numbers or times, with or without an ending such as ``_at``. The bound is the value of an item
in the list. Whether the bound itself is included, and which parts of a day, is up to the server.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contracts.conformance.assertions.equivalence import parse_timestamp
from contracts.conformance.assertions.items import display
from contracts.conformance.assertions.query_params import ask_list, is_list, item_schema, query_parameters
from contracts.conformance.checks.check import Check
from contracts.conformance.items.item_values import Item
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.schema.json_types import type_names
from contracts.spec.list_names import COMPARISONS, TIME_ENDINGS
from contracts.spec.model import Operation, Parameter
from contracts.spec.names import words
from contracts.spec.schemas import Schema
from contracts.spec.shapes import core

ID = "range-filters"
LOWER, UPPER = frozenset({"ge", "gt"}), frozenset({"le", "lt"})
_NUMBERS = frozenset({"integer", "number"})
PRECISION = 1.0
"""Seconds; servers may compare times without fractions of a second."""

_DAY = len("2026-01-01")


@dataclass(frozen=True)
class Bound:
    """A parameter that filters by a bound of a property.

    :param is_lower: whether it is the lower bound.
    :param is_day: whether its values are dates, so that parts of a day are not compared.
    """

    parameter: Parameter
    name: str
    is_lower: bool
    is_day: bool

    def value(self, item: Item) -> Any:
        """Return the value of the property as it can be sent; ``None`` if it cannot be compared."""
        value = item.get(self.name)
        if isinstance(value, str):
            value = None if parse_timestamp(value) is None and len(value) != _DAY else value
            return value[:_DAY] if value is not None and self.is_day else value
        return value if isinstance(value, int | float) and not isinstance(value, bool) else None

    def is_beyond(self, value: Any, bound: Any) -> bool:
        """Whether an item with a value must not be in the list."""
        if isinstance(value, str) != isinstance(bound, str):
            return False
        one, other = _comparable(value), _comparable(bound)
        tolerance = PRECISION if isinstance(bound, str) else 0.0
        if one is None or other is None:
            return False
        return one < other - tolerance if self.is_lower else one > other + tolerance


def _comparable(value: Any) -> float | None:
    if not isinstance(value, str):
        return float(value)
    parsed = parse_timestamp(f"{value}T00:00:00Z" if len(value) == _DAY else value)
    return parsed.timestamp() if isinstance(parsed, datetime) else None


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        schema = item_schema(operation) if is_list(session, operation) else None
        for parameter in query_parameters(operation) if schema is not None else ():
            bound = _bound(parameter, schema) if schema is not None else None
            if bound is not None:
                yield from _check(session, operation, bound)


def _bound(parameter: Parameter, item: Schema) -> Bound | None:
    """Return the bound that a parameter is; ``None`` for other parameters."""
    split = words(parameter.name)
    if len(split) < 2 or parameter.schema is None:
        return None
    for comparison, rest in ((split[0], split[1:]), (split[-1], split[:-1])):
        kind = COMPARISONS.get(comparison, "")
        name = _property(rest, item) if kind in LOWER | UPPER else ""
        if name and _is_comparable(parameter.schema, item.possible_properties[name]):
            return Bound(parameter, name, kind in LOWER, _format(parameter.schema) == "date")
    return None


def _property(name: tuple[str, ...], item: Schema) -> str:
    """Return the property with this name, or with an ending for times."""
    split = {words(one): one for one in item.possible_properties}
    endings = ((), *((ending,) for ending in TIME_ENDINGS))
    found = (split.get((*name, *ending)) for ending in endings)
    shorter = split.get(name[:-1]) if name[-1] in TIME_ENDINGS else None
    return next((one for one in (*found, shorter) if one), "")


def _format(schema: Schema) -> str:
    node = core(schema).node
    return str(node.get("format", "")) if isinstance(node, dict) else ""


def _is_comparable(sent: Schema, stored: Schema) -> bool:
    types = [set(type_names(core(one).node)) - {"null"} for one in (sent, stored)]
    if all(one and one <= _NUMBERS for one in types):
        return True
    return types == [{"string"}, {"string"}] and {_format(sent), _format(stored)} <= {"date", "date-time"}


def _check(session: Session, operation: Operation, bound: Bound) -> Iterator[Finding]:
    """Filter by the value of an item in the middle; ask twice before reporting."""
    schema = bound.parameter.schema
    for _ in range(2):
        items = ask_list(session, ID, operation, {})[2]
        present = {one for one in map(bound.value, items) if one is not None and _comparable(one) is not None}
        values = sorted(present, key=lambda one: _comparable(one) or 0.0)
        limit = values[len(values) // 2] if len(values) > 1 else None
        if limit is None or schema is None or not schema.request_validator.is_valid(limit):
            return
        request, response, filtered = ask_list(session, ID, operation, {bound.parameter.name: limit})
        found = [bound.value(item) for item in filtered] if response.is_success else []
        beyond = next((one for one in found if one is not None and bound.is_beyond(one, limit)), None)
        if beyond is None:
            return
    yield session.finding(
        ID,
        operation,
        f"a list filtered by {bound.parameter.name} has items beyond the bound",
        requests=(request,),
        response=response,
        expected=f"{bound.name} {'at least' if bound.is_lower else 'at most'} {display(limit)} in each item",
        got=f"{bound.name} {display(beyond)}",
        pointer=schema.pointer if schema is not None else "",
    )


CHECK = Check(
    id=ID,
    title="a list filtered by a bound has no items beyond it",
    why="A report of last month's orders must not contain those of the year before.",
    good='GET /orders?min_total=50 → 200 [{"total": 50}, {"total": 80}]',
    bad='GET /orders?min_total=50 → 200 [{"total": 20}, {"total": 50}, {"total": 80}]',
    run=_run,
)
