"""The second form of a plan: the JSON text of what it gives, joined from fragments that were encoded beforehand.

A plan and its written form give the same at the same place: ``loads(written(plan).value(…)) == plan.value(…)``. Most
kinds of plans serve both forms: a pick picks among texts, a list is a list of texts. What has no form of its own here
is generated and then encoded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import singledispatch
from itertools import chain
from typing import Any

from contracts.generation.arrays import ITEMS, ArrayPlan, item_place
from contracts.generation.incident_details import Themed
from contracts.generation.json_encoding import encode_json
from contracts.generation.objects import ABSENT, ObjectPlan, Slot
from contracts.generation.plans import ChoicePlan, Constant, DrawnPlan, JoinedPlan, Pick, Plan, TimestampPlan
from contracts.generation.random_values import is_plain
from contracts.generation.seed import MASK, MULTIPLIER, mix
from contracts.generation.timestamps import FIXED, Span, narrow

Emit = Callable[[int, Span, int], str]

HOLE = "\0"
"""Stands for a value that is filled in later. JSON writes this character as an escape, so no text has it."""


def text_of(value: Any) -> str:
    """The JSON of a value, as text."""
    return encode_json(value).decode()


class Encoded:
    """Whatever a plan gives, encoded."""

    __slots__ = ("plan",)

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def value(self, place: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return text_of(self.plan.value(place, span, depth))


class WrittenMoment:
    """A point in time. No way to write one has a character that JSON escapes."""

    __slots__ = ("role", "write")

    def __init__(self, moment: TimestampPlan) -> None:
        self.role = moment.role
        self.write = moment.write

    def value(self, place: int, span: Span, _depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return f'"{self.write(self.role(place, span))}"'


class WrittenDraw:
    """A computed value; most are identifiers of letters and digits, in which JSON has nothing to escape."""

    __slots__ = ("draw", "head", "plain_head")

    def __init__(self, drawn: DrawnPlan) -> None:
        self.draw = drawn.draw
        self.head = drawn.head
        self.plain_head = text_of(drawn.head)[1:-1]

    def value(self, place: int, span: Span, _depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        drawn = self.draw(place, span)
        if isinstance(drawn, str) and drawn.isalnum():
            return f'"{self.plain_head}{drawn}"'
        return text_of(self.head + drawn if self.head else drawn)


class WrittenRow:
    """A list of texts of one plan, as they come."""

    __slots__ = ("count", "emit")

    def __init__(self, items: ArrayPlan) -> None:
        self.count = items.count
        self.emit = items.rest.value

    def value(self, place: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        emit, inner, count = self.emit, depth - 1, self.count(place, depth)
        return f"[{','.join([emit(item_place(place, number), span, inner) for number in range(count)])}]"


class WrittenPicks:
    """A list of different texts that are picked, as :class:`contracts.generation.arrays.ArrayPlan` draws them."""

    __slots__ = ("count", "items", "texts")

    def __init__(self, items: ArrayPlan, texts: Sequence[str]) -> None:
        self.items = items
        self.count = items.count
        self.texts = tuple(texts)

    def value(self, place: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        items, texts, size = self.items, self.texts, len(self.texts)
        chosen: list[str] = []
        count = self.count(place, depth)
        if count > len(ITEMS):
            return f"[{','.join(items.value(place, span, depth))}]"
        for salt in ITEMS[:count]:
            own = (place ^ salt) * MULTIPLIER  # mix(), written out: for each item
            own = (own ^ own >> 64) & MASK
            text = texts[own % size]
            if text in chosen:
                drawn = (texts[mix(own, again) % size] for again in items.again)
                text = next((other for other in chain(drawn, texts) if other not in chosen), "")
                if not text:  # there are not so many: the list itself knows what to do
                    return f"[{','.join(items.value(place, span, depth))}]"
            chosen.append(text)
        return f"[{','.join(chosen)}]"


class WrittenList:
    """A list of texts in which some may not be alike."""

    __slots__ = ("items",)

    def __init__(self, items: ArrayPlan) -> None:
        self.items = items

    def value(self, place: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return f"[{','.join(self.items.value(place, span, depth))}]"


class WrittenRecord:
    """An object, written by a function that was made for it: everything stands in one expression, so nothing is looped
    over, and constant text is joined when the function is made.

    The source of the function holds numbers and names of our own only; whatever comes from a document is a constant
    that it refers to.
    """

    __slots__ = ("value",)

    def __init__(self, slots: Sequence[Slot], *, timed: bool) -> None:
        lean = _function([slot for slot in slots if not slot.gate], timed=timed, lean=None)
        self.value: Emit = _function(slots, timed=timed, lean=lean) if any(slot.gate for slot in slots) else lean
        """See :meth:`contracts.generation.plans.Plan.value`."""


def _function(slots: Sequence[Slot], *, timed: bool, lean: Emit | None) -> Emit:
    """The function that writes an object.

    :param lean: writes it without optional properties, where nothing is left of the depth.
    """
    known: dict[str, Any] = {"lean": lean, "narrow": narrow, "mix": mix, "join": "".join}
    lines = ["def write(place, span, depth):"]
    if lean is not None:
        lines += ["  if depth <= 0: return lean(place, span, depth)"]
    if timed:
        lines += ["  span = narrow(place, span)"]
    places: dict[int, str] = {}
    parts: list[str] = []
    # Each property brings the comma before it. Where the first one may be absent, so may be the comma of any other.
    always = not slots or not slots[0].gate
    literal = "{" if always else ""
    for number, slot in enumerate(slots):
        head, form = f"{',' if number or not always else ''}{text_of(slot.name)}:", written(slot.plan)
        if isinstance(form, Constant) and not slot.gate:
            literal += head + form.constant
            continue
        own = "place"
        if not _is_placeless(slot.plan):
            own = places.setdefault(slot.salt, f"p{len(places)}")
        before, value, after = _expression(form, own, f"v{number}", known)
        head += before
        if slot.gate:
            known[f"h{number}"], known[f"a{number}"] = head, after
            value = f"('' if mix(place, {slot.gate}) & 255 < {ABSENT} else h{number} + {value} + a{number})"
            head = after = ""
        known[f"t{number}"] = literal + head
        parts += [f"t{number}", value]
        literal = after
    for salt, own in places.items():  # mix(), written out as in Record
        lines += [f"  {own} = (place ^ {salt}) * {MULTIPLIER}", f"  {own} = ({own} ^ {own} >> 64) & {MASK}"]
    known["end"] = literal + "}" if always else literal
    text = f"join(({', '.join([*parts, 'end'])},))"
    lines += [f"  return {text}" if always else f"  return '{{' + {text}[1:] + '}}'"]
    exec("\n".join(lines), known)  # noqa: S102 (why this is safe: see WrittenRecord)
    write: Emit = known["write"]
    return write


def _expression(form: Plan, place: str, name: str, known: dict[str, Any]) -> tuple[str, str, str]:
    """What writes a value, and constant text before and behind it: simple plans in place, others by a call.

    :param name: of the constant that it may refer to; added to ``known``.
    """
    if isinstance(form, Pick):
        known[name] = form.values
        return "", f"{name}[{place} % {form.count}]", ""
    if isinstance(form, JoinedPlan):
        known[name], known[f"{name}t"] = [form.head + middle for middle in form.middles], form.tails
        return "", f"{name}[({place} >> 32) % {len(form.middles)}] + {name}t[{place} % {len(form.tails)}]", ""
    if isinstance(form, WrittenMoment) and form.role in FIXED:
        known[name] = form.write
        return '"', f"{name}(span[{FIXED[form.role]}])", '"'
    if isinstance(form, WrittenDraw) and is_plain(form.draw):
        known[name] = form.draw
        return f'"{form.plain_head}', f"{name}({place}, span)", '"'
    if isinstance(form, Themed):
        known[name] = [form.plans[theme].value for theme in form.themes]
        return "", f"{name}[{place} % {len(form.themes)}](mix({place}, {form.salt}), span, depth - 1)", ""
    known[name] = form.value
    return "", f"{name}({place}, span, depth - 1)", ""


def _is_placeless(plan: Plan) -> bool:
    """Whether a plan gives the same whatever its place, so that it needs none of its own."""
    return isinstance(plan, Constant | Hole) or (isinstance(plan, TimestampPlan) and plan.role in FIXED)


class Hole:
    """A value that is filled in later."""

    def value(self, _place: int, _span: Span, _depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
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
def _(plan: TimestampPlan) -> Plan:
    return WrittenMoment(plan) if isinstance(plan.write(0), str) else Encoded(plan)


@written.register
def _(plan: DrawnPlan) -> Plan:
    return WrittenDraw(plan)


@written.register
def _(plan: JoinedPlan) -> Plan:
    bare = [[text_of(part)[1:-1] for part in parts] for parts in (plan.middles, plan.tails)]
    return JoinedPlan(f'"{text_of(plan.head)[1:-1]}', bare[0], [f'{tail}"' for tail in bare[1]])


@written.register
def _(plan: ChoicePlan) -> Plan:
    weights = [sum(slot is one for slot in plan.slots) for one in plan.plans]
    return ChoicePlan([written(one) for one in plan.plans], weights) if 0 not in weights else Encoded(plan)


@written.register
def _(plan: Themed) -> Plan:
    return Themed([written(one) for one in plan.plans], plan.themes, plan.name)


@written.register
def _(plan: ArrayPlan) -> Plan:
    if plan.ordered or (plan.distinct and not _are_texts([*plan.first, plan.rest])):
        return Encoded(plan)
    twin = plan.of([written(one) for one in plan.first], written(plan.rest))
    if not twin.first and not twin.distinct:
        return WrittenRow(twin)
    return WrittenPicks(twin, twin.rest.values) if not twin.first and isinstance(twin.rest, Pick) else WrittenList(twin)


def _are_texts(plans: Sequence[Plan]) -> bool:
    """Whether items differ just where their texts do: both are strings."""
    return all(
        isinstance(plan, Pick | Constant) and all(isinstance(value, str) for value in _values(plan)) for plan in plans
    )


def _values(plan: Pick | Constant) -> Sequence[Any]:
    return plan.values if isinstance(plan, Pick) else (plan.constant,)


@written.register
def _(plan: ObjectPlan) -> Plan:
    return Encoded(plan) if plan.ending is not None else WrittenRecord(plan.slots, timed=plan.timed)


@written.register
def _(_plan: Hole) -> Plan:
    return Constant(HOLE)


def with_hole(plan: Plan, name: str) -> Plan | None:
    """The written form of an object with a :data:`HOLE` for the value of a property.

    :returns: ``None`` where the plan is not of an object that always has the property.
    """
    if not isinstance(plan, ObjectPlan) or plan.ending is not None:
        return None
    if not any(slot.name == name and not slot.gate for slot in plan.slots):
        return None
    slots = [replace(slot, plan=Hole()) if slot.name == name else slot for slot in plan.slots]
    return WrittenRecord(slots, timed=plan.timed)
