"""Would what a consumer sent at a place still do, now that there is a new limit?

Mostly only facts are known, not the values. Where they cannot tell, the answer is that it would not: a consumer that is
warned in vain looks once, one that is not warned breaks.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from jsonschema_rs import Draft202012Validator

from contracts.consumption.facts import SCALARS, Facts, Range
from contracts.consumption.parameters import typed
from contracts.consumption.places import Place
from contracts.consumption.texts import drawn
from contracts.spec.upgrade import INTEGER_BOUNDS

_LONGEST = 3
"""Values that a phrase names."""


def misfit(limit: str, facts: Facts, *, is_text: bool) -> str:
    """What was sent that does not keep to a limit, one phrase; ``""``: nothing.

    :param limit: a schema of the keywords that are new, as JSON text.
    :param is_text: of a parameter: all is sent as text, so the new schema decides of what type it is.
    """
    schema = json.loads(limit)
    if facts.is_complete and facts.types.keys() <= {*SCALARS, "null"}:
        return _of_values(schema, facts, is_text=is_text)
    if "type" in schema:
        if is_text and _reads_as(schema["type"], facts):
            return ""
        return _of_types(schema["type"], facts, is_text=is_text)
    if schema == {"not": {"type": "null"}}:
        return "sends null there" if facts.types["null"] else ""
    if _is_built_so(schema, facts):
        return ""
    reasons = (
        _JUDGES[keyword](value, facts) if keyword in _JUDGES else _sent(facts) for keyword, value in schema.items()
    )
    return next(filter(None, reasons), "")


def _of_values(schema: Mapping[str, Any], facts: Facts, *, is_text: bool) -> str:
    """Each known value held against the limit."""
    bounds = INTEGER_BOUNDS.get(schema.get("format", ""))
    more = {"minimum": bounds[0], "maximum": bounds[1]} if bounds is not None else {}
    validator, place = Draft202012Validator({**schema, **more}, validate_formats=True), Place({}, schema)
    wrong = [text for text in sorted(facts.values) if not validator.is_valid(_read(text, place, is_text=is_text))]
    if facts.types["null"] and not validator.is_valid(None):
        wrong.append("null")
    return f"sends {_some(wrong)} there" if wrong else ""


def _read(text: str, place: Place, *, is_text: bool) -> Any:
    value = json.loads(text)
    if not is_text:
        return value
    return typed(value if isinstance(value, str) else text, place) if place.types else value


def _some(texts: list[str]) -> str:
    more = f" and {len(texts) - _LONGEST} more" if len(texts) > _LONGEST else ""
    return ", ".join(texts[:_LONGEST]) + more


def _reads_as(named: Any, facts: Facts) -> bool:
    """Whether all texts that were sent read as numbers of a type."""
    allowed = set(named) if isinstance(named, list) else {named}
    return facts.types.keys() == {"string"} and bool(facts.formats and allowed & facts.formats)


def _is_built_so(schema: dict[str, Any], facts: Facts) -> bool:
    """Whether a limit is all about patterns, and every text is built as they ask for."""
    parts = schema.get("allOf", [schema])
    if not facts.forms or not all(part.keys() == {"pattern"} for part in parts):
        return False
    try:
        validator = Draft202012Validator(schema)
    except ValueError:  # a pattern that is none
        return False
    return all(validator.is_valid(text) for form in facts.forms for text in drawn(form))


def _of_types(named: Any, facts: Facts, *, is_text: bool) -> str:
    allowed = set(named) if isinstance(named, list) else {named}
    if "number" in allowed:
        allowed.add("integer")
    if is_text and "string" in allowed:
        allowed |= SCALARS
    others = sorted(kind for kind, count in facts.types.items() if count and kind not in allowed)
    return f"sends {_some(others)} there" if others else ""


# ---------------------------------------------------------------------- by what is known instead of the values


def _sent(facts: Facts) -> str:
    return "sends values there that are not known" if facts.count else ""


def _is_of_format(name: Any, facts: Facts) -> str:
    if facts.formats and name in facts.formats:
        return ""
    bounds = INTEGER_BOUNDS.get(name)
    if bounds is not None and facts.numbers is not None:
        return _low(bounds[0], facts) or _high(bounds[1], facts)
    return _sent(facts)


def _low(bound: float, facts: Facts) -> str:
    return _outside(facts.numbers, facts, "numbers", lambda found: found[0] < bound)


def _high(bound: float, facts: Facts) -> str:
    return _outside(facts.numbers, facts, "numbers", lambda found: found[1] > bound)


def _outside(found: Range | None, facts: Facts, what: str, is_outside: Callable[[Range], bool]) -> str:
    if found is None:
        kinds = {"numbers": ("integer", "number"), "characters": ("string",), "items": ("array",)}[what]
        return _sent(facts) if any(facts.types[kind] for kind in kinds) else ""
    if not is_outside(found):
        return ""
    shown = f"{found[0]:g}" if found[0] == found[1] else f"{found[0]:g} to {found[1]:g}"
    return f"sends {shown} there" if what == "numbers" else f"sends {shown} {what} there"


_JUDGES: dict[str, Callable[[Any, Facts], str]] = {
    "minimum": _low,
    "maximum": _high,
    "exclusiveMinimum": lambda bound, facts: _outside(facts.numbers, facts, "numbers", lambda one: one[0] <= bound),
    "exclusiveMaximum": lambda bound, facts: _outside(facts.numbers, facts, "numbers", lambda one: one[1] >= bound),
    "minLength": lambda bound, facts: _outside(facts.lengths, facts, "characters", lambda one: one[0] < bound),
    "maxLength": lambda bound, facts: _outside(facts.lengths, facts, "characters", lambda one: one[1] > bound),
    "minItems": lambda bound, facts: _outside(facts.items, facts, "items", lambda one: one[0] < bound),
    "maxItems": lambda bound, facts: _outside(facts.items, facts, "items", lambda one: one[1] > bound),
    "uniqueItems": lambda _, facts: _outside(facts.items, facts, "items", lambda one: one[1] > 1),
    "format": _is_of_format,
}
"""By keyword of JSON Schema."""
