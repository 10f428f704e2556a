"""The routes of the admin API: all its areas."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mockserver.control.admin_request import AdminRequest, AdminRoute
from mockserver.control.clock import ClockRoutes
from mockserver.control.description import Description
from mockserver.control.events import Events
from mockserver.control.exchanges import Exchanges
from mockserver.control.faults import Faults
from mockserver.control.metrics import Metrics
from mockserver.control.rate_limits import RateLimits
from mockserver.control.requests_api import RequestsApi
from mockserver.control.reset import Reset
from mockserver.control.server import Server
from mockserver.control.state import StateRoutes
from mockserver.control.stubs import Stubs
from mockserver.http.messages import MockResponse, json_response

if TYPE_CHECKING:
    from mockserver.control.collections_api import CollectionsApi
    from mockserver.control.documents_api import DocumentsApi
    from mockserver.control.operations_api import OperationsApi
    from mockserver.control.webhooks import WebhookSender


def admin_routes(
    server: Server,
    *,
    exchanges: Exchanges,
    events: Events,
    stubs: Stubs,
    faults: Faults,
    limits: RateLimits | None,
    metrics: Metrics,
) -> list[AdminRoute]:
    """Return the routes of all areas."""

    def health(_: AdminRequest) -> MockResponse:
        return json_response(200, server.health())

    def reset_faults() -> None:
        faults.entries.clear()
        if limits is not None:
            limits.clear()

    def reset_requests() -> None:
        server.forget_callbacks()
        exchanges.clear()

    @cache
    def webhooks() -> WebhookSender:
        from mockserver.control.webhooks import WebhookSender  # noqa: PLC0415 (imports the generator of requests)

        return WebhookSender(server)

    @cache
    def collections() -> CollectionsApi:
        from mockserver.control.collections_api import CollectionsApi  # noqa: PLC0415 (imports the console)

        return CollectionsApi(server.apis)

    @cache
    def documents() -> DocumentsApi:
        from mockserver.control.documents_api import DocumentsApi  # noqa: PLC0415 (imports the console)

        return DocumentsApi(server.documents, server.apis, server.settings, server.index)

    @cache
    def operations() -> OperationsApi:
        from mockserver.control.operations_api import OperationsApi  # noqa: PLC0415 (imports the console)

        return OperationsApi(server.apis, server.settings, server.index)

    state = StateRoutes(server.store, server.apis, server.collections)
    reset = Reset(
        {
            "state": state.reset,
            "requests": reset_requests,
            "stubs": stubs.entries.clear,
            "faults": reset_faults,
            "clock": lambda: server.clock.set(None),
            "tokens": server.tokens.clear,
        }
    )
    return [
        AdminRoute("GET", "/health", health),
        *Description().routes(),
        *reset.routes(),
        *RequestsApi(exchanges, server.contracts, server.settings.credentials).routes(),
        *events.routes(),
        *stubs.entries.routes(),
        *faults.entries.routes(),
        *state.routes(),
        AdminRoute("GET", "/collections", lambda request: collections().find(request)),
        AdminRoute("GET", "/documents", lambda request: documents().find(request)),
        AdminRoute("GET", "/documents/{index}/findings", lambda request: documents().findings(request)),
        AdminRoute("GET", "/operations", lambda request: operations().find(request)),
        AdminRoute("GET", "/operations/{api}/{id+}", lambda request: operations().read(request)),
        *ClockRoutes(server.clock).routes(),
        *server.tokens.routes(),
        AdminRoute("GET", "/webhooks", lambda request: webhooks().find(request)),
        AdminRoute("POST", "/webhooks/{name}", lambda request: webhooks().send(request)),
        *metrics.routes(),
    ]
