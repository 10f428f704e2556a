"""The second form of a plan: the JSON text of what it gives, joined from fragments that were encoded beforehand.

A plan and its written form give the same at the same place: ``loads(written(plan).value(…)) == plan.value(…)``. Most
kinds of plans serve both forms: a pick picks among texts, a list is a list of texts. What has no form of its own here
is generated and then encoded.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import singledispatch
from typing import Any

import orjson

from contracts.data.arrays import ListOf
from contracts.data.moments import Span, narrow
from contracts.data.objects import ABSENT, Record, Slot
from contracts.data.plans import Choice, Constant, ImpossibleError, Joined, Moment, Pick, Plan
from contracts.data.seed import MASK, MULTIPLIER, mix

HOLE = "\0"
"""Stands for a value that is filled in later. JSON writes this character as an escape, so no text has it."""


def text_of(value: Any) -> str:
    """Compact JSON, with integers of any size."""
    try:
        return orjson.dumps(value).decode()
    except TypeError:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class Encoded:
    """Whatever a plan gives, encoded."""

    __slots__ = ("plan",)

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def value(self, place: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.data.plans.Plan.value`."""
        return text_of(self.plan.value(place, span, depth))


class WrittenMoment:
    """A point in time. No way to write one has a character that JSON escapes."""

    __slots__ = ("role", "write")

    def __init__(self, moment: Moment) -> None:
        self.role = moment.role
        self.write = moment.write

    def value(self, place: int, span: Span, _depth: int) -> str:
        """See :meth:`contracts.data.plans.Plan.value`."""
        return f'"{self.write(self.role(place, span))}"'


class WrittenList:
    """A list whose items are texts."""

    __slots__ = ("items",)

    def __init__(self, items: ListOf) -> None:
        self.items = items

    def value(self, place: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.data.plans.Plan.value`."""
        return f"[{','.join(self.items.value(place, span, depth))}]"


class WrittenRecord:
    """An object. Where a property is a pick, its name and each of its values are one text.

    :ivar fields: for each property what stands before its value, its salt, the texts and their number (or ``None``),
        what writes the value, and the gate.
    """

    __slots__ = ("fields", "lean", "timed")

    def __init__(self, slots: Sequence[Slot], *, timed: bool) -> None:
        self.timed = timed
        self.fields = tuple(map(_written_field, slots))
        self.lean = tuple(field for field in self.fields if not field[-1])

    def value(self, place: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.data.plans.Plan.value`."""
        if self.timed:
            span = narrow(place, span)
        inner = depth - 1
        parts: list[str] = []
        for head, salt, texts, count, emit, gate in self.fields if depth > 0 else self.lean:
            if gate and mix(place, gate) & 0xFF < ABSENT:
                continue
            product = (place ^ salt) * MULTIPLIER  # mix(), written out as in Record
            own = (product ^ product >> 64) & MASK
            if texts is not None:
                parts.append(texts[own % count])
                continue
            try:
                text = emit(own, span, inner)
            except ImpossibleError:
                if not gate:
                    raise
            else:
                parts += (head, text)
        return f"{{{''.join(parts)[1:]}}}"


Field = tuple[str, int, tuple[str, ...] | None, int, Any, int]


def _written_field(slot: Slot) -> Field:
    head, form = f",{text_of(slot.name)}:", written(slot.plan)
    texts = _texts(form)
    if texts is None:
        return head, slot.salt, None, 0, form.value, slot.gate
    return head, slot.salt, tuple(head + text for text in texts), len(texts), None, slot.gate


def _texts(form: Plan) -> Sequence[str] | None:
    """The texts that a written plan picks from; ``None`` for one that makes them."""
    if isinstance(form, Constant):
        return (form.constant,)
    return form.values if isinstance(form, Pick) else None


class Hole:
    """A value that is filled in later."""

    def value(self, _place: int, _span: Span, _depth: int) -> str:
        """See :meth:`contracts.data.plans.Plan.value`."""
        return HOLE


@singledispatch
def written(plan: Plan) -> Plan:
    """The plan that gives the JSON text of what ``plan`` gives."""
    return Encoded(plan)


@written.register
def _(plan: Constant) -> Plan:
    return Constant(text_of(plan.constant))


@written.register
def _(plan: Pick) -> Plan:
    return Pick([text_of(value) for value in plan.values])


@written.register
def _(plan: Moment) -> Plan:
    return WrittenMoment(plan) if isinstance(plan.write(0), str) else Encoded(plan)


@written.register
def _(plan: Joined) -> Plan:
    bare = [[text_of(part)[1:-1] for part in parts] for parts in (plan.middles, plan.tails)]
    return Joined(f'"{text_of(plan.head)[1:-1]}', bare[0], [f'{tail}"' for tail in bare[1]])


@written.register
def _(plan: Choice) -> Plan:
    weights = [sum(slot is one for slot in plan.slots) for one in plan.plans]
    return Choice([written(one) for one in plan.plans], weights) if 0 not in weights else Encoded(plan)


@written.register
def _(plan: ListOf) -> Plan:
    if plan.ordered or (plan.distinct and not _are_texts([*plan.first, plan.rest])):
        return Encoded(plan)
    return WrittenList(plan.of([written(one) for one in plan.first], written(plan.rest)))


def _are_texts(plans: Sequence[Plan]) -> bool:
    """Whether items differ just where their texts do: both are strings."""
    return all(
        isinstance(plan, Pick | Constant) and all(isinstance(value, str) for value in _values(plan)) for plan in plans
    )


def _values(plan: Pick | Constant) -> Sequence[Any]:
    return plan.values if isinstance(plan, Pick) else (plan.constant,)


@written.register
def _(plan: Record) -> Plan:
    return Encoded(plan) if plan.ending is not None else WrittenRecord(plan.slots, timed=plan.timed)


@written.register
def _(_plan: Hole) -> Plan:
    return Constant(HOLE)


def with_hole(plan: Plan, name: str) -> Plan | None:
    """The written form of an object with a :data:`HOLE` for the value of a property.

    :returns: ``None`` where the plan is not of an object that always has the property.
    """
    if not isinstance(plan, Record) or plan.ending is not None:
        return None
    if not any(slot.name == name and not slot.gate for slot in plan.slots):
        return None
    slots = [replace(slot, plan=Hole()) if slot.name == name else slot for slot in plan.slots]
    return WrittenRecord(slots, timed=plan.timed)
