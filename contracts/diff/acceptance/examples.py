"""Values of a schema, chosen so that they show differences from another one: a few for each way to match it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any

from contracts.diff.acceptance.clauses import clauses_of
from contracts.diff.acceptance.contents import Undecidable, additional_of, property_of
from contracts.diff.change import Direction
from contracts.diff.merged_schema import ComparedSchema
from contracts.schema.json_types import type_of

MAX_VALUES = 60
"""Values of one schema."""

MAX_INNER = 6
"""Values of each property and item."""

MAX_NESTING = 4
"""Objects and lists within others."""

MAX_HINTS = 24
"""Bounds and listed values of each type that are tried."""

MAX_LENGTH = 64
"""Characters and items of a value."""

_HINTING = {
    "minimum": 0, "maximum": 0, "exclusiveMinimum": 0, "exclusiveMaximum": 0, "multipleOf": 0,
    "minLength": 1, "maxLength": 1, "minItems": 2, "maxItems": 2,
}  # fmt: skip
"""Keywords with numbers by what they bound: numbers, lengths, or counts."""


class Examples:
    """Yields values of schemas in messages of one direction.

    :param others: schemas whose bounds and listed values are tried as well.
    """

    def __init__(self, direction: Direction, others: list[ComparedSchema]) -> None:
        self._hidden = "readOnly" if direction is Direction.REQUEST else "writeOnly"
        self._bounds: tuple[dict[float, None], ...] = ({0: None, 1: None}, {0: None, 1: None}, {0: None, 1: None})
        self._listed: dict[str, Any] = {}
        self._known: dict[tuple[int, int], tuple[ComparedSchema, list[Any]]] = {}
        for schema in others:
            for site in schema.sites:
                self._collect(schema, site.node, 3, set())

    def _collect(self, schema: ComparedSchema, node: Any, depth: int, seen: set[int]) -> None:
        """Note the bounds and listed values of a schema and of those inside."""
        if isinstance(node, list):
            for one in node[:MAX_HINTS]:
                self._collect(schema, one, depth, seen)
        if not isinstance(node, dict) or id(node) in seen or len(seen) > 200:
            return
        seen.add(id(node))
        for keyword, index in _HINTING.items():
            bound = node.get(keyword)
            if isinstance(bound, int | float) and not isinstance(bound, bool) and len(self._bounds[index]) < MAX_HINTS:
                self._bounds[index].update(dict.fromkeys((bound, bound - 1, bound + 1)))
        enum = node.get("enum")
        listed = [*(enum if isinstance(enum, list) else ()), *([node["const"]] if "const" in node else ())]
        for value in listed[:MAX_HINTS]:
            self._listed[json.dumps(value, default=str)] = value
        reference = node.get("$ref")
        target = schema.side.target(reference) if isinstance(reference, str) and depth else None
        self._collect(schema, target.node if target else None, depth - 1, seen)
        for keyword in ("allOf", "anyOf", "oneOf", "not", "items", "additionalProperties"):
            self._collect(schema, node.get(keyword), depth, seen)
        properties = node.get("properties")
        self._collect(schema, list(properties.values()) if isinstance(properties, dict) else None, depth, seen)

    def of(self, schema: ComparedSchema) -> list[Any]:
        """Return values that probably match a schema."""
        return list(islice(self._values(schema, MAX_NESTING), MAX_VALUES))

    def _values(self, schema: ComparedSchema, depth: int) -> Iterator[Any]:
        if schema.is_null:
            yield None
        clauses = clauses_of(schema) or []
        each = [self._of_clause(clause.schema, depth) for clause in clauses]
        while each:  # in turn, so that few values already show all ways
            following = []
            for values in each:
                for value in islice(values, 1):
                    yield value
                    following.append(values)
            each = following

    def _of_clause(self, schema: ComparedSchema, depth: int) -> Iterator[Any]:
        if schema.listed is not None:
            yield from map(json.loads, schema.listed)
            return
        if depth == 0:
            return
        for keyword in ("default", "example"):
            yield from schema.all_of(keyword)
        kinds = schema.types if schema.types is not None else {"string", "integer", "boolean", "object", "array"}
        for kind in sorted(kinds):
            yield from (value for value in self._listed.values() if type_of(value) == kind)
            yield from getattr(self, f"_{kind}", self._nothing)(schema, depth)

    def _nothing(self, _schema: ComparedSchema, _depth: int) -> Iterator[Any]:
        yield from ()

    def _boolean(self, _schema: ComparedSchema, _depth: int) -> Iterator[Any]:
        yield from (True, False)

    def _integer(self, schema: ComparedSchema, _depth: int) -> Iterator[Any]:
        yield from (int(one) for one in self._near(schema, 0) if one == int(one))

    def _number(self, schema: ComparedSchema, _depth: int) -> Iterator[Any]:
        yield from (shifted for one in self._near(schema, 0) for shifted in (one, one + 0.5))

    def _near(self, schema: ComparedSchema, index: int) -> list[float]:
        """Return the bounds of a schema, then those of others."""
        keywords = (keyword for keyword, kind in _HINTING.items() if kind == index)
        own = [one for keyword in keywords for one in schema.all_of(keyword) if isinstance(one, int | float)]
        return list(dict.fromkeys([*own, *(one - 1 for one in own), *(one + 1 for one in own), *self._bounds[index]]))

    def _string(self, schema: ComparedSchema, _depth: int) -> Iterator[Any]:
        for length in self._near(schema, 1):
            if 0 <= length <= MAX_LENGTH:
                yield "a" * int(length)

    def _array(self, schema: ComparedSchema, depth: int) -> Iterator[Any]:
        items = schema.below("items")
        inner = self._inner(schema.side.join(items), depth - 1) if items else [0, "a"]
        for length in self._near(schema, 2):
            if 0 <= length <= MAX_LENGTH and (inner or length == 0):
                yield [inner[index % len(inner)] for index in range(int(length))]
        yield from ([one] for one in inner)

    def _object(self, schema: ComparedSchema, depth: int) -> Iterator[Any]:
        inner = {name: self._inside(schema, name, depth) for name in [*schema.properties, *schema.required]}
        usual = {name: values[0] for name, values in inner.items() if values}
        needed = {name: value for name, value in usual.items() if name in schema.required}
        yield usual
        yield needed
        for name, values in inner.items():
            yield from ({**usual, name: value} for value in values[1:])
            if name not in needed and values:
                yield {**needed, name: values[0]}
                yield {other: value for other, value in usual.items() if other != name}
        others = additional_of(schema).sites
        for value in islice(self._values(schema.side.join(others), depth - 1), 2) if others else ():
            yield {**needed, "other": value}

    def _inside(self, schema: ComparedSchema, name: str, depth: int) -> list[Any]:
        """Return values of a property; none if it is not part of these messages."""
        try:
            content = schema.side.join(property_of(schema, name).sites)
        except Undecidable:
            return []
        if content.says(self._hidden):
            return []
        return self._inner(content, depth - 1)

    def _inner(self, schema: ComparedSchema, depth: int) -> list[Any]:
        """Return values of a property or item."""
        key = (id(schema), depth)
        if key not in self._known:
            self._known[key] = schema, list(islice(self._values(schema, depth), MAX_INNER))
        return self._known[key][1]
