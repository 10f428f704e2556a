"""Objects and arrays in forms by names with brackets: ``metadata[plan]=gold``, ``items[0][price]=5``, ``tags[]=a``.

The OpenAPI Specification defines only ``deepObject`` with one level, for query parameters. Many APIs accept more
levels, as PHP, Rails and Stripe write them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from contracts.spec.schemas import Schema
from contracts.spec.shapes import array_items, types_of
from mockserver.http.coercion import compile_coercion
from mockserver.http.messages import json_or_text

MAX_DEPTH = 8
"""Maximum number of brackets in a name; longer names are ordinary ones."""

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])+)")
_BRACKETS = re.compile(r"(?:\[[^\[\]]*\])+")
_PART = re.compile(r"\[([^\[\]]*)\]")

Tree = dict[str, Any]
"""Values by key: all strings that were sent with a name, or another tree."""


def split_name(name: str, properties: Mapping[str, Schema]) -> tuple[str, ...] | None:
    """Return the parts of a name with brackets; ``None`` if it is the name of a property, or of nothing documented.

    The part before the brackets must be an object or an array.
    """
    match = _NAME.fullmatch(name) if name not in properties else None
    schema = properties.get(match[1]) if match else None
    if match is None or schema is None or not types_of(schema) & {"object", "array"}:
        return None
    parts = tuple(_PART.findall(match[2]))
    return (match[1], *parts) if len(parts) <= MAX_DEPTH else None


def bracket_parts(text: str) -> tuple[str, ...]:
    """Return the parts of ``[a][b]``; empty if it is not of this form, or has too many brackets."""
    parts = tuple(_PART.findall(text)) if _BRACKETS.fullmatch(text) else ()
    return parts if len(parts) <= MAX_DEPTH else ()


def nested_values(fields: Mapping[tuple[str, ...], list[Any]], properties: Mapping[str, Schema]) -> dict[str, Any]:
    """Return the objects and arrays that fields describe, by property.

    :param fields: the strings that were sent for each name, given by its parts.
    :raises ValueError: if a name has a value and properties.
    """
    tree: Tree = {}
    for parts, texts in fields.items():
        _insert(tree, parts, texts)
    return {name: _value(below, properties.get(name)) for name, below in tree.items()}


def _insert(tree: Tree, parts: tuple[str, ...], texts: list[Any]) -> None:
    for part in parts[:-1]:
        below = tree.setdefault(part, {})
        if not isinstance(below, dict):
            raise ValueError(f"the field {parts[0]!r} has both a value and properties at {part!r}")
        tree = below
    if parts[-1] in tree:
        raise ValueError(f"the field {parts[0]!r} has both a value and properties at {parts[-1]!r}")
    tree[parts[-1]] = texts


def _value(node: Any, schema: Schema | None) -> Any:
    """Return the value of a tree, with the types of a schema."""
    items = array_items(schema) if schema is not None else None
    types = types_of(schema) if schema is not None else frozenset[str]()
    if isinstance(node, list):
        return [_scalar(one, items) for one in node] if types == {"array"} else _scalar(node[-1], schema)
    is_object = "object" in types and "array" not in types  # its keys may be "" and "0"
    has_indexes = set(node) == {""} or all(part.isdecimal() for part in node)
    if (items is not None and (has_indexes or "object" not in types)) or (has_indexes and not is_object):
        return [value for part in sorted(node, key=_position) for value in _elements(node[part], items, named=part)]
    known = schema.possible_properties if schema is not None else {}
    return {name: _value(below, known.get(name)) for name, below in node.items()}


def _position(part: str) -> tuple[int, str]:
    """Return the order of an index; a part without index comes last."""
    return (len(part), part) if part else (MAX_DEPTH * 1000, "")


def _elements(node: Any, items: Schema | None, *, named: str) -> list[Any]:
    """Return the items of an array with one index, or without index: ``tags[]`` or ``items[][price]``."""
    if named:
        return [_value(node, items)]
    if isinstance(node, list):
        return [_scalar(text, items) for text in node]
    columns = {name: texts for name, texts in node.items() if isinstance(texts, list)}
    rows = max(map(len, columns.values()), default=0)
    objects = (
        {name: texts[row : row + 1] for name, texts in columns.items() if row < len(texts)} for row in range(rows)
    )
    return [_value(one, items) for one in objects] if len(columns) == len(node) else [_value(node, items)]


def _scalar(text: Any, schema: Schema | None) -> Any:
    """Convert a string; the JSON value of a part of a multipart body is returned as it is."""
    if not isinstance(text, str):
        return text
    if text[:1] in {"{", "["} and schema is not None and types_of(schema) & {"object", "array"}:
        return json_or_text(text)
    convert = compile_coercion(schema)
    return convert(text) if convert is not None else text
