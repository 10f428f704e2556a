"""Values that are checked before they leave, and the bounded search when the first ones are refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contracts.generation.merge import GenerationSchema
from contracts.generation.plans import ImpossibleError, Plan
from contracts.generation.seed import mix, salt
from contracts.generation.timestamps import WINDOW, Span

TRIES = 12
"""Values drawn before the spares are taken."""
SEARCH = 160
"""Values drawn at compile time to find spares."""
SPARES = 6

_TRIES = tuple(salt(f"try {number}") for number in range(TRIES))
_SEARCH = tuple(salt(f"search {number}") for number in range(SEARCH))


class CheckedPlan:
    """A plan whose values are not valid by construction: each is checked, refused ones are drawn again.

    When all tries fail, a place out of a short list is taken whose value is known to be valid; the list is made once,
    from fixed places, so the outcome depends on nothing but the schema and the place.
    """

    __slots__ = ("accepts", "hint", "plan", "spares")

    def __init__(self, plan: Plan, accepts: Callable[[Any], bool], hint: Callable[[Any], str] | None = None) -> None:
        self.plan = plan
        self.accepts = accepts
        self.hint = hint
        self.spares: tuple[tuple[int, int], ...] | None = None

    def value(self, place: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        found = self._first(place, span, depth, _TRIES)
        if found is not None:
            return found[0]
        spares = self._prepared()
        place, lower = spares[place % len(spares)]
        repaired = self._repaired(self.plan.value(place, WINDOW, min(depth, lower)))
        if repaired is None:
            repaired = self._repaired(self.plan.value(place, WINDOW, lower))
        if repaired is None:
            raise ImpossibleError("no valid value was found within the bounds")
        return repaired[0]

    def _first(self, place: int, span: Span, depth: int, salts: tuple[int, ...]) -> tuple[Any] | None:
        candidate = self.plan.value(place, span, depth)
        if self.accepts(candidate):
            return (candidate,)
        for salt_ in salts:
            candidate = self.plan.value(mix(place, salt_), span, depth)
            if self.accepts(candidate):
                return (candidate,)
        return None

    def _prepared(self) -> tuple[tuple[int, int], ...]:
        if self.spares is None:
            self.spares = tuple(self._search())
        return self.spares

    def _search(self) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        refused: Any = None
        for depth in (4, 0):
            for salt_ in _SEARCH:
                refused = self.plan.value(salt_, WINDOW, depth)
                if self._repaired(refused) is not None:
                    found.append((salt_, depth))
                if len(found) == SPARES:
                    return found
            if found:
                return found
        raise ImpossibleError(self.hint(refused) if self.hint else "no valid value was found within the bounds")

    def _repaired(self, value: Any) -> tuple[Any] | None:
        """``value``, or it without one or several of its members, if that is valid."""
        return next(((candidate,) for candidate in _smaller(value) if self.accepts(candidate)), None)

    def warm(self) -> None:
        """Find out whether there is a valid value at all. Raises :class:`ImpossibleError`."""
        if self._first(0, WINDOW, 4, _TRIES) is None:
            self._prepared()


def _smaller(value: Any) -> Iterator[Any]:
    yield value
    if not isinstance(value, dict):
        return
    for name in value:
        yield {key: item for key, item in value.items() if key != name}
    kept = dict(value)
    for name in reversed(list(value)):
        del kept[name]
        yield dict(kept)


def checked(plan: Plan, merged: GenerationSchema) -> CheckedPlan:
    """``plan`` with every value held against the schemas that it was made for."""
    return CheckedPlan(plan, merged.is_valid, lambda value: complaint(merged, value))


def complaint(merged: GenerationSchema, value: Any) -> str:
    """What the validator has against ``value``."""
    for schema in merged.origin:
        for error in schema.validator.iter_errors(value):
            return f"no value was found that is valid; the nearest try: {error.message}"
    return "no valid value was found within the bounds"
