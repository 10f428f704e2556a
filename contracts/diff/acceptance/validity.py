"""Validates a value against a located schema, as far as that can be decided: true, false, or unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import jsonschema_rs

from contracts.diff.change import Direction
from contracts.diff.difference import Located, schema_site
from contracts.diff.merged_schema import ComparedSchema, SchemaSource
from contracts.diff.normalize import text_of
from contracts.schema.json_types import accepted_types, type_of
from contracts.spec.discriminators import discriminator_property
from contracts.spec.pointers import child_pointer

MAX_DEPTH = 30
"""Nested schemas that are followed; deeper ones are unknown."""

Verdict = bool | None
"""Whether a value is valid; ``None``: unknown."""


def both(verdicts: Iterable[Verdict]) -> Verdict:
    """Return whether all verdicts are true."""
    found: Verdict = True
    for one in verdicts:
        if one is False:
            return False
        found = found if one else None
    return found


def _some(verdicts: list[Verdict]) -> Verdict:
    return True if True in verdicts else None if None in verdicts else False


def is_accepted(schema: ComparedSchema, value: Any, direction: Direction, *, are_exclusive: bool = True) -> Verdict:
    """Return whether a merged schema accepts a value in messages of a direction."""
    check = Validity(schema.side, direction, are_exclusive=are_exclusive)
    found = both(check.of(site, value) for site in schema.sites)
    if value is not None or found is None:
        return found
    # Common practice decides: a schema with properties is not null, although nothing says so.
    return (found or schema.means_null) if schema.is_null else found and schema.types is None


class Validity:
    """Validates values against the schemas of one document.

    :param direction: read-only properties are not required in requests, write-only ones not in responses.
    :param are_exclusive: whether ``oneOf`` excludes values that match several alternatives.
    """

    def __init__(self, side: SchemaSource, direction: Direction, *, are_exclusive: bool = True) -> None:
        self._side = side
        self._are_exclusive = are_exclusive
        self._hidden = "readOnly" if direction is Direction.REQUEST else "writeOnly"

    def of(self, site: Located, value: Any, depth: int = 0) -> Verdict:
        """Return whether a value is valid."""
        if depth > MAX_DEPTH:
            return None
        if value is None and (site.allows_null or site.pointer in self._side.nullables):
            return True
        node = site.node
        return both(
            self._keyword(site, keyword, value, depth) for keyword in node if keyword in _KEYWORDS or keyword in _OTHERS
        )

    def _keyword(self, site: Located, keyword: str, value: Any, depth: int) -> Verdict:
        if keyword in _KEYWORDS:
            return _KEYWORDS[keyword](site.node, value)
        return _OTHERS[keyword](self, site, value, depth + 1)

    # ------------------------------------------------------------------ composition

    def reference(self, site: Located, value: Any, depth: int) -> Verdict:
        """``$ref``."""
        target = self._side.target(str(site.node["$ref"]))
        return self.of(target, value, depth) if target is not None else None

    def every(self, site: Located, value: Any, depth: int) -> Verdict:
        """``allOf``."""
        return both(self.branches(site, "allOf", value, depth))

    def any(self, site: Located, value: Any, depth: int) -> Verdict:
        """``anyOf``."""
        return _some(self.branches(site, "anyOf", value, depth))

    def one(self, site: Located, value: Any, depth: int) -> Verdict:
        """``oneOf``."""
        found = self.branches(site, "oneOf", value, depth)
        if not self._are_exclusive or discriminator_property(site.node):
            return _some(found)
        if found.count(True) > 1:
            return False
        return None if None in found else True in found

    def branches(self, site: Located, keyword: str, value: Any, depth: int = 0) -> list[Verdict]:
        """Return whether a value is valid for each schema in the list below a keyword."""
        if not isinstance(site.node[keyword], list):
            return []
        return [self.of(one, value, depth) for one in self._side.schemas(site, keyword)]

    def none(self, site: Located, value: Any, depth: int) -> Verdict:
        """``not``."""
        found = self._below(site, ("not",), value, depth)
        return None if found is None else not found

    def _below(self, site: Located, tokens: tuple[str, ...], value: Any, depth: int) -> Verdict:
        node: Any = site.node
        for token in tokens:
            node = node.get(token) if isinstance(node, dict) else None
        found = schema_site(child_pointer(site.pointer, *tokens), node)
        return self.of(found, value, depth) if found is not None else None

    # ------------------------------------------------------------------ contents

    def properties(self, site: Located, value: Any, depth: int) -> Verdict:
        """``properties``."""
        if not isinstance(value, dict) or not isinstance(site.node["properties"], dict):
            return True
        known = (name for name in value if name in site.node["properties"])
        return both(self._below(site, ("properties", name), value[name], depth) for name in known)

    def additional(self, site: Located, value: Any, depth: int) -> Verdict:
        """``additionalProperties``."""
        if not isinstance(value, dict):
            return True
        named = site.node.get("properties")
        others = [name for name in value if not isinstance(named, dict) or name not in named]
        patterns = site.node.get("patternProperties")
        if patterns and others:
            return None
        return both(self._below(site, ("additionalProperties",), value[name], depth) for name in others)

    def required(self, site: Located, value: Any, _depth: int) -> Verdict:
        """``required``."""
        names = site.node["required"]
        if not isinstance(value, dict) or not isinstance(names, list):
            return True
        missing = [name for name in names if name not in value]
        return all(self._is_hidden(site, name) for name in missing)

    def _is_hidden(self, site: Located, name: str) -> bool:
        properties = site.node.get("properties")
        found = schema_site("", properties.get(name)) if isinstance(properties, dict) else None
        return found is not None and self._side.join([found]).says(self._hidden)

    def items(self, site: Located, value: Any, depth: int) -> Verdict:
        """``items``."""
        if not isinstance(value, list):
            return True
        prefix = site.node.get("prefixItems")
        start = len(prefix) if isinstance(prefix, list) else 0
        return both(self._below(site, ("items",), item, depth) for item in value[start:])

    def prefix(self, site: Located, value: Any, depth: int) -> Verdict:
        """``prefixItems``."""
        if not isinstance(value, list) or not isinstance(site.node["prefixItems"], list):
            return True
        schemas = list(self._side.schemas(site, "prefixItems"))
        return both(self.of(one, item, depth) for one, item in zip(schemas, value, strict=False))

    def unknown(self, site: Located, value: Any, _depth: int) -> Verdict:
        """Keywords that are not evaluated; they have no effect on other types than their own."""
        return None if isinstance(value, dict | list) or site.node.keys() & {"if"} else True


def _type(node: dict[str, Any], value: Any) -> Verdict:
    return type_of(value) in accepted_types(node, is_old=False)


def _enum(node: dict[str, Any], value: Any) -> Verdict:
    return not isinstance(node["enum"], list) or text_of(value) in map(text_of, node["enum"])


def _const(node: dict[str, Any], value: Any) -> Verdict:
    return text_of(value) == text_of(node["const"])


def _number(keyword: str, is_within: Callable[[float, float], bool]) -> Callable[[dict[str, Any], Any], Verdict]:
    def check(node: dict[str, Any], value: Any) -> Verdict:
        bound = node[keyword]
        numbers = all(isinstance(one, int | float) and not isinstance(one, bool) for one in (bound, value))
        return is_within(value, bound) if numbers else True

    return check


def _multiple(value: float, step: float) -> bool:
    return step <= 0 or value % step == 0


Sized = type[str] | type[list[Any]] | type[dict[str, Any]]


def _size(
    keyword: str, kind: type[str] | type[list[Any]] | type[dict[str, Any]], sign: int
) -> Callable[[dict[str, Any], Any], Verdict]:
    def check(node: dict[str, Any], value: Any) -> Verdict:
        bound = node[keyword]
        return not (isinstance(value, kind) and isinstance(bound, int | float)) or sign * len(value) >= sign * bound

    return check


def _pattern(node: dict[str, Any], value: Any) -> Verdict:
    return matches_pattern(str(node["pattern"]), value) if isinstance(value, str) else True


def _unique(node: dict[str, Any], value: Any) -> Verdict:
    if node["uniqueItems"] is not True or not isinstance(value, list):
        return True
    return len(set(map(text_of, value))) == len(value)


def _text_only(_node: dict[str, Any], value: Any) -> Verdict:
    """Formats and encodings: other values than strings and numbers are valid."""
    return None if isinstance(value, str | int | float) and not isinstance(value, bool) else True


@lru_cache(512)
def _compiled(pattern: str) -> jsonschema_rs.Draft202012Validator | None:
    """Return a validator that takes linear time; ``None`` if the pattern has no such form."""
    try:
        return jsonschema_rs.Draft202012Validator(
            {"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions(size_limit=1_000_000)
        )
    except (ValueError, jsonschema_rs.ValidationError):
        return None


def matches_pattern(pattern: str, text: str) -> Verdict:
    """Return whether a string matches a pattern."""
    validator = _compiled(pattern)
    return validator.is_valid(text) if validator is not None else None


_KEYWORDS: dict[str, Callable[[dict[str, Any], Any], Verdict]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "minimum": _number("minimum", lambda value, bound: value >= bound),
    "maximum": _number("maximum", lambda value, bound: value <= bound),
    "exclusiveMinimum": _number("exclusiveMinimum", lambda value, bound: value > bound),
    "exclusiveMaximum": _number("exclusiveMaximum", lambda value, bound: value < bound),
    "multipleOf": _number("multipleOf", _multiple),
    "minLength": _size("minLength", str, 1),
    "maxLength": _size("maxLength", str, -1),
    "minItems": _size("minItems", list, 1),
    "maxItems": _size("maxItems", list, -1),
    "minProperties": _size("minProperties", dict, 1),
    "maxProperties": _size("maxProperties", dict, -1),
    "pattern": _pattern,
    "uniqueItems": _unique,
    "format": _text_only,
    "contentEncoding": _text_only,
    "contentMediaType": _text_only,
}

_OTHERS: dict[str, Callable[[Validity, Located, Any, int], Verdict]] = {
    "$ref": Validity.reference,
    "allOf": Validity.every,
    "anyOf": Validity.any,
    "oneOf": Validity.one,
    "not": Validity.none,
    "properties": Validity.properties,
    "additionalProperties": Validity.additional,
    "required": Validity.required,
    "items": Validity.items,
    "prefixItems": Validity.prefix,
    **dict.fromkeys(
        (
            *("if", "contains", "propertyNames", "dependentRequired", "dependentSchemas", "patternProperties"),
            *("unevaluatedProperties", "unevaluatedItems"),
        ),
        Validity.unknown,
    ),
}
