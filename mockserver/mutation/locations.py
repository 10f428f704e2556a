"""Locations in a JSON value with their schemas, and changes there that violate the schema."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from contracts.messages import Response
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema
from mockserver.mutation.editing import documented_media, parse_json, with_json
from mockserver.mutation.mutant import Call, MutantFamily, Transform, returns_json, transforming

Path = tuple[str | int, ...]
"""Keys and list indexes from the root of a JSON value."""

MAX_DEPTH = 6
"""Levels of a value that are visited; limits recursive schemas."""


@dataclass(frozen=True)
class BodyLocation:
    """A value inside a JSON value.

    :param schema: its schema; ``None`` if the value is not documented.
    """

    path: Path
    value: Any
    schema: Schema | None

    def keyword(self, name: str) -> Any:
        """The value of a keyword in the schema or in its references and compositions; ``None`` if missing."""
        return next((node[name] for node in schema_nodes(self.schema) if name in node), None)


def schema_nodes(schema: Schema | None, seen: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """Yield the mapping of a schema, then those of its references and compositions, each once."""
    if schema is None or not isinstance(schema.node, dict) or schema.pointer in seen:
        return
    node, seen = schema.node, seen | {schema.pointer}
    yield node
    if "$ref" in node:
        yield from schema_nodes(schema.space.target(schema), seen)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for index in range(len(node.get(keyword, ()))):
            yield from schema_nodes(schema.child(keyword, index), seen)


def locations(schema: Schema | None, value: Any, path: Path = ()) -> Iterator[BodyLocation]:
    """Yield all locations of a value, outer ones first."""
    yield BodyLocation(path, value, schema)
    if len(path) >= MAX_DEPTH:
        return
    if isinstance(value, dict):
        properties = schema.possible_properties if schema else {}
        for name, inner in value.items():
            yield from locations(properties.get(name), inner, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from locations(_item_schema(schema), item, (*path, index))


def _item_schema(schema: Schema | None) -> Schema | None:
    """The schema of a list's items, even if only one alternative of the schema describes a list."""
    if schema is None:
        return None
    resolved = schema.resolve()
    if resolved.items is not None or not isinstance(resolved.node, dict):
        return resolved.items
    counts = {keyword: len(resolved.node.get(keyword, ())) for keyword in ("anyOf", "oneOf", "allOf")}
    parts = (resolved.child(keyword, index) for keyword, count in counts.items() for index in range(count))
    return next((part.items for part in parts if part.items is not None), None)


def replace_at(value: Any, path: Path, new: Any) -> Any:
    """Return a copy of a JSON value with the value at a path replaced."""
    if not path:
        return new
    root = copy.deepcopy(value)
    _parent(root, path)[path[-1]] = new
    return root


def remove_at(value: Any, path: Path) -> Any:
    """Return a copy of a JSON value without the value at a path."""
    root = copy.deepcopy(value)
    del _parent(root, path)[path[-1]]
    return root


def _parent(root: Any, path: Path) -> Any:
    for token in path[:-1]:
        root = root[token]
    return root


Candidates = Callable[[BodyLocation], Iterator[Any]]
"""Yields values that may violate the schema at a location; none if the defect does not concern the location."""


def violating(candidates: Candidates, *, errors: bool = False) -> Transform:
    """Return a transform that puts the first candidate that violates the schema into the response.

    :param errors: change error responses instead of success responses.
    """

    def transform(_call: Call, operation: Operation, response: Response) -> Response:
        media = documented_media(operation, response)
        if media is None or media.schema is None or response.is_success is errors:
            return response
        body = parse_json(response)
        for location in locations(media.schema, body):
            for candidate in candidates(location):
                wrong = replace_at(body, location.path, candidate)
                if not media.schema.is_valid(wrong):
                    return with_json(response, wrong)
        return response

    return transform


def violations_of(family: MutantFamily) -> Callable[..., Callable[[Candidates], Candidates]]:
    """Return a decorator of generators of values, the first of which that violates the schema goes into the response.

    Its arguments are the id and title of the mutant, and ``why``.
    """

    def violation(mutant_id: str, title: str, *, why: str) -> Callable[[Candidates], Candidates]:
        def declare(candidates: Candidates) -> Candidates:
            family.add(mutant_id, title, why=why, applies=returns_json, make_fault=transforming(violating(candidates)))
            return candidates

        return declare

    return violation


def is_number(value: Any) -> bool:
    """Whether a JSON value is a number; booleans are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)
