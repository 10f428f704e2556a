"""Comparison of JSON values: numbers as numbers, timestamps as timestamps, anything else as text. Nothing raises."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

MIN_DATE_LENGTH, MAX_TIME_LENGTH = len("2026-01-01"), 40
MAX_DEPTH = 5


def time_of(value: Any) -> datetime | date | None:
    """Parse an RFC 3339 timestamp, by default in UTC, or a date; return ``None`` for anything else."""
    if not isinstance(value, str) or not MIN_DATE_LENGTH <= len(value) <= MAX_TIME_LENGTH or value[4] != "-":
        return None
    try:
        if len(value) == MIN_DATE_LENGTH:
            return date.fromisoformat(value)
        found = datetime.fromisoformat(value)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def number_of(value: Any) -> float | int | None:
    """Return a number, also from a string; ``None`` for anything else, and for booleans."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    if not isinstance(value, str) or len(value) > MAX_TIME_LENGTH:
        return None
    try:
        found = float(value)
    except ValueError:
        return None
    return found if found - found == 0 else None


def compare(one: Any, other: Any) -> int | None:
    """Return -1, 0 or 1, or ``None`` if the values cannot be compared."""
    pair: tuple[Any, Any] | None = _times(one, other) or _numbers(one, other)
    if pair is None and isinstance(one, str) and isinstance(other, str):
        pair = (one, other)
    return None if pair is None else (pair[0] > pair[1]) - (pair[0] < pair[1])


def _times(one: Any, other: Any) -> tuple[Any, Any] | None:
    first, second = time_of(one), time_of(other)
    if first is None or second is None:
        return None
    if isinstance(first, datetime) and isinstance(second, datetime):
        return first, second
    return _day(first), _day(second)


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _numbers(one: Any, other: Any) -> tuple[Any, Any] | None:
    if isinstance(one, str) and isinstance(other, str):
        return None
    first, second = number_of(one), number_of(other)
    return None if first is None or second is None else (first, second)


class ValueSet:
    """The values that a filter wants. The time for a lookup does not depend on their number.

    They are equal to a value that has the same order (:func:`compare`); "true" and "false" also to a boolean. Of an
    array, one value must be in the set; of an object, its id or name.
    """

    def __init__(self, wanted: Iterable[Any]) -> None:
        wanted = list(wanted)
        self._strings = frozenset(one for one in wanted if isinstance(one, str))
        self._truths = {one for one in wanted if isinstance(one, bool)} | {
            one.lower() == "true" for one in self._strings if one.lower() in {"true", "false"}
        }
        self._numbers = {one for one in wanted if isinstance(one, int | float) and not isinstance(one, bool)}
        self._numeric = self._numbers | {found for one in self._strings if (found := number_of(one)) is not None}
        times = [time for one in self._strings if (time := time_of(one)) is not None]
        self._times = {one for one in times if isinstance(one, datetime)}
        self._dates = {one for one in times if not isinstance(one, datetime)}
        self._days = {_day(one) for one in times}
        self._others = [one for one in wanted if one is None or isinstance(one, list | dict)]

    def __contains__(self, value: Any) -> bool:
        """Whether a value is equal to one of the wanted values."""
        if isinstance(value, list):
            return any(not isinstance(one, list) and one in self for one in value)
        if isinstance(value, dict):
            return any(value[name] in self for name in ("id", "name") if not isinstance(value.get(name, {}), dict))
        if isinstance(value, bool):
            return value in self._truths
        if isinstance(value, int | float):
            return value in self._numeric
        if isinstance(value, str):
            return value in self._strings or number_of(value) in self._numbers or self._has_time(time_of(value))
        return value in self._others

    def _has_time(self, time: datetime | date | None) -> bool:
        if isinstance(time, datetime):
            return time in self._times or time.date() in self._dates
        return time in self._days


def contains(value: Any, text: str, depth: int = MAX_DEPTH) -> bool:
    """Whether a string in a value contains a text; upper and lower case are the same.

    :param text: in the form of ``casefold``.
    """
    if isinstance(value, str):
        return text in value.casefold()
    if depth and isinstance(value, dict | list):
        below = value.values() if isinstance(value, dict) else value
        return any(contains(one, text, depth - 1) for one in below)
    return False


def sort_key(value: Any) -> tuple[int, Any]:
    """Return a key for sorting values of any types, except ``None``: by type, then by value."""
    if isinstance(value, bool):
        return 0, value
    if isinstance(value, int | float):
        return 1, value
    found = time_of(value)
    if found is not None:
        at = found if isinstance(found, datetime) else datetime(found.year, found.month, found.day, tzinfo=UTC)
        return 2, at
    return 3, value if isinstance(value, str) else str(value)[:100]
