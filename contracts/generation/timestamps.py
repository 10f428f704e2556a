"""Timestamps in a fixed time range, independent of the clock, and their formats.

A *span* is a pair (first, last) of seconds since 1970: the lifetime of an object. An object with dates narrows the span
of the enclosing object to its own creation and last change. Its dates are derived from this span by their roles, and
nested objects inherit it, so nothing ends before it begins, and no attachment is older than its case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from contracts.generation.seed import MASK, MULTIPLIER, mix, salt

Span = tuple[int, int]

DAY = 86_400
LONGEST = 42 * DAY
"""The maximum time between creation and last change of an object, in seconds."""
START = 1_767_225_600
"""2026-01-01T00:00:00Z, the epoch of generated data."""
WINDOW: Span = (START, START + 180 * DAY)
"""The time range of all past dates: half a year."""

_FIRST = datetime(2026, 1, 1, tzinfo=UTC)
_DATES = tuple((_FIRST + timedelta(days=day)).strftime("%Y-%m-%d") for day in range(400))
_MINUTES = tuple(f"{minute // 60:02}:{minute % 60:02}" for minute in range(1440))
_SECONDS = tuple(f":{second:02}" for second in range(60))

_BEGIN, _LENGTH, _ROLE = salt("time.begin"), salt("time.length"), salt("time.role")


def narrow(seed: int, span: Span) -> Span:
    """Return the span of an object: created in the first two thirds of ``span``, changed at most six weeks later."""
    first, last = span
    one, two = (seed ^ _BEGIN) * MULTIPLIER, (seed ^ _LENGTH) * MULTIPLIER  # mix(), inlined: called for each object
    begun = first + ((one ^ one >> 64) & MASK) % ((last - first) * 2 // 3 + 1)
    return begun, begun + ((two ^ two >> 64) & MASK) % (min(last - begun, LONGEST) + 1)


def _begun(_seed: int, span: Span) -> int:
    return span[0]


def _changed(_seed: int, span: Span) -> int:
    return span[1]


def _noticed(seed: int, span: Span) -> int:
    return span[0] + mix(seed, _ROLE) % ((span[1] - span[0]) // 4 + 1)


def _ended(seed: int, span: Span) -> int:
    half = (span[1] - span[0]) // 2
    return span[0] + half + mix(seed, _ROLE) % (half + 1)


def _due(seed: int, span: Span) -> int:
    return (span[1] // DAY + 1 + mix(seed, _ROLE) % 45) * DAY


def _during(seed: int, span: Span) -> int:
    return span[0] + mix(seed, _ROLE) % (span[1] - span[0] + 1)


def _listed(seed: int, _span: Span) -> int:
    """Return a date of a list, whose dates must differ even if the span is a single second."""
    return _during(seed, WINDOW)


ROLES: dict[str, Callable[[int, Span], int]] = {
    "begun": _begun,
    "noticed": _noticed,
    "ended": _ended,
    "changed": _changed,
    "due": _due,
    "during": _during,
    "listed": _listed,
}
"""By role: a function of seed and span. In one object: begun ≤ noticed ≤ ended ≤ changed < due."""

FIXED: dict[Callable[[int, Span], int], int] = {_begun: 0, _changed: 1}
"""The roles that depend only on the span: index of its start or end."""


def timestamp(seconds: int) -> str:
    """Return date and time as ``2026-03-04T05:06:07Z`` (RFC 3339, section 5.6)."""
    day, second = divmod(seconds - START, DAY)
    if not 0 <= day < len(_DATES):
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{_DATES[day]}T{_MINUTES[second // 60]}{_SECONDS[second % 60]}Z"


def date(seconds: int) -> str:
    """Return the date as ``2026-03-04`` (RFC 3339, full-date)."""
    return timestamp(seconds)[:10]


def _with_fraction(seconds: int) -> str:
    """Return a timestamp with milliseconds, which are 0 at midnight, as for dates set by a person."""
    return f"{timestamp(seconds)[:-1]}.{seconds * 7919 % 1000 if seconds % DAY else 0:03}Z"


def _with_offset(seconds: int) -> str:
    return f"{timestamp(seconds)[:-1]}+00:00"


def _without_zone(seconds: int) -> str:
    return timestamp(seconds)[:-1]


def _with_blank(seconds: int) -> str:
    return timestamp(seconds)[:-1].replace("T", " ")


DATE_ONLY = frozenset({"date", "iso-date", "iso8601-date", "full-date"})
"""Formats of dates without a time."""


def _like(form: str) -> Callable[[int], str]:
    def write(seconds: int) -> str:
        return datetime.fromtimestamp(seconds, UTC).strftime(form)

    return write


_LIKE = tuple(
    _like(form)
    for form in (
        "%Y-%m-%d %H:%M",
        "%Y-%m-%dT%H:%M",
        "%Y/%m/%d",
        "%d.%m.%Y",
        "%d-%m-%Y",
        "%Y%m%d",
        "%Y%m%d%H%M%S",
        "%m/%d/%Y",
        "%H:%M",
        "%H:%M:%S",
        "%Y-%m",
        "%a, %d %b %Y %H:%M:%S GMT",
        "%b %d, %Y",
        "%d %b %Y",
        "%m/%d/%Y %H:%M:%S",
        "%Y-%m-%d %H:%M:%S UTC",
        "%Y",
    )
)
_CHARACTER = re.compile(r"[0-9]|[A-Za-z]+")


def _shape(text: str) -> str:
    return _CHARACTER.sub(lambda found: "0" if found[0].isdecimal() else "a", text)


_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?|[0-9]{9,13}")


def is_timestamp(example: str) -> bool:
    """Return whether an example is a date in one of the formats of :data:`FORMS`, or in seconds."""
    return _ISO.fullmatch(example) is not None


def writer_like(examples: Sequence[str]) -> Callable[[int], str] | None:
    """Return the function that writes timestamps as in an example: ``31.12.2026``, ``12:30``; ``None`` if unknown.

    Formats of :data:`FORMS` are not searched.
    """
    shapes = {_shape(example) for example in examples}
    return next((write for write in _LIKE if _shape(write(START)) in shapes), None)


FORMS: dict[str, tuple[Callable[[int], str], ...]] = {
    "date-time": (timestamp, _with_fraction, _with_offset, _without_zone, _with_blank),
    "date": (date,),
}
"""By format: functions that write it, the usual one first; a pattern may require another."""
