"""A conjunction of schemas as one: ``$ref`` followed, ``allOf`` laid flat, the keywords of all parts side by side.

Nothing is rewritten: every part stays the schema at its place in the document, so validators, positions and children
are those of the document.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import Any

from contracts.data.plans import ImpossibleError
from contracts.schema.json_types import KEYWORDS, common_types, inferred_type, type_names
from contracts.spec.document import reference_pointer
from contracts.spec.schemas import Schema

SIGNS = {
    "object": KEYWORDS["object"] - {"unevaluatedProperties"} | {"discriminator"},
    "array": KEYWORDS["array"] - {"unevaluatedItems"},
    "string": KEYWORDS["string"] | {"format"},
    "number": KEYWORDS["number"],
}
"""Keywords by the type that they imply if ``type`` is missing.

``unevaluated...`` implies none: it often accompanies a union, whose branches decide the type.
"""
NUMBER_FORMATS = frozenset(
    {"int32", "int64", "float", "double", "decimal128", "int8", "int16", "uint8", "uint16", "uint32", "uint64"}
)
CHECKED = frozenset({"not", "if", "dependentSchemas", "unevaluatedProperties", "unevaluatedItems", "$dynamicRef"})
"""Keywords whose effect on a value is checked rather than built in."""


@dataclass(frozen=True)
class Merged:
    """Schemas that a value must satisfy all together.

    :param origin: the schemas as asked for; a value is valid when each of them says so.
    :param parts: all schemas with keywords of their own that count, in the order found.
    :param types: what the value may be, in order of preference; empty where a union decides.
    :param component: name of the outermost component schema among them, or ``""``.
    :param recursive: whether a reference was followed that leads back to itself.
    """

    origin: tuple[Schema, ...]
    parts: tuple[Schema, ...]
    types: tuple[str, ...]
    component: str
    recursive: bool

    def every(self, keyword: str) -> list[Any]:
        """The keyword's value in each part that has it."""
        return [node[keyword] for node in self.nodes if keyword in node]

    def having(self, keyword: str) -> list[Schema]:
        """The parts that have the keyword."""
        return [part for part in self.parts if isinstance(part.node, dict) and keyword in part.node]

    @property
    def nodes(self) -> Iterator[dict[str, Any]]:
        """The parts' mappings."""
        return (part.node for part in self.parts if isinstance(part.node, dict))

    @property
    def description(self) -> str:
        """Titles and descriptions of all parts."""
        return " ".join(str(text) for keyword in ("title", "description") for text in self.every(keyword))

    @property
    def checked(self) -> bool:
        """Whether a keyword counts that plans do not build in."""
        return any(CHECKED & node.keys() for node in self.nodes)

    def only(self, kind: str) -> Merged:
        """The same for one type."""
        return replace(self, types=(kind,))

    def is_valid(self, value: Any) -> bool:
        """Whether a value satisfies all of it."""
        return all(schema.is_valid(value) for schema in self.origin)


def merge(schemas: tuple[Schema, ...]) -> Merged:
    """Lay a conjunction flat. Raises :class:`ImpossibleError` where no type or no value is left."""
    parts: dict[str, Schema] = {}
    components: list[str] = []
    recursive = False
    waiting = list(reversed(schemas))
    while waiting:
        schema = waiting.pop()
        if schema.pointer in parts:
            continue
        parts[schema.pointer] = schema
        components.append(schema.name)
        if schema.node is False:
            raise ImpossibleError("the schema `false` allows nothing")
        if not isinstance(schema.node, dict):
            continue
        waiting.extend(schema.child("allOf", number) for number in reversed(range(len(schema.node.get("allOf", ())))))
        target = referred(schema)
        if target is not None:
            recursive = recursive or is_recursive(target)
            waiting.append(target)
    kept = tuple(part for part in parts.values() if isinstance(part.node, dict))
    return Merged(schemas, kept, _types(kept), next(filter(None, components), ""), recursive)


def referred(schema: Schema) -> Schema | None:
    """The schema that ``$ref`` names, or ``None``."""
    reference = schema.node.get("$ref") if isinstance(schema.node, dict) else None
    return schema.space.at(reference_pointer(reference)) if isinstance(reference, str) else None


def _types(parts: tuple[Schema, ...]) -> tuple[str, ...]:
    declaring = [part.node for part in parts if isinstance(part.node, dict) and "type" in part.node]
    if not declaring:
        return _inferred(parts)
    allowed = reduce(common_types, map(type_names, declaring))
    if not allowed:
        declared = " and ".join(json.dumps(node["type"]) for node in declaring)
        raise ImpossibleError(f"no value has the types {declared}")
    return allowed


def _inferred(parts: tuple[Schema, ...]) -> tuple[str, ...]:
    """The type that the keywords of the parts imply; empty if they imply none."""
    nodes = [part.node for part in parts if isinstance(part.node, dict)]
    kind = inferred_type((keyword for node in nodes for keyword in node), SIGNS)
    if kind == "string":
        first = next(node for node in nodes if not SIGNS[kind].isdisjoint(node))
        return ("integer",) if first.get("format") in NUMBER_FORMATS else (kind,)
    return (kind,) if kind else ()


@lru_cache(maxsize=4096)
def _references(schema: Schema) -> tuple[Schema, ...]:
    """Every schema that a reference below ``schema`` names."""
    found: dict[str, Schema] = {}
    waiting: list[Any] = [schema.node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            reference = node.get("$ref")
            if isinstance(reference, str) and reference.startswith("#"):
                target = schema.space.at(reference_pointer(reference))
                found[target.pointer] = target
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return tuple(found.values())


@lru_cache(maxsize=4096)
def is_recursive(schema: Schema) -> bool:
    """Whether references lead from a schema back to itself."""
    seen: set[str] = set()
    waiting = list(_references(schema))
    while waiting:
        target = waiting.pop()
        if target.pointer in seen:
            continue
        seen.add(target.pointer)
        waiting.extend(_references(target))
    return schema.pointer in seen
