"""Downgrades a schema from JSON Schema 2020-12 to OpenAPI 3.0.

Unsupported keywords are expressed with others if possible: ``if`` and ``then`` with ``anyOf`` and ``not``. Otherwise
the schema accepts more values than before, never fewer, and the loss is reported.
(OpenAPI 3.0.3, "Schema Object"; JSON Schema 2020-12, Core and Validation.)
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from contracts.findings import Severity
from contracts.wording import pluralize

Schema = dict[str, Any]
Report = Callable[[Severity, str, str], None]
"""Takes severity, keyword, and a description of the loss."""

SILENT = frozenset(
    {"$id", "$anchor", "$dynamicAnchor", "$schema", "$comment", "$vocabulary", "$defs", "definitions", "nullable"}
)
"""Keywords without effect, because references are pointers; ``nullable`` has no effect in 3.1."""

KNOWN = frozenset(
    {"$ref", "title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength"}
    | {"minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "required"}
    | {"enum", "type", "not", "allOf", "oneOf", "anyOf", "items", "properties", "additionalProperties", "description"}
    | {"format", "default", "nullable", "discriminator", "readOnly", "writeOnly", "example", "externalDocs"}
    | {"deprecated", "xml"}
)
"""The keywords of OpenAPI 3.0."""

APPLICATORS = frozenset({"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"})
"""Keywords whose schemas can evaluate a property or an item (JSON Schema 2020-12, Core, section 11)."""

EVERY_NAME = frozenset({"", ".*", "^", "^.*"})
"""Patterns that match every name."""


OTHER_TYPES = frozenset({"string", "number", "boolean", "object", "array"})
"""All types except ``null``; ``number`` includes ``integer``."""


def downgrade_schema(schema: Schema, report: Report) -> None:
    """Downgrade a schema in place; schemas inside of it must be downgraded already.

    :param report: called for each loss.
    """
    for keyword in SILENT & schema.keys():
        del schema[keyword]
    _dynamic_reference(schema, report)
    _unevaluated(schema, report)
    _pattern_properties(schema, report)
    _property_names(schema, report)
    _prefix_items(schema, report)
    _contains(schema, report)
    _condition(schema)
    _dependencies(schema)
    _plain_parts(schema)
    _downgrade_values(schema, report)
    _unknown(schema, report)
    if "$ref" in schema and len(schema) > 1:
        _also(schema, {"$ref": schema.pop("$ref")})


def plain(schema: Any) -> Any:
    """Return a boolean schema as an object: ``true`` becomes ``{}``, ``false`` a schema that rejects all values."""
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    return schema


def _also(schema: Schema, condition: Schema) -> None:
    """Add a condition to ``allOf``, at the end so that existing pointers stay valid."""
    schema["allOf"] = [*schema.get("allOf", []), condition]


def _is_open(schema: Any) -> bool:
    """Whether a schema accepts all values."""
    return schema is True or schema == {}


def _dynamic_reference(schema: Schema, report: Report) -> None:
    if "$dynamicRef" in schema:
        report(Severity.ERROR, "$dynamicRef", "extensions of the schema are ignored")
        reference = {"$ref": schema.pop("$dynamicRef")}
        if "$ref" in schema:
            _also(schema, reference)
        else:
            schema |= reference


def _unevaluated(schema: Schema, report: Report) -> None:
    """Replace by ``additionalProperties`` and ``items``, which is equivalent unless other parts evaluate values."""
    beside = not APPLICATORS.isdisjoint(schema)
    for keyword, rest in (("unevaluatedProperties", "additionalProperties"), ("unevaluatedItems", "items")):
        if keyword not in schema:
            continue
        value = schema[keyword]
        if not _is_open(value) and rest not in schema:
            if beside or (rest == "items" and "contains" in schema):
                report(Severity.ERROR, keyword, "values that no other part of the schema evaluates are accepted")
            else:
                schema[rest] = value
        del schema[keyword]


def _pattern_properties(schema: Schema, report: Report) -> None:
    patterns = schema.pop("patternProperties", {})
    closed = {pattern: plain(value) for pattern, value in patterns.items() if not _is_open(value)}
    rest = schema.get("additionalProperties", True)
    if patterns.keys() & EVERY_NAME and len(patterns) == 1 and not schema.get("properties"):
        schema["additionalProperties"] = next(iter(patterns.values()))
    elif not _is_open(rest) and patterns:
        report(Severity.ERROR, "patternProperties", "values are no longer validated by the names of properties")
        values = [*closed.values(), *([] if rest is False else [rest])]
        schema["additionalProperties"] = _any_of(values) if len(closed) == len(patterns) else True
    elif closed:
        report(Severity.ERROR, "patternProperties", "values are no longer validated by the names of properties")


def _any_of(schemas: list[Any]) -> Any:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _property_names(schema: Schema, report: Report) -> None:
    names = schema.pop("propertyNames", True)
    if not _is_open(names) and names != {"type": "string"}:
        report(Severity.ERROR, "propertyNames", "properties can have any name")


def _prefix_items(schema: Schema, report: Report) -> None:
    if "prefixItems" not in schema:
        return
    report(Severity.ERROR, "prefixItems", "items can be in any order")
    first = [plain(item) for item in schema.pop("prefixItems")]
    rest = schema.get("items", True)
    if rest is False or rest == {"not": {}}:
        schema["maxItems"] = min(len(first), schema.get("maxItems", len(first)))
        schema["items"] = _any_of(first)
    elif not _is_open(rest):
        schema["items"] = _any_of([*first, rest])


def _contains(schema: Schema, report: Report) -> None:
    """Express with ``not`` and ``items``: an array contains a match unless no item matches."""
    least, most = schema.pop("minContains", 1), schema.pop("maxContains", None)
    if "contains" not in schema:
        return
    match = plain(schema.pop("contains"))
    if least > 1 or most is not None:
        report(Severity.ERROR, "contains", "the number of matching items is not validated")
    if least > 0:
        _also(schema, {"not": {"type": "array", "items": {"not": match}}})


def _condition(schema: Schema) -> None:
    """Express ``if``, ``then`` and ``else`` with ``anyOf`` and ``not``."""
    condition = schema.pop("if", None)
    branches = plain(schema.pop("then", True)), plain(schema.pop("else", True))
    if condition is None:
        return
    if branches[0]:
        _also(schema, {"anyOf": [{"not": deepcopy(plain(condition))}, branches[0]]})
    if branches[1]:
        _also(schema, {"anyOf": [plain(condition), branches[1]]})


def _dependencies(schema: Schema) -> None:
    """Express conditions on the presence of a property with ``anyOf`` and ``not``."""
    for name, others in schema.pop("dependentRequired", {}).items():
        if others:
            _also(schema, {"anyOf": [{"not": {"required": [name]}}, {"required": others}]})
    for name, required in schema.pop("dependentSchemas", {}).items():
        _also(schema, {"anyOf": [{"not": {"type": "object", "required": [name]}}, plain(required)]})


def _plain_parts(schema: Schema) -> None:
    """Replace boolean schemas in the schema, which 3.0 does not have."""
    for keyword in ("items", "not"):
        if keyword in schema:
            schema[keyword] = plain(schema[keyword])
    for keyword in ("allOf", "oneOf", "anyOf"):
        if keyword in schema:
            schema[keyword] = [plain(part) for part in schema[keyword]]
    if "properties" in schema:
        schema["properties"] = {name: plain(part) for name, part in schema["properties"].items()}
    if schema.get("required") == []:
        del schema["required"]


def _unknown(schema: Schema, report: Report) -> None:
    for keyword in [keyword for keyword in schema if keyword not in KNOWN and not keyword.startswith("x-")]:
        report(Severity.WARNING, keyword, "3.0 does not have this keyword")
        del schema[keyword]


# ---------------------------------------------------------------------- types, bounds, constants, encodings, examples


def _downgrade_values(schema: Schema, report: Report) -> None:
    """Downgrade keywords about types, bounds, constants, encodings and examples in place."""
    if "const" in schema:
        _one_of(schema, schema.pop("const"))
    _types(schema)
    _bound(schema, "minimum", "exclusiveMinimum", lambda one, other: one >= other)
    _bound(schema, "maximum", "exclusiveMaximum", lambda one, other: one <= other)
    _content(schema, report)
    _examples(schema, report)
    if schema.get("type") == "array":
        schema.setdefault("items", {})


def _one_of(schema: Schema, value: Any) -> None:
    if "enum" in schema:
        schema["allOf"] = [*schema.get("allOf", []), {"enum": [value]}]
    else:
        schema["enum"] = [value]


def _types(schema: Schema) -> None:
    """3.0 has a single type without ``null``, and ``nullable``."""
    given = schema.get("type")
    if not isinstance(given, list | str):
        return
    types = [given] if isinstance(given, str) else list(dict.fromkeys(given))
    others = [name for name in types if name != "null" and not (name == "integer" and "number" in types)]
    is_nullable = "null" in types
    if len(others) == 1:
        schema["type"] = others[0]
        if is_nullable:
            schema["nullable"] = True
        return
    keys = list(schema)
    del schema["type"]
    if not others:
        # Without 'type', 'nullable' has no effect, but some tools look for it.
        schema["nullable"] = True
        _one_of(schema, None)
    elif not (is_nullable and OTHER_TYPES.issubset(others)):
        variants: list[Schema] = [{"type": name, **({"items": {}} if name == "array" else {})} for name in others]
        if is_nullable:
            variants[0]["nullable"] = True
        if "anyOf" in schema:
            schema["allOf"] = [*schema.get("allOf", []), {"anyOf": variants}]
        else:
            schema["anyOf"] = variants
            _move(schema, "anyOf", keys.index("type"))


def _move(schema: Schema, keyword: str, index: int) -> None:
    """Move a keyword to an index."""
    pairs = [(key, value) for key, value in schema.items() if key != keyword]
    pairs.insert(index, (keyword, schema[keyword]))
    schema.clear()
    schema.update(pairs)


def _bound(schema: Schema, bound: str, exclusive: str, is_stricter: Callable[[Any, Any], bool]) -> None:
    """3.0 has exclusive bounds as booleans; the stricter of both bounds stays."""
    limit = schema.get(exclusive)
    if limit is None or isinstance(limit, bool):
        return
    if bound not in schema or is_stricter(limit, schema[bound]):
        schema[bound] = limit
        schema[exclusive] = True
    else:
        del schema[exclusive]


def _content(schema: Schema, report: Report) -> None:
    """3.0 has formats ``byte`` and ``binary`` (OpenAPI 3.1, "Migrating binary descriptions from OAS 3.0")."""
    encoding, media = schema.pop("contentEncoding", None), schema.pop("contentMediaType", None)
    given = schema.get("format")
    if encoding is not None:
        if encoding == "base64" and given in (None, "byte", "base64"):
            schema["format"] = "byte"
        else:
            report(Severity.WARNING, "contentEncoding", f"removed encoding {encoding!r}")
        if media is not None:
            report(Severity.WARNING, "contentMediaType", f"removed media type {media!r}")
    elif media is not None:
        if media == "application/octet-stream" and given in (None, "binary"):
            schema["format"] = "binary"
        else:
            report(Severity.WARNING, "contentMediaType", f"removed media type {media!r}")
    if schema.pop("contentSchema", True) not in (True, {}):
        report(Severity.WARNING, "contentSchema", "removed the schema of the decoded content")


def _examples(schema: Schema, report: Report) -> None:
    """3.0 has a single example."""
    examples = schema.pop("examples", None)
    if not isinstance(examples, list) or not examples:
        return
    shown = schema.setdefault("example", examples[0])
    others = [example for example in examples if example != shown]
    if others:
        report(Severity.WARNING, "examples", f"removed {pluralize(len(others), 'example')}: 3.0 has only one")
