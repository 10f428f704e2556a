"""The types and properties that a schema certainly declares, including its branches and references."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from contracts.lint.document_access import listing, mapping
from contracts.lint.document_index import DocumentIndex, LocatedNode
from contracts.schema.json_types import ALL_TYPES, common_types, type_names
from contracts.spec.pointers import child_pointer

BRANCHES = ("allOf", "anyOf", "oneOf")

OPEN = ("patternProperties", "if", "then", "else", "dependentSchemas", "$dynamicRef", "$recursiveRef", "not")
"""Keywords that may declare properties in ways that are not examined."""


@dataclass
class SchemaProperties:
    """The properties that a schema declares.

    :param properties: by name: JSON pointer and value of each of its schemas.
    :param is_known: whether these are all properties, so that another name is certainly wrong.
    """

    properties: dict[str, list[tuple[str, Any]]] = field(default_factory=dict)
    is_known: bool = True


def properties_of(document_index: DocumentIndex, pointer: str, schema: Any) -> SchemaProperties:
    """Return the properties that a schema declares itself, in its branches and in referenced schemas."""
    found = SchemaProperties()
    for base, part in _parts(document_index, pointer, schema, set()):
        if part is None or any(key in part for key in OPEN) or part.get("additionalProperties") not in (None, False):
            found.is_known = False
        elif isinstance(part.get("properties", {}), dict):
            for name, value in mapping(part, "properties").items():
                found.properties.setdefault(name, []).append((child_pointer(base, "properties", name), value))
        else:
            found.is_known = False
    found.is_known = found.is_known and bool(found.properties)
    return found


def types_of(document_index: DocumentIndex, pointer: str, schema: Any) -> frozenset[str] | None:
    """Return the types that a schema allows, without ``null``; ``None`` if it does not restrict them.

    Branches of ``anyOf`` and ``oneOf`` are not examined.
    """
    found: frozenset[str] = ALL_TYPES
    for _, part in _chain(document_index, pointer, schema, set()):
        named = type_names(part)
        if named and ALL_TYPES.issuperset(named):
            found = frozenset(common_types(found, named))
    found -= {"null"}
    return found if found and found != ALL_TYPES - {"null"} else None


def _chain(
    document_index: DocumentIndex, pointer: str, schema: Any, seen: set[int]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield a schema and the schemas that must match too: its reference and ``allOf``, each with its pointer."""
    if not isinstance(schema, dict) or id(schema) in seen:
        return
    seen.add(id(schema))
    if "$ref" in schema:
        site = document_index.follow(pointer, schema)
        if site is not None:
            yield from _chain(document_index, site.pointer, site.node, seen)
        if document_index.version == "3.0":
            return
    yield pointer, schema
    for index, branch in enumerate(listing(schema.get("allOf"))):
        yield from _chain(document_index, child_pointer(pointer, "allOf", index), branch, seen)


def _parts(
    document_index: DocumentIndex, pointer: str, schema: Any, seen: set[int]
) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Like :func:`_chain`, with the branches of ``anyOf`` and ``oneOf``; ``None`` for a part that is not a schema."""
    if not isinstance(schema, dict):
        yield pointer, None
        return
    if id(schema) in seen:
        return
    seen.add(id(schema))
    if "$ref" in schema:
        site: LocatedNode | None = document_index.follow(pointer, schema)
        if site is None:
            yield pointer, None
        else:
            yield from _parts(document_index, site.pointer, site.node, seen)
        if document_index.version == "3.0":
            return
    yield pointer, schema
    for keyword in BRANCHES:
        for index, branch in enumerate(listing(schema.get(keyword))):
            yield from _parts(document_index, child_pointer(pointer, keyword, index), branch, seen)


def undeclared_token(document_index: DocumentIndex, pointer: str, schema: Any, tokens: list[str]) -> str:
    """Return the first token of a JSON pointer that a schema does not declare; ``""`` if all may exist.

    Only properties are checked, not items of arrays.
    """
    for index, token in enumerate(tokens):
        members = properties_of(document_index, pointer, schema)
        if not members.is_known:
            return ""
        if token not in members.properties:
            return token
        if len(members.properties[token]) > 1 and index + 1 < len(tokens):
            return ""
        pointer, schema = members.properties[token][0]
    return ""
