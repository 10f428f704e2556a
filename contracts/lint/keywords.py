"""The keywords of schemas, and which of them have no effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from contracts.schema.json_types import KEYWORDS, TYPE_OF_KEYWORD

OTHERS = frozenset(
    {"$schema", "$id", "$ref", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary", "$comment", "$defs", "allOf"}
    | {"anyOf", "oneOf", "not", "if", "then", "else", "type", "enum", "const", "format", "title", "description"}
    | {"default", "deprecated", "readOnly", "writeOnly", "examples", "example", "discriminator", "xml", "externalDocs"}
    | {"nullable", "definitions", "dependencies", "additionalItems", "$recursiveRef", "$recursiveAnchor"}
)
"""Keywords of JSON Schema 2020-12 and OpenAPI that apply to all types, and keywords of earlier drafts."""

SCHEMA_KEYWORDS = OTHERS | frozenset(TYPE_OF_KEYWORD)

MEMBERS = {
    "discriminator": frozenset({"propertyName", "mapping", "defaultMapping"}),
    "xml": frozenset({"name", "namespace", "prefix", "attribute", "wrapped", "nodeType"}),
    "externalDocs": frozenset({"url", "description"}),
}
"""Keys of the objects that OpenAPI adds to schemas (OpenAPI 3.2, 'Discriminator Object', 'XML Object')."""

NEEDED = {
    "minContains": ("contains",),
    "maxContains": ("contains",),
    "then": ("if",),
    "else": ("if",),
    "if": ("then", "else"),
    "contentSchema": ("contentMediaType",),
}
"""Keywords that have no effect without one of the others (JSON Schema Core, section 10.2.2; Validation, 6.4.4, 8.5)."""

NEEDED_IN_30 = {"exclusiveMinimum": ("minimum",), "exclusiveMaximum": ("maximum",)}
"""The same for the boolean keywords of 3.0 (JSON Schema Validation, Wright draft 00, section 5.3)."""

HARMLESS = {kind: (OTHERS | keywords) - NEEDED.keys() - NEEDED_IN_30.keys() for kind, keywords in KEYWORDS.items()}
"""By type: keywords that always have an effect beside it, or are annotations."""

NAMES = {"string": "strings", "number": "numbers", "array": "arrays", "object": "objects"}


WRITTEN_EVERYWHERE = frozenset({"additionalProperties", "uniqueItems"})
"""Keywords that code generators add to schemas of any type."""

TYPE_NAMES = frozenset({*KEYWORDS, "integer", "boolean", "null"})


def without_effect(node: dict[str, Any], is_old: bool) -> Iterator[tuple[str, str]]:
    """The keywords of a schema that have no effect, each with the message.

    :param is_old: whether it is a schema of 3.0.
    """
    written = node.get("type")
    if isinstance(written, str) and HARMLESS.get(written, frozenset()).issuperset(node):
        return
    types = _types(written)
    for keyword, value in node.items():
        kind = TYPE_OF_KEYWORD.get(keyword)
        if kind and types and not _speaks_of(kind, types) and not _demands_nothing(keyword, value):
            named = " or ".join(sorted(types))
            yield keyword, f"{keyword!r} applies to {NAMES[kind]} and has no effect on type {named}"
        needed = (NEEDED_IN_30 if is_old else NEEDED).get(keyword, ())
        if needed and value is not False and not any(other in node for other in needed):
            yield keyword, f"{keyword!r} has no effect without {' or '.join(map(repr, needed))}"


def _types(written: Any) -> set[str]:
    words = [written] if isinstance(written, str) else written if isinstance(written, list) else []
    found = {word for word in words if isinstance(word, str)}
    return found if len(found) == len(words) and found <= TYPE_NAMES else set()


def _speaks_of(kind: str, types: set[str]) -> bool:
    return kind in types or (kind == "number" and "integer" in types)


def _demands_nothing(keyword: str, value: Any) -> bool:
    """Whether a keyword accepts every value, or was probably added by a code generator."""
    if keyword in WRITTEN_EVERYWHERE or value in ([], {}) or value is False:
        return True
    return keyword.startswith("min") and keyword != "minimum" and value == 0
