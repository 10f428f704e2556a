"""Stable ids: the same person, team or tag has the same id in all objects, and no other has this id.

An id is generated for each record of a pool, once for all objects whose ids have the same schema, and becomes another
column of the record (:mod:`contracts.generation.relations`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from contracts.generation.context import Compiler, Property, PropertyContext
from contracts.generation.merge import GenerationSchema
from contracts.generation.name_words import Words, is_time
from contracts.generation.plans import Constant, ImpossibleError, Pick, Plan, pick_plan
from contracts.generation.seed import mix, salt
from contracts.generation.table_text import cells
from contracts.generation.timestamps import WINDOW

KINDS = frozenset({"person", "company", "product", "pet", "book"})
"""Groups of records that are entities with ids."""
NAMES: tuple[Words, ...] = (("name",), ("label",), ("title",))
"""Properties that contain the name of an entity."""
CONTENTS = frozenset({"value", "values", "results", "text", "body", "content", "message", "comment", "url", "href"})
"""Properties of objects that are not entities: the same name may occur again with another id."""
SAID: tuple[Words, ...] = (("text",), ("body",), ("comment",), ("message",), ("value",))
"""Properties that contain a statement, which should not occur twice in a list."""
DRAWS = 64
"""The maximum number of attempts for a unique id."""

STAFF = frozenset(
    cells(
        "assignee|author|owner|reviewer|approver|manager|agent|employee|maintainer|handler|analyst|responder|"
        "technician|operator|engineer|member|by|worked"
    )
)
"""Words for people who work on something."""
WORK = frozenset(cells("case|ticket|incident|issue|alert|action|activity|comment|note|event|history|task|change"))
"""Words for what a team works on: a person in it without a role is a team member."""
ANYONE = frozenset({"user", "person", "people", "actor", "member"})
OUTSIDE = frozenset(
    cells(
        "customer|reporter|reported|requester|requested|contact|caller|sender|recipient|buyer|seller|patient|student|"
        "opened|submitted|subscriber"
    )
)
"""Words for people outside the team."""


_DRAWS = tuple(salt(f"draw {number}") for number in range(DRAWS))


def is_staff(role: Words, context: Words) -> bool:
    """Return whether a person is a team member, by the words of its role and of the enclosing object.

    ``assignee``, the ``user`` of an ``action`` and ``lastModifiedBy`` are team members; a ``customer`` is not.
    """
    if OUTSIDE.intersection(role) or (ANYONE.intersection(role) and OUTSIDE.intersection(context)):
        return False
    return bool(STAFF.intersection(role)) or bool(ANYONE.intersection(role) and (STAFF | WORK).intersection(context))


def unique_ids(compiler: Compiler, kind: str, names: Sequence[Any], item: Property) -> Mapping[Any, Any] | None:
    """Return unique ids that match the schema of an id, by name; ``None`` if the schema allows too few.

    An id depends on the index in the pool, so it is the same in every language.

    :param kind: the kind of entity.
    :param names: all names of the pool, in order.
    """
    key = (kind, tuple(names), tuple(schema.pointer for schema in item.schemas), item.field)
    if key not in compiler.identities:
        compiler.identities[key] = _drawn(compiler, kind, names, item)
    return compiler.identities[key]


def _drawn(compiler: Compiler, kind: str, names: Sequence[Any], item: Property) -> Mapping[Any, Any] | None:
    try:
        plan = compiler.plan(item.schemas, item.field)
        found: dict[Any, Any] = {}
        taken: set[Any] = set()
        for number, name in enumerate(names):
            if name in found:
                continue
            seed = compiler.pools.seed_of(f"id\0{kind}\0{number}")
            drawn = (plan.value(mix(seed, salt_), WINDOW, 1) for salt_ in _DRAWS)
            found[name] = next(value for value in drawn if value not in taken)
            taken.add(found[name])
    except (ImpossibleError, StopIteration, TypeError):
        return None
    return found


def entity_plans(
    compiler: Compiler,
    properties: Sequence[tuple[Property, GenerationSchema]],
    known: Mapping[str, Any],
    context: PropertyContext | None,
) -> dict[str, tuple[str, Plan]]:
    """Return the plans of ``id`` and ``name`` in an object for an entity with only a name, e.g. a tag or a team.

    :param known: properties with other relations.
    :param context: that of the object; ``None`` or without a name for a resource itself.
    """
    by_words = {item.field.words: item for item, _ in properties}
    own = by_words.get(("id",))
    name = next((by_words[words] for words in NAMES if words in by_words), None)
    if own is None or name is None or not is_entity([item.field.words for item, _ in properties], context):
        return {}
    if name.name in known or own.name in known or own.forced or name.forced:
        return {}
    try:
        plan = compiler.plan(name.schemas, name.field)
    except ImpossibleError:
        return {}
    values = plan.values if isinstance(plan, Pick) else [plan.constant] if isinstance(plan, Constant) else []
    if not values or not all(isinstance(value, str) for value in values):
        return {}
    every = compiler.plan(name.schemas, replace(name.field, theme=""))
    plain = replace(own, field=replace(own.field, theme=""))
    ids = unique_ids(compiler, "\0".join(name.field.owners), getattr(every, "values", values), plain)
    if ids is None or not all(value in ids for value in values):
        return {}
    return {name.name: (name.name, plan), own.name: (name.name, pick_plan([ids[value] for value in values]))}


def is_entity(names: Sequence[Words], context: PropertyContext | None) -> bool:
    """Return whether an object represents an entity with an id, rather than a row or the resource itself.

    :param names: the words of its properties.
    """
    nested = context is not None and bool(context.name)
    return nested and not any(CONTENTS.intersection(words) or is_time(words) for words in names)


def identity(properties: Sequence[Property], related: Mapping[str, Any]) -> str:
    """Return the property that identifies an object in a list; ``""`` if there is none.

    :param related: properties with relations to others: an ``id`` among them is that of an entity.
    """
    by_words = {item.field.words: item.name for item in properties}
    own = by_words.get(("id",), "")
    if own in related:
        return own
    return next((by_words[words] for words in (("name",), *SAID) if words in by_words), "")
