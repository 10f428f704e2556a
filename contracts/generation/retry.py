"""Plans whose values are validated, and generated again if they are invalid."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from contracts.generation.budget import spend_parts
from contracts.generation.merge import GenerationSchema
from contracts.generation.plans import ImpossibleError, Plan
from contracts.generation.seed import mix, salt
from contracts.generation.timestamps import WINDOW, Span
from contracts.spec.validation_errors import first_error_of

TRIES = 12
"""The number of attempts before a fallback is used."""
SEARCH = 160
"""The number of attempts to find fallbacks."""
SPARES = 6

_TRIES = tuple(salt(f"try {number}") for number in range(TRIES))
_SEARCH = tuple(salt(f"search {number}") for number in range(SEARCH))


class CheckedPlan:
    """A plan whose values are not valid by construction: each is validated, and generated again if it is invalid.

    If all attempts fail, a seed whose value is known to be valid is picked from a short list. The list is created once
    from fixed seeds, so the result depends only on the schema and the seed.
    """

    __slots__ = ("accepts", "hint", "plan", "spares")

    def __init__(self, plan: Plan, accepts: Callable[[Any], bool], hint: Callable[[Any], str] | None = None) -> None:
        self.plan = plan
        self.accepts = accepts
        self.hint = hint
        self.spares: tuple[tuple[int, int], ...] | None = None

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        found = self._first(seed, span, depth, _TRIES)
        if found is not None:
            return found[0]
        spares = self._prepared()
        seed, lower = spares[seed % len(spares)]
        repaired = self._repaired(self.plan.value(seed, WINDOW, min(depth, lower)))
        if repaired is None:
            repaired = self._repaired(self.plan.value(seed, WINDOW, lower))
        if repaired is None:
            raise ImpossibleError("no valid value was found within the limits")
        return repaired[0]

    def _first(self, seed: int, span: Span, depth: int, salts: tuple[int, ...]) -> tuple[Any] | None:
        candidate = self.plan.value(seed, span, depth)
        if self.accepts(candidate):
            return (candidate,)
        for salt_ in salts:
            spend_parts(1)
            candidate = self.plan.value(mix(seed, salt_), span, depth)
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
                spend_parts(1)
                refused = self.plan.value(salt_, WINDOW, depth)
                if self._repaired(refused) is not None:
                    found.append((salt_, depth))
                if len(found) == SPARES:
                    return found
            if found:
                return found
        raise ImpossibleError(self.hint(refused) if self.hint else "no valid value was found within the limits")

    def _repaired(self, value: Any) -> tuple[Any] | None:
        """Return ``value``, or the value without some of its properties, if that is valid."""
        cost = 1 + len(value) if isinstance(value, dict) else 1
        for candidate in _smaller(value):
            spend_parts(cost)
            if self.accepts(candidate):
                return (candidate,)
        return None

    def warm(self) -> None:
        """Check whether any value is valid. Raises :class:`ImpossibleError` if none is found."""
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
    """Return a plan that validates each value of ``plan`` against its schemas."""
    return CheckedPlan(plan, merged.is_valid, lambda value: validation_error(merged, value))


def validation_error(merged: GenerationSchema, value: Any) -> str:
    """Return the validator's first error for ``value``."""
    for schema in merged.origin:
        error = first_error_of(schema.validator, value)
        if error is not None:
            return f"no valid value was found; error of the last attempt: {schema.message(error)}"
    return "no valid value was found within the limits"
