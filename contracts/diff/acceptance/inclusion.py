"""Proves that a schema accepts all values of another one."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from contracts.diff.acceptance.clauses import Clause, Union, clauses_of, unions_of, without_unions
from contracts.diff.acceptance.conditions import has_condition
from contracts.diff.acceptance.contents import Undecidable, additional_of, anything, items_of, property_of
from contracts.diff.acceptance.disjoint import are_disjoint, expanded, is_empty
from contracts.diff.acceptance.ranges import includes_ranges
from contracts.diff.acceptance.validity import Validity, Verdict, both, is_accepted
from contracts.diff.change import Direction
from contracts.diff.difference import Located
from contracts.diff.merged_schema import ComparedSchema

MAX_STEPS = 20_000
"""Comparisons of clauses per pair of schemas; with more, nothing is proven."""

MAX_LISTED = 12
"""Values of a property that are distinguished one by one."""

MAX_SPLITS = 2
"""Properties by whose values a clause is split."""

KINDS = ("array", "boolean", "number", "object", "string")


class Reading(NamedTuple):
    """How to treat properties that an open object does not describe.

    :param is_source_open: they are values of the source; otherwise only properties that it describes are.
    :param is_target_documented: the target must describe all properties of the source, not only accept them.
    """

    is_source_open: bool = False
    is_target_documented: bool = False


PLAIN = Reading()
DOCUMENTED = Reading(is_target_documented=True)
OPEN = Reading(is_source_open=True)


class Inclusion:
    """Proofs for schemas of messages in one direction. Recursive schemas are assumed to fit until they do not.

    :param are_exclusive: whether ``oneOf`` excludes values that match several alternatives.
    """

    def __init__(self, direction: Direction, *, are_exclusive: bool = True) -> None:
        self.direction = direction
        self.are_exclusive = are_exclusive
        self._known: dict[tuple[int, int, Reading], bool] = {}
        self._held: list[ComparedSchema] = []
        self._steps = 0

    def is_proven(self, target: ComparedSchema, source: ComparedSchema, reading: Reading = PLAIN) -> bool:
        """Return whether the target certainly accepts all values of the source."""
        key = (id(target), id(source), reading)
        if key in self._known:
            return self._known[key]
        self._held += [target, source]
        before = len(self._known)
        self._known[key] = True
        found = self._accepts_null(target, source) and self._accepts_clauses(target, source, reading)
        if not found:
            while len(self._known) > before:  # they may follow from the assumption
                self._known.popitem()
            self._known[key] = False
        return found

    def _accepts_null(self, target: ComparedSchema, source: ComparedSchema) -> bool:
        return self._verdict(source, None) is False or self._verdict(target, None) is True

    def _verdict(self, schema: ComparedSchema, value: Any) -> Verdict:
        return is_accepted(schema, value, self.direction, are_exclusive=self.are_exclusive)

    def clauses(self, schema: ComparedSchema) -> list[Clause] | None:
        """Return the clauses of a schema; ``None`` if there are too many."""
        return clauses_of(schema, are_exclusive=self.are_exclusive)

    def _accepts_clauses(self, target: ComparedSchema, source: ComparedSchema, reading: Reading) -> bool:
        clauses = self.clauses(source)
        return clauses is not None and all(self.accepts(target, clause, reading) for clause in clauses)

    def accepts(self, target: ComparedSchema, clause: Clause, reading: Reading = PLAIN) -> bool:
        """Return whether the target certainly accepts all values of a clause except null."""
        self._steps += 1
        source = clause.schema
        if self._steps > MAX_STEPS:
            return False
        if is_empty(self, clause):
            return True
        if source.listed is not None:
            return all(self._accepts_value(target, clause, json.loads(text)) for text in source.listed)
        if source.types == frozenset({"boolean"}):
            return all(self._accepts_value(target, clause, value) for value in (True, False))
        if source.types is None or len(source.types) != 1:
            kinds = KINDS if source.types is None else sorted(source.types)
            return all(self.accepts(target, clause.having({"type": kind}), reading) for kind in kinds)
        try:
            return self._accepts_kind(target, clause, reading)
        except Undecidable:
            return False

    def accepts_open(self, target: ComparedSchema, clause: Clause) -> bool:
        """Return the same for values with properties that the clause does not describe."""
        return self.accepts(target, clause, OPEN)

    def _accepts_value(self, target: ComparedSchema, clause: Clause, value: Any) -> bool:
        return not self.may_match(clause, value) or self._verdict(target, value) is True

    def may_match(self, clause: Clause, value: Any) -> bool:
        """Return whether a value is not known to be invalid."""
        check = Validity(clause.schema.side, self.direction, are_exclusive=self.are_exclusive)
        return both(check.of(Located(part.pointer, part.node), value) for part in clause.schema.parts) is not False

    def _accepts_kind(self, target: ComparedSchema, clause: Clause, reading: Reading) -> bool:
        """Compare with a clause that has one type."""
        if not self._base_accepts(without_unions(target), clause, reading):
            return False
        return all(self._union_accepts(union, clause, reading, MAX_SPLITS) for union in unions_of(target))

    def _union_accepts(self, union: Union, clause: Clause, reading: Reading, splits: int) -> bool:
        is_exclusive = union.is_exclusive and self.are_exclusive
        if is_exclusive and reading.is_source_open:
            return False
        for branch in union.branches:
            others = [one for one in union.branches if one is not branch] if is_exclusive else []
            is_alone = all(are_disjoint(self, clause, one) for one in others)
            if is_alone and self.accepts(branch, clause, reading):
                return True
        cases = self._cases(clause) if splits else []
        return bool(cases) and all(
            is_empty(self, case) or self._union_accepts(union, case, reading, splits - 1) for case in cases
        )

    def _cases(self, clause: Clause) -> list[Clause]:
        """Return the clause split by the values of a property that lists them."""
        schema = clause.schema
        for name in schema.properties:
            content = schema.side.join(property_of(schema, name).sites)
            if content.listed is None or not 1 < len(content.listed) <= MAX_LISTED or self.is_hidden(content):
                continue
            values = [json.loads(text) for text in content.listed] + ([None] if content.is_null else [])
            cases = [clause.having({"properties": {name: {"const": one}}, "required": [name]}) for one in values]
            absent = [] if name in schema.required else [clause.having({"properties": {name: False}})]
            return cases + absent
        return []

    def is_hidden(self, schema: ComparedSchema) -> bool:
        """Return whether a property with this schema is not part of messages in this direction."""
        return schema.is_read_only if self.direction is Direction.REQUEST else schema.is_write_only

    # ------------------------------------------------------------------ schemas without alternatives

    def _base_accepts(self, target: ComparedSchema, clause: Clause, reading: Reading) -> bool:
        source = clause.schema
        (kind,) = source.types or ("",)
        if target.is_never or target.listed is not None:
            return False
        if target.types is not None and kind not in expanded(target.types):
            return False
        if not includes_ranges(target, source, kind):
            return False
        if kind == "object" and not self._object_accepts(target, clause, reading):
            return False
        if kind == "array" and not self._array_accepts(target, source, reading):
            return False
        return has_condition(self, target, clause, kind)

    def _object_accepts(self, target: ComparedSchema, clause: Clause, reading: Reading) -> bool:
        source = clause.schema
        missing = [name for name in target.required if name not in source.required]
        if any(not self.is_hidden(target.side.join(property_of(target, name).sites)) for name in missing):
            return False
        names = dict.fromkeys([*source.properties, *source.required, *target.properties])
        if not all(self._property_accepts(target, clause, name, reading) for name in names):
            return False
        return self._others_accept(target, source, reading) and self._counts_accept(target, source, reading)

    def _property_accepts(self, target: ComparedSchema, clause: Clause, name: str, reading: Reading) -> bool:
        source = clause.schema
        given, taken = property_of(source, name), property_of(target, name)
        if not given.is_documented and not reading.is_source_open and name not in source.required:
            return True
        before = source.side.join(given.sites or [anything(source)])
        after = target.side.join(taken.sites or [anything(target)])
        if self.is_hidden(before) or before.is_never:
            return True
        if reading.is_target_documented and not taken.is_documented and name not in clause.siblings:
            return False
        return (not taken.sites and "unevaluatedProperties" not in target.keywords) or self.is_proven(
            after, before, reading
        )

    def _others_accept(self, target: ComparedSchema, source: ComparedSchema, reading: Reading) -> bool:
        """Compare properties without a name in the schemas."""
        given, taken = additional_of(source), additional_of(target)
        if "unevaluatedProperties" in target.keywords:
            return False
        is_closed = source.is_closed
        patterns = {} if is_closed and not source.patterns else target.patterns
        if set(patterns) - set(source.patterns):
            return False
        for pattern, sites in source.patterns.items():
            expected = target.patterns.get(pattern) or taken.sites
            if not expected and reading.is_target_documented:
                return False
            if expected and not self.is_proven(target.side.join(expected), source.side.join(sites), reading):
                return False
        if is_closed or not (given.is_documented or reading.is_source_open):
            return True
        if reading.is_target_documented and not taken.is_documented:
            return False
        others = source.side.join(given.sites or [anything(source)])
        return not taken.sites or self.is_proven(target.side.join(taken.sites), others, reading)

    def _counts_accept(self, target: ComparedSchema, source: ComparedSchema, reading: Reading) -> bool:
        counts = target.all_of("minProperties") + target.all_of("maxProperties")
        if not counts or includes_ranges(target, source, "properties"):
            return True
        is_fixed = not (source.patterns or additional_of(source).is_documented or reading.is_source_open)
        least_known, most_known = len(source.required), len(source.properties) if is_fixed or source.is_closed else None
        lower = [one for one in target.all_of("minProperties") if isinstance(one, int)]
        upper = [one for one in target.all_of("maxProperties") if isinstance(one, int)]
        if source.patterns and upper:
            return False
        return all(one <= least_known for one in lower) and (
            not upper or (most_known is not None and all(one >= most_known for one in upper))
        )

    def _array_accepts(self, target: ComparedSchema, source: ComparedSchema, reading: Reading) -> bool:
        if any(isinstance(one, int) and one == 0 for one in source.all_of("maxItems")):
            return True
        if "unevaluatedItems" in target.keywords:
            return False
        (first, rest), (given, others) = items_of(target), items_of(source)
        for index in range(max(len(first), len(given))):
            expected = first[index] if index < len(first) else rest
            found = given[index] if index < len(given) else others
            if expected and not self._item_accepts(target, expected, source, found, reading):
                return False
        return not rest or self._item_accepts(target, rest, source, others, reading)

    def _item_accepts(
        self,
        target: ComparedSchema,
        expected: list[Located],
        source: ComparedSchema,
        found: list[Located],
        reading: Reading,
    ) -> bool:
        before = source.side.join(found or [anything(source)])
        return self.is_proven(target.side.join(expected), before, reading)
