"""The types of JSON in schemas: which ones a schema allows, which one a value has, which keywords speak of which."""

from __future__ import annotations

from typing import Any

TYPES = ("null", "boolean", "integer", "fraction", "string", "array", "object")
"""What a value may be; ``fraction`` is a number that is no integer, so that the types do not overlap."""

ALL_TYPES = frozenset(TYPES)

KEYWORDS: dict[str, frozenset[str]] = {
    "string": frozenset({"minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType", "contentSchema"}),
    "number": frozenset({"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}),
    "array": frozenset(
        {"items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains", "minContains", "maxContains"}
        | {"unevaluatedItems"}
    ),
    "object": frozenset(
        {"properties", "additionalProperties", "patternProperties", "required", "minProperties", "maxProperties"}
        | {"propertyNames", "dependentRequired", "dependentSchemas", "unevaluatedProperties"}
    ),
}
"""By type: the keywords that say nothing of values of other types (JSON Schema Validation, chapter 6)."""

TYPE_OF_KEYWORD = {keyword: kind for kind, keywords in KEYWORDS.items() for keyword in keywords}

WORDS = {"number": frozenset({"integer", "fraction"})} | {
    word: frozenset({word}) for word in TYPES if word != "fraction"
}
"""What the values of ``type`` stand for."""


def types_of(node: dict[str, Any], is_old: bool) -> frozenset[str]:
    """The types that a schema's own ``type`` allows; all where it says none, or something that is no type.

    :param is_old: whether it is a schema of 3.0, in which ``nullable`` adds ``null`` to the type beside it.
    """
    written = node.get("type")
    if isinstance(written, str):
        allowed = WORDS.get(written, ALL_TYPES)
        return allowed | {"null"} if is_old and node.get("nullable") is True else allowed
    if isinstance(written, list) and not is_old:
        found: frozenset[str] = frozenset()
        for word in written:
            found |= WORDS.get(word, ALL_TYPES) if isinstance(word, str) else ALL_TYPES
        return found or ALL_TYPES
    return ALL_TYPES


def type_of_value(value: Any) -> str:
    """Which of :data:`TYPES` a value has; ``""`` for what JSON does not know."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "integer" if value.is_integer() else "fraction"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
    return ""


def in_words(types: frozenset[str]) -> str:
    """Types as messages name them, e.g. ``integer or string``."""
    names = [word for word in TYPES if word in types and word != "fraction"]
    if "fraction" in types:
        names = (
            ["number" if word == "integer" else word for word in names] if "integer" in types else [*names, "number"]
        )
    return " or ".join(names)


def equality_key(value: Any) -> Any:
    """A hashable stand-in by which values that JSON Schema calls equal are equal: ``1`` and ``1.0``, not ``true``."""
    if isinstance(value, dict):
        return ("object", frozenset((str(key), equality_key(item)) for key, item in value.items()))
    if isinstance(value, list):
        return ("array", tuple(equality_key(item) for item in value))
    kind = type_of_value(value)
    return ("number" if kind in ("integer", "fraction") else kind, str(value) if kind == "" else value)
