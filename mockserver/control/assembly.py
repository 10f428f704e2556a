"""Everything that the admin API controls, assembled for one server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from contracts.generation.generate import Generators
from contracts.spec.model import Contract
from mockserver.control.admin import Admin
from mockserver.control.entries import numbered
from mockserver.control.exchanges import Exchanges
from mockserver.control.faults import Faults
from mockserver.control.interceptor import Application, Interceptor, Rules, ServedOperation
from mockserver.control.metrics import Metrics
from mockserver.control.rate_limits import RateLimits
from mockserver.control.static_control import StaticControl
from mockserver.control.stubs import Stubs
from mockserver.control.tokens import Tokens
from mockserver.http.cors import cors_of
from mockserver.mounting import MountedApi
from mockserver.recorder import Sink
from mockserver.settings import Settings
from mockserver.state.clock import SharedClock
from mockserver.state.collections import Collections
from mockserver.state.stores.store import Store
from mockserver.store_url import MEMORY

if TYPE_CHECKING:
    from mockserver.control.admin_request import AdminRoute
    from mockserver.control.events import Events
    from mockserver.exchange import Exchange


@dataclass(frozen=True)
class Server:
    """The parts of a server that can be controlled.

    :param health: returns the state of the server as JSON values.
    :param collections: by name of the API.
    :param static: the stubs and faults of the settings.
    :param clock: the clock of all collections.
    :param tokens: the credentials that were added.
    :param generators: of all responses.
    """

    settings: Settings
    contracts: Sequence[Contract]
    apis: Sequence[MountedApi]
    store: Store
    health: Callable[[], Mapping[str, Any]]
    collections: Mapping[str, Collections]
    static: StaticControl
    clock: SharedClock
    tokens: Tokens
    generators: Generators


class Control:
    """What the admin API reads and changes.

    :ivar exchanges: the last exchanges.
    :ivar sinks: receive each exchange.
    :ivar stubs: responses to chosen requests.
    :ivar faults: faults of chosen requests.
    :ivar limits: the rate limit, or ``None``.
    :ivar rules: what happens to requests.
    :ivar metrics: numbers about all exchanges.
    :ivar admin: the application of the admin API.
    """

    def __init__(self, server: Server) -> None:
        settings = server.settings
        self._server = server
        self._is_shared = settings.store != MEMORY
        self._has_readers = False
        size = settings.journal_size
        self.exchanges = Exchanges(server.store, size, is_shared=self._is_shared)
        self.sinks: list[Sink] = [self.exchanges, self._wake_readers] if size else []
        static = server.static
        self.stubs = Stubs(server.store, server.apis, numbered("file", static.files.stubs))
        self.faults = Faults(server.store, server.apis, numbered("flag", static.faults), settings.seed)
        rate = static.rate
        self.limits = RateLimits(server.store, rate) if rate is not None else None
        self.rules = Rules(
            server.store, self.stubs, self.faults, self.limits, max_body=settings.max_body, cors=cors_of(settings)
        )
        self.metrics = Metrics(server.store, is_shared=self._is_shared, kept=self.exchanges.count)
        self.sinks.append(self.metrics)
        self.admin = Admin(self._routes, settings, server.store.refresh, self.exchanges.settle)

    def _routes(self) -> list[AdminRoute]:
        from mockserver.control.admin_routes import admin_routes  # noqa: PLC0415 (first used by the admin API)

        return admin_routes(self._server, self)

    @cached_property
    def events(self) -> Events:
        """What sends exchanges to clients that wait for them."""
        from mockserver.control.events import Events  # noqa: PLC0415 (as above)

        self._has_readers = True
        return Events(
            self.exchanges, self._server.contracts, self._server.settings.credentials, is_shared=self._is_shared
        )

    def _wake_readers(self, exchange: Exchange) -> None:
        if self._has_readers:
            self.events(exchange)

    def end_streams(self) -> None:
        """End the streams of events, as the server stops."""
        if self._has_readers:
            self.events.end()

    def interceptor(self, operations: Mapping[str, ServedOperation]) -> Callable[[Application], Application]:
        """Return the middleware that applies the rate limit, faults and stubs, as a function of the next application.

        :param operations: by the targets of routes.
        """
        return partial(Interceptor, operations=operations, rules=self.rules)
