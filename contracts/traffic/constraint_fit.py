"""Whether the values that a consumer sent satisfy a new constraint.

Usually only statistics of the values are known. If they cannot decide, the values count as violating: a false alarm is
cheaper than a broken client.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from jsonschema_rs import Draft202012Validator

from contracts.spec.upgrade import INTEGER_BOUNDS
from contracts.traffic.message_values import typed
from contracts.traffic.schema_location import SchemaLocation
from contracts.traffic.value_stats import SCALARS, Range, ValueStats, samples_of

_MOST_SHOWN = 3
"""Values that a reason lists."""


def constraint_violation(limit: str, stats: ValueStats, *, is_text: bool) -> str:
    """Return the values that violate a constraint, as a phrase; ``""``: none.

    :param limit: a schema with the new keywords, as JSON.
    :param is_text: whether the values are parameters: they are sent as strings, and the new schema decides their type.
    """
    schema = json.loads(limit)
    if stats.is_complete and stats.types.keys() <= {*SCALARS, "null"}:
        return _check_values(schema, stats, is_text=is_text)
    if "type" in schema:
        if is_text and _reads_as(schema["type"], stats):
            return ""
        return _check_types(schema["type"], stats, is_text=is_text)
    if schema == {"not": {"type": "null"}}:
        return "sends null there" if stats.types["null"] else ""
    if _shapes_match(schema, stats):
        return ""
    reasons = (
        _CHECKS[keyword](value, stats) if keyword in _CHECKS else _unknown(stats) for keyword, value in schema.items()
    )
    return next(filter(None, reasons), "")


def _check_values(schema: Mapping[str, Any], stats: ValueStats, *, is_text: bool) -> str:
    """Validate each known value."""
    bounds = INTEGER_BOUNDS.get(schema.get("format", ""))
    more = {"minimum": bounds[0], "maximum": bounds[1]} if bounds is not None else {}
    validator = Draft202012Validator({**schema, **more}, validate_formats=True, retriever=_refuse)
    location = SchemaLocation({}, schema)
    invalid = [one for one in sorted(stats.values) if not validator.is_valid(_read(one, location, is_text=is_text))]
    if stats.types["null"] and not validator.is_valid(None):
        invalid.append("null")
    return f"sends {_first(invalid)} there" if invalid else ""


def _refuse(uri: str) -> Any:
    raise ValueError(f"{uri} is not read")


def _read(encoded: str, location: SchemaLocation, *, is_text: bool) -> Any:
    value = json.loads(encoded)
    if not is_text:
        return value
    return typed(value if isinstance(value, str) else encoded, location) if location.types else value


def _first(names: list[str]) -> str:
    more = f" and {len(names) - _MOST_SHOWN} more" if len(names) > _MOST_SHOWN else ""
    return ", ".join(names[:_MOST_SHOWN]) + more


def _reads_as(named: Any, stats: ValueStats) -> bool:
    """Whether all strings can be read as numbers of a type."""
    allowed = set(named) if isinstance(named, list) else {named}
    return stats.types.keys() == {"string"} and bool(stats.formats and allowed & stats.formats)


def _shapes_match(schema: dict[str, Any], stats: ValueStats) -> bool:
    """Whether a constraint has only patterns, and all shapes of the strings match them."""
    parts = schema.get("allOf", [schema])
    if not stats.shapes or not all(part.keys() == {"pattern"} for part in parts):
        return False
    try:
        validator = Draft202012Validator(schema, retriever=_refuse)
    except ValueError:  # an invalid pattern
        return False
    return all(validator.is_valid(sample) for shape in stats.shapes for sample in samples_of(shape))


def _check_types(named: Any, stats: ValueStats, *, is_text: bool) -> str:
    allowed = set(named) if isinstance(named, list) else {named}
    if "number" in allowed:
        allowed.add("integer")
    if is_text and "string" in allowed:
        allowed |= SCALARS
    others = sorted(kind for kind, count in stats.types.items() if count and kind not in allowed)
    return f"sends {_first(others)} there" if others else ""


# ---------------------------------------------------------------------- checks that need only statistics


def _unknown(stats: ValueStats) -> str:
    return "sends values there that the usage file does not list" if stats.count else ""


def _check_format(name: Any, stats: ValueStats) -> str:
    if stats.formats and name in stats.formats:
        return ""
    bounds = INTEGER_BOUNDS.get(name)
    if bounds is not None and stats.numbers is not None:
        return _check_minimum(bounds[0], stats) or _check_maximum(bounds[1], stats)
    return _unknown(stats)


def _check_minimum(bound: float, stats: ValueStats) -> str:
    return _outside(stats.numbers, stats, "numbers", lambda found: found[0] < bound)


def _check_maximum(bound: float, stats: ValueStats) -> str:
    return _outside(stats.numbers, stats, "numbers", lambda found: found[1] > bound)


def _outside(found: Range | None, stats: ValueStats, what: str, is_outside: Callable[[Range], bool]) -> str:
    if found is None:
        kinds = {"numbers": ("integer", "number"), "characters": ("string",), "items": ("array",)}[what]
        return _unknown(stats) if any(stats.types[kind] for kind in kinds) else ""
    if not is_outside(found):
        return ""
    shown = f"{found[0]:g}" if found[0] == found[1] else f"{found[0]:g} to {found[1]:g}"
    return f"sends {shown} there" if what == "numbers" else f"sends {shown} {what} there"


_CHECKS: dict[str, Callable[[Any, ValueStats], str]] = {
    "minimum": _check_minimum,
    "maximum": _check_maximum,
    "exclusiveMinimum": lambda bound, stats: _outside(stats.numbers, stats, "numbers", lambda one: one[0] <= bound),
    "exclusiveMaximum": lambda bound, stats: _outside(stats.numbers, stats, "numbers", lambda one: one[1] >= bound),
    "minLength": lambda bound, stats: _outside(stats.lengths, stats, "characters", lambda one: one[0] < bound),
    "maxLength": lambda bound, stats: _outside(stats.lengths, stats, "characters", lambda one: one[1] > bound),
    "minItems": lambda bound, stats: _outside(stats.items, stats, "items", lambda one: one[0] < bound),
    "maxItems": lambda bound, stats: _outside(stats.items, stats, "items", lambda one: one[1] > bound),
    "uniqueItems": lambda _, stats: _outside(stats.items, stats, "items", lambda one: one[1] > 1),
    "format": _check_format,
}
"""By JSON Schema keyword."""
