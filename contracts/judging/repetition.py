"""The same request many times: which parts of the answers always change, and which change where they should not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from contracts.data.encoding import encode_json
from contracts.messages import Response

DOMINANT = 0.7
"""Part of the answers that must have one value at a place before another value counts as a fault."""

RESTLESS = 3
"""Changes from one answer to the next that are too many for one who wrote meanwhile."""

MOST_PLACES = 5000
"""Scalars of a body that are looked at one by one."""

ResponseValues = dict[str, str]
"""What an answer says, by place: ``status``, ``media type``, ``body`` or ``body/`` and the JSON pointer of a scalar."""


def response_values(response: Response) -> ResponseValues:
    """Everything about an answer that may be compared with that of another; of a refusal its status only."""
    reading = {"status": str(response.status)}
    if not response.is_success:
        return reading
    reading["media type"] = response.media_type
    try:
        value = response.json
    except (ValueError, RecursionError):
        return {**reading, "body": repr(response.body)}
    for number, (pointer, scalar) in enumerate(_scalars(value, "body")):
        if number == MOST_PLACES:
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
    """The places at which not all readings say the same, in the order of the first reading that has each."""
    places = dict.fromkeys(place for reading in readings for place in reading)
    return [place for place in places if len({reading.get(place) for reading in readings}) > 1]


def outliers(readings: Sequence[ResponseValues], place: str) -> list[int]:
    """The readings that fall out at a place: nearly all others, before and after, say one and the same there.

    A value that is another one each time falls out nowhere; neither does one that changes once and stays so, as when
    somebody else wrote meanwhile; nor does one that has several usual values, as the name of one server of several.
    Places that are missing where the status differs are not held against the body.
    """
    values = [reading.get(place) for reading in readings]
    if place != "status":
        values = [value for value, reading in zip(values, readings, strict=True) if reading["status"][0] == "2"]
        indices = [index for index, reading in enumerate(readings) if reading["status"][0] == "2"]
    else:
        indices = list(range(len(readings)))
    if not values:
        return []
    usual, number = Counter(values).most_common(1)[0]
    if number < DOMINANT * len(values):
        return []
    last = max(index for index, value in enumerate(values) if value == usual)
    first = values.index(usual)
    return [indices[index] for index, value in enumerate(values) if value != usual and first < index < last]


def is_unstable(readings: Sequence[ResponseValues], place: str) -> bool:
    """Whether a place says something else again and again, so that no single change explains it."""
    values = [reading.get(place) for reading in readings if place == "status" or reading["status"][0] == "2"]
    changes = sum(one != other for one, other in pairwise(values))
    return changes >= RESTLESS
