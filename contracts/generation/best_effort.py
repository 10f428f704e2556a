"""Values for schemas that allow no value: as valid as possible, each part on its own.

A part without a valid value gets its documented example, else the value of its plan without validation, else an empty
value of its type. So only the impossible part of an object is wrong.
"""

from __future__ import annotations

from typing import Any

from contracts.generation.compiler import SchemaCompiler, documented
from contracts.generation.context import Decided, PropertyContext
from contracts.generation.merge import GenerationSchema
from contracts.generation.plans import Constant, ImpossibleError, Plan
from contracts.generation.retry import CheckedPlan
from contracts.generation.timestamps import Span
from contracts.spec.schemas import Schema

EMPTY: dict[str, Any] = {"object": {}, "array": [], "string": "", "integer": 0, "number": 0, "boolean": False}
"""A value of each type."""


class Substitute:
    """A plan with values that are not valid, since no value is.

    :param plan: the plan of these values.
    """

    __slots__ = ("plan",)

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return self.plan.value(seed, span, depth)


class BestEffortCompiler(SchemaCompiler):
    """A compiler for the schemas from which :class:`SchemaCompiler` cannot generate a value."""

    def _compile(self, schemas: tuple[Schema, ...], field_: PropertyContext, decided: Decided, *, text: bool) -> Plan:
        try:
            return super()._compile(schemas, field_, decided, text=text)
        except ImpossibleError:
            if decided.unions:  # another alternative may have a value
                raise
            return Substitute(Constant(best_value(schemas)))

    def _built(self, merged: GenerationSchema, field_: PropertyContext, decided: Decided) -> Plan:
        plan = super()._built(merged, field_, decided)
        if not isinstance(plan, CheckedPlan):
            return plan
        try:
            plan.warm()
        except ImpossibleError:
            return Substitute(plan.plan)
        return plan

    def warm(self, plan: Plan) -> None:
        """Raise :class:`ImpossibleError` for a substitute, so that an optional property without a value is omitted."""
        if isinstance(plan, Substitute):
            raise ImpossibleError("no value is valid")
        super().warm(plan)


def best_value(schemas: tuple[Schema, ...]) -> Any:
    """Return a documented example of one of the schemas, else an empty value of its type, else an empty object."""
    nodes = [node for schema in schemas if isinstance(node := schema.resolve().node, dict)]
    examples = [example for node in nodes for example in (*documented(node), *_listed(node))]
    if examples:
        return examples[0]
    kinds = [node["type"] for node in nodes if "type" in node]
    first = kinds[0][0] if kinds and isinstance(kinds[0], list) and kinds[0] else next(iter(kinds), "object")
    return EMPTY.get(first) if isinstance(first, str) else {}


def _listed(node: dict[str, Any]) -> list[Any]:
    """Return the values of ``const`` and ``enum``."""
    members = node.get("enum")
    return [node["const"]] if "const" in node else list(members) if isinstance(members, list) else []
