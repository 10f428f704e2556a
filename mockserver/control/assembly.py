"""Everything that the admin API controls, assembled for one server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from contracts.generation.generate import Generators
from contracts.spec.model import Contract
from mockserver.control.admin import Admin
from mockserver.control.admin_request import AdminRequest, AdminRoute
from mockserver.control.clock import ClockRoutes
from mockserver.control.description import Description
from mockserver.control.entries import numbered
from mockserver.control.events import Events
from mockserver.control.exchanges import Exchanges
from mockserver.control.faults import Faults
from mockserver.control.interceptor import Application, Interceptor, Rules, ServedOperation
from mockserver.control.metrics import Metrics
from mockserver.control.rate_limits import RateLimits
from mockserver.control.requests_api import RequestsApi
from mockserver.control.reset import Reset
from mockserver.control.state import StateRoutes
from mockserver.control.static_control import StaticControl
from mockserver.control.stubs import Stubs
from mockserver.control.tokens import Tokens
from mockserver.control.webhooks import Webhooks
from mockserver.http.cors import cors_of
from mockserver.http.messages import MockResponse, json_response
from mockserver.mounting import MountedApi
from mockserver.recorder import Sink
from mockserver.settings import Settings
from mockserver.state.clock import SharedClock
from mockserver.state.collections import Collections
from mockserver.state.stores.store import Store
from mockserver.store_url import MEMORY


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
    :ivar tokens: the credentials that were added.
    :ivar resets: what resets each part, by the name of the part.
    :ivar admin: the application of the admin API.
    """

    def __init__(self, server: Server) -> None:
        settings = server.settings
        is_local = settings.store == MEMORY
        size = settings.journal_size
        self.exchanges = Exchanges(server.store, size, is_shared=not is_local)
        self._events = Events(self.exchanges, server.contracts, settings.credentials, is_shared=not is_local)
        self.sinks: list[Sink] = [self.exchanges, self._events] if size else []
        static = server.static
        self.stubs = Stubs(server.store, server.apis, numbered("file", static.files.stubs))
        self.faults = Faults(server.store, server.apis, numbered("flag", static.faults), settings.seed)
        rate = static.rate
        self.limits = RateLimits(server.store, rate) if rate is not None else None
        self.rules = Rules(
            server.store, self.stubs, self.faults, self.limits, max_body=settings.max_body, cors=cors_of(settings)
        )
        self.metrics = Metrics(server.store, is_shared=not is_local, kept=self.exchanges.count)
        self.sinks.append(self.metrics)
        self.tokens = server.tokens
        self.resets: dict[str, Callable[[], None]] = {}
        self.admin = Admin(self._routes(server), settings, server.store.refresh, self.exchanges.settle)

    def _routes(self, server: Server) -> list[AdminRoute]:
        """Return the routes of all areas."""

        def health(_: AdminRequest) -> MockResponse:
            return json_response(200, server.health())

        state = StateRoutes(server.store, server.apis, server.collections)
        self.resets |= {
            "state": state.reset,
            "requests": self.exchanges.clear,
            "stubs": self.stubs.entries.clear,
            "faults": self._reset_faults,
            "clock": lambda: server.clock.set(None),
            "tokens": server.tokens.clear,
        }
        return [
            AdminRoute("GET", "/health", health),
            *Description().routes(),
            *Reset(self.resets).routes(),
            *RequestsApi(self.exchanges, server.contracts, server.settings.credentials).routes(),
            *self._events.routes(),
            *self.stubs.entries.routes(can_replace=True),
            *self.faults.entries.routes(can_replace=False),
            *state.routes(),
            *ClockRoutes(server.clock).routes(),
            *server.tokens.routes(),
            *Webhooks(server.contracts, server.generators, server.settings).routes(),
            *self.metrics.routes(),
        ]

    def end_streams(self) -> None:
        """End the streams of events, as the server stops."""
        self._events.end()

    def _reset_faults(self) -> None:
        self.faults.entries.clear()
        if self.limits is not None:
            self.limits.clear()

    def interceptor(self, operations: Mapping[str, ServedOperation]) -> Callable[[Application], Application]:
        """Return the middleware that applies the rate limit, faults and stubs, as a function of the next application.

        :param operations: by the targets of routes.
        """
        return partial(Interceptor, operations=operations, rules=self.rules)
