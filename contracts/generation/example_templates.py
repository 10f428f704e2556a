"""Plans that copy documented examples, except for values that should not repeat.

Timestamps are generated in the format of the example, and so are UUIDs and ULIDs that occur only once in the examples.
Those that occur several times are references to a shared object and stay the same, as does an object's own ``id``.
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
"""The formats of timestamps, and the functions that write them."""
IDENTITY = (("id",), ("uuid",), ("key",), ("name",))
"""Names of properties that identify an object, the most reliable first."""


class ExampleTemplate:
    """An object of constant scalars, and properties that are generated or copied."""

    __slots__ = ("base", "made")

    def __init__(self, base: Mapping[str, Any], made: Mapping[str, Plan]) -> None:
        self.base = dict(base)
        self.made = tuple((name, salt(name), plan.value) for name, plan in made.items())

    def value(self, seed: int, span: Span, depth: int) -> dict[str, Any]:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        result = self.base.copy()
        for name, salt_, emit in self.made:
            result[name] = emit(mix(seed, salt_), span, depth)
        return result


class ExampleList:
    """A list with generated items."""

    __slots__ = ("plans",)

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = tuple((salt(f"item {number}"), plan) for number, plan in enumerate(plans))

    def value(self, seed: int, span: Span, depth: int) -> list[Any]:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return [plan.value(mix(seed, salt_), span, depth) for salt_, plan in self.plans]


def leaves(value: Any) -> Iterator[Any]:
    """Yield all scalars of a JSON value."""
    if isinstance(value, dict):
        for member in value.values():
            yield from leaves(member)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item)
    else:
        yield value


def identity(value: Any) -> str:
    """Return the key that identifies an object; ``""`` if there is none."""
    members = {words(name): name for name in reversed(value)} if isinstance(value, dict) else {}
    return next((members[name] for name in IDENTITY if name in members), "")


def example_templates(examples: Sequence[Any], name: Words = ()) -> list[Plan]:
    """Return a plan for each of several examples of one value.

    :param name: words of the property, from which the role of a date is derived.
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
