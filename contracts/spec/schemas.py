"""Schemas by their place in the tree: references followed, validators compiled, each once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from jsonschema_rs import Draft202012Validator, Registry, Validator

from contracts.errors import DocumentError
from contracts.findings import Finding, Severity
from contracts.spec.directions import for_direction
from contracts.spec.document import Document, child_pointer, reference_pointer, walk
from contracts.spec.model import Schema

BASE_URI = "casemock:contract"
"""The name under which validators know the contract's tree; references in it are relative to this."""

NAMED = "/components/schemas/"


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
