"""Stubs: responses to chosen requests, documented ones or a client's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mockserver.control.entries import Active, Entries
from mockserver.mounting import MountedApi
from mockserver.state.stores.store import Store

if TYPE_CHECKING:
    from mockserver.control.exchange_view import ExchangeView
    from mockserver.control.stub import Stub
    from mockserver.control.stub_responses import StubResponse


@dataclass(frozen=True)
class ChosenStub:
    """A stub that responds to a request, and its response."""

    identifier: str
    response: StubResponse


class Stubs:
    """All stubs of a server.

    :ivar entries: those of the admin API and of ``--stubs``.
    :param fixed: JSON of the stubs of ``--stubs`` by id.
    """

    def __init__(self, store: Store, apis: Sequence[MountedApi], fixed: Mapping[str, Mapping[str, Any]]) -> None:
        self._store = store
        self._apis = apis
        self.entries: Entries[Stub] = Entries(store, "stub", self._compile, fixed)

    def _compile(self, value: Any) -> Stub:
        from mockserver.control.stub import compile_stub  # noqa: PLC0415 (imported only if used)

        return compile_stub(value, self._apis)

    def active(self) -> list[Active[Stub]]:
        """Return the stubs in the order in which they respond."""
        return sorted(self.entries.active(), key=lambda one: -one.compiled.priority)

    def choose(self, view: ExchangeView, active: Sequence[Active[Stub]]) -> ChosenStub | None:
        """Return the stub that responds to a request, which counts it; ``None`` if there is none."""
        for one in active:
            stub = one.compiled
            if not stub.matches(view):
                continue
            if not stub.times and len(stub.responses) == 1:
                self.entries.count_use(one.counter)
                return ChosenStub(one.identifier, stub.responses[0])
            number = self._store.increment(one.counter)
            if not stub.times or number <= stub.times:
                self.entries.count_use(one.counter)
                return ChosenStub(one.identifier, stub.responses[min(number, len(stub.responses)) - 1])
        return None
