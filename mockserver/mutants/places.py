"""Where in a JSON value a schema says what: the places that a fault may spoil."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from contracts.messages import Response
from contracts.spec.model import Operation
from contracts.spec.schemas import Schema
from mockserver.mutants.editing import media_of, with_json
from mockserver.mutants.mutant import Call, Change, json_of

Path = tuple[str | int, ...]

DEPTH = 6
"""Levels of a value that are looked at: recursive schemas end there."""


@dataclass(frozen=True)
class Place:
    """A value inside of a JSON value, with what the document says of it.

    :param path: names of members and positions in lists, from the root.
    :param schema: ``None``: the document says nothing of it.
    """

    path: Path
    value: Any
    schema: Schema | None

    def says(self, keyword: str) -> Any:
        """The value of a keyword of the schema or of what it is composed of; ``None``: none has it."""
        return next((node[keyword] for node in nodes(self.schema) if keyword in node), None)


def nodes(schema: Schema | None, seen: frozenset[str] = frozenset()) -> Iterator[dict[str, Any]]:
    """A schema's own mapping, then those it refers to and is composed of, each once."""
    if schema is None or not isinstance(schema.node, dict) or schema.pointer in seen:
        return
    node, seen = schema.node, seen | {schema.pointer}
    yield node
    if "$ref" in node:
        yield from nodes(schema.space.target(schema), seen)
    for keyword in ("allOf", "anyOf", "oneOf"):
        for index in range(len(node.get(keyword, ()))):
            yield from nodes(schema.child(keyword, index), seen)


def places(schema: Schema | None, value: Any, path: Path = ()) -> Iterator[Place]:
    """All places of a value, the outer ones first."""
    yield Place(path, value, schema)
    if len(path) >= DEPTH:
        return
    if isinstance(value, dict):
        known = schema.possible_properties if schema else {}
        for name, member in value.items():
            yield from places(known.get(name), member, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(_items(schema), item, (*path, index))


def _items(schema: Schema | None) -> Schema | None:
    """The schema of a list's items, also where only an alternative of the schema is of a list."""
    if schema is None:
        return None
    resolved = schema.resolve()
    if resolved.items is not None or not isinstance(resolved.node, dict):
        return resolved.items
    counts = {keyword: len(resolved.node.get(keyword, ())) for keyword in ("anyOf", "oneOf", "allOf")}
    parts = (resolved.child(keyword, index) for keyword, count in counts.items() for index in range(count))
    return next((part.items for part in parts if part.items is not None), None)


def put(value: Any, path: Path, new: Any) -> Any:
    """A copy of a JSON value with another one at a place."""
    if not path:
        return new
    whole = copy.deepcopy(value)
    inner = whole
    for token in path[:-1]:
        inner = inner[token]
    inner[path[-1]] = new
    return whole


def drop(value: Any, path: Path) -> Any:
    """A copy of a JSON value without a place."""
    whole = copy.deepcopy(value)
    inner = whole
    for token in path[:-1]:
        inner = inner[token]
    del inner[path[-1]]
    return whole


Spoil = Callable[[Place], Iterator[Any]]
"""Gives values that may stand in a place to spoil it; nothing for a place that this fault leaves alone."""


def spoiling(spoil: Spoil, *, failures: bool = False) -> Change:
    """A change of the first place of an answer where one of the spoilt values breaks the document.

    :param failures: of the answers that are failures, not of the others.
    """

    def change(_call: Call, operation: Operation, reply: Response) -> Response:
        media = media_of(operation, reply)
        if media is None or media.schema is None or reply.is_success is failures:
            return reply
        body = json_of(reply)
        for place in places(media.schema, body):
            for new in spoil(place):
                wrong = put(body, place.path, new)
                if not media.schema.is_valid(wrong):
                    return with_json(reply, wrong)
        return reply

    return change
