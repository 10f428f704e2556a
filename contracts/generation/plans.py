"""Plans: compiled schemas, and the simple kinds of plans.

A plan derives a JSON value from a seed, a 64-bit number that identifies a part of a resource. Plans are stateless, so
one plan serves all resources.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, Protocol

from contracts.generation.seed import mix, salt
from contracts.generation.timestamps import ROLES, Span

DEPTH = 12
"""The nesting depth from which optional parts are omitted; a recursive reference counts as several levels."""
RECURSION = 5
BOTTOM = -8
"""The remaining depth at which recursion without optional parts fails."""


class ImpossibleError(Exception):
    """No value within the limits satisfies a schema or a part of it; ``str()`` is the reason."""


class Plan(Protocol):
    """The compiled form of a schema."""

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """Return a JSON value of the schema.

        :param seed: seed of the value, see :mod:`contracts.generation.seed`.
        :param span: the lifetime of the enclosing object, see :mod:`contracts.generation.timestamps`.
        :param depth: the remaining nesting depth; at 0 and below, optional parts are omitted.
        :raises ImpossibleError: if no valid value is found.
        """


class Constant:
    """A constant value; a list or an object is copied."""

    __slots__ = ("constant", "copied")

    def __init__(self, constant: Any) -> None:
        self.constant = constant
        self.copied = isinstance(constant, (list, dict))

    def value(self, _seed: int, _span: Span, _depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return deepcopy(self.constant) if self.copied else self.constant


class Pick:
    """Picks one of several scalars; repeated ones are more likely."""

    __slots__ = ("count", "values")

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = tuple(values)
        self.count = len(self.values)

    def value(self, seed: int, _span: Span, _depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return self.values[seed % self.count]


class PickCopy(Pick):
    """Picks one of several values, some of which are lists or objects."""

    __slots__ = ()

    def value(self, seed: int, _span: Span, _depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return deepcopy(self.values[seed % self.count])


class DrawnPlan:
    """A value computed from the seed, with a constant prefix if it is a string."""

    __slots__ = ("draw", "head")

    def __init__(self, draw: Callable[[int, Span], Any], head: str = "") -> None:
        self.draw = draw
        self.head = head

    def value(self, seed: int, span: Span, _depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return self.head + self.draw(seed, span) if self.head else self.draw(seed, span)


class TimestampPlan:
    """A timestamp by its role, in one of its formats."""

    __slots__ = ("role", "write")

    def __init__(self, role: str, write: Callable[[int], Any]) -> None:
        self.role = ROLES[role]
        self.write = write

    def value(self, seed: int, span: Span, _depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return self.write(self.role(seed, span))


class JoinedPlan:
    """A constant prefix, and a middle part and suffix picked independently, e.g. ``https://host/p_01J…/error.png``."""

    __slots__ = ("head", "middles", "tails")

    def __init__(self, head: str, middles: Sequence[str], tails: Sequence[str]) -> None:
        self.head = head
        self.middles = tuple(middles)
        self.tails = tuple(tails)

    def value(self, seed: int, _span: Span, _depth: int) -> str:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        tails, middles = self.tails, self.middles
        return f"{self.head}{middles[(seed >> 32) % len(middles)]}{tails[seed % len(tails)]}"


class ChoicePlan:
    """Picks one of several plans; if no depth is left, the first one that has a value.

    :param plans: at least one.
    :param weights: relative frequency of each plan.
    """

    __slots__ = ("plans", "slots")

    _SALT = salt("choice")

    def __init__(self, plans: Sequence[Plan], weights: Sequence[int] | None = None) -> None:
        self.plans = tuple(plans)
        shares = weights or [1] * len(self.plans)
        self.slots = tuple(plan for plan, share in zip(plans, shares, strict=True) for _ in range(share))

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        chosen = mix(seed, self._SALT) % len(self.slots)
        if depth > 0:
            return self.slots[chosen].value(seed, span, depth)
        for plan in self.plans[:-1]:
            try:
                return plan.value(seed, span, depth)
            except ImpossibleError:
                continue
        return self.plans[-1].value(seed, span, depth)


class Lazy:
    """A plan that is compiled at its first use, for recursive references and deeply nested schemas.

    If all schemas of a document reference each other, only those are compiled that values need.

    :param levels: the number of levels that it counts for; 0 for a schema that is only nested deeply.
    """

    __slots__ = ("_levels", "_make", "_plan")

    def __init__(self, make: Callable[[], Plan], levels: int) -> None:
        self._make = make
        self._levels = levels
        self._plan: Plan | None = None

    @property
    def plan(self) -> Plan:
        """The compiled plan. Raises :class:`ImpossibleError`."""
        if self._plan is None:
            self._plan = self._make()
        return self._plan

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        if self._levels and depth < BOTTOM:
            raise ImpossibleError("the schema requires itself recursively")
        return self.plan.value(seed, span, depth - self._levels)


class Deferred:
    """The plan of an optional part, compiled when the part is generated for the first time.

    At the end of the nesting depth, objects lack their optional properties, so most of those in the deepest objects are
    never compiled. If the part is impossible, each of its values is.
    """

    __slots__ = ("_make", "_plan", "_problem")

    def __init__(self, make: Callable[[], Plan]) -> None:
        self._make = make
        self._plan: Plan | None = None
        self._problem = ""

    @property
    def plan(self) -> Plan:
        """The compiled plan. Raises :class:`ImpossibleError`."""
        if self._plan is None:
            if self._problem:
                raise ImpossibleError(self._problem)
            try:
                self._plan = self._make()
            except ImpossibleError as problem:
                self._problem = str(problem) or "no value is possible"
                raise
        return self._plan

    def value(self, seed: int, span: Span, depth: int) -> Any:
        """See :meth:`contracts.generation.plans.Plan.value`."""
        return (self._plan or self.plan).value(seed, span, depth)


def pick_plan(values: Sequence[Any]) -> Plan:
    """Return a plan that picks one of ``values``, at least one."""
    if len(values) == 1:
        return Constant(values[0])
    return PickCopy(values) if any(isinstance(value, (list, dict)) for value in values) else Pick(values)
