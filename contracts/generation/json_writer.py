"""Plans that generate JSON text directly, by joining fragments that were encoded in advance.

For the same seed, ``loads(written(plan).value(…)) == plan.value(…)``. Most kinds of plans are used for both: a pick
picks among JSON texts, a list is a list of JSON texts. For other plans, values are generated and then encoded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import singledispatch
from itertools import chain
from json.encoder import encode_basestring
from typing import Any

from contracts.generation.arrays import ITEMS, ArrayPlan, item_seed
from contracts.generation.budget import spend_parts
from contracts.generation.incident_details import Themed
from contracts.generation.json_encoding import encode_json
from contracts.generation.objects import ObjectPlan, Slot
from contracts.generation.plans import ChoicePlan, Constant, Deferred, DrawnPlan, JoinedPlan, Pick, Plan, TimestampPlan
from contracts.generation.random_values import is_plain
from contracts.generation.seed import MASK, MULTIPLIER, mix
from contracts.generation.timestamps import FIXED, Span, narrow

Emit = Callable[[int, Span, int], str]

HOLE = "\0"
"""A placeholder for a value inserted later. JSON escapes this character, so it cannot occur in JSON text."""


def text_of(value: Any) -> str:
    """Return a value as JSON text."""
    return encode_basestring(value) if type(value) is str else encode_json(value).decode()


_SCALAR = (Constant, Pick, TimestampPlan, DrawnPlan, JoinedPlan)
"""Plans of values that are written inline."""


class Encoded:
    """Encodes the value of another plan."""

    __slots__ = ("plan",)

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def value(self, seed: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return text_of(self.plan.value(seed, span, depth))


class WrittenMoment:
    """A timestamp as JSON; no format contains a character that must be escaped."""

    __slots__ = ("role", "write")

    def __init__(self, moment: TimestampPlan) -> None:
        self.role = moment.role
        self.write = moment.write

    def value(self, seed: int, span: Span, _depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return f'"{self.write(self.role(seed, span))}"'


class WrittenDraw:
    """A computed value as JSON; most are unique_ids of letters and digits, which need no escaping."""

    __slots__ = ("draw", "head", "plain_head")

    def __init__(self, drawn: DrawnPlan) -> None:
        self.draw = drawn.draw
        self.head = drawn.head
        self.plain_head = text_of(drawn.head)[1:-1]

    def value(self, seed: int, span: Span, _depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        drawn = self.draw(seed, span)
        if isinstance(drawn, str) and drawn.isalnum():
            return f'"{self.plain_head}{drawn}"'
        return text_of(self.head + drawn if self.head else drawn)


class WrittenRow:
    """A list of JSON texts that may repeat."""

    __slots__ = ("count", "emit")

    def __init__(self, items: ArrayPlan) -> None:
        self.count = items.count
        self.emit = items.rest.value

    def value(self, seed: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        emit, inner, count = self.emit, depth - 1, self.count(seed, depth)
        spend_parts(1 + count)
        return f"[{','.join([emit(item_seed(seed, number), span, inner) for number in range(count)])}]"


class WrittenPicks:
    """A list of different JSON texts, picked in the same way as by :class:`contracts.generation.arrays.ArrayPlan`."""

    __slots__ = ("count", "items", "texts")

    def __init__(self, items: ArrayPlan, texts: Sequence[str]) -> None:
        self.items = items
        self.count = items.count
        self.texts = tuple(texts)

    def value(self, seed: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        items, texts, size = self.items, self.texts, len(self.texts)
        chosen: list[str] = []
        count = self.count(seed, depth)
        if count > len(ITEMS):
            return f"[{','.join(items.value(seed, span, depth))}]"
        for salt in ITEMS[:count]:
            own = (seed ^ salt) * MULTIPLIER  # mix(), inlined: called for each item
            own = (own ^ own >> 64) & MASK
            text = texts[own % size]
            if text in chosen:
                drawn = (texts[mix(own, again) % size] for again in items.again)
                text = next((other for other in chain(drawn, texts) if other not in chosen), "")
                if not text:  # there are too few values: the list handles it
                    return f"[{','.join(items.value(seed, span, depth))}]"
            chosen.append(text)
        return f"[{','.join(chosen)}]"


class WrittenList:
    """A list of JSON texts some of which must differ."""

    __slots__ = ("items",)

    def __init__(self, items: ArrayPlan) -> None:
        self.items = items

    def value(self, seed: int, span: Span, depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return f"[{','.join(self.items.value(seed, span, depth))}]"


class WrittenRecord:
    """An object as JSON, written by a generated function: one expression without loops, with constant text joined.

    The source of the function only contains numbers and names defined here; strings of the document are constants that
    it refers to.
    """

    __slots__ = ("value",)

    def __init__(self, slots: Sequence[Slot], *, timed: bool, absent: int) -> None:
        lean = _function([slot for slot in slots if not slot.gate], timed=timed, lean=None, absent=0)
        has_optional = any(slot.gate for slot in slots)
        self.value: Emit = _function(slots, timed=timed, lean=lean, absent=absent) if has_optional else lean
        """See :meth:`contracts.generation.plans.Plan.value`."""


def _function(slots: Sequence[Slot], *, timed: bool, lean: Emit | None, absent: int) -> Emit:
    """Return the function that writes an object.

    :param lean: writes it without optional properties, if no depth is left.
    :param absent: see :class:`contracts.generation.objects.ObjectPlan`.
    """
    slots = slots if absent else [replace(slot, gate=0) for slot in slots]
    known: dict[str, Any] = {"lean": lean, "narrow": narrow, "mix": mix, "join": "".join, "spend": spend_parts}
    lines = ["def write(seed, span, depth):"]
    if lean is not None:
        lines += ["  if depth <= 0: return lean(seed, span, depth)"]
    if not all(
        isinstance(slot.plan, _SCALAR) for slot in slots
    ):  # scalars are few, and counted with the object around them
        lines += [f"  spend({1 + len(slots)})"]
    if timed:
        lines += ["  span = narrow(seed, span)"]
    seeds: dict[int, str] = {}
    parts: list[str] = []
    # Each property is preceded by a comma; if the first one is optional, the leading comma is removed at the end.
    always = not slots or not slots[0].gate
    literal = "{" if always else ""
    for number, slot in enumerate(slots):
        head, form = f"{',' if number or not always else ''}{text_of(slot.name)}:", json_plan(slot.plan)
        if isinstance(form, Constant) and not slot.gate:
            literal += head + form.constant
            continue
        own = "seed"
        if not _is_constant(slot.plan):
            own = seeds.setdefault(slot.salt, f"p{len(seeds)}")
        before, value, after = _expression(form, own, f"v{number}", known)
        head += before
        if slot.gate:
            known[f"h{number}"], known[f"a{number}"] = head, after
            value = f"('' if mix(seed, {slot.gate}) & 255 < {absent} else h{number} + {value} + a{number})"
            head = after = ""
        known[f"t{number}"] = literal + head
        parts += [f"t{number}", value]
        literal = after
    for salt, own in seeds.items():  # mix(), inlined as in Record
        lines += [f"  {own} = (seed ^ {salt}) * {MULTIPLIER}", f"  {own} = ({own} ^ {own} >> 64) & {MASK}"]
    known["end"] = literal + "}" if always else literal
    text = f"join(({', '.join([*parts, 'end'])},))"
    lines += [f"  return {text}" if always else f"  return '{{' + {text}[1:] + '}}'"]
    exec("\n".join(lines), known)  # noqa: S102 (why this is safe: see WrittenRecord)
    write: Emit = known["write"]
    return write


def _expression(form: Plan, seed: str, name: str, known: dict[str, Any]) -> tuple[str, str, str]:
    """Return constant text, an expression for a value, and constant text: simple plans inline, others as a call.

    :param seed: the expression for the seed.
    :param name: name of the constant that it may refer to; added to ``known``.
    """
    if isinstance(form, Pick):
        known[name] = form.values
        return "", f"{name}[{seed} % {form.count}]", ""
    if isinstance(form, JoinedPlan):
        known[name], known[f"{name}t"] = [form.head + middle for middle in form.middles], form.tails
        return "", f"{name}[({seed} >> 32) % {len(form.middles)}] + {name}t[{seed} % {len(form.tails)}]", ""
    if isinstance(form, WrittenMoment) and form.role in FIXED:
        known[name] = form.write
        return '"', f"{name}(span[{FIXED[form.role]}])", '"'
    if isinstance(form, WrittenDraw) and is_plain(form.draw):
        known[name] = form.draw
        return f'"{form.plain_head}', f"{name}({seed}, span)", '"'
    if isinstance(form, Themed):
        known[name] = [form.plans[theme].value for theme in form.themes]
        return "", f"{name}[{seed} % {len(form.themes)}](mix({seed}, {form.salt}), span, depth - 1)", ""
    known[name] = form.value
    return "", f"{name}({seed}, span, depth - 1)", ""


def _is_constant(plan: Plan) -> bool:
    """Return whether the value of a plan does not depend on the seed."""
    return isinstance(plan, Constant | Hole) or (isinstance(plan, TimestampPlan) and plan.role in FIXED)


class Hole:
    """A value that is inserted later."""

    def value(self, _seed: int, _span: Span, _depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return HOLE


@singledispatch
def json_plan(plan: Plan) -> Plan:
    """Return a plan that generates the values of ``plan`` as JSON text."""
    return Encoded(plan)


@json_plan.register
def _(plan: Constant) -> Plan:
    return Constant(text_of(plan.constant))


@json_plan.register
def _(plan: Pick) -> Plan:
    return Pick([text_of(value) for value in plan.values])


@json_plan.register
def _(plan: TimestampPlan) -> Plan:
    return WrittenMoment(plan) if isinstance(plan.write(0), str) else Encoded(plan)


@json_plan.register
def _(plan: DrawnPlan) -> Plan:
    return WrittenDraw(plan)


@json_plan.register
def _(plan: JoinedPlan) -> Plan:
    bare = [[text_of(part)[1:-1] for part in parts] for parts in (plan.middles, plan.tails)]
    return JoinedPlan(f'"{text_of(plan.head)[1:-1]}', bare[0], [f'{tail}"' for tail in bare[1]])


@json_plan.register
def _(plan: ChoicePlan) -> Plan:
    weights = [sum(slot is one for slot in plan.slots) for one in plan.plans]
    return ChoicePlan([json_plan(one) for one in plan.plans], weights) if 0 not in weights else Encoded(plan)


@json_plan.register
def _(plan: Themed) -> Plan:
    return Themed([json_plan(one) for one in plan.plans], plan.themes, plan.name)


@json_plan.register
def _(plan: ArrayPlan) -> Plan:
    if plan.ordered or (plan.distinct and not _are_texts([*plan.first, plan.rest])):
        return Encoded(plan)
    twin = plan.of([json_plan(one) for one in plan.first], json_plan(plan.rest))
    if not twin.first and not twin.distinct:
        return WrittenRow(twin)
    return WrittenPicks(twin, twin.rest.values) if not twin.first and isinstance(twin.rest, Pick) else WrittenList(twin)


def _are_texts(plans: Sequence[Plan]) -> bool:
    """Return whether values are equal if and only if their JSON texts are, i.e. whether all are strings."""
    return all(
        isinstance(plan, Pick | Constant) and all(isinstance(value, str) for value in _values(plan)) for plan in plans
    )


def _values(plan: Pick | Constant) -> Sequence[Any]:
    return plan.values if isinstance(plan, Pick) else (plan.constant,)


@json_plan.register
def _(plan: ObjectPlan) -> Plan:
    return Encoded(plan) if plan.ending is not None else WrittenRecord(plan.slots, timed=plan.timed, absent=plan.absent)


@json_plan.register
def _(plan: Deferred) -> Plan:
    return Deferred(lambda: json_plan(plan.plan))


@json_plan.register
def _(_plan: Hole) -> Plan:
    return Constant(HOLE)


def with_hole(plan: Plan, name: str) -> Plan | None:
    """Return a plan for the JSON of an object with a :data:`HOLE` for the value of a property.

    :returns: ``None`` if the plan is not for an object that always has the property.
    """
    if not isinstance(plan, ObjectPlan) or plan.ending is not None:
        return None
    if not any(slot.name == name and not slot.gate for slot in plan.slots):
        return None
    slots = [replace(slot, plan=Hole()) if slot.name == name else slot for slot in plan.slots]
    return WrittenRecord(slots, timed=plan.timed, absent=plan.absent)
