"""Plans of arrays: number of items, their schemas, and uniqueness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from contracts.generation.budget import spend_parts
from contracts.generation.context import Compiler, PropertyContext
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
"""Numbers of items if the schema does not specify one; a list is occasionally empty."""
CROWDED = 40
"""The greatest ``minItems`` for which numbers are drawn from their usual range."""
LARGEST = 10_000
"""The greatest ``minItems`` that is supported."""
DRAWS = 24
"""The maximum number of attempts for an item that must differ from earlier ones."""
MANY = 60

COUNT = salt("array.count")
ITEMS = tuple(salt(f"item {number}") for number in range(MANY))
_AGAIN = tuple(salt(f"again {number}") for number in range(DRAWS))


def item_seed(seed: int, number: int) -> int:
    """Return the seed of an item from the seed of its list and its index."""
    return mix(seed, ITEMS[number]) if number < MANY else mix(mix(seed, ITEMS[0]), number)


MAX_COMPARED = 200
"""Number of items that differ where that is not required: in longer lists, comparing them takes too long."""


class ArrayPlan:
    """Generates the items of a list one by one; a tuple of dates, such as ``[from, to]``, is sorted.

    :param first: plans of the leading items (``prefixItems``, ``contains``).
    :param rest: plan of all other items.
    :param counts: the possible numbers of items; repeated numbers are more likely.
    :param unique: whether items must differ; otherwise they differ if that is cheap.
    :ivar again: salts of the further attempts for a duplicate item.
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
        """Whether items are compared with earlier ones: scalars, and objects with an identifying property."""
        if self._distinct is None:
            plan = self.rest.plan if isinstance(self.rest, Lazy) else self.rest
            self._identity = getattr(plan, "identity", "")
            self._distinct = not hasattr(plan, "fields") or bool(self._identity)
        return self._distinct

    def of(self, first: Sequence[Plan], rest: Plan) -> ArrayPlan:
        """Return a plan for the same list with other items, which are compared in the same way."""
        other = ArrayPlan(first, rest, self.counts, self.least, unique=self.unique)
        other._distinct, other._identity = self.distinct, self._identity
        return other

    def count(self, seed: int, depth: int) -> int:
        """Return the number of items of a list."""
        return self.counts[mix(seed, COUNT) % len(self.counts)] if depth > 0 else self.least

    def value(self, seed: int, span: Span, depth: int) -> list[Any]:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        count = self.count(seed, depth)
        spend_parts(1 + count)
        earlier = _Earlier(self._identity, unique=self.unique) if self.distinct else None
        items: list[Any] = []
        for number in range(count):
            is_compared = earlier is not None and (self.unique or number < MAX_COMPARED)
            try:
                item = self._item(number, earlier if is_compared else None, seed, span, depth)
            except ImpossibleError:
                if number < self.least:
                    raise
                break
            items.append(item)
            if earlier is not None and is_compared:
                earlier.add(item)
        return sorted(items) if self.ordered and count <= len(self.first) else items

    def _item(self, number: int, earlier: _Earlier | None, seed: int, span: Span, depth: int) -> Any:
        """Return the next item. Raises :class:`ImpossibleError` if no item differs from earlier ones as required."""
        plan = self.first[number] if number < len(self.first) else self.rest
        own = item_seed(seed, number)
        item = plan.value(own, span, depth - 1)
        if earlier is None or not earlier.has(item):
            return item
        found = self._another(plan, own, span, depth, earlier)
        if found is None and (self.unique or (number >= self.least and isinstance(plan, Pick | Constant))):
            raise ImpossibleError(f"no {number + 1} different items were found")
        return item if found is None else found[0]

    def _another(self, plan: Plan, seed: int, span: Span, depth: int, earlier: _Earlier) -> tuple[Any] | None:
        for salt_ in self.again:
            spend_parts(1)
            item = plan.value(mix(seed, salt_), span, depth - 1)
            if not earlier.has(item):
                return (item,)
        values = getattr(plan, "values", ())
        return earlier.first_other(values) if values else None


class _Earlier:
    """The items of a list so far, with which the next one is compared.

    :param identity: the property that identifies an object; ``""`` if objects may repeat.
    :param unique: whether the values of all items must differ.
    """

    __slots__ = ("_identity", "_items", "_keys")

    def __init__(self, identity: str, *, unique: bool) -> None:
        self._identity = identity
        self._items: list[Any] = []
        self._keys: set[Any] | None = set() if unique else None

    def add(self, item: Any) -> None:
        """Add an item."""
        self._items.append(item)
        if self._keys is not None:
            self._keys.add(equality_key(item))

    def has(self, item: Any) -> bool:
        """Return whether an item duplicates an earlier one: an equal value, or an object with the same identity."""
        if self._keys is not None:
            return equality_key(item) in self._keys
        if not isinstance(item, dict):
            return item in self._items
        own = item.get(self._identity)
        return own is not None and any(
            isinstance(other, dict) and other.get(self._identity) == own for other in self._items
        )

    def first_other(self, values: Sequence[Any]) -> tuple[Any] | None:
        """Return the first value that differs from all items in JSON: 1 equals 1.0, but not true."""
        spend_parts(1 + len(self._items) // 4)
        keys = set(map(equality_key, self._items)) if self._keys is None else self._keys
        return next(((value,) for value in values if equality_key(value) not in keys), None)


def array_plan(compiler: Compiler, merged: GenerationSchema, field: PropertyContext) -> Plan:
    """Compile an array schema. Raises :class:`ImpossibleError` if it cannot have enough items."""
    least = max((int(bound) for bound in merged.all_of("minItems")), default=0)
    most = min((int(bound) for bound in merged.all_of("maxItems")), default=LARGEST)
    if least > most:
        raise ImpossibleError(f"no value satisfies minItems {least} and maxItems {most}")
    if least > LARGEST:
        raise ImpossibleError(f"minItems {least} is greater than the supported maximum {LARGEST}")
    inner = replace(field.item(singular(field.name)), many=field.many or least > CROWDED)
    first, most = _leading(compiler, merged, inner, least, most)
    if (documented := _documented(compiler, merged)) is not None:
        return documented
    unique = any(merged.all_of("uniqueItems"))
    rest: Plan = Constant(None)
    if most > len(first):
        try:
            rest = compiler.plan(item_schemas(merged, len(first)), inner)
            if least <= len(first):
                compiler.warm(rest)
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
    """Return the plan of an array whose examples are lists of objects; ``None`` for any other."""
    try:
        return listings(merged, merge(item_schemas(merged, LARGEST)), compiler.pools.language)
    except ImpossibleError:
        return None


def _leading(
    compiler: Compiler, merged: GenerationSchema, inner: PropertyContext, least: int, most: int
) -> tuple[list[Plan], int]:
    """Return the plans of ``prefixItems`` and ``contains``, and the maximum number of items that remains possible."""
    plans: list[Plan] = []
    for number in range(max((len(prefix) for prefix in merged.all_of("prefixItems")), default=0)):
        try:
            plans.append(compiler.plan(item_schemas(merged, number), inner))
        except ImpossibleError as problem:
            if number < least:
                raise ImpossibleError(f"item {number}: {problem}") from problem
            return plans, number
    for part in merged.having("contains"):
        node = part.node if isinstance(part.node, dict) else {}
        contained = int(node.get("minContains", 1))
        if contained + len(plans) > LARGEST:
            raise ImpossibleError(f"minContains {contained} is greater than the supported maximum {LARGEST}")
        for _ in range(contained):
            plans.append(compiler.plan((*item_schemas(merged, len(plans)), part.child("contains")), inner))
    if len(plans) > most and merged.having("contains"):
        raise ImpossibleError(f"contains requires more items than maxItems {most}")
    return plans[:most], most


def item_schemas(merged: GenerationSchema, number: int) -> tuple[Schema, ...]:
    """Return the schemas of an item by its index (JSON Schema 2020-12, 10.3.1)."""
    found = []
    for part in merged.schemas:
        node = part.node if isinstance(part.node, dict) else {}
        if number < len(node.get("prefixItems", ())):
            found.append(part.child("prefixItems", number))
        elif "items" in node:
            found.append(part.child("items"))
    return tuple(found)


def _counts(least: int, most: int, leading: int, field: PropertyContext) -> list[int]:
    floor = max(least, leading)
    if least:
        return [min(most, floor + extra) for extra in (0, 1, 1, 2)]
    usual = USUAL if field.name else USUAL[:-1]
    return [0 if not count and not leading else min(most, max(count, leading)) for count in usual]
