"""Properties of ``additionalProperties`` and ``patternProperties``."""

from __future__ import annotations

from typing import NamedTuple

from contracts.generation.context import Compiler, PropertyContext
from contracts.generation.merge import GenerationSchema
from contracts.generation.pattern_values import PatternGenerator
from contracts.generation.plans import ImpossibleError, Plan
from contracts.generation.seed import RandomStream, salt
from contracts.generation.string_constraints import validator
from contracts.generation.word_lists import WORDS
from contracts.schema.regex.parser import PatternError
from contracts.spec.schemas import Schema

COUNTED = ("available", "pending", "sold", "open", "closed", "archived", "reserved", "returned")
"""Keys of maps to numbers, e.g. of an inventory by status."""
FREE_FORM = frozenset(
    {"metadata", "labels", "attributes", "annotations", "properties", "custom", "fields", "extra", "settings", "tags"}
)
"""Names of free-form objects, which are rarely empty."""


LARGEST = 1_000
"""The greatest number of properties beyond the declared ones that ``minProperties`` may require."""


class Extra(NamedTuple):
    """Properties that may be added to an object.

    :param offers: key, salt and plan of each property; all keys differ.
    :param usual: the possible numbers of added properties if no more are required.
    """

    offers: tuple[tuple[str, int, Plan], ...] = ()
    usual: tuple[int, ...] = (0,)

    def chosen(self, seed: int, missing: int, *, lean: bool) -> list[tuple[str, int, Plan]]:
        """Return the added properties of one object, at least ``missing`` of them if possible."""
        if not self.offers:
            return []
        count = min(len(self.offers), max(missing, 0 if lean else self.usual[(seed >> 32) % len(self.usual)]))
        return [self.offers[(seed + number) % len(self.offers)] for number in range(count)]


def extras(compiler: Compiler, merged: GenerationSchema, field: PropertyContext, known: int, low: int) -> Extra:
    """Return the properties that may be added beyond the ``known`` ones.

    :param low: ``minProperties``.
    :raises ImpossibleError: if ``low`` requires more properties than are supported.
    """
    if low - known > LARGEST:
        raise ImpossibleError(f"minProperties {low} is greater than the supported maximum {LARGEST}")
    patterns = [pattern for properties in merged.all_of("patternProperties") for pattern in properties]
    named = {name for properties in merged.all_of("properties") for name in properties}
    additional = merged.having("additionalProperties")
    typed = [schema for schema in additional if schema.child("additionalProperties").node not in ({}, True, False)]
    if not (patterns or typed or known < low or (not named and FREE_FORM.intersection(field.words))):
        return Extra()
    wanted = max(8, low + 2)
    candidates = _pattern_keys(patterns) if patterns and not typed else []
    candidates += _plausible(compiler, merged, wanted)
    offers: list[tuple[str, int, Plan]] = []
    for key in dict.fromkeys(candidates):
        if len(offers) == wanted:
            break
        if key not in named and (plan := _plan_of(compiler, merged, field, key)) is not None:
            offers.append((key, salt(key), plan))
    return Extra(tuple(offers), (0, 0, 1) if known else (1, 2, 2, 3))


def _plan_of(compiler: Compiler, merged: GenerationSchema, field: PropertyContext, key: str) -> Plan | None:
    """Return the plan of a property; ``None`` if the key or every value is forbidden."""
    if not all(schema.child("propertyNames").is_valid(key) for schema in merged.having("propertyNames")):
        return None
    schemas = property_schemas(merged, key)
    try:
        plan = compiler.plan(schemas, compiler.field(key, schemas, field, []))
        compiler.warm(plan)
    except ImpossibleError:
        return None
    return plan


def property_schemas(merged: GenerationSchema, name: str) -> tuple[Schema, ...]:
    """Return the schemas of a property in all parts (JSON Schema 2020-12, 10.3.2)."""
    found = []
    for part in merged.schemas:
        node = part.node if isinstance(part.node, dict) else {}
        own = [part.child("properties", name)] if name in node.get("properties", {}) else []
        own += [part.child("patternProperties", pattern) for pattern in node.get("patternProperties", {})
                if validator((pattern,), ()).is_valid(name)]  # fmt: skip
        if not own and "additionalProperties" in node:
            own = [part.child("additionalProperties")]
        found += own
    return tuple(found)


def _pattern_keys(patterns: list[str]) -> list[str]:
    keys = []
    for pattern in patterns:
        try:
            maker = PatternGenerator(pattern)
        except (PatternError, ValueError):
            continue
        keys += [
            key for number in range(12) if validator((pattern,), ()).is_valid(key := maker.draw(RandomStream(number)))
        ]
    return keys


def _plausible(compiler: Compiler, merged: GenerationSchema, wanted: int) -> list[str]:
    counted = any(
        isinstance(node := schema.child("additionalProperties").node, dict)
        and node.get("type") in ("integer", "number")
        for schema in merged.having("additionalProperties")
    )
    keys = [*(COUNTED if counted else WORDS["key_name"])]
    for schema in merged.having("propertyNames"):
        try:
            plan = compiler.plan((schema.child("propertyNames"),), compiler.field("key name", (), None, []), text=True)
        except ImpossibleError:
            continue
        keys += [key for number in range(wanted * 3) if isinstance(key := compiler.sample(plan, number), str)]
    return keys + [f"{key}_{number}" for number in range(2, 2 + wanted // 8) for key in WORDS["key_name"]]
