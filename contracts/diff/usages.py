"""Usages of a schema: the paths up from it to every body, parameter and header that contains its values."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from contracts.diff.change import AffectedElement

if TYPE_CHECKING:
    from contracts.diff.schema_pair import FieldPath
from contracts.diff.schema_comparer import Acceptance, ComparedPair

MAX_STEPS = 2000
"""Paths that are followed from one schema. If there are more, whole values are reported for the rest."""

FEW_STEPS = 50
"""The same once very many usages were found in total."""

MANY_USAGES = 40_000


class UsageFinder:
    """Finds usages, less precisely once the schemas of a document turn out to be very entangled."""

    def __init__(self) -> None:
        self._found = 0

    def of(self, pair: ComparedPair, hiding: frozenset[Acceptance] = frozenset()) -> tuple[AffectedElement, ...]:
        """Return each usage of a schema; see :func:`usages_of`."""
        usages = usages_of(pair, MAX_STEPS if self._found < MANY_USAGES else FEW_STEPS, hiding)
        self._found += len(usages)
        return usages


def usages_of(
    start: ComparedPair, steps: int = MAX_STEPS, hiding: frozenset[Acceptance] = frozenset()
) -> tuple[AffectedElement, ...]:
    """Return each usage of a schema: the body, parameter or header, and the path inside it, shortest first.

    A recursive schema is used at infinitely many locations; only paths that do not repeat a schema are returned.

    :param steps: the number of paths to follow.
    :param hiding: paths through pairs of which this is known are not followed.
    """
    found: dict[AffectedElement, None] = {}
    roots: set[AffectedElement] = set()
    waiting: deque[tuple[ComparedPair, FieldPath, tuple[ComparedPair, ...]]] = deque([(start, (), (start,))])
    is_complete = True
    while waiting:
        pair, path, passed = waiting.popleft()
        steps -= 1
        for usage in pair.usages:
            found[_inside(usage, path)] = None
            roots.add(_inside(usage, ()))
        for parent, step in pair.parents:
            if len(waiting) >= steps:
                is_complete = False
                break
            if parent not in passed and parent.acceptance not in hiding:
                waiting.append((parent, (*step, *path), (*passed, parent)))
    return tuple(found) if is_complete else (*found, *_whole_values(start, roots, hiding))


def _inside(usage: AffectedElement, path: FieldPath) -> AffectedElement:
    """Return a usage with ``path`` appended to its field."""
    return AffectedElement(
        usage.operation, usage.part, usage.name, usage.status, usage.media_type, (*usage.field, *path)
    )


def _whole_values(
    start: ComparedPair, known: set[AffectedElement], hiding: frozenset[Acceptance]
) -> list[AffectedElement]:
    """Return the whole values that contain the schema anywhere, except those whose exact path is known."""
    seen: dict[ComparedPair, None] = {start: None}
    waiting = deque([start])
    while waiting:
        for parent, _ in waiting.popleft().parents:
            if parent not in seen and parent.acceptance not in hiding:
                seen[parent] = None
                waiting.append(parent)
    usages = dict.fromkeys(_inside(usage, ()) for pair in seen for usage in pair.usages)
    return [usage for usage in usages if usage not in known]
