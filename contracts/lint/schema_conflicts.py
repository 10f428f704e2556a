"""The values that merged schemas allow, and conflicts between the schemas.

A reported conflict is always real, but not every conflict is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.lint.bounds import COUNTS, count, crossed, number, range_of
from contracts.lint.document_access import mapping
from contracts.lint.schema_index import IndexedPart, IndexedSchema
from contracts.schema.json_types import ALL_TYPES, accepted_types, describe_types, equality_key, type_of
from contracts.schema.merged import MergedSchema, Tokens


class Conflict(NamedTuple):
    """Why no value, or no value of a type, is valid.

    :param place: tokens of the JSON pointer of the conflicting keyword, relative to the schema.
    :param message: ``""`` if another finding reports the conflict.
    """

    place: Tokens
    message: str


SILENT = Conflict((), "")


def place_of(part: IndexedPart, *tokens: str | int) -> Tokens:
    """Return the pointer tokens of a keyword of a part, or of its reference, relative to the merged schema."""
    return part.path if part.by_reference else (*part.path, *tokens)


def allowed_types(merged: MergedSchema[IndexedSchema], is_old: bool) -> tuple[frozenset[str], Conflict | None]:
    """Return the types that all parts allow, or a conflict if there are none."""
    allowed = ALL_TYPES
    for part in merged.parts:
        own = accepted_types(part.node, is_old)
        if not allowed & own:
            message = f"no value is valid: type {describe_types(own)} contradicts type {describe_types(allowed)}"
            return frozenset(), Conflict(place_of(part, "type"), message)
        allowed &= own
    return allowed, None


def allowed_values(
    merged: MergedSchema[IndexedSchema], types: frozenset[str], is_old: bool
) -> tuple[list[Any] | None, Conflict | None]:
    """Return the values that ``enum`` and ``const`` allow, ``None`` if all; or a conflict if they allow none."""
    left: dict[Any, Any] | None = None
    for part in merged.parts:
        for keyword, values in _enumerations(part.node):
            own = {equality_key(value): value for value in values}
            if left is not None and not left.keys() & own.keys():
                message = f"no value is valid: the other enum or const allows no value of this {keyword}"
                return [], Conflict(place_of(part, keyword), message)
            left = own if left is None else {key: value for key, value in left.items() if key in own}
            fitting = {key: value for key, value in left.items() if type_of(value) in types}
            if left and not fitting:
                if not any(type_of(value) in accepted_types(part.node, is_old) for value in values):
                    return [], SILENT
                message = f"no value is valid: no value of this {keyword} is {_article(types)}"
                return [], Conflict(place_of(part, keyword), message)
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


def number_conflict(merged: MergedSchema[IndexedSchema], is_integer: bool) -> Conflict | None:
    """Return the conflict between the bounds of numbers, if there is one."""
    bounded = [one for one in merged.parts if _is_bounded(one.node)]
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
    what = f"multiple of {numbers.step}" if numbers.step else "integer" if is_integer else "number"
    message = f"the range from {low.keyword} {low.value} to {high.keyword} {high.value} contains no {what}"
    return Conflict(place_of(holder, low.keyword), message)


def _is_bounded(node: dict[str, Any]) -> bool:
    return any(
        number(node.get(word)) is not None
        for word in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
    )


def count_conflict(merged: MergedSchema[IndexedSchema], kind: str) -> Conflict | None:
    """Return the conflict between the minimum and maximum length of a type, if there is one."""
    for least, most, of in COUNTS:
        if of != kind or least == "minContains":
            continue
        low = max(((value, one) for value, one in _counts(merged, least)), key=lambda pair: pair[0], default=None)
        high = min(((value, one) for value, one in _counts(merged, most)), key=lambda pair: pair[0], default=None)
        if low and high and low[0] > high[0]:
            if low[1] is high[1]:
                return SILENT
            return Conflict(place_of(low[1], least), f"{least} {low[0]} is greater than {most} {high[0]}")
    return None


def _counts(merged: MergedSchema[IndexedSchema], keyword: str) -> Iterator[tuple[int, IndexedPart]]:
    for part in merged.parts:
        value = count(part.node.get(keyword))
        if value is not None:
            yield value, part


def declarations(merged: MergedSchema[IndexedSchema], name: str) -> list[Any]:
    """Return the schemas of a property."""
    return [part.node["properties"][name] for part in merged.declaring(name)]


def object_conflict(merged: MergedSchema[IndexedSchema]) -> Conflict | None:
    """Return the conflict between the required and the allowed properties, if there is one."""
    conflict = count_conflict(merged, "object")
    if conflict:
        return conflict
    required = merged.requirements
    for most, holder in _counts(merged, "maxProperties"):
        if len(required) > most:
            message = f"maxProperties is {most} but {len(required)} properties are required"
            return Conflict(place_of(holder, "maxProperties"), message)
    for closing in merged.parts:
        if closing.node.get("additionalProperties") is False and not mapping(closing.node.get("patternProperties")):
            conflict = _forbidden_requirement(closing, merged, required)
            if conflict:
                return conflict
    return None


def _forbidden_requirement(
    closing: IndexedPart, merged: MergedSchema[IndexedSchema], required: dict[str, tuple[IndexedPart, int]]
) -> Conflict | None:
    """Return the conflict between ``additionalProperties: false`` of a part and the required properties."""
    allowed = mapping(closing.node.get("properties"))
    for name, (requiring, index) in required.items():
        if name not in allowed:
            message = f"property {name!r} is required but 'additionalProperties: false' forbids it"
            is_elsewhere = requiring is not closing and not closing.by_reference
            tokens = ("additionalProperties",) if is_elsewhere else ("required", index)
            return Conflict(place_of(closing if is_elsewhere else requiring, *tokens), message)
    for least, holder in _counts(merged, "minProperties"):
        if least > len(allowed):
            message = f"minProperties is {least} but only {len(allowed)} properties are allowed"
            return Conflict(place_of(holder, "minProperties"), message)
    return None
