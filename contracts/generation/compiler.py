"""The compiler of schemas to plans; other modules compile the individual types."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from contracts.findings import Finding, Severity
from contracts.generation.arrays import array_plan
from contracts.generation.budget import ExhaustedError, compiling, spend_steps
from contracts.generation.composition import inherited_tags, next_union, union_plan
from contracts.generation.context import (
    NOTHING,
    Compiler,
    Decided,
    PropertyContext,
    Union,
    without_placeholders,
    words_of_path,
)
from contracts.generation.examples import ExampleCatalog, ExampleLists
from contracts.generation.faker_names import RULE, provider_issue, request_of
from contracts.generation.field_rows import NO_FIELDS, FieldTable
from contracts.generation.merge import GenerationSchema, merge
from contracts.generation.name_words import is_time, provider_of, words
from contracts.generation.number_names import CERTAIN, LIKELY, UNLIKELY
from contracts.generation.numbers import number_plan
from contracts.generation.objects import ABSENT, is_nested, object_plan
from contracts.generation.plans import RECURSION, ChoicePlan, Constant, ImpossibleError, Lazy, Pick, Plan, pick_plan
from contracts.generation.records import Pools
from contracts.generation.requested import Request, valid_values
from contracts.generation.retry import CheckedPlan, checked
from contracts.generation.seed import salt
from contracts.generation.string_constraints import StringRule
from contracts.generation.strings import string_plan
from contracts.generation.success_errors import without_errors
from contracts.generation.timestamps import WINDOW
from contracts.schema.json_types import equality_key, type_of
from contracts.spec.schemas import Schema

DEEPEST = 40
"""The maximum nesting that is compiled eagerly; deeper schemas are compiled when a value needs them."""
COST = 10
"""Steps that compiling a schema takes beyond merging it."""
NESTED = frozenset({"object", "array"})
"""Types whose values are not requested as a whole."""
NULLS = (6, 1)
"""Weights of values and of ``null`` if both are allowed."""


class SchemaCompiler(Compiler):
    """Compiles the schemas of one contract for one seed and locale.

    :param findings: receives a warning for each ``x-faker`` that does not name a provider.
    :param absent: the number of objects of 256 that lack an optional property.
    :param with_errors: whether values may contain errors, as those of error responses and requests do.
    :param fields: the rows of the user's settings.
    """

    def __init__(
        self,
        pools: Pools,
        findings: list[Finding],
        absent: int = ABSENT,
        *,
        with_errors: bool = True,
        fields: FieldTable = NO_FIELDS,
    ) -> None:
        self.pools = pools
        self.fields = fields
        self.with_errors = with_errors
        self.absent = absent
        self.findings = findings
        self.columns: dict[tuple[str, StringRule], list[Any]] = {}
        self.identities: dict[tuple[Any, ...], Mapping[Any, Any] | None] = {}
        self._plans: dict[tuple[Any, ...], Plan] = {}
        self._asked: dict[Schema, Request | None] = {}
        self._levels = 0

    def plan(
        self, schemas: tuple[Schema, ...], field_: PropertyContext, decided: Decided = NOTHING, *, text: bool = False
    ) -> Plan:
        """See :meth:`contracts.generation.context.Compiler.plan`."""
        # Examples are not hashable, and rare.
        key = (schemas, field_, decided, text, repr(field_.all_examples) if field_.all_examples else "")
        known = self._plans.get(key)
        if known is None:
            known = self._plans[key] = self._compile(schemas, field_, decided, text=text)
        return known

    def _compile(self, schemas: tuple[Schema, ...], field_: PropertyContext, decided: Decided, *, text: bool) -> Plan:
        merged = merge(schemas)
        spend_steps(COST + len(merged.parts) // 4)
        if text and not merged.types:
            merged = merged.only("string")
        full = self._completed(merged, field_)
        recursion = RECURSION if merged.recursive and not decided.unions else 0
        if recursion or (self._levels >= DEEPEST and is_nested(merged)):
            return Lazy(lambda: self._build_later(merged, full, decided), recursion)
        return self._build(merged, full, decided)

    def _completed(self, merged: GenerationSchema, field_: PropertyContext) -> PropertyContext:
        """``field_`` with the examples of the schemas themselves."""
        own = [example for part in merged.nodes for example in documented(part)]
        if not own and not field_.all_examples:
            return field_
        every = (*own, *(example for example in field_.all_examples if example not in own))
        return replace(field_, examples=without_placeholders(every), all_examples=every)

    def _build_later(self, merged: GenerationSchema, field_: PropertyContext, decided: Decided) -> Plan:
        with self.compiling():
            return self._build(merged, field_, decided)

    @contextmanager
    def compiling(self) -> Iterator[None]:
        """See :meth:`contracts.generation.context.Compiler.compiling`."""
        known = len(self._plans)
        try:
            with compiling():
                yield
        except ExhaustedError:
            # A plan that lacks parts because of the limit must not become part of another plan.
            for key in list(self._plans)[known:]:
                del self._plans[key]
            raise

    def _build(self, merged: GenerationSchema, field_: PropertyContext, decided: Decided) -> Plan:
        self._levels += 1
        try:
            return self._built(merged, field_, decided)
        finally:
            self._levels -= 1

    def _built(self, merged: GenerationSchema, field_: PropertyContext, decided: Decided) -> Plan:
        request = (
            self.requested(merged, field_)
            if not decided.unions and not (merged.types and NESTED.issuperset(merged.types))
            else None
        )
        if request is not None and (chosen := valid_values(request.values, merged.is_valid)) is not None:
            return chosen
        if merged.all_of("enum") or merged.all_of("const"):
            return enumerated(merged)
        union = self._union(merged, decided)
        plan = self._typed(merged, field_, decided) if union is None else self._of_union(merged, field_, union, decided)
        proven = isinstance(plan, (CheckedPlan, ExampleCatalog, ExampleLists))
        return checked(plan, merged) if merged.checked and not proven else plan

    def _of_union(self, merged: GenerationSchema, field_: PropertyContext, union: Union, decided: Decided) -> Plan:
        if union.exclusive:  # a value that only one alternative allows may be beyond the usual range
            field_ = replace(field_, many=True)
        usual = union if self.with_errors else without_errors(union)
        if usual is not union:
            with suppress(ImpossibleError):
                plan = checked(union_plan(self, merged, field_, usual, decided), merged)
                self.warm(plan)
                return plan
        return union_plan(self, merged, field_, union, decided)

    def _union(self, merged: GenerationSchema, decided: Decided) -> Union | None:
        """Return the next union to decide, or ``None``."""
        return next_union(merged, decided)

    def is_fixed(self, _schemas: tuple[Schema, ...]) -> bool:
        """See :meth:`contracts.generation.context.Compiler.is_fixed`."""
        return False

    def _typed(self, merged: GenerationSchema, field_: PropertyContext, decided: Decided) -> Plan:
        kinds = merged.types or (_guessed(field_),)
        plans, problems = [], []
        for kind in kinds:
            try:
                plans.append(self._of_type(kind, merged.only(kind), field_, decided))
            except ImpossibleError as problem:
                problems.append(problem)
        if not plans:
            raise problems[0]
        if len(plans) == 1:
            return plans[0]
        weights = [NULLS[1] if isinstance(plan, Constant) and plan.constant is None else NULLS[0] for plan in plans]
        ordered = sorted(zip(plans, weights, strict=True), key=lambda pair: pair[1])
        return ChoicePlan([plan for plan, _ in ordered], [weight for _, weight in ordered])

    def _of_type(self, kind: str, merged: GenerationSchema, field_: PropertyContext, decided: Decided) -> Plan:
        match kind:
            case "string":
                return string_plan(self, merged, field_)
            case "integer" | "number":
                return number_plan(self, merged, field_)
            case "boolean":
                return _boolean(field_, self.with_errors)
            case "null":
                return Constant(None)
            case "array":
                return array_plan(self, merged, field_)
            case "object":
                return object_plan(
                    self, merged, self._inside(merged, field_), inherited_tags(merged) | dict(decided.tags)
                )
        raise ImpossibleError(f"unknown type {kind!r}")

    def object_or_union(
        self, schemas: tuple[Schema, ...], field_: PropertyContext, decided: Decided
    ) -> tuple[GenerationSchema, PropertyContext, Mapping[str, tuple[Any, ...]] | Union] | None:
        """Return what :func:`object_plan` or :func:`union_plan` gets for schemas; ``None`` if others make the values.

        :raises ImpossibleError: if no value satisfies all of the schemas.
        """
        merged = merge(schemas)
        if merged.checked or merged.all_of("enum") or merged.all_of("const"):
            return None
        context = self._completed(merged, field_)
        union = self._union(merged, decided)
        if union is not None:
            return merged, context, union
        if merged.types != ("object",):
            return None
        return merged.only("object"), self._inside(merged, context), inherited_tags(merged) | dict(decided.tags)

    def _inside(self, merged: GenerationSchema, field_: PropertyContext) -> PropertyContext:
        """Return the context of an object's properties, which includes the name of the object."""
        owners = words(merged.component) or field_.words or words_of_path(merged)
        return replace(field_, owners=owners)

    def field(
        self, name: str, schemas: Sequence[Schema], parent: PropertyContext | None, examples: Sequence[Any]
    ) -> PropertyContext:
        """See :meth:`contracts.generation.context.Compiler.field`."""
        plain = PropertyContext(name, (), (), tuple(examples))
        if parent is not None:
            plain = replace(
                plain, owners=parent.owners, outer=(*parent.words, *parent.owners), theme=parent.theme, many=parent.many
            )
        try:
            merged = merge(tuple(schemas))
            spend_steps(1 + len(merged.parts) // 8)
            return self._completed(merged, plain)
        except ImpossibleError:
            return plain

    def requested(self, merged: GenerationSchema, field_: PropertyContext) -> Request | None:
        """See :meth:`contracts.generation.context.Compiler.requested`."""
        for part in merged.having("x-faker"):
            if part not in self._asked:
                self._asked[part] = self._read_request(part)
            return self._asked[part]
        return self.fields.find(field_.words, field_.owners, merged.types)

    def _read_request(self, part: Schema) -> Request | None:
        requested = part.node["x-faker"] if isinstance(part.node, dict) else ""
        if issue := provider_issue(requested):
            location = part.space.document.locate(f"{part.pointer}/x-faker")
            self.findings.append(Finding(RULE, Severity.WARNING, location, *issue))
        return request_of(requested)

    def warm(self, plan: Plan) -> None:
        """See :meth:`contracts.generation.context.Compiler.warm`."""
        if isinstance(plan, CheckedPlan):
            plan.warm()

    def sample(self, plan: Plan, number: int) -> Any:
        """See :meth:`contracts.generation.context.Compiler.sample`."""
        return plan.value(salt(f"sample {number}"), WINDOW, 2)


MOST_COMPARED = 1_000_000
"""Maximum number of comparisons to find the valid values of an ``enum``; a validator compares each with all of them."""
LEAST_CHECKED = 50
"""The number of values of an ``enum`` that are always validated."""
SHOWN = 200
"""Maximum length of values in messages."""

PLAIN = frozenset(
    {
        "enum",
        "const",
        "$ref",
        "allOf",
        "type",
        "description",
        "title",
        "default",
        "example",
        "examples",
        "deprecated",
        "x-source",
    }
)
"""Keywords that need no validator for the values of an ``enum`` beside them."""


def documented(node: dict[str, Any]) -> list[Any]:
    """The examples and the default of a schema."""
    examples = node.get("examples")
    found = list(examples) if isinstance(examples, list) else []
    found += [node["example"]] if "example" in node else []
    return found + ([node["default"]] if node.get("default") is not None else [])


def enumerated(merged: GenerationSchema) -> Plan:
    """The plan for ``enum`` and ``const``. Raises :class:`ImpossibleError` if none of their values is valid."""
    members = _members(merged)
    is_plain = all(node.keys() <= PLAIN for node in merged.nodes)
    if not is_plain:
        longest = max([1, *map(len, merged.all_of("enum"))])
        members = members[: max(MOST_COMPARED // longest, LEAST_CHECKED)]
    valid = [member for member in members if (_has_type(member, merged.types) if is_plain else merged.is_valid(member))]
    if not valid:
        raise ImpossibleError(f"none of {json.dumps(members)[:SHOWN]} satisfies the other keywords")
    return pick_plan(valid)


def _members(merged: GenerationSchema) -> list[Any]:
    """The values that all ``enum`` and ``const`` list, in the order of the shortest list."""
    lists: list[list[Any]] = [*([value] for value in merged.all_of("const")), *merged.all_of("enum")]
    first = min(lists, key=len)
    others = [set(map(equality_key, other)) for other in lists if other is not first]
    return [member for member in first if all(equality_key(member) in other for other in others)] if others else first


def _has_type(value: Any, types: tuple[str, ...]) -> bool:
    kind = type_of(value)
    return not types or kind in types or (kind == "integer" and "number" in types)


def _boolean(field_: PropertyContext, with_errors: bool) -> Plan:
    name = set(field_.words)
    if name & CERTAIN and not with_errors:
        return Constant(True)
    return (
        Pick((True,) * 5 + (False,))
        if name & LIKELY
        else Pick((False,) * 5 + (True,))
        if name & UNLIKELY
        else Pick((True, False))
    )


def _guessed(field_: PropertyContext) -> str:
    """A type for a schema that neither declares nor implies one."""
    if field_.examples and field_.examples[0] is not None:
        example = field_.examples[0]
        return "number" if isinstance(example, float) else type_of(example)  # 1.0 stands for a number
    provider = provider_of(field_.words, field_.owners)[0]
    return "number" if provider.startswith("number:") and not is_time(field_.words) else "string"
