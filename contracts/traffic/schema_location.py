"""The schemas of a document that apply to a location inside a value, with references and composition resolved.

A location is given by a path of tokens: property names, and ``*`` for array items and additional properties.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from contracts.schema.json_types import type_names
from contracts.spec.pointers import reference_pointer, walk
from contracts.spec.schema_cache import cached_by_schema
from contracts.spec.schemas import Schema

ANY = "*"
"""The token for any array item and any additional property."""

_COMPOSED = ("allOf", "oneOf", "anyOf")
_CONDITIONAL = ("then", "else")


class SchemaLocation:
    """All schemas that a document has for one location; alternatives are combined without choosing one.

    :param tree: a document in 3.1 form with internal references.
    :param schemas: the schemas of the location; ``True`` accepts any value.
    """

    def __init__(self, tree: Mapping[str, Any], *schemas: Any) -> None:
        self._tree = tree
        self._roots = schemas

    @cached_property
    def schemas(self) -> tuple[dict[str, Any], ...]:
        """The schema objects, including those behind references and composition, each once."""
        found: dict[int, dict[str, Any]] = {}
        pending = list(reversed(self._roots))
        while pending:
            schema = pending.pop()
            if not isinstance(schema, dict) or id(schema) in found:
                continue
            found[id(schema)] = schema
            pending += reversed(list(self._composed(schema)))
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

    def values_of(self, keyword: str) -> list[Any]:
        """Return the values of a keyword in all schemas that have it."""
        return [schema[keyword] for schema in self.schemas if keyword in schema]

    @cached_property
    def types(self) -> frozenset[str]:
        """The types in ``type``; empty: any."""
        return frozenset(name for schema in self.schemas for name in type_names(schema))

    @cached_property
    def enum_values(self) -> frozenset[str]:
        """The values in ``enum`` and ``const``, encoded as JSON."""
        lists = [*self.values_of("enum"), *([value] for value in self.values_of("const"))]
        return frozenset(json_text(value) for values in lists if isinstance(values, list) for value in values)

    @cached_property
    def properties(self) -> dict[str, SchemaLocation]:
        """The properties that at least one schema defines."""
        found: dict[str, list[Any]] = {}
        for properties in self.values_of("properties"):
            if isinstance(properties, dict):
                for name, schema in properties.items():
                    found.setdefault(name, []).append(schema)
        return {name: SchemaLocation(self._tree, *schemas) for name, schemas in found.items()}

    @cached_property
    def items(self) -> SchemaLocation:
        """The array items, whatever their index."""
        prefixes = [one for some in self.values_of("prefixItems") if isinstance(some, list) for one in some]
        return SchemaLocation(self._tree, *self.values_of("items"), *prefixes)

    @cached_property
    def additional(self) -> SchemaLocation:
        """The properties that no schema names."""
        found = self.values_of("patternProperties")
        patterns = [one for some in found if isinstance(some, dict) for one in some.values()]
        return SchemaLocation(self._tree, *self.values_of("additionalProperties"), *patterns)

    @cached_property
    def is_map(self) -> bool:
        """Whether property names are data: the schemas describe a map, or define no properties."""
        return bool(self.additional.schemas) or not self.properties

    @cached_property
    def is_defined(self) -> bool:
        """Whether the document has a schema object for the location."""
        return bool(self.schemas)

    def child(self, name: str) -> tuple[str, SchemaLocation | None]:
        """Return the path token and the location of a property; no location if the schemas define only others."""
        if name in self.properties:
            return name, self.properties[name]
        return (ANY, self.additional) if self.is_map else (name, None)

    def at(self, path: tuple[str, ...]) -> SchemaLocation | None:
        """Return the location at the end of a path; ``None`` if the schemas do not define it."""
        here: SchemaLocation | None = self
        for token in path:
            if here is None:
                return None
            if token != ANY:
                here = here.child(token)[1]
            else:
                below = SchemaLocation(self._tree, *here.items._roots, *here.additional._roots)
                here = below if below.is_defined else None
        return here

    def allows_property(self, name: str) -> bool:
        """Whether an object may have a property of that name."""
        if name in self.properties or any(re.search(one, name) for one in self._name_patterns):
            return True
        return not any(value is False for value in self.values_of("additionalProperties"))

    @cached_property
    def _name_patterns(self) -> list[str]:
        return [one for some in self.values_of("patternProperties") if isinstance(some, dict) for one in some]


@cached_by_schema
def location_at(schema: Schema) -> SchemaLocation:
    """Return the location that a schema of a contract describes; cached by schema."""
    return SchemaLocation(schema.space.tree, schema.node)


def walk_value(
    value: Any, location: SchemaLocation | None, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """Yield a value and all values in it: path, value, and location (``None`` if the schemas do not define it)."""
    yield path, value, location
    if isinstance(value, dict):
        for name, one in value.items():
            token, below = location.child(name) if location is not None else (name, None)
            yield from walk_value(one, below, (*path, token))
    elif isinstance(value, list):
        below = location.items if location is not None else None
        for one in value:
            yield from walk_value(one, below, (*path, ANY))


def json_text(value: Any) -> str:
    """Return a value encoded as JSON with sorted keys: equal values give equal strings."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
