"""Where a schema is used: the way up from it to every place of the API that its values are sent at."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from contracts.comparing.change import Aspect

if TYPE_CHECKING:
    from contracts.comparing.pair import Way
    from contracts.comparing.pairs import Pair

MOST_STEPS = 2000
"""Ways that are followed from one schema; of what is reached by more, the values as a whole are named."""

FEW_STEPS = 50
"""The same once there are very many uses in all."""

MANY_USES = 40_000


class Uses:
    """Finds uses, with less care for the way into the value where the schemas of a document are all of a tangle."""

    def __init__(self) -> None:
        self._found = 0

    def of(self, pair: Pair) -> tuple[Aspect, ...]:
        """Each use of a schema; see :func:`uses_of`."""
        uses = uses_of(pair, MOST_STEPS if self._found < MANY_USES else FEW_STEPS)
        self._found += len(uses)
        return uses


def uses_of(start: Pair, most: int = MOST_STEPS) -> tuple[Aspect, ...]:
    """Each use of a schema: the body, parameter or header, and the way into it, shortest first.

    A recursive schema is used in infinitely many places; each way that does not come back to itself is told.

    :param most: ways that are followed.
    """
    found: dict[Aspect, None] = {}
    told: set[Aspect] = set()
    waiting: deque[tuple[Pair, Way, tuple[Pair, ...]]] = deque([(start, (), (start,))])
    is_whole = True
    while waiting:
        pair, way, passed = waiting.popleft()
        most -= 1
        for use in pair.uses:
            found[_inside(use, way)] = None
            told.add(_inside(use, ()))
        for parent, step in pair.parents:
            if len(waiting) >= most:
                is_whole = False
                break
            if parent not in passed:
                waiting.append((parent, (*step, *way), (*passed, parent)))
    return tuple(found) if is_whole else (*found, *_wholes(start, told))


def _inside(use: Aspect, way: Way) -> Aspect:
    """A use, ``way`` further in."""
    return Aspect(use.operation, use.part, use.name, use.status, use.media_type, (*use.field, *way))


def _wholes(start: Pair, told: set[Aspect]) -> list[Aspect]:
    """The values as a whole that hold the schema somewhere, those aside of which the place is told."""
    seen: dict[Pair, None] = {start: None}
    waiting = deque([start])
    while waiting:
        for parent, _ in waiting.popleft().parents:
            if parent not in seen:
                seen[parent] = None
                waiting.append(parent)
    uses = dict.fromkeys(_inside(use, ()) for pair in seen for use in pair.uses)
    return [use for use in uses if use not in told]
