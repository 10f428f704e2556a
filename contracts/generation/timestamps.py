"""Points in time: drawn from a fixed window, never from the clock, and written in the forms that APIs use.

A *span* is the pair (first, last) of seconds since 1970 in which a value lives. An object with dates narrows the span
it was given to its own creation and last change; its dates are read off that span by their role, and objects inside it
inherit it. So nothing ends before it began, and no attachment is older than its case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from contracts.generation.seed import MASK, MULTIPLIER, mix, salt

Span = tuple[int, int]

DAY = 86_400
LONGEST = 42 * DAY
"""How long at most an object is changed after it began."""
START = 1_767_225_600
"""2026-01-01T00:00:00Z, the epoch of generated data."""
WINDOW: Span = (START, START + 180 * DAY)
"""Half a year: everything that has happened lies in it."""

_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_DATES = tuple((_FIRST + timedelta(days=day)).strftime("%Y-%m-%d") for day in range(400))
_MINUTES = tuple(f"{minute // 60:02}:{minute % 60:02}" for minute in range(1440))
_SECONDS = tuple(f":{second:02}" for second in range(60))

_BEGIN, _LENGTH, _ROLE = salt("time.begin"), salt("time.length"), salt("time.role")


def narrow(place: int, span: Span) -> Span:
    """The span of an object: begun in the first two thirds of ``span``, changed at most six weeks later."""
    first, last = span
    one, two = (place ^ _BEGIN) * MULTIPLIER, (place ^ _LENGTH) * MULTIPLIER  # mix(), written out: for each object
    begun = first + ((one ^ one >> 64) & MASK) % ((last - first) * 2 // 3 + 1)
    return begun, begun + ((two ^ two >> 64) & MASK) % (min(last - begun, LONGEST) + 1)


def _begun(_place: int, span: Span) -> int:
    return span[0]


def _changed(_place: int, span: Span) -> int:
    return span[1]


def _noticed(place: int, span: Span) -> int:
    return span[0] + mix(place, _ROLE) % ((span[1] - span[0]) // 4 + 1)


def _ended(place: int, span: Span) -> int:
    half = (span[1] - span[0]) // 2
    return span[0] + half + mix(place, _ROLE) % (half + 1)


def _due(place: int, span: Span) -> int:
    return (span[1] // DAY + 1 + mix(place, _ROLE) % 45) * DAY


def _during(place: int, span: Span) -> int:
    return span[0] + mix(place, _ROLE) % (span[1] - span[0] + 1)


def _listed(place: int, _span: Span) -> int:
    """Of a list of dates, which must be able to differ even where the span is a single second."""
    return _during(place, WINDOW)


ROLES: dict[str, Callable[[int, Span], int]] = {
    "begun": _begun,
    "noticed": _noticed,
    "ended": _ended,
    "changed": _changed,
    "due": _due,
    "during": _during,
    "listed": _listed,
}
"""Role → (place, span) → seconds. In one object: begun ≤ noticed ≤ ended ≤ changed < due."""

FIXED: dict[Callable[[int, Span], int], int] = {_begun: 0, _changed: 1}
"""The roles that the span alone decides, and which end of it they are."""


def timestamp(seconds: int) -> str:
    """Date and time as ``2026-03-04T05:06:07Z`` (RFC 3339, section 5.6)."""
    day, second = divmod(seconds - START, DAY)
    if not 0 <= day < len(_DATES):
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{_DATES[day]}T{_MINUTES[second // 60]}{_SECONDS[second % 60]}Z"


def date(seconds: int) -> str:
    """The day as ``2026-03-04`` (RFC 3339, full-date)."""
    return timestamp(seconds)[:10]


def _with_fraction(seconds: int) -> str:
    """With milliseconds; those of a whole day, which somebody has set, are 0."""
    return f"{timestamp(seconds)[:-1]}.{seconds * 7919 % 1000 if seconds % DAY else 0:03}Z"


def _with_offset(seconds: int) -> str:
    return f"{timestamp(seconds)[:-1]}+00:00"


def _without_zone(seconds: int) -> str:
    return timestamp(seconds)[:-1]


def _with_blank(seconds: int) -> str:
    return timestamp(seconds)[:-1].replace("T", " ")


FORMS: dict[str, tuple[Callable[[int], str], ...]] = {
    "date-time": (timestamp, _with_fraction, _with_offset, _without_zone, _with_blank),
    "date": (date,),
}
"""Format → ways to write it, the usual one first; a pattern may ask for another."""
