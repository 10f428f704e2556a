"""Everything that the admin API controls, assembled for one server."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, partial
from typing import TYPE_CHECKING

from mockserver.control.admin import Admin
from mockserver.control.entries import numbered
from mockserver.control.exchanges import Exchanges
from mockserver.control.faults import Faults
from mockserver.control.interceptor import Application, Interceptor, Rules, ServedOperation
from mockserver.control.metrics import Metrics
from mockserver.control.rate_limits import RateLimits
from mockserver.control.server import Server
from mockserver.control.stubs import Stubs
from mockserver.http.cors import cors_of
from mockserver.recorder import Sink
from mockserver.store_url import MEMORY

if TYPE_CHECKING:
    from mockserver.control.admin_request import AdminRoute
    from mockserver.control.events import Events
    from mockserver.exchange import Exchange


class Control:
    """What the admin API reads and changes.

    :ivar exchanges: the last exchanges.
    :ivar sinks: receive each exchange.
    :ivar sent_sinks: receive each exchange of a request that the mock has sent.
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
        self.sent_sinks = [*self.sinks]
        static = server.static
        self.stubs = Stubs(server.store, server.apis, numbered("file", static.stubs))
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

        return admin_routes(
            self._server,
            exchanges=self.exchanges,
            events=self._events,
            stubs=self.stubs,
            faults=self.faults,
            limits=self.limits,
            metrics=self.metrics,
        )

    @cached_property
    def _events(self) -> Events:
        from mockserver.control.events import Events  # noqa: PLC0415 (as above)

        self._has_readers = True
        return Events(
            self.exchanges, self._server.contracts, self._server.settings.credentials, is_shared=self._is_shared
        )

    def _wake_readers(self, exchange: Exchange) -> None:
        if self._has_readers:
            self._events(exchange)

    def end_streams(self) -> None:
        """End the streams of events, as the server stops."""
        if self._has_readers:
            self._events.end()

    def interceptor(self, operations: Mapping[str, ServedOperation]) -> Callable[[Application], Application]:
        """Return the middleware that applies the rate limit, faults and stubs, as a function of the next application.

        :param operations: by the targets of routes.
        """
        return partial(Interceptor, operations=operations, rules=self.rules)
