"""Judges composed schemas (``oneOf`` and ``anyOf``) by what they accept, after they were compared by form.

If all values that were valid before stay valid, differences between the alternatives do not break clients and are
hidden. If some do not, or if that is unknown, this is reported unless a difference already shows it.
"""

from __future__ import annotations

from collections.abc import Iterable

from contracts.diff.acceptance.clauses import unions_of
from contracts.diff.acceptance.judgement import Judgement, are_equal, judge
from contracts.diff.change import Action, ChangeKind, Direction, Element, Level
from contracts.diff.changes.registry import rules_by_kind
from contracts.diff.difference import NEW, OLD, Difference
from contracts.diff.merged_schema import ComparedSchema
from contracts.diff.normalize import text_of, without_prose
from contracts.diff.schema_comparer import Acceptance, ComparedPair
from contracts.diff.schema_pair import SchemaPair

_OF_VALUES = frozenset(
    {Element.TYPE, Element.FORMAT, Element.ENUM, Element.ENUM_VALUE, Element.PATTERN, Element.RANGE, Element.LENGTH}
    | {Element.COUNT, Element.CONDITION, Element.ALTERNATIVE, Element.ADDITIONAL_PROPERTIES, Element.COMPOSITION}
)
"""Elements that only say which values are valid."""

_ACTIONS = {
    Element.VALUE: {Action.BECAME_NULLABLE, Action.BECAME_NOT_NULLABLE},
    Element.PROPERTY: {
        *(Action.ADDED, Action.ADDED_REQUIRED, Action.ADDED_TO_CLOSED, Action.REMOVED),
        *(Action.BECAME_OPTIONAL, Action.BECAME_REQUIRED),
    },
}
"""Likewise, for some actions only."""

_HIDING_EQUAL = frozenset({Acceptance.EQUAL})
_HIDING_BOTH = frozenset({Acceptance.EQUAL, Acceptance.COMPATIBLE})


def hidden_by(difference: Difference, direction: Direction) -> frozenset[Acceptance]:
    """Return what must be known about an enclosing composed schema for the difference to be without effect."""
    element, action = difference.element, difference.action
    if element not in _OF_VALUES and action not in _ACTIONS.get(element, ()):
        return frozenset()
    is_lost = direction is Direction.RESPONSE and (element, action) == (Element.PROPERTY, Action.REMOVED)
    is_safe = _level(difference, direction) is Level.SAFE
    return _HIDING_EQUAL if is_safe or is_lost else _HIDING_BOTH


def _level(difference: Difference, direction: Direction) -> Level:
    return rules_by_kind()[ChangeKind(direction, difference.element, difference.action)].level


def judge_compositions(pairs: Iterable[ComparedPair]) -> None:
    """Add and remove differences of composed schemas, inner ones first."""
    every = list(pairs)
    composed = [pair for pair in every if _unions(pair.schemas.old) or _unions(pair.schemas.new)]
    if not composed:
        return
    reshaped = [pair for pair in composed if _shape(pair.schemas.old) != _shape(pair.schemas.new)]
    touched = _above([*reshaped, *(pair for pair in every if pair.differences)])
    inside: dict[ComparedPair, list[ComparedPair]] = {}
    for pair in every:
        for parent, _ in pair.parents:
            inside.setdefault(parent, []).append(pair)
    for pair in reversed(composed):
        if pair in touched:
            _judge(pair, inside)


def _unions(schema: ComparedSchema) -> bool:
    return not schema.keywords.isdisjoint(("oneOf", "anyOf")) and bool(unions_of(schema))


def _shape(schema: ComparedSchema) -> list[tuple[str, int, str]]:
    """Return the unions of a schema: equal for schemas whose alternatives, if equal, accept the same.

    Alternatives that are only types are not compared one by one, so they are listed.
    """
    found = []
    for part in schema.parts:
        for keyword in ("oneOf", "anyOf"):
            if isinstance(part.node.get(keyword), list) and len(schema.side.branches(part, keyword)[0]) != 1:
                nodes = [schema.side.straight(site).node for site in schema.side.schemas(part, keyword)]
                types = [text_of(without_prose(node)) for node in nodes if without_prose(node).keys() == {"type"}]
                found.append((keyword, len(nodes), " ".join(sorted(types))))
    return sorted(found)


def _above(pairs: Iterable[ComparedPair]) -> set[ComparedPair]:
    """Return pairs and all that contain them."""
    found = set(pairs)
    waiting = list(found)
    while waiting:
        for parent, _ in waiting.pop().parents:
            if parent not in found:
                found.add(parent)
                waiting.append(parent)
    return found


def _judge(pair: ComparedPair, inside: dict[ComparedPair, list[ComparedPair]]) -> None:
    direction, before = pair.schemas.direction, _reported(pair, inside)
    judgement = judge(pair.schemas)
    if judgement.is_documented or (judgement.is_accepted and not before):
        pair.acceptance = Acceptance.EQUAL if are_equal(pair.schemas) else Acceptance.COMPATIBLE
        if not judgement.is_documented and pair.acceptance is Acceptance.COMPATIBLE:
            pair.acceptance = Acceptance.UNKNOWN
        pair.differences = [one for one in pair.differences if pair.acceptance not in hidden_by(one, direction)]
    if pair.acceptance is Acceptance.EQUAL:
        return
    levels = {_level(one, direction) for one in _reported(pair, inside)}
    if judgement.example and Level.BREAKING not in levels:
        pair.differences.append(_broken(pair.schemas, judgement))
    elif not judgement.is_accepted and not judgement.example and levels <= {Level.SAFE}:
        pair.differences.append(_difference(pair.schemas, Action.CHANGED))
    elif judgement.is_accepted and not levels:
        pair.differences.append(
            _difference(pair.schemas, Action.WIDENED if pair.schemas.is_request else Action.NARROWED)
        )


def _reported(start: ComparedPair, inside: dict[ComparedPair, list[ComparedPair]]) -> list[Difference]:
    """Return the differences of a pair and of those inside, except hidden ones."""
    direction = start.schemas.direction
    found: list[Difference] = []
    seen: set[tuple[ComparedPair, frozenset[Acceptance]]] = set()
    waiting: list[tuple[ComparedPair, frozenset[Acceptance]]] = [(start, frozenset())]
    while waiting:
        pair, known = waiting.pop()
        if (pair, known) in seen:
            continue
        seen.add((pair, known))
        found += [one for one in pair.differences if known.isdisjoint(hidden_by(one, direction))]
        beyond = known | {pair.acceptance} - {Acceptance.UNKNOWN}
        waiting += [(one, beyond) for one in inside.get(pair, ())]
    return found


def _broken(pair: SchemaPair, judgement: Judgement) -> Difference:
    if judgement.is_ambiguous:
        return _difference(pair, Action.OVERLAPPING, judgement.example, Element.ALTERNATIVE)
    return _difference(pair, Action.NARROWED if pair.is_request else Action.WIDENED, judgement.example)


def _difference(
    pair: SchemaPair, action: Action, example: str = "", element: Element = Element.COMPOSITION
) -> Difference:
    for side, schema in ((NEW, pair.new), (OLD, pair.old)):
        for keyword in ("oneOf", "anyOf"):
            if schema.all_of(keyword) and unions_of(schema):
                return Difference(element, action, side, schema.at(keyword), new=example)
    return Difference(element, action, NEW, pair.new.pointer, new=example)
