"""Bounds of numbers, lengths and counts compared."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from contracts.comparing.conjunction import Conjunction
from contracts.comparing.difference import NEW, OLD, Difference
from contracts.comparing.pair import Facing
from contracts.spec.upgrade import INTEGER_BOUNDS

_COUNTS = (
    ("string", "length", "minLength", "maxLength"),
    ("array", "count", "minItems", "maxItems"),
    ("object", "count", "minProperties", "maxProperties"),
)

_LOWER = ("minimum", "minlength", "minitems", "minproperties")

Bound = tuple[float, int]
"""A number, and 1 where the number itself is outside."""


def limits(facing: Facing, types: frozenset[str] | None) -> Iterator[Difference]:
    """What differs between the bounds of two schemas.

    :param types: those that both schemas allow; ``None``: any. Bounds of others say nothing.
    """
    if types is None or "integer" in types:
        yield from _numbers(facing)
        yield from _multiples(facing)
    for kind, family, least, most in _COUNTS:
        if types is None or kind in types:
            yield from _bound(facing, family, least, _least(facing.old, least), _least(facing.new, least))
            yield from _bound(facing, family, most, _most(facing.old, most), _most(facing.new, most))
    if types is None or "array" in types:
        yield from _unique(facing)


def _numbers(facing: Facing) -> Iterator[Difference]:
    for keyword, exclusive, sign in (("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1)):
        old, new = (_edge(schema, keyword, exclusive, sign) for schema in (facing.old, facing.new))
        said = exclusive if facing.new.all_of(exclusive) and not facing.new.all_of(keyword) else keyword
        yield from _bound(facing, "range", said, old, new)


def _edge(schema: Conjunction, keyword: str, exclusive: str, sign: int) -> Bound | None:
    """The bound that counts; those that an integer format means are told by the format."""
    implied = {
        INTEGER_BOUNDS[one][0 if sign > 0 else 1]
        for one in schema.all_of("format")
        if isinstance(one, str) and one in INTEGER_BOUNDS
    }
    given = [(value, 0) for value in _numeric(schema, keyword) if value not in implied]
    given += [(value, 1) for value in _numeric(schema, exclusive)]
    if not given:
        return None
    value, is_outside = max(given, key=lambda one: (sign * one[0], one[1]))
    if is_outside and schema.types == frozenset({"integer"}) and value == int(value):
        return value + sign, 0
    return value, is_outside


def _numeric(schema: Conjunction, keyword: str) -> list[float]:
    return [one for one in schema.all_of(keyword) if isinstance(one, int | float) and not isinstance(one, bool)]


def _least(schema: Conjunction, keyword: str) -> Bound | None:
    found = max(_numeric(schema, keyword), default=0)
    return (found, 0) if found > 0 else None


def _most(schema: Conjunction, keyword: str) -> Bound | None:
    found = min(_numeric(schema, keyword), default=None)
    return (found, 0) if found is not None else None


def _bound(facing: Facing, family: str, keyword: str, old: Bound | None, new: Bound | None) -> Iterator[Difference]:
    if old == new:
        return
    sign = 1 if keyword.lower().endswith(_LOWER) else -1
    is_narrower = old is None or (new is not None and (sign * new[0], new[1]) > (sign * old[0], old[1]))
    told = _difference(facing, family, keyword, _shown(old), _shown(new), is_narrower=is_narrower)
    if new is not None and told.side == NEW:
        told = replace(told, pointer=facing.new.at(keyword, new[0]))
    yield told


def _shown(bound: Bound | None) -> Any:
    """A bound in messages: the number, with a word where it is outside itself."""
    return bound and (f"{bound[0]} itself excluded" if bound[1] else bound[0])


def _difference(facing: Facing, family: str, keyword: str, old: Any, new: Any, *, is_narrower: bool) -> Difference:
    topic = f"{family}-{'narrowed' if is_narrower else 'widened'}"
    given = facing.new.all_of(keyword)
    where = (NEW, facing.new.at(keyword)) if given or new is not None else (OLD, facing.old.at(keyword))
    limit = json.dumps({keyword: given[0]}) if is_narrower and given else ""
    return Difference(topic, *where, keyword, old, new, limit=limit)


def _multiples(facing: Facing) -> Iterator[Difference]:
    """What numbers must be a multiple of; that integers are multiples of 1 is told by their type."""
    old, new = ({step for step in _numeric(one, "multipleOf") if step > 0} for one in (facing.old, facing.new))
    whole = [{1.0} if one.types == frozenset({"integer"}) else set() for one in (facing.old, facing.new)]
    before, after = old - whole[0], new - whole[1]
    if before != after:
        is_wider = _covers(old | whole[0], after)
        if not is_wider and not _covers(new | whole[1], before):
            is_wider = not facing.is_request  # neither has all numbers of the other: the graver of both
        said = (" and ".join(map(str, sorted(steps))) or None for steps in (before, after))
        yield _difference(facing, "range", "multipleOf", *said, is_narrower=not is_wider)


def _covers(steps: set[float], others: set[float]) -> bool:
    """Whether a multiple of all ``steps`` is one of all the others."""
    return all(any(step % other == 0 for step in steps) for other in others)


def _unique(facing: Facing) -> Iterator[Difference]:
    old, new = facing.old.says("uniqueItems"), facing.new.says("uniqueItems")
    if old != new:
        yield _difference(facing, "count", "uniqueItems", old or None, new or None, is_narrower=new)
