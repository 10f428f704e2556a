"""Schemas by their place in the tree: references followed, validators compiled, each once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator, Registry, Validator

from contracts.errors import DocumentError
from contracts.findings import Finding, Severity
from contracts.spec.directions import for_direction
from contracts.spec.document import Document
from contracts.spec.pointers import child_pointer, reference_pointer, walk

BASE_URI = "casemock:contract"
"""The name under which validators know the contract's tree; references in it are relative to this."""

NAMED = "/components/schemas/"


SchemaNode = dict[str, Any] | bool


@dataclass(frozen=True, eq=False)
class Schema:
    """A schema at its place in the contract's tree.

    Two handles on the same place are the same object, so a schema may be a dictionary key.

    :param pointer: JSON pointer of the schema in the contract's tree.
    :param node: the schema itself, JSON Schema 2020-12; a mapping or a boolean.
    :param space: what references resolve in, and where validators are compiled.
    """

    pointer: str
    node: SchemaNode
    space: SchemaSpace = field(repr=False)

    @cached_property
    def validator(self) -> Validator:
        """The jsonschema-rs validator of this schema for responses, formats asserted; compiled once, at first use."""
        return self.space.compile(self)

    @cached_property
    def request_validator(self) -> Validator:
        """The same for requests: what is read-only is not required there, what is write-only is."""
        return self.space.compile(self, "request")

    def is_valid(self, value: Any) -> bool:
        """Whether a JSON value (of ``None, bool, int, float, str, list, dict``) satisfies the schema."""
        return self.validator.is_valid(value)

    def child(self, *tokens: str | int) -> Schema:
        """Return the schema at ``tokens`` below this one, e.g. ``schema.child("properties", "id")``."""
        return self.space.child(self, tokens)

    def resolve(self) -> Schema:
        """Follow ``$ref`` until a schema that is more than a reference; a schema without one is itself.

        A ``$ref`` with sibling keywords is not followed: the siblings count too (JSON Schema 2020-12, 8.2.3.1).
        """
        return self.space.resolve(self)

    @cached_property
    def properties(self) -> dict[str, Schema]:
        """The object's properties by name, those of references and of ``allOf`` included, in the document's order."""
        return self.space.properties(self)

    @cached_property
    def possible_properties(self) -> dict[str, Schema]:
        """The same, and those that only some alternative of ``oneOf`` or ``anyOf`` has; the first of a name counts."""
        return self.space.properties(self, ("allOf", "oneOf", "anyOf"))

    @cached_property
    def items(self) -> Schema | None:
        """The schema of an array's items, through references; ``None`` where the schema is not of an array."""
        node = self.resolve().node
        if isinstance(node, dict) and isinstance(node.get("items"), dict):
            return self.resolve().child("items")
        return None

    @cached_property
    def name(self) -> str:
        """The name under ``components/schemas`` this schema has, or ``""`` for an inline one."""
        return self.space.name_of(self)


class SchemaSpace:
    """All schemas of one contract.

    :param tree: the document in 3.1 form with internal references only.
    :param document: for the places of what is wrong.
    """

    def __init__(self, tree: dict[str, Any], document: Document) -> None:
        self.tree = tree
        self.document = document
        self._schemas: dict[str, Schema] = {}
        self._registries: dict[str, Registry] = {}

    def at(self, pointer: str) -> Schema:
        """The schema at a JSON pointer; the same object each time. Raises ``KeyError`` where there is nothing."""
        schema = self._schemas.get(pointer)
        if schema is None:
            schema = self._schemas[pointer] = Schema(pointer, walk(self.tree, pointer), self)
        return schema

    def child(self, schema: Schema, tokens: Sequence[str | int]) -> Schema:
        """See :meth:`Schema.child`."""
        return self.at(child_pointer(schema.pointer, *tokens))

    def resolve(self, schema: Schema) -> Schema:
        """See :meth:`Schema.resolve`. Raises :class:`DocumentError` for a reference that leads back to itself."""
        seen = {schema.pointer}
        while isinstance(schema.node, dict) and schema.node.keys() == {"$ref"}:
            schema = self.target(schema)
            if schema.pointer in seen:
                raise DocumentError([self._finding(schema, "this schema refers only to itself", "give it a type")])
            seen.add(schema.pointer)
        return schema

    def target(self, schema: Schema) -> Schema:
        """What the schema's ``$ref`` points at, one step. Raises :class:`KeyError` where it has none."""
        node = schema.node
        return self.at(reference_pointer(node["$ref"])) if isinstance(node, dict) else schema

    def properties(self, schema: Schema, through: tuple[str, ...] = ("allOf",)) -> dict[str, Schema]:
        """Properties of a schema by name.

        :param through: the composing keywords to look behind, besides ``$ref``.
        """
        return self._collect(schema, through, set())

    def _collect(self, schema: Schema, through: tuple[str, ...], seen: set[str]) -> dict[str, Schema]:
        """What a schema composes, the first of a name first; its own properties say more than what it composes."""
        found: dict[str, Schema] = {}
        if schema.pointer in seen or not isinstance(schema.node, dict):
            return found
        seen.add(schema.pointer)
        parts = [self.target(schema)] if "$ref" in schema.node else []
        parts += [
            schema.child(keyword, index) for keyword in through for index in range(len(schema.node.get(keyword, ())))
        ]
        for part in parts:
            for name, below in self._collect(part, through, seen).items():
                found.setdefault(name, below)
        return found | {name: schema.child("properties", name) for name in schema.node.get("properties", ())}

    def name_of(self, schema: Schema) -> str:
        """See :attr:`Schema.name`."""
        name = schema.pointer.removeprefix(NAMED)
        return name if name != schema.pointer and "/" not in name else ""

    def compile(self, schema: Schema, direction: str = "response") -> Validator:
        """Compile a validator for a direction, ``request`` or ``response``.

        Raises :class:`DocumentError` for a schema that is none.
        """
        registry = self._registries.get(direction)
        if registry is None:
            tree = for_direction(self.tree, direction)
            registry = self._registries[direction] = Registry([(BASE_URI, tree)])
        try:
            return Draft202012Validator(
                {"$ref": f"{BASE_URI}#{quote(schema.pointer)}"}, registry=registry, validate_formats=True
            )
        except Exception as error:
            raise DocumentError([self._finding(schema, f"not a usable schema: {error}", "")]) from error

    def _finding(self, schema: Schema, message: str, hint: str) -> Finding:
        return Finding("schema", Severity.ERROR, self.document.locate(schema.pointer), message, hint)
