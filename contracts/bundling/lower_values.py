"""What a schema says of a single value, in the words of OpenAPI 3.0: types, bounds, constants, encodings, examples."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from contracts.findings import Severity

Schema = dict[str, Any]
Report = Callable[[Severity, str, str], None]

OTHER_TYPES = frozenset({"string", "number", "boolean", "object", "array"})
"""All types but ``null``; ``integer`` is a kind of ``number``."""


def lower_values(schema: Schema, report: Report) -> None:
    """Rewrite the keywords of a schema, in place, that say what a value is like."""
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
    """3.0 has one type, no ``null`` among them, and ``nullable`` beside it."""
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
    place = list(schema)
    del schema["type"]
    if not others:
        # Without a type beside it, 'nullable' has no effect; it is there for those who look for it.
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
            _move(schema, "anyOf", place.index("type"))


def _move(schema: Schema, keyword: str, index: int) -> None:
    """Put a keyword where another one stood."""
    members = [(key, value) for key, value in schema.items() if key != keyword]
    members.insert(index, (keyword, schema[keyword]))
    schema.clear()
    schema.update(members)


def _bound(schema: Schema, bound: str, exclusive: str, is_tighter: Callable[[Any, Any], bool]) -> None:
    """A number of its own becomes a mark on the other bound; the tighter of the two stays."""
    limit = schema.get(exclusive)
    if limit is None or isinstance(limit, bool):
        return
    if bound not in schema or is_tighter(limit, schema[bound]):
        schema[bound] = limit
        schema[exclusive] = True
    else:
        del schema[exclusive]


def _content(schema: Schema, report: Report) -> None:
    """Of encodings 3.0 knows ``byte`` and ``binary`` (OpenAPI 3.1, "Migrating binary descriptions from OAS 3.0")."""
    encoding, media = schema.pop("contentEncoding", None), schema.pop("contentMediaType", None)
    given = schema.get("format")
    if encoding is not None:
        if encoding == "base64" and given in (None, "byte", "base64"):
            schema["format"] = "byte"
        else:
            report(Severity.WARNING, "contentEncoding", f"the encoding {encoding!r} is not told")
        if media is not None:
            report(Severity.WARNING, "contentMediaType", f"the media type {media!r} is not told")
    elif media is not None:
        if media == "application/octet-stream" and given in (None, "binary"):
            schema["format"] = "binary"
        else:
            report(Severity.WARNING, "contentMediaType", f"the media type {media!r} is not told")
    if schema.pop("contentSchema", True) not in (True, {}):
        report(Severity.WARNING, "contentSchema", "what the decoded text looks like is not told")


def _examples(schema: Schema, report: Report) -> None:
    """3.0 has one example."""
    examples = schema.pop("examples", None)
    if not isinstance(examples, list) or not examples:
        return
    shown = schema.setdefault("example", examples[0])
    others = [example for example in examples if example != shown]
    if others:
        told = "one example is" if len(others) == 1 else f"{len(others)} examples are"
        report(Severity.WARNING, "examples", f"{told} left out: 3.0 has one")
