"""Segments of path templates with names and literal parts: ``{name}.{extension}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple
from urllib.parse import unquote

NAME = re.compile(r"\{([^{}]+)\}")

MAX_SPLITS = 256
"""Maximum number of ways to divide the segments of a path between the names in them."""

MAX_STEPS = 4096
"""Maximum number of positions that are tried for this."""

_CHARACTER = "(?:[^%]|%[0-9A-Fa-f]{2}|%(?![0-9A-Fa-f]{2}))"
"""One character of an encoded segment; a percent sign that starts no escape is an ordinary character."""

_CHARACTERS = re.compile(_CHARACTER, re.DOTALL)


class MixedSegment(NamedTuple):
    """A segment of a template with several names.

    :param position: its index in the path; the part before the first slash is 0.
    :param start: the number of names before it.
    :param literals: the literal parts before, between and behind its names.
    """

    position: int
    start: int
    literals: tuple[str, ...]


def mixed_segments(segments: Sequence[str]) -> tuple[MixedSegment, ...]:
    """Return the segments of a template with several names."""
    found: list[MixedSegment] = []
    before = 0
    for index, segment in enumerate(segments, 1):
        first, *parts = NAME.split(segment)
        if len(parts) > 2:
            found.append(MixedSegment(index, before, (first, *parts[1::2])))
        before += len(parts) // 2
    return tuple(found)


def possible_values(
    mixed: Sequence[MixedSegment], segments: Sequence[str], values: tuple[str, ...]
) -> Iterator[tuple[str, ...]]:
    """Yield the possible values of a path, the given ones first: ``51.5.json`` is ``{lat}.{format}`` in two ways.

    :param segments: those of the path.
    :param values: the values that the patterns of the segments find.
    """
    yield values
    if not mixed:
        return
    steps = iter(range(MAX_STEPS))
    parts = [list(_divided(segments[one.position], one.literals, steps)) for one in mixed]
    for chosen in islice(product(*parts), MAX_SPLITS):
        changed = list(values)
        for one, own in zip(mixed, chosen, strict=True):
            changed[one.start : one.start + len(own)] = own
        yield tuple(changed)


def _divided(segment: str, literals: Sequence[str], steps: Iterator[int]) -> Iterator[tuple[str, ...]]:
    """Yield the values of the names in a segment, the shortest first.

    :param literals: the literal parts before, between and behind the names.
    :param steps: limits the time.
    """
    start = _prefix(literals[0]).match(segment)
    if start is None:
        return
    rest = segment[start.end() :]
    if len(literals) == 2:
        last = re.fullmatch(f"({_CHARACTER}+){_literal(literals[1])}", rest, re.DOTALL)
        if last is not None:
            yield (last[1],)
        return
    for character in _CHARACTERS.finditer(rest):
        if next(steps, None) is None:
            return
        for further in _divided(rest[character.end() :], literals[1:], steps):
            yield (rest[: character.end()], *further)


@lru_cache(256)
def _prefix(literal: str) -> re.Pattern[str]:
    return re.compile(_literal(literal))


@lru_cache(4096)
def segment_pattern(segment: str) -> re.Pattern[str]:
    """Return a regular expression that matches an encoded segment with literal parts and names.

    Every name except the last one ends at the first occurrence of the literal after it. A later end never helps the
    rest to match, so the groups are atomic: with backtracking a hostile segment would take polynomial time.
    """
    first, *parts = NAME.split(segment)
    behind = [_literal(literal) for literal in parts[1::2]]
    middle = "".join(f"(?>({_CHARACTER}+?){literal})" for literal in behind[:-1])
    last = f"({_CHARACTER}+){behind[-1]}" if behind else ""
    return re.compile(_literal(first) + middle + last, re.DOTALL)


def _literal(text: str) -> str:
    """Return a pattern that matches a literal part, each character plain or percent-encoded."""
    return "".join(_either(character) for character in unquote(text))


def _either(character: str) -> str:
    encoded = "".join(f"%{byte:02X}" for byte in character.encode("utf-8"))
    return f"(?:{re.escape(character)}|(?i:{encoded}))"
