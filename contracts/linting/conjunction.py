"""Schemas that must hold together: what they allow as one, and where they contradict each other.

Only what is necessary is drawn from a schema, so a contradiction that is found is one; not every one is found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from contracts.linting.access import listing, mapping
from contracts.linting.bounds import COUNTS, count, crossed, number, range_of
from contracts.linting.schema_tree import Conjunct
from contracts.schema.json_types import ALL_TYPES, accepted_types, describe_types, equality_key, type_of

Tokens = tuple[str | int, ...]


class Conflict(NamedTuple):
    """Why no value, or none of a type, fits.

    :param place: tokens that lead from the schema to what is wrong.
    :param message: ``""`` where another finding says it already.
    """

    place: Tokens
    message: str


SILENT = Conflict((), "")


def place_of(conjunct: Conjunct, *tokens: str | int) -> Tokens:
    """Where a keyword of a conjunct stands; the reference that leads to it where it stands behind one."""
    return (*conjunct.place, *tokens) if conjunct.is_direct else conjunct.place


def allowed_types(conjuncts: Iterable[Conjunct], is_old: bool) -> tuple[frozenset[str], Conflict | None]:
    """The types that all allow; the conflict where there is none."""
    allowed = ALL_TYPES
    for conjunct in conjuncts:
        own = accepted_types(conjunct.node, is_old)
        if not allowed & own:
            message = f"nothing fits: the type is {describe_types(own)} here, and {describe_types(allowed)} beside it"
            return frozenset(), Conflict(place_of(conjunct, "type"), message)
        allowed &= own
    return allowed, None


def allowed_values(
    conjuncts: Iterable[Conjunct], types: frozenset[str], is_old: bool
) -> tuple[list[Any] | None, Conflict | None]:
    """The values that ``enum`` and ``const`` leave; ``None`` where they say nothing. The conflict if none is left."""
    left: dict[Any, Any] | None = None
    for conjunct in conjuncts:
        for keyword, values in _enumerations(conjunct.node):
            own = {equality_key(value): value for value in values}
            if left is not None and not left.keys() & own.keys():
                message = f"nothing fits: no value of this {keyword} is allowed by the enum or const beside it"
                return [], Conflict(place_of(conjunct, keyword), message)
            left = own if left is None else {key: value for key, value in left.items() if key in own}
            fitting = {key: value for key, value in left.items() if type_of(value) in types}
            if left and not fitting:
                if not any(type_of(value) in accepted_types(conjunct.node, is_old) for value in values):
                    return [], SILENT
                message = f"nothing fits: no value of this {keyword} is {_article(types)}"
                return [], Conflict(place_of(conjunct, keyword), message)
            left = fitting
    return (None if left is None else list(left.values())), None


def _enumerations(node: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    if isinstance(node.get("enum"), list) and node["enum"]:
        yield "enum", node["enum"]
    if "const" in node:
        yield "const", [node["const"]]


def _article(types: frozenset[str]) -> str:
    words = describe_types(types)
    return f"{'an' if words[0] in 'aeio' else 'a'} {words}"


def number_conflict(conjuncts: list[Conjunct], is_integer: bool) -> Conflict | None:
    """Why no number lies between the bounds."""
    bounded = [one for one in conjuncts if _is_bounded(one.node)]
    if not bounded:
        return None
    numbers = range_of(one.node for one in bounded)
    if numbers.holds_multiple(is_integer):
        return None
    if any(True for one in bounded for _ in crossed(one.node)):
        return SILENT
    low, high = numbers.low, numbers.high
    if low is None or high is None:
        return None
    holder = next(one for one in bounded if one.node is low.holder)
    step = f" is a multiple of {numbers.step} and" if numbers.step else ""
    message = f"nothing{step} lies between {low.keyword} {low.value} and {high.keyword} {high.value}"
    return Conflict(place_of(holder, low.keyword), message)


def _is_bounded(node: dict[str, Any]) -> bool:
    return any(
        number(node.get(word)) is not None
        for word in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
    )


def count_conflict(conjuncts: list[Conjunct], kind: str) -> Conflict | None:
    """Why no string, array or object is neither too long nor too short."""
    for least, most, of in COUNTS:
        if of != kind or least == "minContains":
            continue
        low = max(((value, one) for value, one in _counts(conjuncts, least)), key=lambda pair: pair[0], default=None)
        high = min(((value, one) for value, one in _counts(conjuncts, most)), key=lambda pair: pair[0], default=None)
        if low and high and low[0] > high[0]:
            if low[1] is high[1]:
                return SILENT
            return Conflict(place_of(low[1], least), f"{least} {low[0]} is more than {most} {high[0]}")
    return None


def _counts(conjuncts: list[Conjunct], keyword: str) -> Iterator[tuple[int, Conjunct]]:
    for conjunct in conjuncts:
        value = count(conjunct.node.get(keyword))
        if value is not None:
            yield value, conjunct


def requirements(conjuncts: list[Conjunct]) -> dict[str, tuple[Conjunct, int]]:
    """The required properties, each with the schema that first requires it and its index there."""
    found: dict[str, tuple[Conjunct, int]] = {}
    for conjunct in conjuncts:
        if "required" in conjunct.node:
            for index, name in enumerate(listing(conjunct.node["required"])):
                if isinstance(name, str) and name not in found:
                    found[name] = conjunct, index
    return found


def declarations(conjuncts: list[Conjunct], name: str) -> list[Any]:
    """The schemas that a property must fit."""
    found = []
    for conjunct in conjuncts:
        properties = conjunct.node.get("properties")
        if isinstance(properties, dict) and name in properties:
            found.append(properties[name])
    return found


def object_conflict(conjuncts: list[Conjunct]) -> Conflict | None:
    """Why no object has all that is required of it and no more than is allowed."""
    conflict = count_conflict(conjuncts, "object")
    if conflict:
        return conflict
    required = requirements(conjuncts)
    for most, holder in _counts(conjuncts, "maxProperties"):
        if len(required) > most:
            message = f"maxProperties {most} is less than the {len(required)} properties that are required"
            return Conflict(place_of(holder, "maxProperties"), message)
    for closing in conjuncts:
        if closing.node.get("additionalProperties") is False and not mapping(closing.node.get("patternProperties")):
            conflict = _shut_out(closing, conjuncts, required)
            if conflict:
                return conflict
    return None


def _shut_out(
    closing: Conjunct, conjuncts: list[Conjunct], required: dict[str, tuple[Conjunct, int]]
) -> Conflict | None:
    """Why a schema with ``additionalProperties: false`` does not let in what is required."""
    allowed = mapping(closing.node.get("properties"))
    for name, (requiring, index) in required.items():
        if name not in allowed:
            message = f"property {name!r} is required, but forbidden by 'additionalProperties: false'"
            is_elsewhere = requiring is not closing and closing.is_direct
            tokens = ("additionalProperties",) if is_elsewhere else ("required", index)
            return Conflict(place_of(closing if is_elsewhere else requiring, *tokens), message)
    for least, holder in _counts(conjuncts, "minProperties"):
        if least > len(allowed):
            message = f"minProperties {least} is more than the {len(allowed)} properties that are allowed"
            return Conflict(place_of(holder, "minProperties"), message)
    return None
