"""Documented examples as plans: taken as they stand, but for what is never the same twice.

A point in time is drawn anew, in the same written form, and so are a UUID and a ULID that stand once in the examples;
one that stands in several is a reference to something common and stays, as does an object's own ``id``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from contracts.generation.name_words import Words, is_time, time_role, words
from contracts.generation.plans import Constant, DrawnPlan, Plan, TimestampPlan
from contracts.generation.random_values import ulid, uuid
from contracts.generation.seed import mix, salt
from contracts.generation.timestamps import FORMS, Span, date

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ULID = re.compile(r"((?:[A-Za-z]+[_-])*)[0-7][0-9A-HJKMNP-TV-Z]{25}")
_DAY = r"\d{4}-\d\d-\d\d"
_TIMES: tuple[tuple[re.Pattern[str], Callable[[int], str]], ...] = tuple(
    (re.compile(pattern), write)
    for pattern, write in zip(
        (
            rf"{_DAY}T\d\d:\d\d:\d\dZ",
            rf"{_DAY}T\d\d:\d\d:\d\d\.\d{{3}}Z",
            rf"{_DAY}T\d\d:\d\d:\d\d\+00:00",
            rf"{_DAY}T\d\d:\d\d:\d\d",
            rf"{_DAY} \d\d:\d\d:\d\d",
            _DAY,
        ),
        (*FORMS["date-time"], date),
        strict=True,
    )
)
"""How a date is written, and what writes it so."""
IDENTITY = (("id",), ("uuid",), ("key",), ("name",))
"""Names of what tells one object from another, the surest first."""


class ExampleTemplate:
    """An object with scalars as they stand, and members that are made or copied anew."""

    __slots__ = ("base", "made")

    def __init__(self, base: Mapping[str, Any], made: Mapping[str, Plan]) -> None:
        self.base = dict(base)
        self.made = tuple((name, salt(name), plan.value) for name, plan in made.items())

    def value(self, place: int, span: Span, depth: int) -> dict[str, Any]:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        result = self.base.copy()
        for name, salt_, emit in self.made:
            result[name] = emit(mix(place, salt_), span, depth)
        return result


class ExampleList:
    """A list of which some items are drawn anew."""

    __slots__ = ("plans",)

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = tuple((salt(f"item {number}"), plan) for number, plan in enumerate(plans))

    def value(self, place: int, span: Span, depth: int) -> list[Any]:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return [plan.value(mix(place, salt_), span, depth) for salt_, plan in self.plans]


def leaves(value: Any) -> Iterator[Any]:
    """Every scalar of a JSON value."""
    if isinstance(value, dict):
        for member in value.values():
            yield from leaves(member)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def identity(value: Any) -> str:
    """The member of an object that tells it from others, ``""`` without one."""
    members = {words(name): name for name in reversed(value)} if isinstance(value, dict) else {}
    return next((members[name] for name in IDENTITY if name in members), "")


def example_templates(examples: Sequence[Any], name: Words = ()) -> list[Plan]:
    """A plan for each of several documented values of one place.

    :param name: words of the property, for the role of a date.
    """
    common = {text for text, count in Counter(map(str, leaves(list(examples)))).items() if count > 1}
    return [_mould(example, name, common) for example in examples]


def _mould(value: Any, name: Words, common: set[str]) -> Plan:
    if isinstance(value, dict):
        return _object(value, common)
    plan: Plan | None = None
    if isinstance(value, list):
        items = [_mould(item, name, common) for item in value]
        plan = None if all(isinstance(item, Constant) for item in items) else ExampleList(items)
    elif isinstance(value, str):
        plan = _moment(value, name) or (_identifier(value) if value not in common else None)
    return plan or Constant(value)


def _object(value: dict[str, Any], common: set[str]) -> Plan:
    own = identity(value)
    said = words(str(value[own])) if own else ()
    members = {
        name: _mould(inner, words(name) if is_time(words(name)) else said, common)
        for name, inner in value.items()
        if name != own
    }
    return ExampleTemplate(value, {name: plan for name, plan in members.items() if not _is_scalar(plan)})


def _is_scalar(plan: Plan) -> bool:
    return isinstance(plan, Constant) and not plan.copied


def _moment(value: str, name: Words) -> Plan | None:
    write = next((write for pattern, write in _TIMES if pattern.fullmatch(value)), None)
    return TimestampPlan(time_role(name), write) if write else None


def _identifier(value: str) -> Plan | None:
    match = _ULID.fullmatch(value)
    return DrawnPlan(ulid, match[1]) if match else DrawnPlan(uuid) if _UUID.fullmatch(value) else None
