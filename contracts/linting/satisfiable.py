"""Whether any value fits a schema, as far as that can be told for sure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.linting.access import listing, mapping
from contracts.linting.bounds import count
from contracts.linting.conjunction import (
    SILENT,
    Conflict,
    allowed_types,
    allowed_values,
    count_conflict,
    declarations,
    number_conflict,
    object_conflict,
    place_of,
    requirements,
)
from contracts.linting.json_types import in_words, types_of
from contracts.linting.schema_tree import Conjunct, SchemaTree, is_annotation, is_forbidding, schemas_of
from contracts.linting.survey import Survey

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
ABOUT["fraction"] = ABOUT["integer"]
"""By type: without one of these keywords nothing speaks against it."""

LIMITS = frozenset({"minProperties", "maxProperties", "additionalProperties"})
"""What may shut out what an object must have."""

TYPE_WORDS = {"integer": "integer", "fraction": "number", "string": "string", "array": "array", "object": "object"}


class Verdict(NamedTuple):
    """What is known of one schema.

    :param is_possible: whether a value may fit.
    :param conflicts: why nothing fits, or nothing of one type; without those that are found elsewhere too.
    """

    is_possible: bool
    conflicts: tuple[Conflict, ...] = ()


POSSIBLE = Verdict(True)
IMPOSSIBLE = Verdict(False)


class Satisfiability:
    """The verdicts on the schemas of one document. See :func:`satisfiability_of`."""

    def __init__(self, tree: SchemaTree) -> None:
        self.tree = tree
        self._verdicts: dict[int, Verdict] = {}
        self._depth = 0

    def verdict(self, node: Any) -> Verdict:
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

    def _judge(self, node: dict[str, Any]) -> Verdict:
        if is_forbidding(node):
            return IMPOSSIBLE
        if any(not self.verdict(part).is_possible for _, part in self.tree.parts(node)):
            return IMPOSSIBLE
        if "$ref" in node and self.tree.is_old:
            return POSSIBLE
        return self._together(self.tree.conjuncts(node))

    def _together(self, conjuncts: list[Conjunct]) -> Verdict:
        """Whether anything fits several schemas at once."""
        is_old = self.tree.is_old
        types, conflict = allowed_types(conjuncts, is_old)
        if conflict:
            return Verdict(False, (conflict,))
        values, conflict = allowed_values(conjuncts, types, is_old)
        conflict = conflict or self._negation(conjuncts, types)
        if conflict:
            return Verdict(False, (conflict,) if conflict.message else ())
        conflicts = self._conflicts(types, conjuncts)
        said = tuple(
            Conflict(found.place, f"no {TYPE_WORDS[kind]} fits: {found.message}")
            for kind, found in conflicts.items()
            if found.message and not (kind == "fraction" and "integer" in conflicts)
        )
        if values is None and types <= conflicts.keys():
            return Verdict(False, said)
        choice = self._choice(conjuncts)
        if choice:
            return Verdict(False, (*said, choice) if choice.message else said)
        return Verdict(True, said)

    def _conflicts(self, types: frozenset[str], conjuncts: list[Conjunct]) -> dict[str, Conflict]:
        """Why nothing fits of each type of which nothing does."""
        keywords = {key for conjunct in conjuncts for key in conjunct.node}
        doubtful = [kind for kind, about in ABOUT.items() if kind in types and not about.isdisjoint(keywords)]
        return {kind: found for kind in doubtful if (found := self._conflict(kind, conjuncts, keywords))}

    def _conflict(self, kind: str, conjuncts: list[Conjunct], keywords: set[str]) -> Conflict | None:
        """Why nothing of one type fits."""
        match kind:
            case "integer" | "fraction":
                return number_conflict(conjuncts, kind == "integer")
            case "string":
                return count_conflict(conjuncts, kind)
            case "array":
                return count_conflict(conjuncts, kind) or self._items(conjuncts)
            case "object":
                limits = None if LIMITS.isdisjoint(keywords) else object_conflict(conjuncts)
                return limits or (self._properties(conjuncts) if "required" in keywords else None)
        return None

    def _items(self, conjuncts: list[Conjunct]) -> Conflict | None:
        """Why no array has the items that it must have."""
        is_set = any(conjunct.node.get("uniqueItems") is True for conjunct in conjuncts)
        for conjunct in conjuncts:
            least = count(conjunct.node.get("minItems")) or 0
            before = len(listing(conjunct.node.get("prefixItems")))
            for other in conjuncts if least > before else ():
                items = other.node.get("items")
                if "prefixItems" in other.node:
                    continue
                if not self.verdict(items).is_possible:
                    message = f"minItems is {least}, but no item is allowed"
                    return Conflict(place_of(conjunct, "minItems"), message) if is_forbidding(items) else SILENT
                different = self._different(items) if is_set else None
                if different is not None and different < least:
                    message = f"minItems is {least}, but only {different} different items are allowed"
                    return Conflict(place_of(conjunct, "minItems"), message)
        return None

    def _different(self, schema: Any) -> int | None:
        """How many values at most fit a schema that lists them; ``None`` for any other."""
        conjuncts = self.tree.conjuncts(schema) if isinstance(schema, dict) else []
        types, _ = allowed_types(conjuncts, self.tree.is_old)
        values, _ = allowed_values(conjuncts, types, self.tree.is_old)
        return None if values is None else len(values)

    def _properties(self, conjuncts: list[Conjunct]) -> Conflict | None:
        """Why a required property can have no value."""
        for name, (holder, index) in requirements(conjuncts).items():
            declared = declarations(conjuncts, name)
            for schema in declared:
                if not self.verdict(schema).is_possible:
                    message = f"property {name!r} is required, but its schema lets no value pass"
                    return Conflict(place_of(holder, "required", index), message) if is_forbidding(schema) else SILENT
            if len(declared) > 1 and not self.fits_together(declared):
                message = f"property {name!r} is required, but its schemas contradict each other"
                return Conflict(place_of(_last_declarer(conjuncts, name) or holder, "properties", name), message)
        return None

    def fits_together(self, schemas: list[Any]) -> bool:
        """Whether something may fit several schemas, each of which alone is possible."""
        if self._depth > MOST_DEPTH or len(schemas) > MOST_MERGED:
            return True
        distinct = {id(schema): schema for schema in map(self.tree.resolved, schemas) if isinstance(schema, dict)}
        if len(distinct) < 2:
            return True
        merged: dict[int, Conjunct] = {}
        for schema in distinct.values():
            for conjunct in self.tree.conjuncts(schema):
                merged.setdefault(id(conjunct.node), conjunct)
        self._depth += MOST_DEPTH // MOST_MERGED
        possible = self._together(list(merged.values())).is_possible
        self._depth -= MOST_DEPTH // MOST_MERGED
        return possible

    def _negation(self, conjuncts: list[Conjunct], types: frozenset[str]) -> Conflict | None:
        """Why ``not`` leaves nothing: of the types allowed it forbids all."""
        for conjunct in conjuncts:
            negated = conjunct.node.get("not")
            if not isinstance(negated, dict) or not all(key == "type" or is_annotation(key) for key in negated):
                continue
            if types <= types_of(negated, self.tree.is_old):
                return Conflict(place_of(conjunct, "not"), "nothing fits: 'not' forbids all that is allowed here")
        return None

    def _choice(self, conjuncts: list[Conjunct]) -> Conflict | None:
        """Why none of the branches of ``oneOf`` or ``anyOf`` can hold."""
        for conjunct in conjuncts:
            for keyword in ("oneOf", "anyOf"):
                branches = listing(conjunct.node.get(keyword))
                if len(branches) < 2:
                    continue
                alive = [branch for branch in branches if self.verdict(branch).is_possible]
                if not alive:
                    return SILENT
                if not any(self.branch_holds(conjuncts, branch) for branch in alive):
                    message = f"nothing fits: each branch of {keyword} contradicts {self._beside(conjuncts, alive)}"
                    return Conflict(place_of(conjunct, keyword), message)
        return None

    def _beside(self, conjuncts: list[Conjunct], branches: list[Any]) -> str:
        """What branches contradict: the type, where that is all it takes."""
        types, _ = allowed_types(conjuncts, self.tree.is_old)
        inner = [allowed_types(self.tree.conjuncts(one), self.tree.is_old)[0] for one in branches if one is not True]
        return "what stands beside it" if any(types & own for own in inner) else f"the type {in_words(types)} beside it"

    def branch_holds(self, conjuncts: list[Conjunct], branch: Any) -> bool:
        """Whether something may fit a branch that is possible alone, and all that must hold beside it."""
        if not isinstance(branch, dict) or self._depth > MOST_DEPTH:
            return True
        merged = {id(conjunct.node): conjunct for conjunct in (*conjuncts, *self.tree.conjuncts(branch))}
        is_old = self.tree.is_old
        everything = list(merged.values())
        types, conflict = allowed_types(everything, is_old)
        if conflict or allowed_values(everything, types, is_old)[1]:
            return False
        self._depth += MOST_DEPTH // MOST_MERGED
        conflicts = self._conflicts(types, everything)
        self._depth -= MOST_DEPTH // MOST_MERGED
        return not types <= conflicts.keys()

    def dead_branches(self, node: dict[str, Any]) -> Iterator[tuple[str, int]]:
        """The branches of a possible schema that contradict what stands beside them: keyword and index."""
        conjuncts = self.tree.conjuncts(node)
        for keyword in ("oneOf", "anyOf"):
            for index, branch in enumerate(listing(node.get(keyword))):
                if self.verdict(branch).is_possible and not self.branch_holds(conjuncts, branch):
                    yield keyword, index


def satisfiability_of(survey: Survey) -> Satisfiability:
    """The verdicts on the schemas of a document, kept once for each survey."""
    return survey.cached(_satisfiability)


def _satisfiability(survey: Survey) -> Satisfiability:
    return Satisfiability(schemas_of(survey))


def _last_declarer(conjuncts: list[Conjunct], name: str) -> Conjunct | None:
    """The last schema that declares a property: who extends another stands behind it, and is the one to change."""
    declaring = [one for one in conjuncts if name in mapping(one.node, "properties")]
    return declaring[-1] if declaring else None
