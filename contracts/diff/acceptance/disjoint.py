"""Proves that no value matches two schemas."""

from __future__ import annotations

import json
from typing import Any, Protocol

from contracts.diff.acceptance.clauses import Clause
from contracts.diff.acceptance.contents import Undecidable, anything, items_of, property_of
from contracts.diff.acceptance.ranges import exclude_each_other
from contracts.diff.merged_schema import ComparedSchema

MAX_DEPTH = 8
"""Nested properties by which schemas are told apart."""

KINDS = frozenset({"array", "boolean", "integer", "number", "object", "string"})
"""All types except null."""


class Prover(Protocol):
    """What is needed of :class:`contracts.diff.acceptance.inclusion.Inclusion`."""

    def clauses(self, schema: ComparedSchema) -> list[Clause] | None:
        """The clauses of a schema; ``None`` if there are too many."""

    def accepts(self, target: ComparedSchema, clause: Clause) -> bool:
        """Whether the target certainly accepts all values of a clause except null."""

    def accepts_open(self, target: ComparedSchema, clause: Clause) -> bool:
        """The same with properties that the clause does not describe."""

    def may_match(self, clause: Clause, value: Any) -> bool:
        """Whether a value is not known to be invalid."""

    def is_hidden(self, schema: ComparedSchema) -> bool:
        """Whether a property is not part of messages in this direction."""


def are_disjoint(prover: Prover, clause: Clause, other: ComparedSchema, depth: int = 0) -> bool:
    """Return whether certainly no value of a clause, except null, matches a schema.

    Values of the clause have only properties that it describes.
    """
    clauses = prover.clauses(other) if depth < MAX_DEPTH else None
    return clauses is not None and all(_exclude(prover, clause, one, depth) for one in clauses)


def _exclude(prover: Prover, one: Clause, other: Clause, depth: int) -> bool:
    if is_empty(prover, one) or is_empty(prover, other):
        return True
    for first, second in ((one, other), (other, one)):
        if first.schema.listed is not None:
            values = [json.loads(text) for text in first.schema.listed]
            return not any(prover.may_match(first, value) and prover.may_match(second, value) for value in values)
    if any(prover.accepts_open(schema, other) for schema in one.excluded):
        return True
    common = _kinds(one.schema) & _kinds(other.schema)
    if not common:
        return True
    if any(prover.accepts(schema, one) for schema in other.excluded):
        return True
    try:
        return all(_exclude_kind(prover, one.schema, other.schema, kind, depth) for kind in common)
    except Undecidable:
        return False


def _kinds(schema: ComparedSchema) -> frozenset[str]:
    return expanded(schema.types) if schema.types is not None else KINDS


def expanded(types: frozenset[str]) -> frozenset[str]:
    """Return types with those that they include: numbers may be integers."""
    return types | {"integer"} if "number" in types else types


def _exclude_kind(prover: Prover, one: ComparedSchema, other: ComparedSchema, kind: str, depth: int) -> bool:
    if exclude_each_other(one, other, kind):
        return True
    if kind == "object":
        return _exclude_objects(prover, one, other, depth)
    if kind == "array" and any(isinstance(count, int) and count > 0 for count in _minima(one, other)):
        (_, given), (_, expected) = items_of(one), items_of(other)
        is_plain = not (items_of(one)[0] or items_of(other)[0])
        return (
            is_plain
            and bool(given and expected)
            and _exclude_contents(prover, one.side.join(given), other.side.join(expected), depth)
        )
    return False


def _minima(one: ComparedSchema, other: ComparedSchema) -> list[Any]:
    return one.all_of("minItems") + other.all_of("minItems")


def _exclude_objects(prover: Prover, one: ComparedSchema, other: ComparedSchema, depth: int) -> bool:
    """Return whether a property that one of the objects requires tells them apart."""
    for name in dict.fromkeys([*one.required, *other.required]):
        given, expected = property_of(one, name), property_of(other, name)
        before = one.side.join(given.sites or [anything(one)])
        after = other.side.join(expected.sites or [anything(other)])
        if prover.is_hidden(before) or prover.is_hidden(after):
            continue
        if name not in one.required and not given.is_documented:
            return True
        if (given.sites or expected.sites) and _exclude_contents(prover, before, after, depth):
            return True
    return False


def _exclude_contents(prover: Prover, before: ComparedSchema, after: ComparedSchema, depth: int) -> bool:
    if before.is_null and after.is_null:
        return False
    clauses = prover.clauses(before)
    return clauses is not None and all(are_disjoint(prover, one, after, depth + 1) for one in clauses)


def is_empty(prover: Prover, clause: Clause) -> bool:
    """Return whether certainly no value matches a clause, as far as its own keywords show."""
    schema = clause.schema
    if schema.is_never or schema.types == frozenset():
        return True
    if schema.listed is not None:
        return not any(prover.may_match(clause, json.loads(text)) for text in schema.listed)
    if schema.types is None or len(schema.types) != 1:
        return False
    (kind,) = schema.types
    if exclude_each_other(schema, schema, kind):
        return True
    return kind == "object" and any(_is_never(schema, name) for name in schema.required)


def _is_never(schema: ComparedSchema, name: str) -> bool:
    try:
        sites = property_of(schema, name).sites
    except Undecidable:
        return False
    return bool(sites) and schema.side.join(sites).is_never
