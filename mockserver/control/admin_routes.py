"""The routes of the admin API: all its areas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mockserver.control.admin_request import AdminRequest, AdminRoute
from mockserver.control.clock import ClockRoutes
from mockserver.control.description import Description
from mockserver.control.requests_api import RequestsApi
from mockserver.control.reset import Reset
from mockserver.control.state import StateRoutes
from mockserver.control.webhooks import Webhooks
from mockserver.http.messages import MockResponse, json_response

if TYPE_CHECKING:
    from mockserver.control.assembly import Control, Server


def admin_routes(server: Server, control: Control) -> list[AdminRoute]:
    """Return the routes of all areas."""

    def health(_: AdminRequest) -> MockResponse:
        return json_response(200, server.health())

    def reset_faults() -> None:
        control.faults.entries.clear()
        if control.limits is not None:
            control.limits.clear()

    state = StateRoutes(server.store, server.apis, server.collections)
    reset = Reset(
        {
            "state": state.reset,
            "requests": control.exchanges.clear,
            "stubs": control.stubs.entries.clear,
            "faults": reset_faults,
            "clock": lambda: server.clock.set(None),
            "tokens": server.tokens.clear,
        }
    )
    return [
        AdminRoute("GET", "/health", health),
        *Description().routes(),
        *reset.routes(),
        *RequestsApi(control.exchanges, server.contracts, server.settings.credentials).routes(),
        *control.events.routes(),
        *control.stubs.entries.routes(can_replace=True),
        *control.faults.entries.routes(can_replace=False),
        *state.routes(),
        *ClockRoutes(server.clock).routes(),
        *server.tokens.routes(),
        *Webhooks(server.contracts, server.generators, server.settings).routes(),
        *control.metrics.routes(),
    ]
