"""A query parameter with the name of a property filters the list by that property.

Only parameters are tested whose values are those of a property with the same name, in singular or plural. If an array
of values is sent, items with any of them match. An item that the list has without the filter, and that matches, must be
in the filtered list. A string without an ``enum`` may also match as a part of the property, in any case of letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contracts.conformance.assertions.items import display
from contracts.conformance.assertions.query_params import ask_list, is_list, item_schema, query_parameters
from contracts.conformance.checks.check import Check, Sends
from contracts.conformance.items.item_values import Item, id_of
from contracts.conformance.session import Session
from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.schema.json_types import type_names
from contracts.spec.list_names import (
    AFTER,
    BEFORE,
    CURSORS,
    DIRECTIONS,
    NOT_FILTERS,
    OFFSETS,
    PAGES,
    SEARCHES,
    SHORT_OFFSETS,
    SHORT_SIZES,
    SIZES,
    SORTS,
    plain,
)
from contracts.spec.model import Operation, Parameter
from contracts.spec.names import same_noun, words
from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items, core

ID = "filtering"
MOST_VALUES = 6
FAST_MOST_VALUES = 3
"""Maximum number of values per parameter."""

MAX_ITEM_VALUES = 2
"""Maximum number of values that are those of items in the list."""

ABSENT_VALUES: tuple[Any, ...] = ("casemock-zq-absent", 1_999_999_999)
"""Values that no item has."""

INCLUDES = re.compile(r"\b(include|embed|expand|return|returns|show|add)\b", re.IGNORECASE)
"""Words in the description of a parameter that adds something to the response instead of filtering it."""


NOT_EXACT = (
    SIZES | SHORT_SIZES | PAGES | OFFSETS | SHORT_OFFSETS | CURSORS | AFTER | BEFORE | SEARCHES | SORTS | DIRECTIONS
    | NOT_FILTERS
    | {"locale", "language", "lang", "currency", "unit", "units", "timezone", "tz", "version", "date", "time", "day",
       "end", "to", "since", "until"}
)  # fmt: skip
"""Plain names of parameters with free values that may do something else than to filter by the property of that name."""

_TIMES = frozenset({"date", "date-time", "time", "duration"})
"""Formats of values by which lists are filtered from or up to a time."""


@dataclass(frozen=True)
class Filter:
    """A parameter that filters a list by a property.

    :param name: the property.
    :param choices: values of the ``enum`` or boolean of both; empty for other values, which are those of items.
    """

    session: Session
    operation: Operation
    parameter: Parameter
    name: str
    choices: list[Any]

    @property
    def takes_list(self) -> bool:
        """Whether the parameter accepts several values."""
        return self.parameter.schema is not None and array_items(self.parameter.schema) is not None

    def ask(self, values: list[Any]) -> tuple[Request, Response, list[Item]]:
        """Return the list filtered by values."""
        sent = values if self.takes_list else values[0]
        return ask_list(self.session, ID, self.operation, {self.parameter.name: sent})

    def all(self) -> list[Item]:
        """Return the list without the filter."""
        return ask_list(self.session, ID, self.operation, {})[2]

    def value(self, item: Item) -> Any:
        """Return the value of the property, a string, integer or boolean; ``None`` for any other value."""
        value = item.get(self.name)
        return value if isinstance(value, str | int) else None

    def matches(self, value: Any, sent: Any) -> bool:
        """Whether an item with a value may be in the list that is filtered by another value."""
        if self.choices or not isinstance(value, str):
            return bool(value == sent)
        return str(sent).casefold() in value.casefold()

    def values(self, items: list[Item]) -> list[Any]:
        """Return the values to filter by."""
        if self.choices:
            return self.choices[: FAST_MOST_VALUES if self.session.plan.fast else MOST_VALUES]
        present = list(dict.fromkeys(one for one in map(self.value, items) if one not in (None, "")))
        return [one for one in (*present[:MAX_ITEM_VALUES], *ABSENT_VALUES) if self._is_valid(one)]

    def _is_valid(self, value: Any) -> bool:
        schema = self.parameter.schema
        sent = [value] if self.takes_list else value
        return schema is not None and schema.request_validator.is_valid(sent)


def _run(session: Session) -> Iterator[Finding]:
    for operation in session.operations:
        for found in _filters(session, operation) if is_list(session, operation) else ():
            _fill(found)
            finding = _check(found)
            if finding is not None:
                yield finding


def _filters(session: Session, operation: Operation) -> Iterator[Filter]:
    schema = item_schema(operation)
    for parameter in query_parameters(operation) if schema is not None else ():
        if INCLUDES.search(parameter.description):
            continue
        for name, below in schema.possible_properties.items() if schema is not None else ():
            if plain(name) == plain(parameter.name) or same_noun(name, parameter.name):
                choices = _filter_values(parameter, below)
                if choices or _takes_any(parameter, below):
                    yield Filter(session, operation, parameter, name, choices)
                break


def _takes_any(parameter: Parameter, property_schema: Schema) -> bool:
    """Whether a parameter filters by any string or id: its values, and those of the property, are such values."""
    if parameter.schema is None or plain(parameter.name) in NOT_EXACT:
        return False
    schema = array_items(parameter.schema) or parameter.schema
    nodes = [core(one).node for one in (schema, property_schema)]
    types = [set(type_names(node)) - {"null"} for node in nodes if isinstance(node, dict)]
    if any(isinstance(node, dict) and (node.get("format") in _TIMES or "enum" in node) for node in nodes):
        return False
    is_id = words(parameter.name)[-1:] == ("id",)
    return types in ([{"string"}, {"string"}], *([[{"integer"}, {"integer"}]] if is_id else []))


def _filter_values(parameter: Parameter, property_schema: Schema) -> list[Any]:
    """Return the ``enum`` or boolean values that are valid for both the parameter and the property."""
    if parameter.schema is None:
        return []
    schema = array_items(parameter.schema) or parameter.schema
    nodes = [core(one).node for one in (schema, property_schema)]
    return next((found for node in nodes if (found := _values(node, schema, property_schema))), [])


def _values(node: Any, schema: Schema, property_schema: Schema) -> list[Any]:
    if not isinstance(node, dict):
        return []
    values = [True, False] if node.get("type") == "boolean" else list(node.get("enum", ()))
    return [
        value
        for value in values
        if isinstance(value, str | bool)
        and property_schema.is_valid(value)
        and schema.request_validator.is_valid(value)
    ]


def _fill(found: Filter) -> None:
    """Create items with values that no item of the list has, if the test can create them."""
    resource = found.operation.resource
    reader = found.session.items.roles.find(resource.collection, "read") if resource else None
    if reader is None:
        return
    seen = {found.value(item) for item in found.all()}
    for value in found.values([]) if found.choices else ():
        if value not in seen:
            found.session.items.create(reader, {found.name: value})


def _check(found: Filter) -> Finding | None:
    plain_items = found.all()
    for value in found.values(plain_items):
        finding = _check_values(found, [value], plain_items)
        if finding is not None:
            return finding
    present = [value for value in found.choices if any(found.value(item) == value for item in plain_items)]
    if found.takes_list and len(present) > 1:
        return _check_values(found, present[-2:][::-1], plain_items)
    return None


def _check_values(found: Filter, values: list[Any], plain_items: list[Item]) -> Finding | None:
    """Compare a filtered list with the values, and with the list without the filter; ask twice before reporting."""
    problem = None
    for _ in range(2):
        request, response, items = found.ask(values)
        if not response.is_success:
            return None
        problem = _unmatched(found, values, items) or _missing(found, values, items, plain_items)
        if problem is None:
            return None
    part, message, expected, got = problem or ("", "", "", "")
    return found.session.finding(
        f"{ID}/{part}" if part else ID,
        found.operation,
        message,
        requests=(request,),
        response=response,
        expected=expected,
        got=got,
        pointer=found.parameter.schema.pointer if found.parameter.schema else "",
    )


Problem = tuple[str, str, str, str]
"""The last part of the rule, the message, the expected and the actual value."""


def _unmatched(found: Filter, values: list[Any], items: list[Item]) -> Problem | None:
    for item in items:
        value = found.value(item)
        if value is not None and not any(found.matches(value, sent) for sent in values):
            message = f"a list filtered by {found.parameter.name} has items with another {found.name}"
            expected = f"{found.name} {' or '.join(map(display, values))} in each item"
            return "", message, expected, f"{found.name} {display(value)}"
    return None


def _missing(found: Filter, values: list[Any], items: list[Item], plain_items: list[Item]) -> Problem | None:
    """Find an item that matches and is missing, although the list without the filter has it."""
    resource = found.operation.resource
    if resource is None or not resource.id_path:
        return None
    ids = {id_of(resource, item) for item in items}
    for item in plain_items:
        identifier = id_of(resource, item)
        if identifier is not None and found.value(item) in values and identifier not in ids:
            message = f"a list filtered by {found.parameter.name} lacks an item that matches"
            expected = f"the item {display(identifier)} with {found.name} {display(found.value(item))}"
            return "missing", message, expected, f"{len(items)} items without it"
    return None


CHECK = Check(
    id=ID,
    title="a filtered list contains the matching items and no others",
    why="A client that requests open items and processes all of them must not get closed ones, and must not miss any.",
    good='GET /cases?status=open → 200 [{"status": "open"}]',
    bad='GET /cases?status=open → 200 [{"status": "open"}, {"status": "closed"}]',
    run=_run,
    sends=frozenset({Sends.CREATE}),
)
