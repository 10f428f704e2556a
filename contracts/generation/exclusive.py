"""Values of exactly one alternative of ``oneOf``.

Objects that allow additional properties are often values of several alternatives: a cat without the properties of a dog
is a dog too. Such a value gets a property of the other alternative with a value that is not valid there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts.generation.budget import spend_parts
from contracts.generation.merge import GenerationSchema
from contracts.generation.plans import ImpossibleError, Plan
from contracts.generation.seed import mix, salt
from contracts.generation.timestamps import WINDOW, Span
from contracts.spec.schemas import Schema

INVALID: tuple[Any, ...] = (None, False, 0, "", [], {})
"""Values of all types, one of which most schemas refuse; null, which says that there is no value, first."""

UNKNOWN = "other"
"""A property that no alternative declares: an alternative without additional properties refuses it."""

ATTEMPTS = 12
"""The number of values that are generated to find one that can be changed to satisfy exactly one alternative."""

MAX_PROPERTIES = 200
"""The maximum number of properties of an alternative that are tried."""

_AGAIN = tuple(salt(f"exclusive {number}") for number in range(ATTEMPTS))


class ExclusivePlan:
    """A plan whose values satisfy one alternative and none of the others.

    :param plan: generates values of the alternative, which may satisfy others too.
    :param merged: the schema with the union.
    :param own: the alternative.
    """

    __slots__ = ("_conflicts", "_merged", "_others", "_own", "plan")

    def __init__(self, plan: Plan, merged: GenerationSchema, own: Schema, others: Sequence[Schema]) -> None:
        self.plan = plan
        self._merged = merged
        self._own = own
        self._others = tuple(others)
        self._conflicts: dict[Schema, tuple[tuple[str, Any], ...]] = {}

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        found = self._found(seed, span, depth)
        if found is None:
            found = next(
                filter(None, (self._found(again, WINDOW, lower) for lower in (4, 0) for again in _AGAIN)), None
            )
        if found is None:
            raise ImpossibleError("no value of exactly one alternative of oneOf was found")
        return found[0]

    def has_values(self) -> bool:
        """Whether a value of exactly one alternative is found."""
        try:
            self.value(0, WINDOW, 4)
        except ImpossibleError:
            return False
        return True

    def _found(self, seed: int, span: Span, depth: int) -> tuple[Any] | None:
        for again in (0, *_AGAIN):
            candidate = self.plan.value(mix(seed, again) if again else seed, span, depth)
            if self._accepts(candidate):
                return (candidate,)
            if isinstance(candidate, dict) and (changed := self._changed(candidate)) is not None:
                return (changed,)
        return None

    def _accepts(self, value: Any) -> bool:
        spend_parts(1 + len(self._others))
        return self._merged.is_valid(value) and not any(other.is_valid(value) for other in self._others)

    def _changed(self, value: dict[str, Any]) -> dict[str, Any] | None:
        """The value with one more or one less property for each other alternative that it satisfies."""
        for other in self._others:
            if other.is_valid(value):
                options = self._edits(value, other)
                changed = next((one for one in options if self._own.is_valid(one) and not other.is_valid(one)), None)
                if changed is None:
                    return None
                value = changed
        return value if self._accepts(value) else None

    def _edits(self, value: dict[str, Any], other: Schema) -> Iterator[dict[str, Any]]:
        for name in value:
            spend_parts(1)
            if name in _required(other):
                yield {key: item for key, item in value.items() if key != name}
        if other not in self._conflicts:
            self._conflicts[other] = tuple(_conflicts(other.possible_properties))
        for name, item in self._conflicts[other]:
            spend_parts(1)
            if name not in value:
                yield {**value, name: item}
        for name, item in self._conflicts[other]:
            spend_parts(1)
            yield {**value, name: item}


def _required(schema: Schema) -> frozenset[str]:
    """The names that a schema itself, or the one that it refers to, requires."""
    node = schema.resolve().node
    return frozenset(node.get("required", ())) if isinstance(node, dict) else frozenset()


def _conflicts(properties: Mapping[str, Schema]) -> Iterator[tuple[str, Any]]:
    """Properties with a value that their schema refuses: one for each property, and one that is not declared."""
    for name, schema in list(properties.items())[:MAX_PROPERTIES]:
        refused = next(((value,) for value in INVALID if not schema.is_valid(value)), None)
        if refused is not None:
            yield name, refused[0]
    if UNKNOWN not in properties:
        yield UNKNOWN, True
