"""Responses to a repeated request: which values always change, and which change although they should not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from contracts.generation.json_encoding import encode_json
from contracts.messages import Response

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
