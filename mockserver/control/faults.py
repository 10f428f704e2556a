"""Faults: requests that are delayed, fail or lose their connection, drawn from the seed so that a run repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from contracts.generation.seed import RandomStream, value_seed
from mockserver.control.entries import Active, Entries
from mockserver.fault_syntax import MAX_DELAY
from mockserver.mounting import MountedApi
from mockserver.state.stores.store import Store

if TYPE_CHECKING:
    from mockserver.control.exchange_view import ExchangeView
    from mockserver.control.fault import Fault


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
        from mockserver.control.fault import compile_fault  # noqa: PLC0415 (imported only if used)

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
        if not fault.applies(draws, number):
            return None
        self.entries.count_use(one.counter)
        return ChosenFault(one.identifier, fault, fault.seconds(draws))
