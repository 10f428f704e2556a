"""Equivalence of JSON values and responses, and parts of responses that differ between equal requests."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from contracts.generation.json_encoding import encode_json
from contracts.messages import Response

JsonPath = tuple[str | int, ...]
"""The location of a value in a JSON value: keys and list indexes from the root."""

MINUTE = 60.0
"""Seconds; timestamps that differ by less may be the same with different precision."""

HUNDREDTH = 0.01

ABSENT: Any = object()
"""Represents a missing key."""


def parse_timestamp(value: Any) -> datetime | None:
    """Parse an RFC 3339 date-time, as UTC if it has no offset; return ``None`` for anything else, including dates."""
    if not isinstance(value, str) or len(value) < len("2026-01-01T00:00"):
        return None
    try:
        timestamp = datetime.fromisoformat(value)
    except ValueError:
        return None
    return timestamp if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)


def equivalent(sent: Any, got: Any) -> bool:
    """Whether a returned value is equivalent to the one that was sent; objects may have additional keys."""
    if sent is None or isinstance(sent, bool) or got is None or isinstance(got, bool):
        return sent is got
    if isinstance(sent, dict):
        return isinstance(got, dict) and all(equivalent(value, got.get(name)) for name, value in sent.items())
    if isinstance(sent, list):
        return isinstance(got, list) and _lists_equivalent(sent, got)
    if isinstance(sent, str) and isinstance(got, str):
        return _strings_equivalent(sent, got)
    return _numbers_equivalent(sent, got)


def _lists_equivalent(sent: list[Any], got: list[Any]) -> bool:
    """Whether both lists have equivalent items, in any order and regardless of duplicates."""
    if sent == got:
        return True
    included = all(any(equivalent(item, other) for other in got) for item in sent)
    return included and all(any(equivalent(item, other) for item in sent) for other in got)


def _strings_equivalent(sent: str, got: str) -> bool:
    one, other = parse_timestamp(sent), parse_timestamp(got)
    if one and other:
        return abs((one - other).total_seconds()) < MINUTE
    return sent == got or _normalized(sent) == _normalized(got)


def _normalized(text: str) -> str:
    """Normalize a string; the case is kept in prose, which has three words or more."""
    words = unicodedata.normalize("NFC", text).split()
    joined = " ".join(words).rstrip("/")
    return joined if len(words) > 2 else joined.casefold()


def _numbers_equivalent(sent: Any, got: Any) -> bool:
    if isinstance(sent, int) and isinstance(got, int):
        return sent == got
    try:
        one, other = float(sent), float(got)
    except (TypeError, ValueError, OverflowError):
        return False
    return math.isclose(one, other, rel_tol=1e-6, abs_tol=HUNDREDTH)


def differences(
    before: Any, after: Any, ignored: Callable[[JsonPath], bool] = lambda _: False, path: JsonPath = ()
) -> Iterator[JsonPath]:
    """Yield the paths at which two values differ, outermost first; lists of different lengths differ as a whole.

    :param ignored: whether to skip a path and everything below it.
    """
    if ignored(path):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            yield from differences(before.get(name, ABSENT), after.get(name, ABSENT), ignored, (*path, name))
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        if not _lists_equivalent(before, after):
            for index, (one, other) in enumerate(zip(before, after, strict=True)):
                yield from differences(one, other, ignored, (*path, index))
    elif _is_missing(before) and _is_missing(after):
        return
    elif before is ABSENT or after is ABSENT or not equivalent(before, after):
        yield path


def _is_missing(value: Any) -> bool:
    return value is ABSENT or value is None


def value_of(value: Any, path: JsonPath) -> Any:
    """Return the value at a path; ``ABSENT`` if it does not exist."""
    for token in path:
        if isinstance(value, dict):
            value = value.get(str(token), ABSENT)
        elif isinstance(value, list) and isinstance(token, int) and token < len(value):
            value = value[token]
        else:
            return ABSENT
    return value


def display_path(path: Sequence[str | int]) -> str:
    """Return a path for messages: ``owner.name``, ``files[0].size``; ``the body`` for the root."""
    text = "".join(f"[{token}]" if isinstance(token, int) else f".{token}" for token in path)
    return text.removeprefix(".") or "the body"


DOMINANT_SHARE = 0.7
"""Share of responses that must have the same value before a different value is reported."""

MIN_CHANGES = 3
"""Number of changes between consecutive responses that concurrent writes by others do not explain."""

MAX_SCALARS = 5000
"""Maximum number of scalars of a body that are compared."""

ResponseValues = dict[str, str]
"""Values of a response by path: ``status``, ``content type``, ``body``, or ``body`` and a JSON pointer."""


def response_values(response: Response) -> ResponseValues:
    """Return the values of a response that can be compared; for an error response, the status code only."""
    reading = {"status": str(response.status)}
    if not response.is_success:
        return reading
    reading["content type"] = response.media_type
    try:
        value = response.json
    except (ValueError, RecursionError):
        return {**reading, "body": repr(response.body)}
    for number, (pointer, scalar) in enumerate(_scalars(value, "body")):
        if number == MAX_SCALARS:
            break
        reading[pointer] = scalar
    return reading


def _scalars(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for name, below in value.items():
            yield from _scalars(below, f"{pointer}/{name}")
    elif isinstance(value, list) and value:
        for index, below in enumerate(value):
            yield from _scalars(below, f"{pointer}/{index}")
    else:
        yield pointer, encode_json(value).decode("utf-8", "replace")


def differing_paths(readings: Sequence[ResponseValues]) -> list[str]:
    """Return the paths at which values differ, in the order in which they first occur."""
    paths = dict.fromkeys(path for reading in readings for path in reading)
    return [path for path in paths if len({reading.get(path) for reading in readings}) > 1]


def outliers(readings: Sequence[ResponseValues], path: str) -> list[int]:
    """Return the indexes of responses that differ at a path while nearly all others, before and after, are equal.

    There are none if a value always changes, changes only once (another client has written), or has several common
    values (such as the name of a server). Paths in the body are compared for successful responses only.
    """
    values = [reading.get(path) for reading in readings]
    if path != "status":
        values = [value for value, reading in zip(values, readings, strict=True) if reading["status"][0] == "2"]
        indices = [index for index, reading in enumerate(readings) if reading["status"][0] == "2"]
    else:
        indices = list(range(len(readings)))
    if not values:
        return []
    usual, number = Counter(values).most_common(1)[0]
    if number < DOMINANT_SHARE * len(values):
        return []
    last = max(index for index, value in enumerate(values) if value == usual)
    first = values.index(usual)
    return [indices[index] for index, value in enumerate(values) if value != usual and first < index < last]


def is_unstable(readings: Sequence[ResponseValues], path: str) -> bool:
    """Whether a value changes repeatedly, which a single write does not explain."""
    values = [reading.get(path) for reading in readings if path == "status" or reading["status"][0] == "2"]
    changes = sum(one != other for one, other in pairwise(values))
    return changes >= MIN_CHANGES
