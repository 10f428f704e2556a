"""JSON types: of a value, of the keywords of a schema, and of several schemas together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

TYPES = ("null", "boolean", "integer", "number", "string", "array", "object")
"""The type names of JSON Schema (2020-12, validation, section 6.1.1)."""

ALL_TYPES = frozenset(TYPES)

KEYWORDS: dict[str, frozenset[str]] = {
    "object": frozenset(
        {"properties", "additionalProperties", "patternProperties", "required", "minProperties", "maxProperties"}
        | {"propertyNames", "dependentRequired", "dependentSchemas", "unevaluatedProperties"}
    ),
    "array": frozenset(
        {"items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains"}
        | {"unevaluatedItems"}
    ),
    "string": frozenset({"minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType", "contentSchema"}),
    "number": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}),
}
"""By type: the keywords that constrain values of this type only (JSON Schema 2020-12, validation, section 6)."""

TYPE_OF_KEYWORD = {keyword: kind for kind, keywords in KEYWORDS.items() for keyword in keywords}

_ACCEPTED = {name: frozenset({name}) for name in TYPES} | {"number": frozenset({"integer", "number"})}
"""By a name in ``type``: the values of :func:`type_of` that it accepts."""


def type_of(value: Any) -> str:
    """The most specific JSON Schema type of a value; ``""`` if the value is not a JSON value.

    A number without a fractional part is an ``integer``, also when it is a float (JSON Schema 2020-12, core, 4.2.3).
    """
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "number"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
    return ""


def type_names(node: Any) -> tuple[str, ...]:
    """The names in a schema's ``type`` keyword, in the written order; empty if there is none."""
    declared = node.get("type") if isinstance(node, Mapping) else None
    names = declared if isinstance(declared, list) else [declared]
    return tuple(name for name in names if isinstance(name, str))


def accepted_types(node: dict[str, Any], is_old: bool) -> frozenset[str]:
    """The results of :func:`type_of` that a schema's ``type`` accepts; all if ``type`` is missing or invalid.

    :param is_old: whether the schema belongs to OpenAPI 3.0, where ``nullable`` adds ``null`` to the type next to it
        and a list of types is invalid.
    """
    declared = node.get("type")
    if isinstance(declared, str):
        accepted = _ACCEPTED.get(declared, ALL_TYPES)
        return accepted | {"null"} if is_old and node.get("nullable") is True else accepted
    if isinstance(declared, list) and declared and not is_old:
        named = (_ACCEPTED.get(name, ALL_TYPES) if isinstance(name, str) else ALL_TYPES for name in declared)
        return frozenset[str]().union(*named)
    return ALL_TYPES


def common_types(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    """The type names that both lists accept, in the order of the first; ``number`` includes ``integer``."""
    first, second = tuple(first), tuple(second)
    kept = [name for name in first if name in second or (name == "integer" and "number" in second)]
    if "number" in first and "integer" in second and "integer" not in kept:
        kept.append("integer")
    return tuple(kept)


def inferred_type(keywords: Iterable[str], table: Mapping[str, Iterable[str]] = KEYWORDS) -> str:
    """The type whose keywords a schema without ``type`` uses; the first one in the table, ``""`` if none matches.

    :param table: keywords by type. JSON Schema does not infer types, so each caller decides what counts as a sign.
    """
    used = set(keywords)
    return next((kind for kind, signs in table.items() if not used.isdisjoint(signs)), "")


def describe_types(types: frozenset[str]) -> str:
    """Results of :func:`type_of` for a message, e.g. ``integer or string``; ``integer`` is part of ``number``."""
    places = {"integer": "number"} if "number" in types else {}
    names = dict.fromkeys(places.get(name, name) for name in TYPES if name in types)
    return " or ".join(names)


def equality_key(value: Any) -> Any:
    """A hashable key, the same for values that JSON Schema treats as equal: ``1`` and ``1.0``, but not ``true``."""
    if isinstance(value, dict):
        return ("object", frozenset((str(key), equality_key(item)) for key, item in value.items()))
    if isinstance(value, list):
        return ("array", tuple(equality_key(item) for item in value))
    kind = type_of(value)
    return ("number" if kind == "integer" else kind, value if kind else str(value))
