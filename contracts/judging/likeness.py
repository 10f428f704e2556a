"""When two JSON values say the same: what a correct server may change of a value without breaking its word.

A server may trim texts, write ids, addresses and names in lower case, keep moments to the minute, round numbers to
hundredths, write a time in another zone, add members of its own, and keep a list in its own order. None of that is a
breach, so none of it makes two values unlike.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

JsonPath = tuple[str | int, ...]
"""Where in a JSON value: names of members and positions in lists, from the root."""

MINUTE = 60.0
"""Seconds: two moments that lie less than this apart may be one, kept with another precision."""

HUNDREDTH = 0.01

ABSENT: Any = object()
"""Stands for a member that is not there."""


def parse_timestamp(value: Any) -> datetime | None:
    """An RFC 3339 date-time; ``None`` for anything else, a mere date included; without an offset it counts as UTC."""
    if not isinstance(value, str) or len(value) < len("2026-01-01T00:00"):
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def equivalent(sent: Any, got: Any) -> bool:
    """Whether a value that was sent is what is there now: objects may have more members than were sent."""
    if sent is None or isinstance(sent, bool) or got is None or isinstance(got, bool):
        return sent is got
    if isinstance(sent, dict):
        return isinstance(got, dict) and all(equivalent(value, got.get(name)) for name, value in sent.items())
    if isinstance(sent, list):
        return isinstance(got, list) and _lists_alike(sent, got)
    if isinstance(sent, str) and isinstance(got, str):
        return _texts_alike(sent, got)
    return _numbers_alike(sent, got)


def _lists_alike(sent: list[Any], got: list[Any]) -> bool:
    """Whether each item is there, in any order; what was sent twice may be kept once."""
    if sent == got:
        return True
    there = all(any(equivalent(item, other) for other in got) for item in sent)
    return there and all(any(equivalent(item, other) for item in sent) for other in got)


def _texts_alike(sent: str, got: str) -> bool:
    one, other = parse_timestamp(sent), parse_timestamp(got)
    if one and other:
        return abs((one - other).total_seconds()) < MINUTE
    return sent == got or _plain(sent) == _plain(got)


def _plain(text: str) -> str:
    """A text without what does not count; in prose, which is of three words or more, capitals do."""
    words = unicodedata.normalize("NFC", text).split()
    joined = " ".join(words).rstrip("/")
    return joined if len(words) > 2 else joined.casefold()


def _numbers_alike(sent: Any, got: Any) -> bool:
    if isinstance(sent, int) and isinstance(got, int):
        return sent == got
    try:
        one, other = float(sent), float(got)
    except (TypeError, ValueError, OverflowError):
        return False
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=HUNDREDTH)


def differences(
    before: Any, after: Any, ignored: Callable[[JsonPath], bool] = lambda _: False, place: JsonPath = ()
) -> Iterator[JsonPath]:
    """The places where two values are unlike, outermost first; lists of another length differ as a whole.

    :param ignored: places that do not count, with all below them.
    """
    if ignored(place):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            yield from differences(before.get(name, ABSENT), after.get(name, ABSENT), ignored, (*place, name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        if not _lists_alike(before, after):
            for index, (one, other) in enumerate(zip(before, after, strict=True)):
                yield from differences(one, other, ignored, (*place, index))
    elif _is_nothing(before) and _is_nothing(after):
        return
    elif before is ABSENT or after is ABSENT or not equivalent(before, after):
        yield place


def _is_nothing(value: Any) -> bool:
    return value is ABSENT or value is None


def display_path(place: Sequence[str | int]) -> str:
    """A place as people read it: ``owner.name``, ``files[0].size``."""
    text = "".join(f"[{token}]" if isinstance(token, int) else f".{token}" for token in place)
    return text.removeprefix(".") or "the body"
