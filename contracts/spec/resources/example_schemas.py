"""Schemas of responses that are documented by an example only, derived from the example.

Only properties with an id have a type: an example shows one of the possible values, such as ``null`` or ``1`` for a
number. Nothing is required, and other properties are allowed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.spec.resources.names import ENVELOPES, LISTS, METADATA, plain
from contracts.spec.resources.shapes import core
from contracts.spec.schemas import Schema

MAX_DEPTH = 8
"""Maximum number of objects and arrays around a value whose schema is derived."""

MAX_SAMPLES = 20
"""Maximum number of examples, and of elements of an array, that are read."""

MAX_PROPERTIES = 1000
"""Maximum number of properties in all objects of a schema; from a larger example nothing is derived."""

_NO_INFORMATION = frozenset({
    "title", "description", "nullable", "example", "examples", "default", "deprecated", "readOnly", "externalDocs",
    "xml", "$comment", "type", "additionalProperties", "items",
})  # fmt: skip
"""Keywords that schemas without properties may have; ``items`` only describes arrays."""

_ID_NAMES = frozenset({"id", "uuid", "guid", "uid", "sid", "identifier"})
_ID_ENDING = re.compile(r"(?:[a-z0-9](?:Id|ID|Uuid|UUID|Guid)|[_-](?:id|uuid|guid|uid|sid))\Z")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)\Z")
"""``date-time`` of RFC 3339, section 5.6."""


def example_schema(schema: Schema | None, examples: Sequence[Any]) -> dict[str, Any] | None:
    """Return a schema derived from the examples of a response; ``None`` if that is not needed or not certain.

    It is certain if the examples are objects with an id, arrays of such objects, or objects that contain one of these.

    :param schema: the documented schema; if it describes properties, it is used instead.
    """
    samples = list(examples[:MAX_SAMPLES])
    if not samples or not all(map(_has_items, samples)) or not _says_nothing(schema):
        return None
    try:
        derived = _Derivation().schema("", samples, MAX_DEPTH)
    except OverflowError:
        return None
    return {"type": "array" if isinstance(samples[0], list) else "object", **derived} if derived else None


def _says_nothing(schema: Schema | None) -> bool:
    """Whether a documented schema allows any object, or any array of objects."""
    if schema is None:
        return True
    schema = core(schema)
    node = schema.node
    if isinstance(node, bool):
        return node
    keywords = {key for key in node if not key.startswith("x-")}
    if keywords - _NO_INFORMATION or node.get("additionalProperties", True) not in (True, {}):
        return False
    if node.get("type", "object") == "object":
        return "type" in node or "items" not in node
    return bool(node["type"] == "array") and (schema.items is None or _allows_object(schema.items))


def _allows_object(schema: Schema) -> bool:
    """Whether the schema of elements allows any object; arrays in arrays do not."""
    node = core(schema).node
    return not (isinstance(node, dict) and node.get("type") == "array") and _says_nothing(schema)


def _has_items(value: Any) -> bool:
    """Whether an example is an object with an id, an array of these, or contains one of these."""
    if _has_id(value) or _is_list(value):
        return True
    usual = {*ENVELOPES, *LISTS} - METADATA
    below = value.items() if isinstance(value, dict) else ()
    return any(name.lower() in usual and (_has_id(inner) or _is_list(inner)) for name, inner in below)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_has_id, value[:MAX_SAMPLES]))


def _has_id(value: Any) -> bool:
    return isinstance(value, dict) and any(
        _is_id(name) and isinstance(inner, str | int) and not isinstance(inner, bool) for name, inner in value.items()
    )


def _is_id(name: str) -> bool:
    return plain(name) in _ID_NAMES or _ID_ENDING.search(name) is not None


class _Derivation:
    """Derives one schema; counts its properties."""

    def __init__(self) -> None:
        self._properties = 0

    def schema(self, name: str, samples: Sequence[Any], depth: int) -> dict[str, Any]:
        """Return the schema of values of a property. Raises :class:`OverflowError` if it has too many properties."""
        known = [value for value in samples if value is not None][:MAX_SAMPLES]
        if not known or not depth:
            return {}
        if all(isinstance(value, dict) for value in known):
            return {"properties": self._members(known, depth - 1), "examples": known}
        if all(isinstance(value, list) for value in known):
            inner = [element for value in known for element in value[:MAX_SAMPLES]]
            return {"items": self.schema("", inner, depth - 1)}
        return _value_schema(name, known)

    def _members(self, objects: Sequence[Mapping[str, Any]], depth: int) -> dict[str, Any]:
        names = {name: None for one in objects for name in one}
        self._properties += len(names)
        if self._properties > MAX_PROPERTIES:
            raise OverflowError
        return {name: self.schema(name, [one[name] for one in objects if name in one], depth) for name in names}


def _value_schema(name: str, samples: Sequence[Any]) -> dict[str, Any]:
    """Return the schema of a value that is neither an object nor an array."""
    is_text = all(isinstance(value, str) for value in samples)
    found: dict[str, Any] = {"examples": list(samples)}
    if is_text and all(map(_TIMESTAMP.match, samples)):
        return {"format": "date-time", **found}
    if is_text and all(map(_UUID.match, samples)):
        return {"type": "string", "format": "uuid", **found}
    if _is_id(name) and is_text:
        return {"type": "string", **found}
    is_integer = all(isinstance(value, int) and not isinstance(value, bool) for value in samples)
    return {"type": "integer", **found} if _is_id(name) and is_integer else found
