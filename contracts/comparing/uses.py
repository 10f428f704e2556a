"""Where a schema is used: the way up from it to every place of the API that its values are sent at."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import TYPE_CHECKING

from contracts.comparing.change import Aspect

if TYPE_CHECKING:
    from contracts.comparing.pair import Way
    from contracts.comparing.pairs import Pair

MOST_STEPS = 3000
"""Ways that are followed from one schema; of what is reached by more, the values as a whole are named."""


def uses_of(start: Pair) -> tuple[Aspect, ...]:
    """Each use of a schema: the body, parameter or header, and the way into it, shortest first.

    A recursive schema is used in infinitely many places; each way that does not come back to itself is told.
    """
    found: dict[Aspect, None] = {}
    waiting: deque[tuple[Pair, Way, tuple[Pair, ...]]] = deque([(start, (), (start,))])
    for _ in range(MOST_STEPS):
        if not waiting:
            return tuple(found)
        pair, way, passed = waiting.popleft()
        found |= dict.fromkeys(replace(use, field=way) for use in pair.uses)
        for parent, step in pair.parents:
            if parent not in passed:
                waiting.append((parent, (*step, *way), (*passed, parent)))
    return (*found, *_wholes(start, {replace(use, field=()) for use in found}))


def _wholes(start: Pair, told: set[Aspect]) -> list[Aspect]:
    """The values as a whole that hold the schema somewhere, those aside of which the place is told."""
    seen: dict[Pair, None] = {start: None}
    waiting = deque([start])
    while waiting:
        for parent, _ in waiting.popleft().parents:
            if parent not in seen:
                seen[parent] = None
                waiting.append(parent)
    uses = dict.fromkeys(use for pair in seen for use in pair.uses)
    return [use for use in uses if use not in told]
