"""Messages for the values that do not match their schema, each violation once, with its location in the value."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from contracts.spec.document_errors import EXTRA
from contracts.spec.metaschema import ValidationIssue
from contracts.spec.pointers import child_pointer
from contracts.wording import close_matches

Tree = dict[str, Any]

NAMED = "#/components/schemas/"


def narrowed(breach: ValidationIssue, tree: Tree) -> Iterator[ValidationIssue]:
    """The violations behind one of ``oneOf`` or ``anyOf``: those of the branch that was probably meant.

    :param tree: the document in 3.1 form, for its discriminators.
    """
    branches = breach.branches
    if not branches or not all(branches) or breach.lacks_one_key or wrong_kind(breach) or wrong_types(breach):
        yield breach
        return
    branch = _discriminated(breach, tree) or min(branches, key=lambda one: _distance(one, len(breach.path)))
    for inner in branch:
        yield from narrowed(inner, tree)


def wrong_kind(breach: ValidationIssue) -> tuple[str | int, list[Any]] | None:
    """The property that distinguishes all branches, and its allowed values, if its value matches none of them."""
    kinds = [_kinds(branch, len(breach.path)) for branch in breach.branches]
    common = [name for name in kinds[0] if all(name in others for others in kinds)] if kinds else []
    if not common:
        return None
    return common[0], [option for others in kinds for option in others[common[0]]]


def wrong_types(breach: ValidationIssue) -> list[str]:
    """The types that the branches require, if the value has none of them; otherwise empty."""
    found: dict[str, None] = {}
    for branch in breach.branches:
        types = [inner.detail["types"] for inner in branch if inner.keyword == "type" and inner.path == breach.path]
        if not types:
            return []
        found.update(dict.fromkeys(types[0]))
    return list(found)


def _kinds(branch: list[ValidationIssue], depth: int) -> dict[str | int, list[Any]]:
    """The properties whose ``const`` or ``enum`` a value violates in a branch, with the allowed values."""
    found: dict[str | int, list[Any]] = {}
    for inner in branch:
        if len(inner.path) == depth + 1 and inner.keyword in ("const", "enum"):
            detail = inner.detail
            found[inner.path[-1]] = detail["options"] if inner.keyword == "enum" else [detail["expected_value"]]
    return found


def _distance(branch: list[ValidationIssue], depth: int) -> tuple[int, int, int]:
    """The distance of a value from a branch: violated types and constants, number of violations, and their depth."""
    sorts = sum(inner.keyword == "type" and len(inner.path) == depth for inner in branch)
    return sorts + len(_kinds(branch, depth)), len(branch), -max(len(inner.path) for inner in branch)


def _discriminated(breach: ValidationIssue, tree: Tree) -> list[ValidationIssue] | None:
    """The branch that a discriminator selects (OpenAPI 3.1, "Discriminator Object"); ``None`` if there is none."""
    schema: Any = tree
    try:
        for token in breach.rule[:-1]:
            schema = schema[token]
        discriminator, parts = schema["discriminator"], schema[breach.keyword]
        name = breach.value[discriminator["propertyName"]]
        mapping = discriminator.get("mapping") or {}
        target = mapping.get(name, name)
        references = {target, f"{NAMED}{target}"}
        index = next(index for index, part in enumerate(parts) if part.get("$ref") in references)
    except (KeyError, IndexError, TypeError, AttributeError, StopIteration):
        return None
    return breach.branches[index] if index < len(breach.branches) else None


LONGEST = 60
"""The maximum number of characters of a value in a message."""

NUMBERS = frozenset({"integer", "number"})

UNQUOTED = {
    "boolean": re.compile("true|false"),
    "number": re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?"),
    "integer": re.compile(r"-?(0|[1-9][0-9]*)(\.0+)?"),
}
"""By type: strings that are valid values of it without their quotes."""

FEWEST_NAMES = 2
"""The number of missing properties from which on one message lists them."""

MOST_NAMES = 5
"""The maximum number of missing properties that a message lists."""

BEFORE = 2
"""The number of leading tokens of a violation's path to remove; see ``batch_validator.py``."""


@dataclass(frozen=True, slots=True)
class ValueIssue:
    """One violation of a schema by a value.

    :param keyword: of the schema, e.g. ``type``; ``oneOf`` if several of its branches match.
    :param place: JSON pointer in the value.
    :param message: what is wrong, e.g. ``"abc" is not of type integer``.
    :param hint: how to fix it; ``""`` if unknown.
    :param detail: the arguments of the keyword, with the names that the validator gives them.
    :param count: the number of locations in the value with the same violation; ``place`` is the first.
    """

    keyword: str
    place: str
    message: str
    hint: str
    detail: dict[str, Any]
    value: Any
    count: int = 1

    @property
    def is_of_format(self) -> bool:
        """Whether the string has an invalid format."""
        return self.keyword == "format"

    @property
    def is_ambiguous(self) -> bool:
        """Whether the value matches more than one branch of ``oneOf``."""
        return self.keyword == "oneOf"


def value_issues(breaches: Sequence[ValidationIssue], tree: Tree, skip: int = BEFORE) -> list[ValueIssue]:
    """The violations of one value; those of the same keyword in several items of a list are merged.

    :param tree: the document in 3.1 form.
    :param skip: number of leading tokens of the paths that are not part of the value.
    """
    leaves = [leaf for breach in breaches for leaf in narrowed(breach, tree)]
    mistyped = {leaf.path for leaf in leaves if leaf.keyword == "type"}
    groups: dict[object, list[ValueIssue]] = {}
    for leaf in leaves:
        if leaf.keyword == "type" or leaf.path not in mistyped:
            for key, found in _explained(leaf, skip):
                groups.setdefault(key, []).append(found)
    return [_together(group) for group in groups.values()]


def _together(group: list[ValueIssue]) -> ValueIssue:
    """Merge equal violations at several locations; the message lists all properties missing at the first one."""
    first = group[0]
    names = dict.fromkeys(
        found.detail["property"] for found in group if "property" in found.detail and found.place == first.place
    )
    places = {found.place for found in group}
    message = first.message if len(names) < FEWEST_NAMES else f"properties {_listed(list(names))} are missing"
    return replace(first, message=message, count=len(places))


def _listed(names: list[str]) -> str:
    shown_names = [shown(name) for name in names]
    if len(names) > MOST_NAMES:
        return f"{', '.join(shown_names[:MOST_NAMES])} and {len(names) - MOST_NAMES} more"
    return f"{', '.join(shown_names[:-1])} and {shown_names[-1]}"


def _explained(breach: ValidationIssue, skip: int) -> Iterator[tuple[object, ValueIssue]]:
    """The violations of one breach, each with a key that is equal for the items of a list."""
    path = breach.path[skip:]
    place = child_pointer("", *path)
    shape = tuple("*" if isinstance(token, int) else token for token in path)
    keyword, detail, value = breach.keyword, breach.detail, breach.value
    if keyword in EXTRA:
        for key in detail["unexpected"]:
            message = f"property {shown(key)} is not allowed"
            yield (keyword, shape, key), ValueIssue(keyword, child_pointer(place, key), message, "", detail, value)
    elif keyword == "propertyNames":
        name = ValidationIssue(detail["error"])
        message = f"property name {describe(name)}"
        yield (keyword, shape), ValueIssue(keyword, child_pointer(place, str(name.value)), message, "", detail, value)
    elif breach.is_about_alternatives and (kind := wrong_kind(breach)):
        key, options = kind
        message = f"{shown(value[key])} is not one of {', '.join(map(shown, options))}"
        yield ("enum", shape, key), ValueIssue("enum", child_pointer(place, key), message, "", detail, value[key])
    elif types := wrong_types(breach):
        message = f"{shown(value)} is not of type {' or '.join(types)}"
        yield ("type", shape), ValueIssue("type", place, message, _quoting(set(types), value), {"types": types}, value)
    else:
        if breach.is_about_alternatives:
            keyword = "required" if breach.lacks_one_key else "anyOf" if all(breach.branches) else "oneOf"
        found = ValueIssue(keyword, place, describe(breach), hint_of(breach), detail, value)
        yield (keyword, shape), found


def describe(breach: ValidationIssue) -> str:
    """The message for a violation; it contains the value."""
    words = WORDS.get(breach.keyword)
    return words(breach) if words else f"{shown(breach.value)} violates {breach.keyword!r}"


def hint_of(breach: ValidationIssue) -> str:
    """How to fix a violation; ``""`` if the schema does not imply it."""
    value = breach.value
    if breach.keyword == "enum" and isinstance(value, str):
        options = [option for option in breach.detail["options"] if isinstance(option, str)]
        close = close_matches(value, options, 1, 0.6)
        folded = [option for option in options if option.lower() == value.lower()]
        guess = folded or close
        return f"did you mean {shown(guess[0])}?" if guess else ""
    return _quoting(set(breach.detail["types"]), value) if breach.keyword == "type" else ""


def _quoting(types: set[str], value: Any) -> str:
    """The hint for a value of the wrong type that lacks quotes or has too many; ``""`` for any other."""
    if "string" in types:
        return "" if value is None or isinstance(value, dict | list) else "put it in quotes"
    number = UNQUOTED["number" if "number" in types else "integer"] if types & NUMBERS else None
    wanted = UNQUOTED["boolean"] if "boolean" in types else number
    is_quoted = isinstance(value, str) and wanted is not None and wanted.fullmatch(value)
    return f"write {value} without quotes" if is_quoted else ""


def shown(value: Any) -> str:
    """A value as JSON, truncated if it is long."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _type(breach: ValidationIssue) -> str:
    return f"{shown(breach.value)} is not of type {' or '.join(breach.detail['types'])}"


def _enum(breach: ValidationIssue) -> str:
    options = [shown(option) for option in breach.detail["options"]]
    listed = ", ".join(options[:8]) + (", …" if len(options) > 8 else "")
    return f"{shown(breach.value)} is not {'one of ' if len(options) > 1 else ''}{listed}"


def _alternatives(breach: ValidationIssue) -> str:
    if breach.lacks_one_key:
        keys = dict.fromkeys(branch[0].detail["property"] for branch in breach.branches)
        return f"property {' or '.join(map(shown, keys))} is missing"
    if not all(breach.branches):
        return f"{shown(breach.value)} matches more than one branch of oneOf"
    return f"{shown(breach.value)} does not match any branch of {breach.keyword}"


def _limit(words: str) -> Callable[[ValidationIssue], str]:
    return lambda breach: f"{shown(breach.value)} is {words} {breach.detail['limit']}"


PLURALS = {"character": "characters", "item": "items", "property": "properties"}


def _size(words: str, noun: str) -> Callable[[ValidationIssue], str]:
    def phrase(breach: ValidationIssue) -> str:
        limit = breach.detail["limit"]
        return f"{shown(breach.value)} has {words} {limit} {noun if limit == 1 else PLURALS[noun]}"

    return phrase


WORDS: dict[str, Callable[[ValidationIssue], str]] = {
    "type": _type,
    "enum": _enum,
    "const": lambda breach: f"{shown(breach.value)} is not {shown(breach.detail['expected_value'])}",
    "required": lambda breach: f"property {shown(breach.detail['property'])} is missing",
    "pattern": lambda breach: f"{shown(breach.value)} does not match {breach.detail['pattern']}",
    "format": lambda breach: f"{shown(breach.value)} is not of format {breach.detail['format']}",
    "oneOf": _alternatives,
    "anyOf": _alternatives,
    "not": lambda breach: f"{shown(breach.value)} matches the schema of 'not'",
    "falseSchema": lambda breach: f"{shown(breach.value)} is not allowed: the schema is false",
    "contains": lambda _: "the array has too few or too many items that match 'contains'",
    "unevaluatedItems": lambda _: "the array has more items than its schema allows",
    "uniqueItems": lambda _: "the array has duplicate items",
    "multipleOf": lambda breach: f"{shown(breach.value)} is not a multiple of {breach.detail['multiple_of']}",
    "minimum": _limit("less than"),
    "maximum": _limit("greater than"),
    "exclusiveMinimum": _limit("not greater than"),
    "exclusiveMaximum": _limit("not less than"),
    "minLength": _size("fewer than", "character"),
    "maxLength": _size("more than", "character"),
    "minItems": _size("fewer than", "item"),
    "maxItems": _size("more than", "item"),
    "minProperties": _size("fewer than", "property"),
    "maxProperties": _size("more than", "property"),
}
