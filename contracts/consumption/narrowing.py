"""Would what a consumer sent at a place still do, now that the place takes less?

Only facts are known, not the values. Where they cannot tell, the answer is that it would not: a consumer that is warned
in vain looks once, one that is not warned breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contracts.consumption.facts import SCALARS, Facts
from contracts.consumption.places import Place

Judge = Callable[[Facts, Place], str]
"""What of the facts does not fit a place, one phrase; ``""``: they fit."""


def misfit(keyword: str, facts: Facts, place: Place, *, is_text: bool) -> str:
    """What of the facts does not fit a place as far as one keyword of JSON Schema goes; ``""``: nothing.

    :param is_text: for parameters: whatever is sent is text, so a place for texts takes every scalar.
    """
    if keyword == "type":
        return _types(facts, place, is_text=is_text)
    return _JUDGES.get(keyword, _unknown)(facts, place)


def _types(facts: Facts, place: Place, *, is_text: bool) -> str:
    allowed = set(place.types)
    if not allowed:
        return ""
    if "number" in allowed:
        allowed.add("integer")
    if is_text and "string" in allowed:
        allowed |= SCALARS
    others = sorted(kind for kind, count in facts.types.items() if count and kind not in allowed)
    return f"sends {' and '.join(others)} there" if others else ""


def _values(facts: Facts, place: Place) -> str:
    if not place.listed:
        return ""
    if not facts.is_complete:
        return "sends values there that are not known"
    others = sorted(facts.values - place.listed)
    return f"sends {', '.join(others)} there" if others else ""


def _numbers(facts: Facts, place: Place) -> str:
    if facts.numbers is None:
        return "sends no number there that is known" if facts.count and not facts.types.keys() <= {"null"} else ""
    low, high = facts.numbers
    too_low = any(low < bound for bound in _all(place, "minimum")) or any(
        low <= bound for bound in _all(place, "exclusiveMinimum")
    )
    too_high = any(high > bound for bound in _all(place, "maximum")) or any(
        high >= bound for bound in _all(place, "exclusiveMaximum")
    )
    return f"sends numbers from {low:g} to {high:g} there" if too_low or too_high else ""


def _lengths(facts: Facts, place: Place) -> str:
    if facts.lengths is None:
        return "sends texts there whose length is not known" if facts.types["string"] else ""
    low, high = facts.lengths
    if any(low < bound for bound in _all(place, "minLength")) or any(
        high > bound for bound in _all(place, "maxLength")
    ):
        return f"sends texts of {low:g} to {high:g} characters there"
    return ""


def _items(facts: Facts, place: Place) -> str:
    if facts.items is None:
        return ""
    low, high = facts.items
    if any(low < bound for bound in _all(place, "minItems")) or any(high > bound for bound in _all(place, "maxItems")):
        return f"sends lists of {low:g} to {high:g} items there"
    return ""


def _texts(facts: Facts, place: Place) -> str:
    """A pattern or a format: only known values can be held against it."""
    if not facts.types["string"]:
        return ""
    if facts.is_complete and facts.values:
        trial = Facts()
        for value in facts.values:
            trial.see(value[1:-1], place, "none")
        if trial.matched is True and not place.all_of("format"):
            return ""
    return "sends texts there"


def _unknown(facts: Facts, _: Place) -> str:
    return "sends it" if facts.count else ""


def _all(place: Place, keyword: str) -> Iterator[Any]:
    return (bound for bound in place.all_of(keyword) if isinstance(bound, int | float))


_JUDGES: dict[str, Judge] = {
    "enum": _values,
    "range": _numbers,
    "length": _lengths,
    "items": _items,
    "text": _texts,
}
