"""Expands a schema with alternatives into clauses: schemas without alternatives, of which a value matches one.

Null is not part of clauses; it is compared as a value of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.diff.difference import Located, schema_site
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.normalize import is_prose
from contracts.schema.merged import MergedPart
from contracts.spec.discriminators import discriminator_property
from contracts.spec.pointers import child_pointer

MAX_CLAUSES = 64
"""Clauses of one schema; one with more is not expanded."""

MAX_NESTING = 6
"""Alternatives within alternatives that are expanded."""

_COMPOSING = frozenset({"oneOf", "anyOf", "allOf", "$ref"})
"""Keywords that are expanded, or whose schemas are parts of their own."""


class Clause(NamedTuple):
    """One way to match a schema.

    :param schema: without alternatives.
    :param excluded: schemas that the value does not match, because exactly one alternative of ``oneOf`` matches.
    :param siblings: properties of other alternatives of ``anyOf``, which the value can match as well.
    """

    schema: ComparedSchema
    excluded: tuple[ComparedSchema, ...] = ()
    siblings: frozenset[str] = frozenset()

    def having(self, node: dict[str, Any]) -> Clause:
        """Return the clause with a further condition."""
        part = MergedPart(Located(self.schema.pointer, node), node)
        return self._replace(schema=combined(self.schema, (part,)))


class Union(NamedTuple):
    """The alternatives of one ``oneOf`` or ``anyOf``, without null.

    :param is_any: whether a value may match several of them.
    :param is_exclusive: whether a value may match only one of them, and no discriminator selects it.
    """

    branches: tuple[ComparedSchema, ...]
    is_any: bool
    is_exclusive: bool


def combined(schema: ComparedSchema, parts: tuple[MergedPart[Located], ...]) -> ComparedSchema:
    """Return a schema with further parts."""
    known = {id(part.node) for part in schema.parts}
    return ComparedSchema(schema.side, (*schema.parts, *(one for one in parts if id(one.node) not in known)), ())


def unions_of(schema: ComparedSchema) -> list[Union]:
    """Return the alternatives of a schema that are not merged into it."""
    return list(_unions(schema))


def _unions(schema: ComparedSchema) -> Iterator[Union]:
    for part in schema.parts:
        for keyword in ("oneOf", "anyOf"):
            if isinstance(part.node.get(keyword), list):
                sites, has_null = schema.side.branches(part, keyword)
                if len(sites) != 1 and (sites or has_null or part.node[keyword]):
                    is_exclusive = keyword == "oneOf" and not discriminator_property(part.node)
                    branches = tuple(schema.side.join([site]) for site in sites)
                    yield Union(branches, keyword == "anyOf", is_exclusive)


def without_unions(schema: ComparedSchema) -> ComparedSchema:
    """Return the parts of a schema without keywords of composition; those that say nothing else are left out."""
    parts = (
        part._replace(node={key: value for key, value in part.node.items() if key not in _COMPOSING})
        for part in schema.parts
    )
    kept = [part for part in parts if any(not is_prose(key) for key in part.node)]
    return ComparedSchema(schema.side, kept, (), schema.sites)


def clauses_of(schema: ComparedSchema, *, are_exclusive: bool = True) -> list[Clause] | None:
    """Return the clauses of a schema; ``None`` if there are too many.

    :param are_exclusive: whether ``oneOf`` excludes values that match several alternatives.
    """
    start = Clause(without_unions(schema), _negated(schema))
    return _expanded(start, unions_of(schema), (schema,), are_exclusive=are_exclusive)


def _expanded(
    start: Clause, unions: list[Union], passed: tuple[ComparedSchema, ...], *, are_exclusive: bool
) -> list[Clause] | None:
    """Return the clauses of alternatives within others.

    :param passed: the alternatives on the way; one that is among them adds no values.
    """
    if len(passed) > MAX_NESTING:
        return None
    found = [start]
    for union in unions:
        following: list[Clause] = []
        branches = [one for one in union.branches if all(one is not other for other in passed)]
        for clause in found:
            for branch in branches:
                is_alone = union.is_exclusive and are_exclusive
                others = tuple(one for one in union.branches if one is not branch) if is_alone else ()
                base = combined(clause.schema, without_unions(branch).parts)
                inner = clause._replace(schema=base, excluded=(*clause.excluded, *others, *_negated(branch)))
                nested = _expanded(inner, unions_of(branch), (*passed, branch), are_exclusive=are_exclusive)
                if nested is None or len(following) + len(nested) > MAX_CLAUSES:
                    return None
                following += [_with_siblings(one, branch, union) for one in nested] if union.is_any else nested
        found = following
    return found


def _with_siblings(clause: Clause, branch: ComparedSchema, union: Union) -> Clause:
    """Return a clause whose values can also have properties that only other alternatives describe."""
    found: dict[str, list[Any]] = {}
    for other in union.branches:
        for name, sites in other.properties.items() if other is not branch else ():
            if name not in clause.schema.properties:
                found.setdefault(name, []).append(sites[0].node)
    if not found:
        return clause
    properties = {name: nodes[0] if len(nodes) == 1 else {"anyOf": nodes} for name, nodes in found.items()}
    return clause.having({"properties": properties})._replace(siblings=clause.siblings | found.keys())


def _negated(schema: ComparedSchema) -> tuple[ComparedSchema, ...]:
    """Return the schemas below ``not``."""
    sites = ((part, schema_site(child_pointer(part.pointer, "not"), part.node.get("not"))) for part in schema.parts)
    return tuple(schema.side.join([site]) for _, site in sites if site is not None)
