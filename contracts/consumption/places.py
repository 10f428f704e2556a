"""What a document says at a place inside a value: the schemas that may count there, composition looked through.

A place is named by the way into the value: property names, ``*`` for the items of a list and the members of a map.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any

from contracts.schema.json_types import type_names
from contracts.spec.document import reference_pointer, walk
from contracts.spec.schemas import Schema

ANY = "*"
"""The token for any item of a list, and any member of a map."""

_COMPOSED = ("allOf", "oneOf", "anyOf")
_CONDITIONAL = ("then", "else")


class Place:
    """All schemas that a document has for one place; which alternative holds is not asked.

    :param tree: a document in 3.1 form with internal references.
    :param schemas: what stands there; ``True``: anything.
    """

    def __init__(self, tree: Mapping[str, Any], *schemas: Any) -> None:
        self._tree = tree
        self._schemas = schemas

    @cached_property
    def parts(self) -> tuple[dict[str, Any], ...]:
        """The schemas, references and composition followed, each once."""
        found: dict[int, dict[str, Any]] = {}
        waiting = list(reversed(self._schemas))
        while waiting:
            schema = waiting.pop()
            if not isinstance(schema, dict) or id(schema) in found:
                continue
            found[id(schema)] = schema
            waiting += reversed(list(self._composed(schema)))
        return tuple(found.values())

    def _composed(self, schema: dict[str, Any]) -> Iterator[Any]:
        if isinstance(schema.get("$ref"), str):
            yield self._target(schema["$ref"])
        for keyword in _COMPOSED:
            if isinstance(schema.get(keyword), list):
                yield from schema[keyword]
        yield from (schema[keyword] for keyword in _CONDITIONAL if keyword in schema)

    def _target(self, reference: str) -> Any:
        try:
            return walk(self._tree, reference_pointer(reference))
        except KeyError:
            return None

    def all_of(self, keyword: str) -> list[Any]:
        """The values of a keyword in all schemas that have it."""
        return [part[keyword] for part in self.parts if keyword in part]

    @cached_property
    def types(self) -> frozenset[str]:
        """The types that are named; empty: any."""
        return frozenset(name for part in self.parts for name in type_names(part))

    @cached_property
    def listed(self) -> frozenset[str]:
        """The values that ``enum`` and ``const`` list, as JSON texts."""
        lists = [*self.all_of("enum"), *([value] for value in self.all_of("const"))]
        return frozenset(written(value) for values in lists if isinstance(values, list) for value in values)

    @cached_property
    def properties(self) -> dict[str, Place]:
        """The properties that some schema names."""
        found: dict[str, list[Any]] = {}
        for properties in self.all_of("properties"):
            if isinstance(properties, dict):
                for name, schema in properties.items():
                    found.setdefault(name, []).append(schema)
        return {name: Place(self._tree, *schemas) for name, schemas in found.items()}

    @cached_property
    def items(self) -> Place:
        """What the items of a list are, whichever stand where."""
        prefixes = [one for some in self.all_of("prefixItems") if isinstance(some, list) for one in some]
        return Place(self._tree, *self.all_of("items"), *prefixes)

    @cached_property
    def rest(self) -> Place:
        """What members are that no schema names."""
        patterns = [one for some in self.all_of("patternProperties") if isinstance(some, dict) for one in some.values()]
        return Place(self._tree, *self.all_of("additionalProperties"), *patterns)

    @cached_property
    def is_map(self) -> bool:
        """Whether members without a name of their own are data: a map, or an object of which nothing is said."""
        return bool(self.rest.parts) or not self.properties

    @cached_property
    def is_known(self) -> bool:
        """Whether anything is said about the value."""
        return bool(self.parts)

    def member(self, name: str) -> tuple[str, Place | None]:
        """The token and the place of a member; no place where the schemas do not know it though they name others."""
        if name in self.properties:
            return name, self.properties[name]
        return (ANY, self.rest) if self.is_map else (name, None)

    def at(self, way: tuple[str, ...]) -> Place | None:
        """The place at the end of a way; ``None`` where the schemas know none."""
        here: Place | None = self
        for token in way:
            if here is None:
                return None
            if token != ANY:
                here = here.member(token)[1]
            else:
                below = Place(self._tree, *here.items._schemas, *here.rest._schemas)
                here = below if below.is_known else None
        return here

    def accepts_member(self, name: str) -> bool:
        """Whether an object may have a member of that name."""
        if name in self.properties or any(re.search(one, name) for one in self._name_patterns):
            return True
        return not any(value is False for value in self.all_of("additionalProperties"))

    @cached_property
    def _name_patterns(self) -> list[str]:
        return [one for some in self.all_of("patternProperties") if isinstance(some, dict) for one in some]


@lru_cache(maxsize=4096)
def place_at(schema: Schema) -> Place:
    """What a contract says where a schema holds; the same for the same schema, so that it is looked into once."""
    return Place(schema.space.tree, schema.node)


def walked(value: Any, place: Place | None, way: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """A value and all in it: the way to each, the value there, and its place, ``None`` where the schemas know none."""
    yield way, value, place
    if isinstance(value, dict):
        for name, one in value.items():
            token, below = place.member(name) if place is not None else (name, None)
            yield from walked(one, below, (*way, token))
    elif isinstance(value, list):
        below = place.items if place is not None else None
        for one in value:
            yield from walked(one, below, (*way, ANY))


def written(value: Any) -> str:
    """A value as JSON text, the same for the same value."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
