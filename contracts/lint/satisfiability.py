"""Whether any value fits a schema, as far as that can be told for sure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.lint.bounds import count
from contracts.lint.document_index import DocumentIndex
from contracts.lint.json_access import listing
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

MOST_DEPTH = 40
"""How deep schemas in schemas are looked into; what lies deeper counts as possible."""

MOST_MERGED = 6
"""The same for schemas that several others declare for the same property."""

COMBINING = frozenset({"allOf", "oneOf", "anyOf", "not", "required", "minItems", "minProperties", "$ref"})
"""Without one of these a schema is at odds with itself only in ways that other rules find."""

ABOUT = {
    "integer": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"}),
    "string": frozenset({"minLength"}),
    "array": frozenset({"minItems"}),
    "object": frozenset({"required", "minProperties"}),
}
ABOUT["number"] = ABOUT["integer"]
"""By type: without one of these keywords nothing speaks against it."""

LIMITS = frozenset({"minProperties", "maxProperties", "additionalProperties"})
"""What may shut out what an object must have."""


class Satisfiability(NamedTuple):
    """What is known of one schema.

    :param is_possible: whether a value may fit.
    :param conflicts: why nothing fits, or nothing of one type; without those that are found elsewhere too.
    """

    is_possible: bool
    conflicts: tuple[Conflict, ...] = ()


POSSIBLE = Satisfiability(True)
IMPOSSIBLE = Satisfiability(False)


class SatisfiabilityChecker:
    """The verdicts on the schemas of one document. See :func:`satisfiability_of`."""

    def __init__(self, tree: SchemaIndex) -> None:
        self.tree = tree
        self._verdicts: dict[int, Satisfiability] = {}
        self._depth = 0

    def verdict(self, node: Any) -> Satisfiability:
        """Whether anything fits a schema; one that is being looked at, or lies too deep, counts as possible."""
        if not isinstance(node, dict):
            return IMPOSSIBLE if node is False else POSSIBLE
        if COMBINING.isdisjoint(node):
            return POSSIBLE
        known = self._verdicts.get(id(node))
        if known is None:
            if self._depth > MOST_DEPTH:
                return POSSIBLE
            self._verdicts[id(node)] = POSSIBLE
            self._depth += 1
            known = self._verdicts[id(node)] = self._judge(node)
            self._depth -= 1
        return known

    def _judge(self, node: dict[str, Any]) -> Satisfiability:
        if is_forbidding(node):
            return IMPOSSIBLE
        if any(not self.verdict(part).is_possible for _, part in self.tree.parts(node)):
            return IMPOSSIBLE
        if "$ref" in node and self.tree.is_old:
            return POSSIBLE
        return self._together(self.tree.merged(node))

    def _together(self, merged: MergedSchema[IndexedSchema]) -> Satisfiability:
        """Whether anything fits several schemas at once."""
        is_old = self.tree.is_old
        types, conflict = allowed_types(merged, is_old)
        if conflict:
            return Satisfiability(False, (conflict,))
        values, conflict = allowed_values(merged, types, is_old)
        conflict = conflict or self._negation(merged, types)
        if conflict:
            return Satisfiability(False, (conflict,) if conflict.message else ())
        conflicts = self._conflicts(types, merged)
        said = tuple(
            Conflict(found.place, f"no {kind} is valid: {found.message}")
            for kind, found in conflicts.items()
            if found.message and not (kind == "number" and "integer" in conflicts)
        )
        if values is None and types <= conflicts.keys():
            return Satisfiability(False, said)
        choice = self._choice(merged)
        if choice:
            return Satisfiability(False, (*said, choice) if choice.message else said)
        return Satisfiability(True, said)

    def _conflicts(self, types: frozenset[str], merged: MergedSchema[IndexedSchema]) -> dict[str, Conflict]:
        """Why nothing fits of each type of which nothing does."""
        doubtful = [kind for kind, about in ABOUT.items() if kind in types and not about.isdisjoint(merged.keywords)]
        return {kind: found for kind in doubtful if (found := self._conflict(kind, merged))}

    def _conflict(self, kind: str, merged: MergedSchema[IndexedSchema]) -> Conflict | None:
        """Why nothing of one type fits."""
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
        """Why no array has the items that it must have."""
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
                different = self._different(items) if is_set else None
                if different is not None and different < least:
                    message = f"minItems is {least} but only {different} distinct items are allowed"
                    return Conflict(place_of(part, "minItems"), message)
        return None

    def _different(self, schema: Any) -> int | None:
        """How many values at most fit a schema that lists them; ``None`` for any other."""
        merged = self.tree.merged(*([schema] if isinstance(schema, dict) else []))
        types, _ = allowed_types(merged, self.tree.is_old)
        values, _ = allowed_values(merged, types, self.tree.is_old)
        return None if values is None else len(values)

    def _properties(self, merged: MergedSchema[IndexedSchema]) -> Conflict | None:
        """Why a required property can have no value."""
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
        """Whether something may fit several schemas, each of which alone is possible."""
        if self._depth > MOST_DEPTH or len(schemas) > MOST_MERGED:
            return True
        distinct = {id(schema): schema for schema in map(self.tree.resolved, schemas) if isinstance(schema, dict)}
        if len(distinct) < 2:
            return True
        self._depth += MOST_DEPTH // MOST_MERGED
        possible = self._together(self.tree.merged(*distinct.values())).is_possible
        self._depth -= MOST_DEPTH // MOST_MERGED
        return possible

    def _negation(self, merged: MergedSchema[IndexedSchema], types: frozenset[str]) -> Conflict | None:
        """Why ``not`` leaves nothing: of the types allowed it forbids all."""
        for part in merged.parts:
            negated = part.node.get("not")
            if not isinstance(negated, dict) or not all(key == "type" or is_annotation(key) for key in negated):
                continue
            if types <= accepted_types(negated, self.tree.is_old):
                return Conflict(place_of(part, "not"), "no value is valid: 'not' excludes all allowed types")
        return None

    def _choice(self, merged: MergedSchema[IndexedSchema]) -> Conflict | None:
        """Why none of the branches of ``oneOf`` or ``anyOf`` can hold."""
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
        """What branches contradict: the type, where that is all it takes."""
        types, _ = allowed_types(merged, self.tree.is_old)
        inner = [allowed_types(self.tree.merged(one), self.tree.is_old)[0] for one in branches if one is not True]
        is_same_type = any(types & own for own in inner)
        return "the keywords beside it" if is_same_type else f"type {describe_types(types)} beside it"

    def branch_holds(self, merged: MergedSchema[IndexedSchema], branch: Any) -> bool:
        """Whether something may fit a branch that is possible alone, and all that must hold beside it."""
        if not isinstance(branch, dict) or self._depth > MOST_DEPTH:
            return True
        is_old = self.tree.is_old
        everything = merged.joined(self.tree.merged(branch))
        types, conflict = allowed_types(everything, is_old)
        if conflict or allowed_values(everything, types, is_old)[1]:
            return False
        self._depth += MOST_DEPTH // MOST_MERGED
        conflicts = self._conflicts(types, everything)
        self._depth -= MOST_DEPTH // MOST_MERGED
        return not types <= conflicts.keys()

    def dead_branches(self, node: dict[str, Any]) -> Iterator[tuple[str, int]]:
        """The branches of a possible schema that contradict what stands beside them: keyword and index."""
        merged = self.tree.merged(node)
        for keyword in ("oneOf", "anyOf"):
            for index, branch in enumerate(listing(node.get(keyword))):
                if self.verdict(branch).is_possible and not self.branch_holds(merged, branch):
                    yield keyword, index


def satisfiability_of(survey: DocumentIndex) -> SatisfiabilityChecker:
    """The verdicts on the schemas of a document, kept once for each survey."""
    return survey.cached(_satisfiability)


def _satisfiability(survey: DocumentIndex) -> SatisfiabilityChecker:
    return SatisfiabilityChecker(schemas_of(survey))


def _last_declarer(merged: MergedSchema[IndexedSchema], name: str) -> IndexedPart | None:
    """The last schema that declares a property: who extends another stands behind it, and is the one to change."""
    declaring = merged.declaring(name)
    return declaring[-1] if declaring else None
