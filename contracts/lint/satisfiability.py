"""Whether a schema can be satisfied: impossible schemas are certain, possible ones are assumed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.lint.bounds import count
from contracts.lint.document_access import listing, mapping
from contracts.lint.document_index import DocumentIndex
from contracts.lint.schema_conflicts import (
    SILENT,
    Conflict,
    allowed_types,
    allowed_values,
    count_conflict,
    declarations,
    number_conflict,
    object_conflict,
    place_of,
)
from contracts.lint.schema_index import (
    IndexedPart,
    IndexedSchema,
    SchemaIndex,
    is_annotation,
    is_forbidding,
    schemas_of,
)
from contracts.schema.json_types import accepted_types, describe_types
from contracts.schema.merged import MergedSchema

MAX_DEPTH = 40
"""The maximum depth of nested schemas that are examined; deeper ones count as possible."""

MAX_MERGED = 6
"""The maximum number of schemas of one property that are examined together."""

COMBINING = frozenset({"allOf", "oneOf", "anyOf", "not", "required", "minItems", "minProperties", "$ref"})
"""A schema without these keywords only has conflicts that other rules report."""

ABOUT = {
    "integer": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    "string": frozenset({"minLength"}),
    "array": frozenset({"minItems"}),
    "object": frozenset({"required", "minProperties"}),
}
ABOUT["number"] = ABOUT["integer"]
"""By type: the keywords that may exclude all of its values."""

LIMITS = frozenset({"minProperties", "maxProperties", "additionalProperties"})
"""Keywords that may forbid required properties."""


class Satisfiability(NamedTuple):
    """Whether one schema can be satisfied.

    :param is_possible: whether a value may be valid.
    :param conflicts: why no value, or no value of one type, is valid; without conflicts that other findings report.
    """

    is_possible: bool
    conflicts: tuple[Conflict, ...] = ()


POSSIBLE = Satisfiability(True)
IMPOSSIBLE = Satisfiability(False)


class SatisfiabilityChecker:
    """Checks whether the schemas of one document can be satisfied. See :func:`satisfiability_of`."""

    def __init__(self, tree: SchemaIndex) -> None:
        self.tree = tree
        self._verdicts: dict[int, Satisfiability] = {}
        self._depth = 0

    def verdict(self, node: Any) -> Satisfiability:
        """Return whether a schema can be satisfied; a schema under examination or nested too deeply is possible."""
        if not isinstance(node, dict):
            return IMPOSSIBLE if node is False else POSSIBLE
        if COMBINING.isdisjoint(node):
            return POSSIBLE
        known = self._verdicts.get(id(node))
        if known is None:
            if self._depth > MAX_DEPTH:
                return POSSIBLE
            self._verdicts[id(node)] = POSSIBLE
            self._depth += 1
            known = self._verdicts[id(node)] = self._examine(node)
            self._depth -= 1
        return known

    def _examine(self, node: dict[str, Any]) -> Satisfiability:
        if is_forbidding(node):
            return IMPOSSIBLE
        if any(not self.verdict(part).is_possible for _, part in self.tree.parts(node)):
            return IMPOSSIBLE
        if "$ref" in node and self.tree.is_old:
            return POSSIBLE
        return self._examine_merged(self.tree.merged(node))

    def _examine_merged(self, merged: MergedSchema[IndexedSchema]) -> Satisfiability:
        """Return whether several schemas can be satisfied together."""
        is_old = self.tree.is_old
        types, conflict = allowed_types(merged, is_old)
        if conflict:
            return Satisfiability(False, (conflict,))
        values, conflict = allowed_values(merged, types, is_old)
        conflict = conflict or self._negation(merged, types)
        if conflict:
            return Satisfiability(False, (conflict,) if conflict.message else ())
        conflicts = self._conflicts(types, merged)
        reported = tuple(
            Conflict(found.place, f"no {kind} is valid: {found.message}")
            for kind, found in conflicts.items()
            if found.message and not (kind == "number" and "integer" in conflicts)
        )
        if values is None and types <= conflicts.keys():
            return Satisfiability(False, reported)
        choice = self._choice(merged)
        if choice:
            return Satisfiability(False, (*reported, choice) if choice.message else reported)
        return Satisfiability(True, reported)

    def _conflicts(self, types: frozenset[str], merged: MergedSchema[IndexedSchema]) -> dict[str, Conflict]:
        """Return the conflict of each type that has no valid value."""
        doubtful = [kind for kind, about in ABOUT.items() if kind in types and not about.isdisjoint(merged.keywords)]
        return {kind: found for kind in doubtful if (found := self._conflict(kind, merged))}

    def _conflict(self, kind: str, merged: MergedSchema[IndexedSchema]) -> Conflict | None:
        """Return why no value of a type is valid, if none is."""
        match kind:
            case "integer" | "number":
                return number_conflict(merged, kind == "integer")
            case "string":
                return count_conflict(merged, kind)
            case "array":
                return count_conflict(merged, kind) or self._items(merged)
            case "object":
                limits = None if LIMITS.isdisjoint(merged.keywords) else object_conflict(merged)
                return limits or (self._properties(merged) if "required" in merged.keywords else None)
        return None

    def _items(self, merged: MergedSchema[IndexedSchema]) -> Conflict | None:
        """Return why no array has the required number of items, if none has."""
        is_set = merged.says("uniqueItems")
        for part in merged.parts:
            least = count(part.node.get("minItems")) or 0
            before = len(listing(part.node.get("prefixItems")))
            for other in merged.parts if least > before else ():
                items = other.node.get("items")
                if "prefixItems" in other.node:
                    continue
                if not self.verdict(items).is_possible:
                    message = f"minItems is {least} but no item is allowed"
                    return Conflict(place_of(part, "minItems"), message) if is_forbidding(items) else SILENT
                different = self._distinct_values(items) if is_set else None
                if different is not None and different < least:
                    message = f"minItems is {least} but only {different} distinct items are allowed"
                    return Conflict(place_of(part, "minItems"), message)
        return None

    def _distinct_values(self, schema: Any) -> int | None:
        """Return the number of values that a schema lists; ``None`` if it does not list them."""
        merged = self.tree.merged(*([schema] if isinstance(schema, dict) else []))
        types, _ = allowed_types(merged, self.tree.is_old)
        values, _ = allowed_values(merged, types, self.tree.is_old)
        return None if values is None else len(values)

    def _properties(self, merged: MergedSchema[IndexedSchema]) -> Conflict | None:
        """Return why a required property cannot have a valid value, if it cannot."""
        for name, (holder, index) in merged.requirements.items():
            declared = declarations(merged, name)
            for schema in declared:
                if not self.verdict(schema).is_possible:
                    message = f"property {name!r} is required but its schema allows no value"
                    return Conflict(place_of(holder, "required", index), message) if is_forbidding(schema) else SILENT
            if len(declared) > 1 and not self.fits_together(declared):
                message = f"property {name!r} is required but its schemas contradict each other"
                return Conflict(place_of(_last_declarer(merged, name) or holder, "properties", name), message)
        return None

    def fits_together(self, schemas: list[Any]) -> bool:
        """Return whether schemas that are possible alone may be satisfied together."""
        if self._depth > MAX_DEPTH or len(schemas) > MAX_MERGED:
            return True
        distinct = {id(schema): schema for schema in map(self.tree.resolved, schemas) if isinstance(schema, dict)}
        if len(distinct) < 2:
            return True
        self._depth += MAX_DEPTH // MAX_MERGED
        possible = self._examine_merged(self.tree.merged(*distinct.values())).is_possible
        self._depth -= MAX_DEPTH // MAX_MERGED
        return possible

    def _negation(self, merged: MergedSchema[IndexedSchema], types: frozenset[str]) -> Conflict | None:
        """Return the conflict if ``not`` excludes all allowed types."""
        for part in merged.parts:
            negated = part.node.get("not")
            if not isinstance(negated, dict) or not all(key == "type" or is_annotation(key) for key in negated):
                continue
            if types <= accepted_types(negated, self.tree.is_old):
                return Conflict(place_of(part, "not"), "no value is valid: 'not' excludes all allowed types")
        return None

    def _choice(self, merged: MergedSchema[IndexedSchema]) -> Conflict | None:
        """Return why no branch of ``oneOf`` or ``anyOf`` can match, if none can."""
        for part in merged.parts:
            for keyword in ("oneOf", "anyOf"):
                branches = listing(part.node.get(keyword))
                if len(branches) < 2:
                    continue
                alive = [branch for branch in branches if self.verdict(branch).is_possible]
                if not alive:
                    return SILENT
                if not any(self.branch_holds(merged, branch) for branch in alive):
                    message = f"no value is valid: each branch of {keyword} contradicts {self._beside(merged, alive)}"
                    return Conflict(place_of(part, keyword), message)
        return None

    def _beside(self, merged: MergedSchema[IndexedSchema], branches: list[Any]) -> str:
        """Return a phrase for what the branches contradict: the type, or the keywords beside them."""
        types, _ = allowed_types(merged, self.tree.is_old)
        inner = [allowed_types(self.tree.merged(one), self.tree.is_old)[0] for one in branches if one is not True]
        is_same_type = any(types & own for own in inner)
        return "the keywords beside it" if is_same_type else f"type {describe_types(types)} beside it"

    def branch_holds(self, merged: MergedSchema[IndexedSchema], branch: Any) -> bool:
        """Return whether a branch that is possible alone may be satisfied together with the keywords beside it."""
        if not isinstance(branch, dict) or self._depth > MAX_DEPTH:
            return True
        is_old = self.tree.is_old
        everything = merged.joined(self.tree.merged(branch))
        types, conflict = allowed_types(everything, is_old)
        if conflict or allowed_values(everything, types, is_old)[1]:
            return False
        self._depth += MAX_DEPTH // MAX_MERGED
        conflicts = self._conflicts(types, everything)
        self._depth -= MAX_DEPTH // MAX_MERGED
        return not types <= conflicts.keys()

    def dead_branches(self, node: dict[str, Any]) -> Iterator[tuple[str, int]]:
        """Yield keyword and index of the branches that contradict the keywords beside them."""
        merged = self.tree.merged(node)
        for keyword in ("oneOf", "anyOf"):
            for index, branch in enumerate(listing(node.get(keyword))):
                if self.verdict(branch).is_possible and not self.branch_holds(merged, branch):
                    yield keyword, index


def satisfiability_of(document_index: DocumentIndex) -> SatisfiabilityChecker:
    """Return the results for the schemas of a document, computed once per document_index."""
    return document_index.cached(_satisfiability)


def _satisfiability(document_index: DocumentIndex) -> SatisfiabilityChecker:
    return SatisfiabilityChecker(schemas_of(document_index))


def _last_declarer(merged: MergedSchema[IndexedSchema], name: str) -> IndexedPart | None:
    """Return the last part that declares a property: usually the one that extends the others and has to be changed."""
    declaring = merged.declaring(name)
    return declaring[-1] if declaring else None


class Forbidden(NamedTuple):
    """A schema with ``additionalProperties: false`` that forbids properties of the schemas it is combined with.

    :param place: tokens of its JSON pointer, relative to the combining schema.
    :param names: of the forbidden properties.
    """

    place: tuple[str | int, ...]
    names: list[str]


def contradictory_properties(
    satisfiability: SatisfiabilityChecker, node: dict[str, Any]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """The optional properties whose schemas contradict each other: the pointer tokens of the last one, and the name."""
    merged = satisfiability.tree.merged(node)
    parts = [part for part in merged.parts if mapping(part.node.get("properties"))]
    if len(parts) < 2:
        return
    last: dict[str, IndexedPart] = {}
    several: dict[str, None] = {}
    for part in parts:
        for name in part.node["properties"]:
            if name in last:
                several[name] = None
            last[name] = part
    for name in several.keys() - merged.requirements.keys():
        declared = declarations(merged, name)
        is_possible = all(satisfiability.verdict(schema).is_possible for schema in declared)
        if is_possible and not satisfiability.fits_together(declared):
            yield place_of(last[name], "properties", name), name


def forbidden_properties(tree: SchemaIndex, node: dict[str, Any]) -> Iterator[Forbidden]:
    """The combined schemas that forbid optional properties of the others."""
    merged = tree.merged(node)
    for closing in merged.parts:
        if closing.node.get("additionalProperties") is False and not mapping(closing.node.get("patternProperties")):
            allowed = mapping(closing.node.get("properties"))
            names = [
                name
                for other in merged.parts
                for name, schema in mapping(other.node.get("properties")).items()
                if name not in allowed and not is_forbidding(schema)
            ]
            if names and not any(name in merged.requirements for name in names):
                yield Forbidden(place_of(closing, "additionalProperties"), list(dict.fromkeys(map(str, names))))
