"""Compares the bounds of numbers, lengths and counts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from contracts.diff.change import Action, Element
from contracts.diff.difference import NEW, OLD, Difference
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.schema_pair import SchemaPair
from contracts.spec.upgrade import INTEGER_BOUNDS

_COUNTS = (
    ("string", Element.LENGTH, "minLength", "maxLength"),
    ("array", Element.COUNT, "minItems", "maxItems"),
    ("object", Element.COUNT, "minProperties", "maxProperties"),
)

_LOWER = ("minimum", "minlength", "minitems", "minproperties")

Bound = tuple[float, int]
"""A number, and 1 if the number itself is excluded."""


def compare_limits(pair: SchemaPair, types: frozenset[str] | None) -> Iterator[Difference]:
    """Yield the differences between the bounds of two schemas.

    :param types: those that both schemas allow; ``None``: any type. Bounds of other types have no effect.
    """
    if types is None or "integer" in types:
        yield from _numbers(pair)
        yield from _multiples(pair)
    for kind, element, least, most in _COUNTS:
        if types is None or kind in types:
            yield from _bound(pair, element, least, lower_bound(pair.old, least), lower_bound(pair.new, least))
            yield from _bound(pair, element, most, upper_bound(pair.old, most), upper_bound(pair.new, most))
    if types is None or "array" in types:
        yield from _unique(pair)


def _numbers(pair: SchemaPair) -> Iterator[Difference]:
    for keyword, exclusive, sign in (("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1)):
        old, new = (edge_of(schema, keyword, exclusive, sign) for schema in (pair.old, pair.new))
        named = exclusive if pair.new.all_of(exclusive) and not pair.new.all_of(keyword) else keyword
        yield from _bound(pair, Element.RANGE, named, old, new)


def edge_of(schema: ComparedSchema, keyword: str, exclusive: str, sign: int) -> Bound | None:
    """Return the effective bound. Bounds that an integer format implies are compared with the format."""
    implied = {
        INTEGER_BOUNDS[one][0 if sign > 0 else 1]
        for one in schema.all_of("format")
        if isinstance(one, str) and one in INTEGER_BOUNDS
    }
    given = [(value, 0) for value in numbers_of(schema, keyword) if value not in implied]
    given += [(value, 1) for value in numbers_of(schema, exclusive)]
    if not given:
        return None
    value, is_excluded = max(given, key=lambda one: (sign * one[0], one[1]))
    if is_excluded and schema.types == frozenset({"integer"}) and value == int(value):
        return value + sign, 0
    return value, is_excluded


def numbers_of(schema: ComparedSchema, keyword: str) -> list[float]:
    """Return the numbers that the parts of a schema have for a keyword."""
    return [one for one in schema.all_of(keyword) if isinstance(one, int | float) and not isinstance(one, bool)]


def lower_bound(schema: ComparedSchema, keyword: str) -> Bound | None:
    """Return the highest of the lower bounds of a count; ``None`` if none has an effect."""
    found = max(numbers_of(schema, keyword), default=0)
    return (found, 0) if found > 0 else None


def upper_bound(schema: ComparedSchema, keyword: str) -> Bound | None:
    """Return the lowest of the upper bounds of a count; ``None`` if there is none."""
    found = min(numbers_of(schema, keyword), default=None)
    return (found, 0) if found is not None else None


def _bound(
    pair: SchemaPair, element: Element, keyword: str, old: Bound | None, new: Bound | None
) -> Iterator[Difference]:
    if old == new:
        return
    sign = 1 if keyword.lower().endswith(_LOWER) else -1
    is_narrower = old is None or (new is not None and (sign * new[0], new[1]) > (sign * old[0], old[1]))
    found = _difference(pair, element, keyword, _shown(old), _shown(new), is_narrower=is_narrower)
    if new is not None and found.side == NEW:
        found = replace(found, pointer=pair.new.at(keyword, new[0]))
    yield found


def _shown(bound: Bound | None) -> Any:
    """Return a bound for messages."""
    return bound and (f"{bound[0]} (exclusive)" if bound[1] else bound[0])


def _difference(
    pair: SchemaPair, element: Element, keyword: str, old: Any, new: Any, *, is_narrower: bool
) -> Difference:
    action = Action.NARROWED if is_narrower else Action.WIDENED
    given = pair.new.all_of(keyword)
    where = (NEW, pair.new.at(keyword)) if given or new is not None else (OLD, pair.old.at(keyword))
    limit = json.dumps({keyword: given[0]}) if is_narrower and given else ""
    return Difference(element, action, *where, keyword, old, new, limit=limit)


def _multiples(pair: SchemaPair) -> Iterator[Difference]:
    """Compare ``multipleOf``; that integers are multiples of 1 follows from their type."""
    old, new = ({step for step in numbers_of(one, "multipleOf") if step > 0} for one in (pair.old, pair.new))
    whole = [{1.0} if one.types == frozenset({"integer"}) else set() for one in (pair.old, pair.new)]
    before, after = old - whole[0], new - whole[1]
    if before != after:
        is_wider = _covers(old | whole[0], after)
        if not is_wider and not _covers(new | whole[1], before):
            is_wider = not pair.is_request  # neither includes all numbers of the other: report the more severe one
        shown = (" and ".join(map(str, sorted(steps))) or None for steps in (before, after))
        yield _difference(pair, Element.RANGE, "multipleOf", *shown, is_narrower=not is_wider)


def _covers(steps: set[float], others: set[float]) -> bool:
    """Whether each multiple of all ``steps`` is a multiple of all the others."""
    return all(any(step % other == 0 for step in steps) for other in others)


def _unique(pair: SchemaPair) -> Iterator[Difference]:
    old, new = pair.old.says("uniqueItems"), pair.new.says("uniqueItems")
    if old != new:
        yield _difference(pair, Element.COUNT, "uniqueItems", old or None, new or None, is_narrower=new)
