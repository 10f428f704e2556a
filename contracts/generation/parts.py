"""Plans of one property of an object, for values that are needed without the rest of the object, such as ids.

The plan of a large schema is compiled to the depth that its values have, and measured. A part is compiled alone only if
its value is certainly the one that the whole value has.
"""

from __future__ import annotations

from contracts.generation.compiler import SchemaCompiler
from contracts.generation.context import PropertyContext
from contracts.generation.examples import example_catalog
from contracts.generation.objects import ObjectPlan, Slot, property_slots
from contracts.generation.plans import (
    RECURSION,
    ChoicePlan,
    Constant,
    DrawnPlan,
    JoinedPlan,
    Pick,
    Plan,
    TimestampPlan,
)
from contracts.generation.retry import CheckedPlan
from contracts.spec.keys import Keys
from contracts.spec.schemas import Schema

_COUNTED = ("minProperties", "maxProperties", "dependentRequired")
"""Keywords because of which optional properties are added or left out."""


def part_plan(
    compiler: SchemaCompiler, schemas: tuple[Schema, ...], context: PropertyContext, keys: Keys, depth: int
) -> ObjectPlan | None:
    """Return a plan for an object with only the property at a path, with the value that it has in the whole object.

    :param keys: the names of properties, the outermost first; at least one.
    :param depth: the least nesting depth with which the whole object is generated.
    :returns: ``None`` if the value of the property depends on more than its own schema and related properties.
    """
    found = compiler.single_object(schemas, context)
    if found is None:
        return None
    merged, inner, forced = found
    if example_catalog(compiler, merged, inner, forced) is not None:
        return None
    depth -= RECURSION if merged.recursive else 0
    name, rest = keys[0], keys[1:]
    properties = property_slots(compiler, merged, inner, forced, only=name)
    slot = next(iter(properties.slots), None)
    if slot is None or (slot.gate and (depth <= 0 or any(map(merged.all_of, _COUNTED)))):
        return None
    if rest:
        item = properties.independent.get(name)
        plan = None if item is None else part_plan(compiler, item.schemas, item.field, rest, depth - 1)
        slot = None if plan is None else Slot(slot.name, slot.salt, plan, slot.gate)
    elif not _is_scalar(slot.plan, depth - 1):
        return None
    if slot is None:
        return None
    return ObjectPlan([slot], timed=properties.relation.timed, ending=None, absent=compiler.absent)


def _is_scalar(plan: Plan, depth: int) -> bool:
    """Whether a plan has the same scalar values with any greater depth."""
    if isinstance(plan, CheckedPlan):
        return _is_scalar(plan.plan, depth)
    if isinstance(plan, ChoicePlan):
        return depth > 0 and all(_is_scalar(one, depth) for one in plan.plans)
    return isinstance(plan, (Constant, Pick, DrawnPlan, JoinedPlan, TimestampPlan))
