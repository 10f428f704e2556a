"""Plans of objects: their properties, and the keywords for their number and dependencies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from contracts.generation.additional_properties import Extra, extras, property_schemas
from contracts.generation.budget import spend_parts, spend_steps
from contracts.generation.context import Compiler, Property, PropertyContext
from contracts.generation.examples import example_catalog
from contracts.generation.merge import GenerationSchema, merge
from contracts.generation.plans import Deferred, ImpossibleError, Plan, pick_plan
from contracts.generation.relations import Relation, relate
from contracts.generation.seed import MASK, MULTIPLIER, mix, salt
from contracts.generation.stable_ids import identity
from contracts.generation.success_errors import has_errors, no_errors
from contracts.generation.timestamps import Span, narrow

ABSENT = 26
"""The number of objects of 256 that lack an optional property in test data: about one in ten."""

COUNTED = ("minProperties", "maxProperties", "dependentRequired")
"""Keywords because of which optional properties are added or left out."""

SCALARS = frozenset({"string", "number", "integer", "boolean", "null"})

_EXTRA = salt("object.extra")


@dataclass(frozen=True, slots=True)
class Slot:
    """A property of an object's plan.

    :param salt: salt of the property's name, or of the record that it shares with other properties.
    :param gate: salt that decides whether an optional property is present; 0 for a required one.
    """

    name: str
    salt: int
    plan: Plan
    gate: int


class ObjectPlan:
    """An object with known properties.

    :param timed: whether it has dates, so that its span is narrowed to its own lifetime.
    :param ending: the status property, its values for an ended object, and the properties that only ended objects have;
        each with its value otherwise: ``None`` for null, ``...`` for absent.
    :param identity: the property that identifies an object in a list; ``""`` if objects may repeat.
    :param absent: the number of objects of 256 that lack an optional property.
    """

    __slots__ = ("absent", "cost", "ending", "fields", "identity", "lean", "slots", "timed")

    def __init__(
        self,
        slots: Sequence[Slot],
        *,
        timed: bool,
        ending: tuple[str, frozenset[str], Mapping[str, Any]] | None,
        identity: str = "",
        absent: int = ABSENT,
    ) -> None:
        self.identity = identity
        self.absent = absent
        self.slots = tuple(slots)
        self.fields = tuple((slot.name, slot.salt, slot.plan.value, slot.gate) for slot in slots)
        self.lean = tuple(field for field in self.fields if not field[3])
        self.cost = 1 + len(self.fields)
        self.timed = timed
        self.ending = ending

    def value(self, seed: int, span: Span, depth: int) -> dict[str, Any]:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        if self.timed:
            span = narrow(seed, span)
        inner = depth - 1
        absent = self.absent
        spend_parts(self.cost)
        result = {}
        for name, salt_, emit, gate in self.fields if depth > 0 else self.lean:
            if gate and absent and mix(seed, gate) & 0xFF < absent:
                continue
            product = (seed ^ salt_) * MULTIPLIER  # mix(), inlined: the call takes an eighth of the time
            try:
                result[name] = emit((product ^ product >> 64) & MASK, span, inner)
            except ImpossibleError:
                if not gate:
                    raise
        if self.ending is not None:
            self._settle(result, self.ending)
        return result

    @staticmethod
    def _settle(result: dict[str, Any], ending: tuple[str, frozenset[str], Mapping[str, Any]]) -> None:
        """Remove the end dates of an object that has not ended, e.g. ``closed_at``, or set them to null."""
        status, ended, otherwise = ending
        if status not in result or str(result[status]).lower() in ended:
            return
        for name, blank in otherwise.items():
            if blank is None and name in result:
                result[name] = None
            else:
                result.pop(name, None)


class OpenObjectPlan:
    """An object with additional properties, dependencies, or a minimum or maximum number of properties."""

    __slots__ = ("base", "by_name", "dependents", "extra", "fields", "high", "identity", "low", "required")

    def __init__(
        self, base: ObjectPlan, extra: Extra, low: int, high: int, dependents: Mapping[str, Sequence[str]]
    ) -> None:
        self.base = base
        self.fields = base.fields
        self.by_name = {field[0]: field for field in base.fields}
        self.identity = base.identity
        self.required = frozenset(name for name, _, _, gate in base.fields if not gate)
        self.extra = extra
        self.low = low
        self.high = high
        self.dependents = dependents

    def value(self, seed: int, span: Span, depth: int) -> dict[str, Any]:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        result = self.base.value(seed, span, depth)
        self._add_dependents(result, seed, span, depth)
        for name, salt_, emit, _ in self.fields:
            if len(result) >= self.low:
                break
            if name not in result:
                result[name] = emit(mix(seed, salt_), span, depth - 1)
        for key, salt_, plan in self.extra.chosen(mix(seed, _EXTRA), self.low - len(result), lean=depth <= 0):
            if len(result) < self.high:
                result[key] = plan.value(mix(seed, salt_), span, depth - 1)
        if len(result) > self.high:
            self._drop(result)
        if len(result) < self.low:
            raise ImpossibleError(f"fewer than {self.low} properties are possible")
        return result

    def _drop(self, result: dict[str, Any]) -> None:
        needed = self.required.union(*(self.dependents.get(name, ()) for name in self.required))
        for name in [name for name in reversed(result) if name not in needed][: len(result) - self.high]:
            del result[name]

    def _add_dependents(self, result: dict[str, Any], seed: int, span: Span, depth: int) -> None:
        waiting = list(result) if self.dependents else []
        while waiting:
            for name in self.dependents.get(waiting.pop(), ()):
                found = self.by_name.get(name)
                if name not in result and found is not None:
                    result[name] = found[2](mix(seed, found[1]), span, depth - 1)
                    waiting.append(name)


def object_plan(
    compiler: Compiler, merged: GenerationSchema, field: PropertyContext, forced: Mapping[str, tuple[Any, ...]]
) -> Plan:
    """Compile an object schema.

    :param forced: values of discriminator properties.
    :raises ImpossibleError: if a required property has no value.
    """
    if (documented := example_catalog(compiler, merged, field, forced)) is not None:
        return documented
    properties = property_slots(compiler, merged, field, forced)
    relation, slots = properties.relation, properties.slots
    record = ObjectPlan(
        slots,
        timed=relation.timed,
        ending=relation.ending,
        identity=identity(properties.all, relation.plans),
        absent=compiler.absent,
    )
    return _opened(compiler, merged, field, record, len(slots))


class PropertySlots(NamedTuple):
    """The properties of an object, and their slots.

    :param slots: the slots of the properties that have values.
    :param relation: the relations between the properties.
    """

    all: Sequence[Property]
    slots: Sequence[Slot]
    relation: Relation

    @property
    def independent(self) -> dict[str, Property]:
        """The properties by name whose plan is that of their own schemas."""
        return {item.name: item for item in self.all if not item.forced and item.name not in self.relation.plans}


def property_slots(
    compiler: Compiler,
    merged: GenerationSchema,
    field: PropertyContext,
    forced: Mapping[str, tuple[Any, ...]],
    *,
    only: str = "",
) -> PropertySlots:
    """Return the properties of an object schema with their slots.

    :param only: name of the only property that gets a slot; its relations are those to all properties.
    :raises ImpossibleError: if a required property with a slot has no value.
    """
    required = dict.fromkeys(name for names in merged.all_of("required") for name in names)
    examples = [example for example in field.all_examples if isinstance(example, dict)]
    properties = []
    for name in dict.fromkeys((*_names(merged, required), *forced)):
        spend_steps(2 + len(merged.parts) // 8)
        schemas = property_schemas(merged, name)
        inner = compiler.field(name, schemas, field, [example[name] for example in examples if name in example])
        properties.append(Property(name, schemas, inner, name in required, forced.get(name, ())))
    free = [item for item in properties if not compiler.is_fixed(item.schemas)]
    relation = relate(compiler, free, examples, field)
    chosen = [item for item in properties if not only or item.name == only]
    slots = [slot for item in chosen if (slot := _slot(compiler, item, relation.plans, merged)) is not None]
    return PropertySlots(properties, slots, relation)


def _opened(
    compiler: Compiler, merged: GenerationSchema, field: PropertyContext, record: ObjectPlan, count: int
) -> Plan:
    low = max((int(bound) for bound in merged.all_of("minProperties")), default=0)
    high = min((int(bound) for bound in merged.all_of("maxProperties")), default=1 << 30)
    needed = len(record.lean)
    if low > high or needed > high:
        why = f"minProperties {low}" if low > high else f"{needed} required properties"
        raise ImpossibleError(f"no value satisfies {why} and maxProperties {high}")
    extra = extras(compiler, merged, field, count, low)
    dependents: dict[str, list[str]] = {}
    for rules in merged.all_of("dependentRequired"):
        for name, names in rules.items():
            dependents.setdefault(name, []).extend(names)
    if not extra.offers and not dependents and low <= needed and high >= count:
        return record
    if low > count + len(extra.offers):
        raise ImpossibleError(
            f"minProperties {low} is more than the {count + len(extra.offers)} properties that may be there"
        )
    return OpenObjectPlan(record, extra, low, high, dependents)


def _names(merged: GenerationSchema, required: Mapping[str, None]) -> Iterator[str]:
    """All property names, in the order of the document, those that are only required last."""
    names = dict.fromkeys(name for properties in merged.all_of("properties") for name in properties)
    names.update(required)
    needed = [names_ for rules in merged.all_of("dependentRequired") for names_ in rules.values()]
    names.update(dict.fromkeys(name for names_ in needed for name in names_))
    return iter(names)


def _slot(
    compiler: Compiler, item: Property, related: Mapping[str, tuple[str, Plan]], merged: GenerationSchema
) -> Slot | None:
    """Return the slot of a property; ``None`` if it is optional and no value is valid."""
    gate = 0 if item.required or compiler.is_fixed(item.schemas) else salt(f"gate\0{item.name}")
    try:
        for schema in merged.having("propertyNames"):
            if not schema.child("propertyNames").is_valid(item.name):
                raise ImpossibleError("propertyNames does not allow the name")
        forced = [value for value in item.forced if all(schema.is_valid(value) for schema in item.schemas)]
        if forced:
            return Slot(item.name, 1, pick_plan(forced), 0)
        if not compiler.with_errors and has_errors(item) and not compiler.is_fixed(item.schemas):
            if gate and not any(map(merged.all_of, COUNTED)):
                return None
            if (empty := no_errors(item)) is not None:
                return Slot(item.name, 1, empty, gate)
        if item.name in related:
            shared, plan = related[item.name]
            return Slot(item.name, salt(shared), plan, gate)
        compile_plan = partial(_plan, compiler, item, is_required=not gate)
        deferred = bool(gate) and not any(map(merged.all_of, COUNTED)) and is_nested(merge(item.schemas))
        plan = Deferred(partial(_later, compiler, compile_plan)) if deferred else compile_plan()
        return Slot(item.name, salt(item.name), plan, gate)
    except ImpossibleError as problem:
        if item.required:
            raise ImpossibleError(f"required property {item.name!r}: {problem}") from problem
        return None


def _later(compiler: Compiler, compile_plan: Callable[[], Plan]) -> Plan:
    with compiler.compiling():
        return compile_plan()


def _plan(compiler: Compiler, item: Property, *, is_required: bool) -> Plan:
    """Return the plan of a property; that of an optional one has values."""
    plan = compiler.plan(item.schemas, item.field)
    if not is_required:
        compiler.warm(plan)
    return plan


def is_nested(merged: GenerationSchema) -> bool:
    """Whether values may be objects or arrays, whose plans are large."""
    return not merged.types or not SCALARS.issuperset(merged.types)
