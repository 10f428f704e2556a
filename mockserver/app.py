"""``create_app()``: OpenAPI documents in, an ASGI application out.

The path of a request, with the module of each step:

    MockApp                                HTTP requests, server startup and shutdown      app.py
    └─ Recorder                            keep and log exchanges, --journal               recorder.py
       ├─ unknown host: 421                only in ``mockserver run``                      http/host_check.py
       └─ connexion stack                  any exception: the documented 500               connexion_app.py
          └─ routing                       ``Host`` and raw path to an operation           http/routing.py, mounting.py
             ├─ Interceptor                rate limit, faults, stubs                       control/interceptor.py
             ├─ operation found: Pipeline, compiled on first use                           pipeline.py
             │    read the body; ``Prefer``: another response than the usual one           response_selection.py
             │    run the stages, in the order of ``x-mock-order``:
             │      identify      401      credentials                                     auth.py
             │      authorise     403      scopes                                          auth.py
             │      accept        406      media type and language                         http/negotiation.py
             │      content_type  415      documented content types                        http/bodies.py
             │      size          413      ``--max-body``                                  http/bodies.py
             │      parse         400      syntax of the body                              http/bodies.py
             │      presence      400      required parameters                             http/parameters.py
             │      parameters    400      parameter values                                http/parameters.py
             │      vendor        4xx      rules that no document can express              vendors/
             │      existence     404      items that the path names                       actions, state/
             │      body          400      schema of the body                              http/bodies.py
             │    select a response: an example of ``Prefer`` or of the request,           response_selection.py,
             │    else success                                                             http/example_matching.py
             │    preconditions 412, 428, 304   where they are documented                  conditional.py
             │    read, list, create, update or delete items                               actions, state/
             │    render status, headers and body                                          responses.py
             │    URLs of the documented servers become URLs of the mock                   http/own_urls.py
             │    send the response, then the documented callbacks                         outgoing/callbacks.py
             ├─ no operation: tokens and consent, where the document declares OAuth 2.0     oauth/
             └─ no operation: own pages, ``OPTIONS``, 405, 404                             fallback.py, console/

A stage that fails ends the request with a ``Failure``, which becomes the documented error response
(error_responses.py); a documented 422 takes the place of 400.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts import garbage_collection
from contracts.errors import CasemockError
from contracts.failures import FailureKind
from contracts.generation.generate import Generators
from contracts.spec.model import Api, Contract, Operation
from contracts.spec.pointers import walk
from mockserver.api_context import ApiContext, Follow, nothing_follows
from mockserver.connexion_app import build_connexion_app
from mockserver.console.app import Console
from mockserver.control.assembly import Control
from mockserver.control.server import Server
from mockserver.control.static_control import read_static_control
from mockserver.control.tokens import Tokens
from mockserver.documents import ServedDocument, Spec, read_served
from mockserver.error_responses import ErrorRenderer, common_error
from mockserver.exchange import Exchange
from mockserver.fallback import OWN_PAGES, Fallback
from mockserver.http.allowed_hosts import AllowedHosts
from mockserver.http.body_budget import BUDGET, BodyBudget
from mockserver.http.cors import cors_of
from mockserver.http.host_check import HostCheck
from mockserver.http.messages import Failure, MockResponse, Receive, Scope, Send, json_response, note_violations
from mockserver.http.operation_routes import add_routes
from mockserver.http.own_urls import OWN_SERVER, OwnUrls
from mockserver.http.route import ROUTE, Route
from mockserver.http.routing import Router
from mockserver.lazy_operation import LazyOperation
from mockserver.mounting import Hosts, MountedApi, host_names, mount
from mockserver.oauth.endpoints import Endpoints
from mockserver.oauth.issued import IssuedTokens
from mockserver.recorder import Log, Recorder, Sink
from mockserver.settings import Settings, bundled_document, checked
from mockserver.state.clock import SharedClock
from mockserver.state.collections import Collections
from mockserver.state.initial_data import NO_DATA, InitialData
from mockserver.state.sent_urls import SentUrls
from mockserver.state.stores.memory import MemoryStore
from mockserver.state.stores.store import Store
from mockserver.state.written_state import open_written
from mockserver.vendors.vendor import check_vendor

if TYPE_CHECKING:
    from mockserver.oauth.app import OAuth
    from mockserver.outgoing.callbacks import Callbacks

__all__ = ["MockApp", "create_app"]


def create_app(*specs: Spec, settings: Settings | None = None, **overrides: Any) -> MockApp:
    """Create a mock server for OpenAPI documents.

    :param specs: paths, mappings or compiled contracts; default: the documents of the settings, else the bundled one.
    :param settings: see :class:`Settings`; ``overrides`` replace fields of it.
    :raises DocumentError: if nothing of a document can be used; with ``strict_document``, if it has any error.
    :raises UsageError: if a setting is not valid or does not match the documents.
    """
    chosen = dataclasses.replace(settings or Settings(), **checked(overrides))
    sources: tuple[Spec, ...] = specs or chosen.specs or (bundled_document(),)
    with garbage_collection.paused():
        return MockApp(tuple(read_served(source, chosen) for source in sources), chosen)


def initial_data_of(settings: Settings, apis: Sequence[MountedApi]) -> InitialData:
    """Load the initial items of the settings. Raises :class:`contracts.errors.DocumentError` if they are not valid."""
    if not settings.data:
        return NO_DATA
    from mockserver.state.data_loader import load_initial_data  # noqa: PLC0415 (imported only if used, for a faster start)

    return load_initial_data(Path(settings.data), apis, closed=settings.closed)


class MockApp:
    """The ASGI application.

    :ivar documents: the served documents, with their errors.
    :ivar contracts: the same documents, compiled.
    :ivar apis: their APIs, each with the paths it is served at.
    :ivar initial_data: the items of ``--data``.
    :ivar static_control: the stubs, faults and rate limit of the settings.
    :ivar store: where written items are kept.
    :ivar control: what the admin API reads and changes.
    :ivar migration: what was kept of the items of other documents; ``None`` for a new store in memory.
    """

    def __init__(self, documents: tuple[ServedDocument, ...], settings: Settings) -> None:
        self.settings = settings
        self.documents = documents
        self._cors = cors_of(settings)
        self.contracts = tuple(document.contract for document in documents)
        self.apis = mount(self.contracts, settings.api, settings.base_path)
        for mounted in self.apis:
            check_vendor(mounted.api)
        self.initial_data = initial_data_of(settings, self.apis)
        self.static_control = read_static_control(settings, self.apis)
        self.store, self.migration = open_written(settings, self.apis)
        self._generators = Generators(
            seed=settings.seed,
            locale=settings.locale,
            best_effort=True,
            optional=settings.optional,
            fields=settings.fields,
        )
        self._clock = SharedClock(self.store)
        self._endpoints = Endpoints(self.apis)
        self._issued = IssuedTokens(self.store, self._clock, settings.seed, checks_form=bool(self._endpoints))
        self._tokens = Tokens(self.store, self._issued)
        self._router: Router[str] = Router(reserved=OWN_PAGES.strip("/"))
        self._operations: dict[str, LazyOperation] = {}
        self._collections: dict[str, Collections] = {}
        envelopes = self._add_all()
        console = Console(self.apis, settings, self.store, self._endpoints)
        server = Server(
            settings,
            self.contracts,
            self.apis,
            self.store,
            console.health,
            self._collections,
            self.static_control,
            self._clock,
            self._tokens,
            self._generators,
            self._record_sent,
            self._forget_callbacks,
            documents,
            console.index,
        )
        self.control = Control(server)
        self._outside = Fallback(
            envelopes,
            console,
            self.control.admin,
            self._cors,
            endpoints=self._endpoints,
            oauth=self._handle_oauth,
        )
        stack = build_connexion_app(
            self._router,
            self._operations,
            self._outside,
            self._on_crash,
            is_ours=self._cors.is_preflight,
            candidates=Hosts(host_names(self.apis)).candidates,
            intercept=self.control.interceptor(self._operations),
        )
        self._bodies = BodyBudget(settings.max_body)
        self._host_check = HostCheck(stack, AllowedHosts(settings.host, settings.allow_hosts))
        journal = self._journal(settings)
        self._recorder = Recorder(
            self._host_check, self._handler_of, [*self.control.sinks, *journal], [*self.control.sent_sinks, *journal]
        )

    @cached_property
    def _oauth(self) -> OAuth:
        """The application of the OAuth 2.0 endpoints."""
        from mockserver.oauth.app import OAuth  # noqa: PLC0415 (imported only if used, for a faster start)

        settings = self.settings
        lifetime = settings.token_lifetime
        return OAuth(self._endpoints, self._issued, self.store, self._cors, seed=settings.seed, lifetime=lifetime)

    async def _handle_oauth(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._oauth(scope, receive, send)

    def _add_all(self) -> list[tuple[str, ErrorRenderer]]:
        """Add the routes of all APIs; return the error renderers by path prefix.

        Other paths of an operation come last, so that the paths of all other operations take precedence.
        """
        renderers = [(mounted, self._add(mounted)) for mounted in self.apis]
        for key, lazy in self._operations.items():
            for base, path in lazy.aliases:
                add_routes(self._router, lazy.operation, path, key, base)
        found = {base: renderer for mounted, renderer in reversed(renderers) for base in mounted.bases if base}
        return [*(found | {mounted.prefix: renderer for mounted, renderer in renderers}).items()]

    def _add(self, mounted: MountedApi) -> ErrorRenderer:
        """Add the routes of an API; return the error renderer for requests that match none of its operations."""
        api = mounted.api
        common = common_error(api.operations)
        collections = self._collections[api.name] = self._new_collections(api, self.store)
        replaced = [OWN_SERVER] if self.settings.keep_server_urls else [*api.servers, OWN_SERVER]
        own_urls = OwnUrls(replaced)
        sent_urls = SentUrls(self.store, api.name)
        context = ApiContext(
            api,
            self.settings,
            self._generators,
            collections,
            self.store,
            common,
            own_urls,
            sent_urls,
            self._tokens.grant,
            partial(self._follow, mounted.contract, api.name),
        )
        unchanged = cache(partial(self._unchanged, context))
        for operation in mounted.operations:
            key = str(len(self._operations))
            self._operations[key] = LazyOperation(operation, context, unchanged)
            add_routes(self._router, operation.operation, operation.path, key, mounted.prefix)
        return ErrorRenderer(None, api.errors, common, self._generators)

    def _follow(self, contract: Contract, api: str, operation: Operation) -> Follow | None:
        if not self.settings.callbacks or "callbacks" not in walk(contract.tree, operation.pointer):
            return None
        return self.callbacks.of(contract, operation, api)

    @cached_property
    def callbacks(self) -> Callbacks:
        """The requests that operations send."""
        from mockserver.outgoing.callbacks import Callbacks  # noqa: PLC0415 (imported only if used, for a faster start)

        return Callbacks(self.settings, self._generators, self._record_sent)

    def _forget_callbacks(self) -> None:
        if "callbacks" in vars(self):
            self.callbacks.forget()

    async def close_callbacks(self) -> None:
        """Cancel the callbacks that are on their way, and record them."""
        if "callbacks" in vars(self):
            await self.callbacks.close()

    def _new_collections(self, api: Api, store: Store) -> Collections:
        settings = self.settings
        return Collections(
            api,
            self._generators,
            store,
            self._clock,
            static=settings.static,
            closed=settings.closed,
            initial=self.initial_data,
        )

    def _unchanged(self, context: ApiContext) -> ApiContext:
        """Return the context of an API whose items no client has changed."""
        store = MemoryStore()
        collections = self._new_collections(context.api, store)
        return dataclasses.replace(context, store=store, collections=collections, follow=nothing_follows)

    def _journal(self, settings: Settings) -> list[Sink]:
        """Return the journal file, if there is one."""
        if not settings.journal:
            return []
        from mockserver.journal import JournalFile  # noqa: PLC0415 (imported only if used, for a faster start)

        return [JournalFile(settings.journal, self.contracts, settings.credentials)]

    def _record_sent(self, exchange: Exchange) -> None:
        self._recorder.record_sent(exchange)

    def check_hosts(self) -> None:
        """From now on, refuse requests to host names that are not those of the settings or this machine, with 421."""
        self._host_check.is_active = True

    def log_to(self, log: Log, *, own_pages: bool = False) -> None:
        """Call a log with each exchange and the reasons why the request was refused.

        :param own_pages: whether also with requests to our own pages.
        """
        self._recorder.log_to(log, own_pages=own_pages)

    def _handler_of(self, scope: Scope) -> tuple[Operation, str] | None:
        """Return the operation that a request was routed to, and the name of its API."""
        target = scope[ROUTE].target
        return None if target is None else (self._operations[target].operation, self._operations[target].api)

    def _on_crash(self, scope: Scope, error: Exception) -> MockResponse:
        """Return the documented 500 for an exception.

        The response contains the location and message of an error in the document, and only the type of other errors.
        """
        detail = type(error).__name__
        if isinstance(error, CasemockError):
            detail = f"{error.location}: {error.message}" if error.location else error.message
        failure = Failure(FailureKind.INTERNAL, f"internal error in the mock: {detail}")
        try:
            response = self._internal(scope[ROUTE], failure)
        except Exception:  # noqa: BLE001 (the documented error response cannot be rendered)
            response = json_response(500, {"error": failure.detail}).with_failure(failure)
        note_violations(scope, response)
        response.headers += self._cors.headers(scope, response)
        return response

    def _internal(self, route: Route[str], failure: Failure) -> MockResponse:
        if route.target is None:
            return self._outside.failure(route.served_path, failure)
        return self._operations[route.target].pipeline.envelopes.render(failure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle an HTTP request, or the startup and shutdown of the server."""
        if scope["type"] == "http":
            scope[BUDGET] = self._bodies
            try:
                await self._recorder(scope, receive, send)
            finally:
                self._bodies.release(scope)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:  # websocket: not described by OpenAPI
            await send({"type": "websocket.close", "code": 1000})

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while (await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        await self.close_callbacks()
        self.control.exchanges.flush()
        self.store.close()
        await send({"type": "lifespan.shutdown.complete"})
