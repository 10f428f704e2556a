"""``oneOf``, ``anyOf``, ``if`` and discriminators: one plan per alternative, one of which is chosen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from contracts.generation.budget import spend_steps
from contracts.generation.context import Alternative, Compiler, Decided, PropertyContext, Union
from contracts.generation.exclusive import ExclusivePlan
from contracts.generation.merge import GenerationSchema, merge, referred
from contracts.generation.plans import ChoicePlan, ImpossibleError, Plan
from contracts.generation.retry import checked
from contracts.spec.discriminators import discriminator_property, listed_values, select, subtypes, target_of
from contracts.spec.overlapping import EXCLUSIVE
from contracts.spec.schema_cache import cached_by_schema
from contracts.spec.schemas import Schema

MOST_WAYS = 64
"""Maximum number of combinations of alternatives of unions for the same value that are all compiled.

Of each further union, only the first alternative that has values is used: nine unions with three alternatives each have
20,000 combinations.
"""

Tags = tuple[tuple[str, tuple[Any, ...]], ...]


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
        branches = [part.child(keyword, number) for number in range(len(node[keyword]))]
        name = discriminator_property(node)
        none: list[Tags] = [()] * len(branches)
        tags = _tags(node, part, [(_target_pointer(branch), branch) for branch in branches]) if name else none
        options = [Alternative((branch,), tag) for branch, tag in zip(branches, tags, strict=True)]
        exclusive = not name and (keyword == "oneOf" or node.get(EXCLUSIVE) is True)
        return Union((part.pointer, keyword), tuple(options), exclusive=exclusive)

    return read


def _target_pointer(branch: Schema) -> str:
    """The pointer of the schema that a branch refers to; ``""`` for an inline schema."""
    return target_of(branch.space.tree, branch.node)[0]


def _tags(node: dict[str, Any], part: Schema, candidates: Sequence[tuple[str, Schema]]) -> list[Tags]:
    """The discriminator property of each schema with its values; nothing for one that no value selects."""
    selection = select(
        part.space.tree, node, [(pointer, schema.node) for pointer, schema in candidates], part.space.listed
    )
    return [
        ((selection.name, _usual(schema, selection.name, values)),) if values else ()
        for (_, schema), values in zip(candidates, selection.values, strict=True)
    ]


def _usual(schema: Schema, name: str, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The values that a schema lists for a property, else the first one that it allows: others are synonyms."""
    if listed_values(schema.space.tree, schema.node, name, schema.space.listed) is not None:
        return values
    declared = schema.properties.get(name)
    return next(((value,) for value in values if declared is None or declared.is_valid(value)), values[:1])


def _if(part: Schema, _merged: GenerationSchema) -> Union | None:
    node = part.node if isinstance(part.node, dict) else {}
    yes = (part.child("if"), *((part.child("then"),) if "then" in node else ()))
    no = (part.child("else"),) if "else" in node else ()
    return Union((part.pointer, "if"), (Alternative(yes), Alternative(no)))


def _subtypes(part: Schema, merged: GenerationSchema) -> Union | None:
    """The components that extend a base with a discriminator, if the merged schema is the base itself."""
    node = part.node if isinstance(part.node, dict) else {}
    if not part.name or merged.component != part.name or {"oneOf", "anyOf"} & node.keys():
        return None
    options = [Alternative((schema,), tag) for schema, tag in _tagged_subtypes(part) if tag]
    return Union((part.pointer, "discriminator"), tuple(options)) if options else None


def _candidates(part: Schema, node: dict[str, Any]) -> list[tuple[str, Schema]]:
    """Pointer and schema of each component that extends a base with a discriminator."""
    space = part.space
    return [(one, space.at(one)) for one in subtypes(space.tree, part.pointer, node, space.extending_components)]


@cached_by_schema
def _tagged_subtypes(part: Schema) -> tuple[tuple[Schema, Tags], ...]:
    """Each component that extends a base with a discriminator, with the values that select it."""
    node = part.node if isinstance(part.node, dict) else {}
    candidates = _candidates(part, node)
    tags = _tags(node, part, candidates)
    return tuple((schema, tag) for (_, schema), tag in zip(candidates, tags, strict=True))


@cached_by_schema
def _tags_by_name(part: Schema) -> dict[str, Tags]:
    """The values that select the components that extend a base with a discriminator, and the base itself."""
    node = part.node if isinstance(part.node, dict) else {}
    candidates = [*_candidates(part, node), (part.pointer, part)]
    found: dict[str, Tags] = {}
    for (_, schema), tag in zip(candidates, _tags(node, part, candidates), strict=True):
        found[schema.name] = (*found.get(schema.name, ()), *tag)
    return found


READERS: dict[str, Callable[[Schema, GenerationSchema], Union | None]] = {
    "discriminator": _subtypes,
    "oneOf": _any_of("oneOf"),
    "anyOf": _any_of("anyOf"),
    "if": _if,
}


def inherited_tags(merged: GenerationSchema) -> dict[str, tuple[Any, ...]]:
    """Discriminator values of a subtype that extends its base with ``allOf``."""
    found: dict[str, tuple[Any, ...]] = {}
    for part in merged.having("discriminator") if merged.component else ():
        node = part.node if isinstance(part.node, dict) else {}
        if not discriminator_property(node) or "oneOf" in node or "anyOf" in node:
            continue
        found.update(_tags_by_name(part).get(merged.component, ()))
    return found


def union_plan(
    compiler: Compiler, merged: GenerationSchema, field_: PropertyContext, union: Union, decided: Decided
) -> Plan:
    """Compile each alternative together with the other schemas that apply.

    :raises ImpossibleError: if no alternative has a value.
    """
    options, plans, weights, problems = [], [], [], []
    kinds: list[tuple[str, ...]] = []
    for option, schemas in shown_alternatives(merged, field_, union):
        try:
            plan = compiler.plan(schemas, field_, decided.with_(union, option))
            compiler.warm(plan)
        except ImpossibleError as problem:
            problems.append(str(problem))
            continue
        options.append(option)
        plans.append(plan)
        kinds.append(merge(schemas).types)
        weights.append(weight_of(kinds[-1]))
        if decided.ways * len(union.alternatives) > MOST_WAYS and decided.unions:
            break
    if not plans:
        raise ImpossibleError(
            f"no alternative of {union.key[1]} has a value: {'; '.join(dict.fromkeys(problems)) or 'none given'}"
        )
    plan = _chosen(plans, weights)
    disjoint = len(union.alternatives) == 1 or (len(plans) == len(union.alternatives) and _disjoint(kinds))
    if union.exclusive and not disjoint:
        return _exclusive(merged, union, options, plans, weights) or checked(plan, merged)
    judged = union.key[1] in ("if", "oneOf") and not disjoint
    return checked(plan, merged) if judged or union.key[1] == "if" else plan


def shown_alternatives(
    merged: GenerationSchema, field_: PropertyContext, union: Union
) -> Iterator[tuple[Alternative, tuple[Schema, ...]]]:
    """Yield the alternatives of a union from which values are made, each with all schemas that apply to it."""
    for option in _shown(union.alternatives, field_.examples):
        first = union.key[1] == "discriminator"
        yield option, option.schemas + merged.origin if first else merged.origin + option.schemas


def weight_of(types: tuple[str, ...]) -> int:
    """Return how often an alternative is chosen, relative to the others."""
    return 1 if types == ("null",) else 6


def _chosen(plans: Sequence[Plan], weights: Sequence[int]) -> Plan:
    return plans[0] if len(plans) == 1 else ChoicePlan(plans, weights)


def _exclusive(
    merged: GenerationSchema,
    union: Union,
    options: Sequence[Alternative],
    plans: Sequence[Plan],
    weights: Sequence[int],
) -> Plan | None:
    """A plan for values of exactly one alternative; ``None`` if no alternative has such a value."""
    found = []
    for option, plan, weight in zip(options, plans, weights, strict=True):
        spend_steps(1 + len(union.alternatives) // 20)
        others = [one.schemas[0] for one in union.alternatives if one is not option]
        candidate = ExclusivePlan(plan, merged, option.schemas[0], others)
        if candidate.has_values():
            found.append((candidate, weight))
    return _chosen([plan for plan, _ in found], [weight for _, weight in found]) if found else None


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
