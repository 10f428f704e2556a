"""Faults: requests that are delayed, fail or lose their connection, drawn from the seed so that a run repeats."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from contracts.generation.seed import RandomStream, value_seed
from mockserver.control.entries import Active, Entries
from mockserver.control.exchange_view import ExchangeView
from mockserver.mounting import MountedApi
from mockserver.state.stores.store import Store

if TYPE_CHECKING:
    from mockserver.control.matcher import Matcher

MAX_DELAY = 60_000
"""Maximum delay in milliseconds."""

SLOW_PARTS = 10
"""Number of parts in which a slow response is sent."""

MAX_INTERVAL = MAX_DELAY // SLOW_PARTS
DEFAULT_INTERVAL = 500
"""Milliseconds before each part of a slow response."""


@dataclass(frozen=True)
class Fault:
    """A fault.

    :param key: its JSON, which the drawn numbers depend on.
    :param delay: milliseconds before the response; the median if ``sigma`` is not 0.
    :param sigma: standard deviation of the logarithm of the delay, for a log-normal distribution.
    :param status: of an error response, or 0.
    :param retry_after: ``Retry-After`` of the error response in seconds, or ``None``.
    :param rate: the share of the requests that it applies to.
    :param nth: the numbers of the requests that it applies to, of those that match; empty for all.
    :param abort: how the response is cut off, one of ``ABORTS``, or ``""``.
    :param interval: milliseconds before each part of a slow response.
    :param malformed: whether the body is made unreadable.
    :param stale: whether items are read as they were before all changes.
    """

    matcher: Matcher
    key: str
    delay: float = 0
    sigma: float = 0
    status: int = 0
    retry_after: int | None = None
    rate: float = 1
    nth: frozenset[int] = frozenset()
    abort: str = ""
    interval: float = DEFAULT_INTERVAL
    malformed: bool = False
    stale: bool = False

    @property
    def is_counted(self) -> bool:
        """Whether its effect depends on the number of the request."""
        return self.rate < 1 or bool(self.nth) or bool(self.sigma)

    @property
    def only_delays(self) -> bool:
        """Whether a delay is its only effect."""
        return not (self.status or self.abort or self.malformed or self.stale)

    def applies(self, draws: RandomStream, number: int) -> bool:
        """Whether it applies to a request.

        :param draws: random numbers for this request.
        :param number: 1 for the first request that matches.
        """
        is_drawn = self.rate >= 1 or _share(draws) < self.rate
        return is_drawn and (not self.nth or number in self.nth)

    def seconds(self, draws: RandomStream) -> float:
        """Return the delay in seconds."""
        if not self.sigma or not self.delay:
            return self.delay / 1000
        from statistics import NormalDist  # noqa: PLC0415 (imported only if used, for a faster start)

        exponent = min(self.sigma * NormalDist().inv_cdf(_share(draws)), 50)
        return min(self.delay * math.exp(exponent), MAX_DELAY) / 1000


def _share(draws: RandomStream) -> float:
    """Return a number above 0 and below 1."""
    return (draws.below(1 << 52) + 0.5) / (1 << 52)


@dataclass(frozen=True)
class ChosenFault:
    """A fault that applies to a request.

    :param seconds: its delay.
    """

    identifier: str
    fault: Fault
    seconds: float


class Faults:
    """All faults of a server.

    :ivar entries: those of the admin API and of ``--fault``.
    :param fixed: JSON of the faults of ``--fault`` by id.
    """

    def __init__(
        self, store: Store, apis: Sequence[MountedApi], fixed: Mapping[str, Mapping[str, Any]], seed: int
    ) -> None:
        self._store = store
        self._seed = seed
        self._apis = apis
        self.entries: Entries[Fault] = Entries(store, "fault", self._compile, fixed)

    def _compile(self, value: Any) -> Fault:
        from mockserver.control.fault_compiler import compile_fault  # noqa: PLC0415 (imported only if used)

        return compile_fault(value, self._apis)

    def choose(self, view: ExchangeView, active: Sequence[Active[Fault]]) -> ChosenFault | None:
        """Return the first fault that applies to a request, delayed by the first one that only delays, too.

        Faults that match are counted until that is decided.
        """
        delay: ChosenFault | None = None
        for one in active:
            if delay is not None and one.compiled.only_delays:
                continue
            found = self._drawn(view, one)
            if found is None:
                continue
            if not found.fault.only_delays:
                seconds = found.seconds + (delay.seconds if delay is not None else 0)
                return replace(found, seconds=min(seconds, MAX_DELAY / 1000))
            delay = found
        return delay

    def _drawn(self, view: ExchangeView, one: Active[Fault]) -> ChosenFault | None:
        """Return a fault if it applies to a request, which is counted if it matches."""
        fault = one.compiled
        if not fault.matcher.matches(view.exchange, view):
            return None
        number = self._store.increment(one.counter) if fault.is_counted else 0
        draws = RandomStream(value_seed(self._seed, f"fault/{number}/{fault.key}"))
        return ChosenFault(one.identifier, fault, fault.seconds(draws)) if fault.applies(draws, number) else None
