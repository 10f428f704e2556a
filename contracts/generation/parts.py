"""Plans of one property of an object, for values that are needed without the rest of the object, such as ids.

The plan of a large schema is compiled to the depth that its values have, and measured. A part is compiled alone only if
its value is certainly the one that the whole value has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from contracts.generation.compiler import SchemaCompiler
from contracts.generation.composition import shown_alternatives, weight_of
from contracts.generation.context import NOTHING, Decided, PropertyContext, Union
from contracts.generation.examples import example_catalog
from contracts.generation.merge import GenerationSchema, merge
from contracts.generation.objects import COUNTED, ObjectPlan, Slot, property_slots
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


class PartCompiler(NamedTuple):
    """Compiles the plan of an object with only one property, which has the value that it has in the whole object.

    :param compiler: the compiler of whole objects.
    """

    compiler: SchemaCompiler

    def plan(
        self, schemas: tuple[Schema, ...], context: PropertyContext, keys: Keys, depth: int, decided: Decided = NOTHING
    ) -> Plan | None:
        """Return the plan of the property at a path.

        :param keys: the names of properties, the outermost first; at least one.
        :param depth: the least nesting depth with which the whole object is generated.
        :param decided: the unions of ``schemas`` that are already decided.
        :returns: ``None`` if the property depends on more than its own schema and related properties.
        :raises ImpossibleError: if the property has no value.
        """
        found = self.compiler.object_or_union(schemas, context, decided)
        if found is None:
            return None
        merged, inner, rest = found
        depth -= RECURSION if merged.recursive and not decided.unions else 0
        if not isinstance(rest, Union):
            return self._of_object(merged, inner, rest, keys, depth)
        if rest.key[1] != "anyOf" or depth <= 0:  # the values of other unions are validated as a whole
            return None
        plans, weights = [], []
        for option, own in shown_alternatives(merged, inner, rest):
            plan = self.plan(own, inner, keys, depth, decided.with_(rest, option))
            if plan is None:
                return None
            plans.append(plan)
            weights.append(weight_of(merge(own).types))
        return plans[0] if len(plans) == 1 else ChoicePlan(plans, weights)

    def _of_object(
        self,
        merged: GenerationSchema,
        context: PropertyContext,
        forced: Mapping[str, tuple[Any, ...]],
        keys: Keys,
        depth: int,
    ) -> Plan | None:
        if example_catalog(self.compiler, merged, context, forced) is not None:
            return None
        name, rest = keys[0], keys[1:]
        properties = property_slots(self.compiler, merged, context, forced, only=name)
        slot = next(iter(properties.slots), None)
        if slot is None or (slot.gate and (depth <= 0 or any(map(merged.all_of, COUNTED)))):
            return None
        plan: Plan | None = slot.plan
        if rest:
            item = properties.independent.get(name)
            plan = None if item is None else self.plan(item.schemas, item.field, rest, depth - 1)
        elif not _is_scalar(slot.plan, depth - 1):
            plan = None
        if plan is None:
            return None
        only = Slot(slot.name, slot.salt, plan, slot.gate)
        return ObjectPlan([only], timed=properties.relation.timed, ending=None, absent=self.compiler.absent)


def _is_scalar(plan: Plan, depth: int) -> bool:
    """Whether a plan has the same scalar values with any greater depth."""
    if isinstance(plan, CheckedPlan):
        return _is_scalar(plan.plan, depth)
    if isinstance(plan, ChoicePlan):
        return depth > 0 and all(_is_scalar(one, depth) for one in plan.plans)
    return isinstance(plan, (Constant, Pick, DrawnPlan, JoinedPlan, TimestampPlan))
