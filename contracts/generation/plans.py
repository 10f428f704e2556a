"""Plans: what a schema is compiled to, and the simple ones among them.

A plan turns a place (a number that stands for one part of one resource) into a JSON value. Plans hold no state that
changes, so one serves every resource; a second target beside ``value`` may be added to each class.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, Protocol

from contracts.generation.seed import mix, salt
from contracts.generation.timestamps import ROLES, Span

DEPTH = 12
"""How far the value of a schema may nest before optional parts are left out; a recursive reference costs more."""
RECURSION = 5
BOTTOM = -8
"""Where recursion without optional parts is given up."""


class ImpossibleError(Exception):
    """A schema, or a part of it, that no value within the bounds satisfies; ``str()`` says why."""


class Plan(Protocol):
    """The compiled form of a schema."""

    def value(self, place: int, span: Span, depth: int) -> Any:
        """A JSON value of the schema.

        :param place: of the part, see :mod:`contracts.generation.seed`.
        :param span: the seconds in which it lives, see :mod:`contracts.generation.timestamps`.
        :param depth: levels left; at 0 and below only what is required.
        :raises ImpossibleError: when nothing valid is found.
        """


class Constant:
    """Always the same value; a copy of it where it is a list or an object."""

    __slots__ = ("constant", "copied")

    def __init__(self, constant: Any) -> None:
        self.constant = constant
        self.copied = isinstance(constant, (list, dict))

    def value(self, _place: int, _span: Span, _depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return deepcopy(self.constant) if self.copied else self.constant


class Pick:
    """One of several scalars, each as likely as it is frequent in ``values``."""

    __slots__ = ("count", "values")

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = tuple(values)
        self.count = len(self.values)

    def value(self, place: int, _span: Span, _depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return self.values[place % self.count]


class PickCopy(Pick):
    """One of several values of which some are lists or objects."""

    __slots__ = ()

    def value(self, place: int, _span: Span, _depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return deepcopy(self.values[place % self.count])


class DrawnPlan:
    """A value computed from the place, between a fixed head and tail if it is a text."""

    __slots__ = ("draw", "head")

    def __init__(self, draw: Callable[[int, Span], Any], head: str = "") -> None:
        self.draw = draw
        self.head = head

    def value(self, place: int, span: Span, _depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return self.head + self.draw(place, span) if self.head else self.draw(place, span)


class TimestampPlan:
    """A point in time by its role, in one of its written forms."""

    __slots__ = ("role", "write")

    def __init__(self, role: str, write: Callable[[int], Any]) -> None:
        self.role = ROLES[role]
        self.write = write

    def value(self, place: int, span: Span, _depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return self.write(self.role(place, span))


class JoinedPlan:
    """A head, one of many middle parts and a tail, picked apart: ``https://host/`` ``p_01J…/`` ``screenshot.png``."""

    __slots__ = ("head", "middles", "tails")

    def __init__(self, head: str, middles: Sequence[str], tails: Sequence[str]) -> None:
        self.head = head
        self.middles = tuple(middles)
        self.tails = tuple(tails)

    def value(self, place: int, _span: Span, _depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        tails, middles = self.tails, self.middles
        return f"{self.head}{middles[(place >> 32) % len(middles)]}{tails[place % len(tails)]}"


class ChoicePlan:
    """One of several plans; with nothing left of the depth the first that comes to an end.

    :param plans: at least one.
    :param weights: how often each is taken, in shares of their sum.
    """

    __slots__ = ("plans", "slots")

    _SALT = salt("choice")

    def __init__(self, plans: Sequence[Plan], weights: Sequence[int] | None = None) -> None:
        self.plans = tuple(plans)
        shares = weights or [1] * len(self.plans)
        self.slots = tuple(plan for plan, share in zip(plans, shares, strict=True) for _ in range(share))

    def value(self, place: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        chosen = mix(place, self._SALT) % len(self.slots)
        if depth > 0:
            return self.slots[chosen].value(place, span, depth)
        for plan in self.plans[:-1]:
            try:
                return plan.value(place, span, depth)
            except ImpossibleError:
                continue
        return self.plans[-1].value(place, span, depth)


class Lazy:
    """A plan that is compiled at its first use: what lies behind a recursive reference.

    Documents whose schemas all refer to one another are so compiled only as far as values reach into them.

    :param levels: how many levels of depth it counts for; 0 for what is only deep.
    """

    __slots__ = ("_levels", "_make", "_plan")

    def __init__(self, make: Callable[[], Plan], levels: int) -> None:
        self._make = make
        self._levels = levels
        self._plan: Plan | None = None

    @property
    def plan(self) -> Plan:
        """The plan itself. Raises :class:`ImpossibleError` as compiling does."""
        if self._plan is None:
            self._plan = self._make()
        return self._plan

    def value(self, place: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        if self._levels and depth < BOTTOM:
            raise ImpossibleError("the schema requires itself without end")
        return self.plan.value(place, span, depth - self._levels)


def picked(values: Sequence[Any]) -> Plan:
    """The plan that picks one of ``values``, of which there is at least one."""
    if len(values) == 1:
        return Constant(values[0])
    return PickCopy(values) if any(isinstance(value, (list, dict)) for value in values) else Pick(values)
