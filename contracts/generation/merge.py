"""Merged schemas for generation: the types of their values in order of preference, and their constraints."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import copy
from functools import cached_property
from typing import Any

from contracts.generation.budget import spend_parts
from contracts.generation.plans import ImpossibleError
from contracts.schema.json_types import KEYWORDS
from contracts.schema.merged import MergedSchema, SingleBranch, is_reference, merge_schemas
from contracts.spec.object_model import SHAPES
from contracts.spec.pointers import reference_pointer
from contracts.spec.schema_cache import cached_by_schema
from contracts.spec.schemas import Schema, SchemaSpace

SIGNS = {
    "object": KEYWORDS["object"] - {"unevaluatedProperties"} | {"discriminator"},
    "array": KEYWORDS["array"] - {"unevaluatedItems"},
    "string": KEYWORDS["string"] | {"format"},
    "number": KEYWORDS["number"],
}
"""Keywords by the type that they imply if ``type`` is missing.

``unevaluated...`` implies none: it often accompanies a union, whose branches determine the type.
"""

NUMBER_FORMATS = frozenset(
    {"int32", "int64", "float", "double", "decimal128", "int8", "int16", "uint8", "uint16", "uint32", "uint64"}
)

CHECKED = frozenset({"not", "if", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef"})
"""Keywords that plans do not implement; values are validated instead."""


MOST_PARTS = 5_000
"""Maximum number of schemas that are merged."""

MOST_REFERENCES = 1_000
"""Maximum number of references among them: whether each is recursive must be found out."""


VALIDATION = 1
"""Number of parts that the validation of a value against one schema counts as."""


class GenerationSchema(MergedSchema[Schema]):
    """Schemas that a generated value must satisfy together.

    :param origin: the schemas that were merged; a value is valid if it is valid for each of them.
    :param types: the types of the value in order of preference; empty if unions determine them.
    """

    def __init__(self, origin: tuple[Schema, ...], merged: MergedSchema[Schema]) -> None:
        super().__init__(merged.parts, includes_false=merged.includes_false)
        self.origin = origin
        self.types = self._types()

    def only(self, kind: str) -> GenerationSchema:
        """Return the schema restricted to one type."""
        narrowed = copy(self)
        narrowed.types = (kind,)
        return narrowed

    def is_valid(self, value: Any) -> bool:
        """Whether a value satisfies all of the schemas. Raises :class:`ImpossibleError` after too many checks."""
        spend_parts(VALIDATION * len(self.origin))
        return all(schema.is_valid(value) for schema in self.origin)

    @cached_property
    def component(self) -> str:
        """The name of the outermost component schema, ``""`` if there is none."""
        return next((schema.name for schema in self.schemas if schema.name), "")

    @cached_property
    def recursive(self) -> bool:
        """Whether one of the references leads back to itself."""
        targets = (referred(schema) for schema in self.having("$ref"))
        return any(is_recursive(target) for target in targets if target is not None)

    @cached_property
    def description(self) -> str:
        """The titles and descriptions of all parts."""
        return " ".join(str(text) for keyword in ("title", "description") for text in self.all_of(keyword))

    @cached_property
    def checked(self) -> bool:
        """Whether a keyword has an effect that plans do not implement."""
        return not CHECKED.isdisjoint(self.keywords)

    def _types(self) -> tuple[str, ...]:
        if self.declared_types is None:
            return self._inferred()
        if not self.declared_types:
            declared = " and ".join(map(json.dumps, self.all_of("type")))
            raise ImpossibleError(f"no value has the types {declared}")
        return self.declared_types

    def _inferred(self) -> tuple[str, ...]:
        """The type that the keywords imply; empty if they imply none."""
        kind = self.inferred_type(SIGNS)
        if kind == "string":
            first = next(node for node in self.nodes if not SIGNS[kind].isdisjoint(node))
            return ("integer",) if first.get("format") in NUMBER_FORMATS else (kind,)
        return (kind,) if kind else ()


class _Resolver:
    """Merges schemas of a contract, which are of the 3.1 form. ``composition.py`` compiles unions instead."""

    ignores_siblings = False

    def target(self, schema: Schema) -> Schema | None:
        return referred(schema)

    def child(self, schema: Schema, keyword: str, index: int) -> Schema:
        return schema.child(keyword, index)

    def single_branch(self, _schema: Schema, _keyword: str) -> SingleBranch | None:
        return None

    def allows_null(self, _schema: Schema) -> bool:
        return False


@cached_by_schema
def merge(schemas: tuple[Schema, ...]) -> GenerationSchema:
    """Merge schemas. Raises :class:`ImpossibleError` if no type or no value satisfies all of them."""
    merged = merge_schemas(_Resolver(), schemas)
    if len(merged.parts) > MOST_PARTS or len(merged.having("$ref")) > MOST_REFERENCES:
        raise ImpossibleError(f"it combines {len(merged.parts):,} schemas")
    if merged.includes_false:
        raise ImpossibleError("the schema 'false' allows no value")
    return GenerationSchema(schemas, merged)


def referred(schema: Schema) -> Schema | None:
    """The schema that ``$ref`` refers to; ``None`` without a reference."""
    if not isinstance(schema.node, dict) or not is_reference(schema.node):
        return None
    return schema.space.at(reference_pointer(schema.node["$ref"]))


def is_recursive(schema: Schema) -> bool:
    """Whether references lead from a schema back to itself."""
    known = _recursion(schema.space)
    if schema.pointer not in known:
        _find_recursion(schema, known)
    return known[schema.pointer]


@cached_by_schema
def _recursion(_: SchemaSpace) -> dict[str, bool]:
    """Whether schemas are recursive, by pointer; of those that were asked for."""
    return {}


def _find_recursion(start: Schema, known: dict[str, bool]) -> None:
    """Find out which of the schemas that references lead to are recursive: the strongly connected components.

    Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972), without recursion.
    """
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    component: list[str] = []
    is_open: set[str] = set()
    stack: list[tuple[Schema, Iterator[Schema]]] = []

    def enter(schema: Schema) -> None:
        order[schema.pointer] = lowest[schema.pointer] = len(order)
        component.append(schema.pointer)
        is_open.add(schema.pointer)
        stack.append((schema, iter(_references(schema))))

    enter(start)
    while stack:
        schema, rest = stack[-1]
        own = schema.pointer
        target = next(rest, None)
        if target is not None:
            if target.pointer in is_open:
                lowest[own] = min(lowest[own], order[target.pointer])
            elif target.pointer not in known:
                enter(target)
            continue
        stack.pop()
        if stack:
            above = stack[-1][0].pointer
            lowest[above] = min(lowest[above], lowest[own])
        if lowest[own] == order[own]:
            members = component[component.index(own) :] if component[-1] != own else [own]
            del component[-len(members) :]
            is_open.difference_update(members)
            is_circular = len(members) > 1 or any(one.pointer == own for one in _references(schema))
            known.update(dict.fromkeys(members, is_circular))


@cached_by_schema
def _references(schema: Schema) -> tuple[Schema, ...]:
    """The targets of all references in a schema."""
    pointers = dict.fromkeys(reference_pointer(reference) for reference in _written_references(schema.node))
    return tuple(map(schema.space.at, pointers))


def _written_references(node: Any) -> Iterator[str]:
    """The internal references in a schema and its subschemas; ``$ref`` in an example or default is data."""
    shape, stack = SHAPES["schema"], [node]
    while stack:
        here = stack.pop()
        if not isinstance(here, dict):
            continue
        if is_reference(here) and here["$ref"].startswith("#"):
            yield here["$ref"]
        for key, value in here.items():
            if key in shape.one:
                stack.append(value)
            elif key in shape.many and isinstance(value, list):
                stack.extend(value)
            elif key in shape.named and isinstance(value, dict):
                stack.extend(value.values())
