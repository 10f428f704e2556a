"""Remove write-only properties from values.

A property with ``writeOnly: true`` may be sent in requests and should not be sent in responses (OpenAPI 3.0.3,
"writeOnly"). Responses are also valid with it, so validation does not find it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from contracts.spec.schemas import Schema

FLAG = "writeOnly"
MAX_DEPTH = 200
"""Levels of a value that are searched; more than a JSON text of a client may have."""

_PARTS = ("allOf", "oneOf", "anyOf")
_OTHER_PARTS = ("if", "then", "else")
_BELOW = ("items", "additionalProperties", "contains", "unevaluatedProperties", "unevaluatedItems")
_MAPS = ("properties", "patternProperties", "dependentSchemas")

Remover = Callable[[Any], Any]


def write_only_remover(schema: Schema) -> Remover | None:
    """Return a function that returns a value of a schema without its write-only properties, at any depth.

    The function does not change its argument; parts without such properties are shared with it.

    :returns: ``None`` if no value of the schema has write-only properties.
    """
    if not schema.space.has_flag("response"):
        return None
    rules = _Rules()
    return rules.remover(schema) if rules.is_relevant(schema) else None


class _Rules:
    """The rules of all schemas that can be reached from one, by pointer."""

    def __init__(self) -> None:
        self._by_pointer: dict[str, _Rule] = {}
        self._relevant: dict[str, bool] = {}

    def remover(self, schema: Schema) -> Remover:
        return lambda value: self.remove(value, (schema,), MAX_DEPTH)

    def rule(self, schema: Schema) -> _Rule:
        rule = self._by_pointer.get(schema.pointer)
        if rule is None:
            rule = self._by_pointer[schema.pointer] = _Rule(schema)
        return rule

    def is_relevant(self, schema: Schema) -> bool:
        """Whether a write-only property can be reached from a schema."""
        known = self._relevant.get(schema.pointer)
        if known is None:
            known = self._relevant[schema.pointer] = any(is_write_only(one) for one in _reachable(schema))
        return known

    def remove(self, value: Any, schemas: tuple[Schema, ...], depth: int) -> Any:
        """Return a value without the properties that one of the schemas marks as write-only."""
        if not isinstance(value, dict | list) or depth == 0 or not any(map(self.is_relevant, schemas)):
            return value
        rules = [self.rule(part) for part in self._applying(schemas, value)]
        if isinstance(value, list):
            return [
                self.remove(item, tuple(below for rule in rules for below in rule.at_index(index)), depth - 1)
                for index, item in enumerate(value)
            ]
        return {
            name: self.remove(below, tuple(one for rule in rules for one in rule.at_name(name)), depth - 1)
            for name, below in value.items()
            if not any(name in rule.hidden for rule in rules)
        }

    def _applying(self, schemas: tuple[Schema, ...], value: Any) -> list[Schema]:
        """Return the schemas that apply to a value: also those of references, ``allOf``, and matching branches."""
        found: dict[str, Schema] = {}
        waiting = list(schemas)
        while waiting:
            schema = waiting.pop()
            if schema.pointer not in found:
                found[schema.pointer] = schema
                waiting += self.rule(schema).all_of
                waiting += [one for branches in self.rule(schema).branches for one in self._matching(branches, value)]
        return list(found.values())

    def _matching(self, branches: list[Schema], value: Any) -> list[Schema]:
        """Return the branches of ``oneOf`` or ``anyOf`` that a value satisfies; all of them if it satisfies none."""
        if not any(map(self.is_relevant, branches)):
            return []
        return [branch for branch in branches if branch.is_valid(value)] or branches


class _Rule:
    """What one schema says about the parts of a value, without the schemas that it is composed of."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._node = schema.node if isinstance(schema.node, dict) else {}

    @cached_property
    def properties(self) -> dict[str, Schema]:
        return {name: self._schema.child("properties", name) for name in self._node.get("properties", ())}

    @cached_property
    def hidden(self) -> frozenset[str]:
        """The names of the write-only properties."""
        return frozenset(name for name, below in self.properties.items() if is_write_only(below))

    @cached_property
    def all_of(self) -> list[Schema]:
        """The schemas that apply to every value of this one; conditional ones count as such."""
        schema, node = self._schema, self._node
        found = [schema.space.target(schema)] if isinstance(node.get("$ref"), str) else []
        found += [schema.child("allOf", index) for index in range(len(node.get("allOf", ())))]
        return found + [schema.child(keyword) for keyword in _OTHER_PARTS if keyword in node]

    @cached_property
    def branches(self) -> list[list[Schema]]:
        node, schema = self._node, self._schema
        return [
            [schema.child(keyword, index) for index in range(len(node[keyword]))]
            for keyword in ("oneOf", "anyOf")
            if isinstance(node.get(keyword), list)
        ]

    @cached_property
    def _others(self) -> tuple[Schema, ...]:
        """The schemas of properties that are not listed. Patterns are not matched: each may apply."""
        node, schema = self._node, self._schema
        found = [schema.child("patternProperties", pattern) for pattern in node.get("patternProperties", ())]
        names = [name for name in ("additionalProperties", "unevaluatedProperties") if isinstance(node.get(name), dict)]
        return (*found, *(schema.child(name) for name in names))

    def at_name(self, name: str) -> tuple[Schema, ...]:
        """Return the schemas of a property."""
        listed = self.properties.get(name)
        return (listed,) if listed is not None else self._others

    def at_index(self, index: int) -> tuple[Schema, ...]:
        """Return the schemas of an item of an array."""
        listed = self._node.get("prefixItems", ())
        if index < len(listed):
            return (self._schema.child("prefixItems", index),)
        return (self._schema.child("items"),) if isinstance(self._node.get("items"), dict) else ()


def is_write_only(schema: Schema) -> bool:
    """Whether a schema, a schema that it references, or a part of its ``allOf`` is write-only."""
    waiting, seen = [schema], set()
    while waiting:
        one = waiting.pop()
        if one.pointer in seen or not isinstance(one.node, dict):
            continue
        if one.node.get(FLAG) is True:
            return True
        seen.add(one.pointer)
        waiting += _referenced(one)
        waiting += [one.child("allOf", index) for index in range(len(one.node.get("allOf", ())))]
    return False


def _reachable(schema: Schema) -> Iterator[Schema]:
    """Yield the properties that can be reached from a schema, and all schemas between; each once."""
    waiting, seen = _children(schema), {schema.pointer}
    while waiting:
        one = waiting.pop()
        if one.pointer not in seen:
            seen.add(one.pointer)
            yield one
            waiting += _children(one)


def _children(schema: Schema) -> list[Schema]:
    node = schema.node
    if not isinstance(node, dict):
        return []
    lists = [keyword for keyword in (*_PARTS, "prefixItems") if isinstance(node.get(keyword), list)]
    found = [schema.child(keyword, index) for keyword in lists for index in range(len(node[keyword]))]
    maps = [keyword for keyword in _MAPS if isinstance(node.get(keyword), dict)]
    found += [schema.child(keyword, name) for keyword in maps for name in node[keyword]]
    single = [keyword for keyword in (*_BELOW, *_OTHER_PARTS) if isinstance(node.get(keyword), dict)]
    return found + [schema.child(keyword) for keyword in single] + _referenced(schema)


def _referenced(schema: Schema) -> list[Schema]:
    node = schema.node
    return [schema.space.target(schema)] if isinstance(node, dict) and isinstance(node.get("$ref"), str) else []
