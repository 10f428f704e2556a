"""``oneOf``, ``anyOf``, ``if`` and discriminators: one plan per alternative, one of which is chosen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from contracts.generation.context import Alternative, Compiler, Decided, PropertyContext, Union
from contracts.generation.merge import GenerationSchema, merge, referred
from contracts.generation.plans import ChoicePlan, ImpossibleError, Plan
from contracts.generation.retry import checked
from contracts.spec.pointers import reference_pointer, split_pointer, walk
from contracts.spec.schemas import Schema


def next_union(merged: GenerationSchema, decided: Decided) -> Union | None:
    """The first union of a merged schema that is not decided yet."""
    pointers = {part.pointer for part in merged.schemas}
    for part in merged.schemas:
        for keyword, read in READERS.items():
            key = (part.pointer, keyword)
            if isinstance(part.node, dict) and keyword in part.node and key not in decided.unions:
                union = read(part, merged)
                if union is not None and not _taken(union, pointers):
                    return union
    return None


def _taken(union: Union, pointers: set[str]) -> bool:
    """Whether an alternative is already part of the schema, as in a subtype of a base that lists its subtypes."""
    targets = [referred(schema) for option in union.alternatives for schema in option.schemas]
    return any(target is not None and target.pointer in pointers for target in targets)


def _any_of(keyword: str) -> Callable[[Schema, GenerationSchema], Union | None]:
    def read(part: Schema, _merged: GenerationSchema) -> Union | None:
        node = part.node if isinstance(part.node, dict) else {}
        options = []
        for number in range(len(node[keyword])):
            branch = part.child(keyword, number)
            options.append(Alternative((branch,), _tag(node, branch)))
        return Union((part.pointer, keyword), tuple(options), exclusive=keyword == "oneOf")

    return read


def _tag(node: dict[str, Any], branch: Schema) -> tuple[tuple[str, Any], ...]:
    """The discriminator property and value of a branch (OpenAPI 3.1, 4.8.25)."""
    discriminator = node.get("discriminator")
    target = referred(branch)
    if not isinstance(discriminator, dict) or target is None or "propertyName" not in discriminator:
        return ()
    return ((discriminator["propertyName"], _tag_of(discriminator, target.pointer)),)


def _tag_of(discriminator: dict[str, Any], pointer: str) -> str:
    """The tag of the schema at a pointer: the one that maps to it (by its name or as a reference), else its name."""
    name = split_pointer(pointer)[-1]
    targets = {str(tag): str(target) for tag, target in (discriminator.get("mapping") or {}).items()}
    for tag, target in targets.items():
        if target == name or (target.startswith("#") and reference_pointer(target) == pointer):
            return tag
    return name


def _if(part: Schema, _merged: GenerationSchema) -> Union | None:
    node = part.node if isinstance(part.node, dict) else {}
    yes = (part.child("if"), *((part.child("then"),) if "then" in node else ()))
    no = (part.child("else"),) if "else" in node else ()
    return Union((part.pointer, "if"), (Alternative(yes), Alternative(no)))


def _subtypes(part: Schema, merged: GenerationSchema) -> Union | None:
    """The components that extend a base with a discriminator, if the merged schema is the base itself."""
    node = part.node if isinstance(part.node, dict) else {}
    discriminator = node["discriminator"]
    if not part.name or merged.component != part.name or {"oneOf", "anyOf"} & node.keys():
        return None
    options = []
    for name, schema in walk(part.space.tree, "/components/schemas").items():
        bases = schema.get("allOf", ()) if isinstance(schema, dict) else ()
        if any(isinstance(base, dict) and base.get("$ref") == f"#{part.pointer}" for base in bases):
            tag = (discriminator.get("propertyName", ""), _tag_of(discriminator, f"/components/schemas/{name}"))
            options.append(Alternative((part.space.at(f"/components/schemas/{name}"),), (tag,)))
    return Union((part.pointer, "discriminator"), tuple(options)) if options else None


READERS: dict[str, Callable[[Schema, GenerationSchema], Union | None]] = {
    "discriminator": _subtypes,
    "oneOf": _any_of("oneOf"),
    "anyOf": _any_of("anyOf"),
    "if": _if,
}


def inherited_tags(merged: GenerationSchema) -> dict[str, Any]:
    """Discriminator values of a subtype that extends its base with ``allOf``."""
    found: dict[str, Any] = {}
    for part in merged.having("discriminator"):
        node = part.node if isinstance(part.node, dict) else {}
        discriminator = node["discriminator"]
        if merged.component and "propertyName" in discriminator and "oneOf" not in node and "anyOf" not in node:
            found[discriminator["propertyName"]] = _tag_of(discriminator, f"/components/schemas/{merged.component}")
    return found


def union_plan(
    compiler: Compiler, merged: GenerationSchema, field_: PropertyContext, union: Union, decided: Decided
) -> Plan:
    """Compile each alternative together with the other schemas that apply.

    :raises ImpossibleError: if no alternative has a value.
    """
    plans, weights, problems = [], [], []
    kinds: list[tuple[str, ...]] = []
    for option in _shown(union.alternatives, field_.examples):
        schemas = option.schemas + merged.origin if union.key[1] == "discriminator" else merged.origin + option.schemas
        try:
            plan = compiler.plan(schemas, field_, decided.with_(union, option))
            compiler.warm(plan)
        except ImpossibleError as problem:
            problems.append(str(problem))
            continue
        plans.append(plan)
        kinds.append(merge(schemas).types)
        weights.append(1 if kinds[-1] == ("null",) else 6)
    if not plans:
        raise ImpossibleError(
            f"no alternative of {union.key[1]} has a value: {'; '.join(dict.fromkeys(problems)) or 'none given'}"
        )
    plan = plans[0] if len(plans) == 1 else ChoicePlan(plans, weights)
    disjoint = len(union.alternatives) == 1 or (len(plans) == len(union.alternatives) and _disjoint(kinds))
    return checked(plan, merged) if union.key[1] == "if" or (union.exclusive and not disjoint) else plan


def _shown(alternatives: Sequence[Alternative], examples: Sequence[Any]) -> Sequence[Alternative]:
    """The alternatives without the empty object if the documented objects have keys; only that one if none has.

    The examples of an author show which alternative to expect.
    """
    objects = [example for example in examples if isinstance(example, dict)]
    empty = [option for option in alternatives if any(_is_empty(schema) for schema in option.schemas)]
    if not objects or not empty or (any(objects) and not all(objects)):
        return alternatives
    return [option for option in alternatives if option not in empty] if any(objects) else empty


def _is_empty(schema: Schema) -> bool:
    node = schema.resolve().node
    return isinstance(node, dict) and node.get("maxProperties") == 0


def _disjoint(kinds: list[tuple[str, ...]]) -> bool:
    """Whether the alternatives have no type in common, so that at most one is valid."""
    seen: set[str] = set()
    for types in kinds:
        own = {"number" if kind == "integer" else kind for kind in types}
        if not own or own & seen:
            return False
        seen |= own
    return True
