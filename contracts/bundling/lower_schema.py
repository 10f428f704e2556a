"""Schemas of JSON Schema 2020-12 in the words of OpenAPI 3.0, one at a time.

What 3.0 has no word for is said with others where that means the same: ``if`` and ``then`` with ``anyOf`` and ``not``.
Where it cannot be said, the schema allows more than before, never less, and the loss is reported.
(OpenAPI 3.0.3, "Schema Object"; JSON Schema 2020-12, Core and Validation.)
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from contracts.bundling.lower_values import lower_values
from contracts.findings import Severity

Schema = dict[str, Any]
Report = Callable[[Severity, str, str], None]
"""Takes the severity, the keyword, and what is lost."""

SILENT = frozenset(
    {"$id", "$anchor", "$dynamicAnchor", "$schema", "$comment", "$vocabulary", "$defs", "definitions", "nullable"}
)
"""Keywords that mean nothing once references are pointers; ``nullable`` never meant anything in 3.1."""

KNOWN = frozenset(
    {"$ref", "title", "multipleOf", "maximum", "exclusiveMaximum", "minimum", "exclusiveMinimum", "maxLength"}
    | {"minLength", "pattern", "maxItems", "minItems", "uniqueItems", "maxProperties", "minProperties", "required"}
    | {"enum", "type", "not", "allOf", "oneOf", "anyOf", "items", "properties", "additionalProperties", "description"}
    | {"format", "default", "nullable", "discriminator", "readOnly", "writeOnly", "example", "externalDocs"}
    | {"deprecated", "xml"}
)
"""The keywords of OpenAPI 3.0."""

APPLICATORS = frozenset({"$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "if", "dependentSchemas"})
"""Keywords below which a property or an item may count as evaluated (JSON Schema 2020-12, Core, section 11)."""

EVERY_NAME = frozenset({"", ".*", "^", "^.*"})
"""Patterns that every name fits."""


def lower_schema(schema: Schema, report: Report) -> None:
    """Rewrite a schema in place. Those below it must be rewritten already.

    :param report: is told of each loss.
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
    lower_values(schema, report)
    _unknown(schema, report)
    if "$ref" in schema and len(schema) > 1:
        _also(schema, {"$ref": schema.pop("$ref")})


def plain(schema: Any) -> Any:
    """A schema that 3.0 takes: ``true`` is ``{}``, ``false`` what nothing fits."""
    if isinstance(schema, bool):
        return {} if schema else {"not": {}}
    return schema


def _also(schema: Schema, condition: Schema) -> None:
    """Make a schema ask for one thing more. It comes last: places in ``allOf`` stay what they are."""
    schema["allOf"] = [*schema.get("allOf", []), condition]


def _is_open(schema: Any) -> bool:
    """Whether a schema says that everything fits."""
    return schema is True or schema == {}


def _dynamic_reference(schema: Schema, report: Report) -> None:
    if "$dynamicRef" in schema:
        report(Severity.ERROR, "$dynamicRef", "what extends the schema is not followed any more")
        reference = {"$ref": schema.pop("$dynamicRef")}
        if "$ref" in schema:
            _also(schema, reference)
        else:
            schema |= reference


def _unevaluated(schema: Schema, report: Report) -> None:
    """Without parts that evaluate anything, these are ``additionalProperties`` and ``items``."""
    beside = not APPLICATORS.isdisjoint(schema)
    for keyword, rest in (("unevaluatedProperties", "additionalProperties"), ("unevaluatedItems", "items")):
        if keyword not in schema:
            continue
        value = schema[keyword]
        if not _is_open(value) and rest not in schema:
            if beside or (rest == "items" and "contains" in schema):
                report(Severity.ERROR, keyword, "what no other part of the schema knows is allowed")
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
        report(Severity.ERROR, "patternProperties", "a value need not fit its name any more")
        values = [*closed.values(), *([] if rest is False else [rest])]
        schema["additionalProperties"] = _any_of(values) if len(closed) == len(patterns) else True
    elif closed:
        report(Severity.ERROR, "patternProperties", "a value need not fit its name any more")


def _any_of(schemas: list[Any]) -> Any:
    return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}


def _property_names(schema: Schema, report: Report) -> None:
    names = schema.pop("propertyNames", True)
    if not _is_open(names) and names != {"type": "string"}:
        report(Severity.ERROR, "propertyNames", "properties may have any name")


def _prefix_items(schema: Schema, report: Report) -> None:
    if "prefixItems" not in schema:
        return
    report(Severity.ERROR, "prefixItems", "items may come in any order")
    first = [plain(item) for item in schema.pop("prefixItems")]
    rest = schema.get("items", True)
    if rest is False or rest == {"not": {}}:
        schema["maxItems"] = min(len(first), schema.get("maxItems", len(first)))
        schema["items"] = _any_of(first)
    elif not _is_open(rest):
        schema["items"] = _any_of([*first, rest])


def _contains(schema: Schema, report: Report) -> None:
    """A list contains what fits unless every item of it does not fit."""
    least, most = schema.pop("minContains", 1), schema.pop("maxContains", None)
    if "contains" not in schema:
        return
    wanted = plain(schema.pop("contains"))
    if least > 1 or most is not None:
        report(Severity.ERROR, "contains", "how many items fit does not count any more")
    if least > 0:
        _also(schema, {"not": {"type": "array", "items": {"not": wanted}}})


def _condition(schema: Schema) -> None:
    """What fits ``if`` fits ``then``, all else fits ``else``."""
    condition = schema.pop("if", None)
    branches = plain(schema.pop("then", True)), plain(schema.pop("else", True))
    if condition is None:
        return
    if branches[0]:
        _also(schema, {"anyOf": [{"not": deepcopy(plain(condition))}, branches[0]]})
    if branches[1]:
        _also(schema, {"anyOf": [plain(condition), branches[1]]})


def _dependencies(schema: Schema) -> None:
    """Where one property is, others are, or a schema fits."""
    for name, others in schema.pop("dependentRequired", {}).items():
        if others:
            _also(schema, {"anyOf": [{"not": {"required": [name]}}, {"required": others}]})
    for name, wanted in schema.pop("dependentSchemas", {}).items():
        _also(schema, {"anyOf": [{"not": {"type": "object", "required": [name]}}, plain(wanted)]})


def _plain_parts(schema: Schema) -> None:
    """Boolean schemas below become mappings, where 3.0 takes no others."""
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
        report(Severity.WARNING, keyword, "3.0 has no such keyword")
        del schema[keyword]
