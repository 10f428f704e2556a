"""Everything that the admin API controls, assembled for one server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from contracts.spec.model import Contract
from mockserver.control.admin import Admin
from mockserver.control.admin_request import AdminRequest, AdminRoute
from mockserver.control.events import Events
from mockserver.control.exchanges import Exchanges, LocalExchanges, SharedExchanges
from mockserver.control.requests_api import RequestsApi
from mockserver.http.messages import MockResponse, json_response
from mockserver.mounting import MountedApi
from mockserver.recorder import Sink
from mockserver.settings import Settings
from mockserver.state.collections import Collections
from mockserver.state.stores.store import Store
from mockserver.store_url import MEMORY


@dataclass(frozen=True)
class Server:
    """The parts of a server that can be controlled.

    :param health: returns the state of the server as JSON values.
    :param collections: by name of the API.
    """

    settings: Settings
    contracts: Sequence[Contract]
    apis: Sequence[MountedApi]
    store: Store
    health: Callable[[], Mapping[str, Any]]
    collections: Mapping[str, Collections]


class Control:
    """What the admin API reads and changes.

    :ivar exchanges: the last exchanges.
    :ivar sinks: receive each exchange.
    :ivar admin: the application of the admin API.
    """

    def __init__(self, server: Server) -> None:
        settings = server.settings
        is_local = settings.store == MEMORY
        size = settings.journal_size
        self.exchanges: Exchanges = LocalExchanges(size) if is_local else SharedExchanges(server.store, size)
        self._events = Events(self.exchanges, server.contracts, is_shared=not is_local)
        self.sinks: list[Sink] = [self.exchanges, self._events] if size else []
        self.admin = Admin(self._routes(server), settings)

    def _routes(self, server: Server) -> list[AdminRoute]:
        """Return the routes of all areas."""

        def health(_: AdminRequest) -> MockResponse:
            return json_response(200, server.health())

        return [
            AdminRoute("GET", "/health", health),
            *RequestsApi(self.exchanges, server.contracts).routes(),
            *self._events.routes(),
        ]
