"""Content negotiation by ``Accept`` (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

Range = tuple[str, str, float]
"""Type, subtype, weight."""

ANY: tuple[Range, ...] = (("*", "*", 1.0),)


@lru_cache(maxsize=512)
def parse_accept(header: str) -> tuple[Range, ...]:
    """The media ranges of an ``Accept`` header in the order given; an empty header accepts anything.

    Parameters other than ``q`` are ignored; a malformed element, too.
    """
    if not header.strip():
        return ANY
    ranges = []
    for element in header.split(","):
        essence, *parameters = element.split(";")
        kind, slash, subtype = essence.strip().lower().partition("/")
        if slash and kind and subtype:
            ranges.append((kind, subtype, weight(parameters)))
    return tuple(ranges)


def weight(parameters: Sequence[str]) -> float:
    """The ``q`` among the parameters of an element (RFC 9110, section 12.4.2): 1 if not said, 0 if malformed."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def choose(header: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the header likes best, the first one offered among equals; ``None``: none of them.

    :param offered: concrete media types, parameters allowed: ``application/json; charset=utf-8``.
    """
    if not header or header == "*/*":
        return offered[0] if offered else None
    ranges = parse_accept(header)
    best, best_quality = None, 0.0
    for media_type in offered:
        quality = _quality(ranges, media_type)
        if quality > best_quality:
            best, best_quality = media_type, quality
    return best


def _quality(ranges: tuple[Range, ...], media_type: str) -> float:
    """The weight of a media type: that of the most specific range that it fits."""
    kind, _, subtype = media_type.partition(";")[0].strip().lower().partition("/")
    found, specificity = 0.0, -1
    for range_kind, range_subtype, weight in ranges:
        if range_kind not in {"*", kind} or range_subtype not in {"*", subtype}:
            continue
        own = (range_kind != "*") + (range_subtype != "*")
        if own > specificity:
            found, specificity = weight, own
    return found
