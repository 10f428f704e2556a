"""Values from the documentation: examples and defaults of a schema and of its parts, for static responses.

The example of a schema is used as it is, valid or not. A schema without one gets the examples of its properties and
items. Only what the document does not say is generated.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from contracts.generation.arrays import LARGEST, ArrayPlan, array_plan, item_schemas
from contracts.generation.best_effort import BestEffortCompiler
from contracts.generation.compiler import SchemaCompiler
from contracts.generation.context import Decided, PropertyContext, Union
from contracts.generation.merge import GenerationSchema, merge
from contracts.generation.plans import Constant, ImpossibleError, Plan
from contracts.generation.timestamps import Span
from contracts.spec.schema_cache import cached_by_schema
from contracts.spec.schemas import Schema

NO_VALUE: Any = object()
"""The document has no value."""

NESTING = 4
"""Maximum depth at which examples of parts are searched."""


class DocumentedCompiler(SchemaCompiler):
    """Compiles schemas to plans that prefer documented values."""

    def is_fixed(self, schemas: tuple[Schema, ...]) -> bool:
        """See :meth:`contracts.generation.context.Compiler.is_fixed`."""
        return _is_documented(schemas)

    def _compile(self, schemas: tuple[Schema, ...], field_: PropertyContext, decided: Decided, *, text: bool) -> Plan:
        merged = merge(schemas)
        value = documented_value(merged)
        if value is NO_VALUE:
            return super()._compile(schemas, field_, decided, text=text)
        if not isinstance(value, dict) or not _is_partial(merged, value):
            return Constant(value)
        try:
            return WithValues(super()._compile(schemas, field_, decided, text=text), value)
        except ImpossibleError:
            return Constant(value)

    def _union(self, merged: GenerationSchema, decided: Decided) -> Union | None:
        union = super()._union(merged, decided)
        if union is None:
            return None
        documented = [option for option in union.alternatives if has_documented_parts(option.schemas)]
        return replace(union, alternatives=tuple(documented[:1])) if documented else union

    def _of_type(self, kind: str, merged: GenerationSchema, field_: PropertyContext, decided: Decided) -> Plan:
        if kind == "array" and (plan := self._documented_array(merged, field_)) is not None:
            return plan
        return super()._of_type(kind, merged, field_, decided)

    def _documented_array(self, merged: GenerationSchema, field_: PropertyContext) -> Plan | None:
        """Return an array of the documented items, as short as the schema allows; ``None`` if there are none."""
        if any(merged.having(keyword) for keyword in ("prefixItems", "contains")):
            return None
        schemas = item_schemas(merged, 0)
        if not schemas or not has_documented_parts(schemas):
            return None
        least = max((int(bound) for bound in merged.all_of("minItems")), default=0)
        most = min((int(bound) for bound in merged.all_of("maxItems")), default=LARGEST)
        if least > most or least > LARGEST or not most:
            return array_plan(self, merged, field_)
        examples = _examples(merge(schemas))[:most]
        rest = self.plan(schemas, field_.item(field_.name))
        first: list[Plan] = [Constant(example) for example in examples]
        unique = any(merged.all_of("uniqueItems"))
        return ArrayPlan(first, rest, [max(least, len(first), 1)], least, unique=unique)


class DocumentedBestEffort(BestEffortCompiler, DocumentedCompiler):
    """Compiles schemas that allow no value to plans that prefer documented values."""


class WithValues:
    """An object with the documented values of some of its properties.

    :param plan: the plan of the whole object.
    """

    __slots__ = ("known", "plan")

    def __init__(self, plan: Plan, known: dict[str, Any]) -> None:
        self.plan = plan
        self.known = Constant(known)

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        value, known = self.plan.value(seed, span, depth), self.known.value(seed, span, depth)
        return {**value, **known} if isinstance(value, dict) else known


def documented_value(merged: GenerationSchema) -> Any:
    """Return the first example of a schema, else its valid default, else :data:`NO_VALUE`.

    The examples of several parts of ``allOf``, if they are objects, are combined.
    """
    firsts = [found[0] for node in merged.nodes if (found := _listed(node.get("examples")))]
    if firsts:
        if all(isinstance(example, dict) for example in firsts) and not merged.is_valid(firsts[0]):
            return {name: value for example in reversed(firsts) for name, value in example.items()}
        return _spelled(firsts[0], merged)
    defaults = (node["default"] for node in merged.nodes if "default" in node)
    return next((value for value in defaults if value not in ({}, []) and merged.is_valid(value)), NO_VALUE)


def _spelled(value: Any, merged: GenerationSchema) -> Any:
    """Return the JSON that a string spells, if the schema does not allow strings but that value."""
    if not isinstance(value, str) or "string" in merged.types or not merged.types:
        return value
    try:
        spelled = json.loads(value)
    except (ValueError, RecursionError):
        return value
    return spelled if merged.is_valid(spelled) else value


def _examples(merged: GenerationSchema) -> list[Any]:
    """Return the different examples of a schema."""
    found: list[Any] = []
    for example in (example for node in merged.nodes for example in _listed(node.get("examples"))):
        if example not in found:
            found.append(example)
    return found


def _listed(examples: Any) -> list[Any]:
    return examples if isinstance(examples, list) else []


def _is_partial(merged: GenerationSchema, value: dict[str, Any]) -> bool:
    """Whether an example belongs to one of several parts of ``allOf``, so that it lacks the properties of others."""
    parts = sum("properties" in node or "required" in node for node in merged.nodes)
    return parts > 1 and not merged.is_valid(value)


@cached_by_schema
def has_documented_parts(schemas: tuple[Schema, ...], depth: int = NESTING) -> bool:
    """Whether a schema, or one of its properties or items, has an example or a default."""
    try:
        merged = merge(schemas)
    except ImpossibleError:
        return False
    if documented_value(merged) is not NO_VALUE:
        return True
    if depth <= 0:
        return False
    below: list[tuple[Schema, ...]] = [
        (part.child("properties", name),) for part in merged.schemas for name in _names(part)
    ]
    below += [(part.child(keyword, index),) for part in merged.schemas for keyword, index in _alternatives(part)]
    below += [items] if (items := item_schemas(merged, 0)) else []
    return any(has_documented_parts(one, depth - 1) for one in below)


def _names(part: Schema) -> list[str]:
    properties = part.node.get("properties") if isinstance(part.node, dict) else None
    return list(properties) if isinstance(properties, dict) else []


def _alternatives(part: Schema) -> list[tuple[str, int]]:
    node = part.node if isinstance(part.node, dict) else {}
    return [(keyword, index) for keyword in ("oneOf", "anyOf") for index in range(len(_listed(node.get(keyword))))]


def _is_documented(schemas: tuple[Schema, ...]) -> bool:
    """Whether a schema itself has an example or a valid default."""
    try:
        return documented_value(merge(schemas)) is not NO_VALUE
    except ImpossibleError:
        return False
