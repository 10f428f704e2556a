"""Arrays: how many items, which schema each has, and that they differ where they must."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.generation.context import Compiler, Field
from contracts.generation.examples import ExampleCatalog, ExampleSubset, listings
from contracts.generation.merge import GenerationSchema, merge
from contracts.generation.name_words import singular
from contracts.generation.plans import Constant, ImpossibleError, Lazy, Pick, Plan, TimestampPlan
from contracts.generation.retry import checked
from contracts.generation.seed import mix, salt
from contracts.generation.timestamps import Span
from contracts.schema.json_types import equality_key
from contracts.spec.schemas import Schema

USUAL = (1, 2, 2, 3, 1, 2, 3, 2, 1, 0)
"""Numbers of items where the schema gives none; now and then a list is empty."""
LARGEST = 10_000
"""Greatest ``minItems`` that is served."""
DRAWS = 24
"""Draws for an item that must differ from those before it."""
MANY = 60

COUNT = salt("array.count")
ITEMS = tuple(salt(f"item {number}") for number in range(MANY))
_AGAIN = tuple(salt(f"again {number}") for number in range(DRAWS))


def item_place(place: int, number: int) -> int:
    """The place of the item of a number in the list of a place."""
    return mix(place, ITEMS[number]) if number < MANY else mix(mix(place, ITEMS[0]), number)


class ArrayPlan:
    """A list of items drawn one by one; a fixed row of dates, such as ``[from, to]``, in order of time.

    :param first: plans of the leading items (``prefixItems``, ``contains``).
    :param rest: plan of all others.
    :param counts: the numbers of items, each as likely as it is frequent.
    :param unique: items must differ, else they should where that is cheap.
    :ivar again: salts of the further draws for an item like one before it.
    """

    __slots__ = ("_distinct", "_identity", "again", "counts", "first", "least", "ordered", "rest", "unique")

    def __init__(self, first: Sequence[Plan], rest: Plan, counts: Sequence[int], least: int, *, unique: bool) -> None:
        self.first = tuple(first)
        self.rest = rest
        self.counts = tuple(counts)
        self.least = least
        self.unique = unique
        self.again = _AGAIN if unique else _AGAIN[:4]
        self._distinct: bool | None = True if unique else None
        self._identity = ""
        forms = {plan.write if isinstance(plan, TimestampPlan) else None for plan in self.first}
        self.ordered = len(self.first) > 1 and len(forms) == 1 and None not in forms

    @property
    def distinct(self) -> bool:
        """Whether items are held against those before them: scalars, and objects that a reader can tell apart."""
        if self._distinct is None:
            plan = self.rest.plan if isinstance(self.rest, Lazy) else self.rest
            self._identity = getattr(plan, "identity", "")
            self._distinct = not hasattr(plan, "fields") or bool(self._identity)
        return self._distinct

    def of(self, first: Sequence[Plan], rest: Plan) -> ArrayPlan:
        """The same list of other items, which differ just where its own do."""
        other = ArrayPlan(first, rest, self.counts, self.least, unique=self.unique)
        other._distinct, other._identity = self.distinct, self._identity
        return other

    def count(self, place: int, depth: int) -> int:
        """How many items the list of a place has."""
        return self.counts[mix(place, COUNT) % len(self.counts)] if depth > 0 else self.least

    def value(self, place: int, span: Span, depth: int) -> list[Any]:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        count = self.count(place, depth)
        items: list[Any] = []
        for number in range(count):
            try:
                item = self._item(number, items, place, span, depth)
            except ImpossibleError:
                if number < self.least:
                    raise
                break
            items.append(item)
        return sorted(items) if self.ordered and count <= len(self.first) else items

    def _item(self, number: int, items: list[Any], place: int, span: Span, depth: int) -> Any:
        """The next item. Raises :class:`ImpossibleError` where it must differ from ``items`` and cannot."""
        plan = self.first[number] if number < len(self.first) else self.rest
        own = item_place(place, number)
        item = plan.value(own, span, depth - 1)
        if not items or not self.distinct or not self._known(item, items):
            return item
        found = self._another(plan, own, span, depth, items)
        if found is None and (self.unique or (number >= self.least and isinstance(plan, Pick | Constant))):
            raise ImpossibleError(f"no {number + 1} different items were found")
        return item if found is None else found[0]

    def _known(self, item: Any, items: list[Any]) -> bool:
        """Whether a reader would take an item for one before it: the same value, or an object of the same identity."""
        if self.unique:
            return _among(item, items)
        if not isinstance(item, dict):
            return item in items
        own = item.get(self._identity)
        return own is not None and any(isinstance(other, dict) and other.get(self._identity) == own for other in items)

    def _another(self, plan: Plan, place: int, span: Span, depth: int, items: list[Any]) -> tuple[Any] | None:
        for salt_ in self.again:
            item = plan.value(mix(place, salt_), span, depth - 1)
            if not self._known(item, items):
                return (item,)
        values = getattr(plan, "values", ())
        return next(((value,) for value in values if not _among(value, items)), None)


def _among(item: Any, items: list[Any]) -> bool:
    """Whether a list has an item equal to ``item`` as JSON: 1 equals 1.0, but not true."""
    return item in items and equality_key(item) in map(equality_key, items)


def array_plan(compiler: Compiler, merged: GenerationSchema, field: Field) -> Plan:
    """Compile an array schema. Raises :class:`ImpossibleError` when it cannot have enough items."""
    least = max((int(bound) for bound in merged.all_of("minItems")), default=0)
    most = min((int(bound) for bound in merged.all_of("maxItems")), default=LARGEST)
    if least > most:
        raise ImpossibleError(f"no value satisfies minItems {least} and maxItems {most}")
    if least > LARGEST:
        raise ImpossibleError(f"minItems {least} is beyond what is generated (at most {LARGEST})")
    inner = field.item(singular(field.name))
    first, most = _leading(compiler, merged, inner, least, most)
    if (documented := _documented(compiler, merged)) is not None:
        return documented
    unique = any(merged.all_of("uniqueItems"))
    rest: Plan = Constant(None)
    if most > len(first):
        try:
            rest = compiler.plan(_item_schemas(merged, len(first)), inner)
        except ImpossibleError as problem:
            if least > len(first):
                raise ImpossibleError(f"items: {problem}") from problem
            most = len(first)
    lengths = _counts(least, most, len(first), field)
    plan: Plan = ArrayPlan(first, rest, lengths, least, unique=unique)
    if isinstance(rest, ExampleCatalog) and not first:
        plan = ExampleSubset(rest, lengths, least)
    return checked(plan, merged) if merged.all_of("maxContains") or (unique and first) else plan


def _documented(compiler: Compiler, merged: GenerationSchema) -> Plan | None:
    """The plan of an array whose examples are whole lists of objects."""
    try:
        return listings(merged, merge(_item_schemas(merged, LARGEST)), compiler.pools.language)
    except ImpossibleError:
        return None


def _leading(
    compiler: Compiler, merged: GenerationSchema, inner: Field, least: int, most: int
) -> tuple[list[Plan], int]:
    """The plans of ``prefixItems`` and ``contains``, and the greatest number of items that is left."""
    plans: list[Plan] = []
    for number in range(max((len(prefix) for prefix in merged.all_of("prefixItems")), default=0)):
        try:
            plans.append(compiler.plan(_item_schemas(merged, number), inner))
        except ImpossibleError as problem:
            if number < least:
                raise ImpossibleError(f"item {number}: {problem}") from problem
            return plans, number
    for part in merged.having("contains"):
        node = part.node if isinstance(part.node, dict) else {}
        for _ in range(int(node.get("minContains", 1))):
            plans.append(compiler.plan((*_item_schemas(merged, len(plans)), part.child("contains")), inner))
    if len(plans) > most and merged.having("contains"):
        raise ImpossibleError(f"contains asks for more items than maxItems {most}")
    return plans[:most], most


def _item_schemas(merged: GenerationSchema, number: int) -> tuple[Schema, ...]:
    """What the item of a number must satisfy (JSON Schema 2020-12, 10.3.1)."""
    found = []
    for part in merged.schemas:
        node = part.node if isinstance(part.node, dict) else {}
        if number < len(node.get("prefixItems", ())):
            found.append(part.child("prefixItems", number))
        elif "items" in node:
            found.append(part.child("items"))
    return tuple(found)


def _counts(least: int, most: int, leading: int, field: Field) -> list[int]:
    floor = max(least, leading)
    if least:
        return [min(most, floor + extra) for extra in (0, 1, 1, 2)]
    usual = USUAL if field.name else USUAL[:-1]
    return [0 if not count and not leading else min(most, max(count, leading)) for count in usual]
