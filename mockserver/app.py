"""``create_app()``: documents in, an ASGI application out.

The life of a request:

    the journal, where one is kept      each exchange, its secrets masked             journal.py
    → connexion's exception handling    any crash becomes the documented 500          chassis.py
    → routing                           raw path to an operation                      routing.py
        ├ found → the compiled operation                                              pipeline.py
        │     read the body, then the stages, each of which may end it with a Failure:
        │     identify 401, authorise 403, accept 406, content_type 415, size 413, parse 400,
        │     presence 400, parameters 400, vendor, existence 404, body 400   (``x-mock-order`` gives another order)
        │     → Prefer → what the operation does to the world → encode
        └ not found → our pages, OPTIONS, 405, 404                                    outside.py
    a Failure → the envelope that the document declares                               envelopes.py
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cached_property
from os import PathLike
from typing import Any

import contracts
from contracts.data.generate import Generators
from contracts.errors import CasemockError
from contracts.failures import FailureKind
from contracts.spec.model import Contract, Operation
from mockserver.chassis import Application, build_chassis
from mockserver.console.app import Console
from mockserver.cors import cors_headers, is_preflight
from mockserver.envelopes import Envelopes, usual_error
from mockserver.exchange import PATH_VALUES, SERVED_PATH
from mockserver.http import Answer, Failure, Receive, Scope, Send, json_answer
from mockserver.mount import Hosts, MountedApi, MountedOperation, host_names, mount
from mockserver.outside import Outside
from mockserver.pipeline import Pipeline, Surroundings
from mockserver.routing import Router
from mockserver.settings import Settings, bundled_document, checked
from mockserver.state.clock import LogicalClock
from mockserver.state.stores.open_store import open_store
from mockserver.state.stores.store import Store
from mockserver.state.world import World
from mockserver.vendors.vendor import check_vendor

Spec = str | PathLike[str] | Mapping[str, Any] | Contract


def create_app(*specs: Spec, settings: Settings | None = None, **overrides: Any) -> MockApp:
    """Make a mock server of OpenAPI documents.

    :param specs: paths, mappings or compiled contracts; none: those of the settings, else the bundled document.
    :param settings: see :class:`Settings`; ``overrides`` are fields of it.
    :raises DocumentError: for a document that cannot be used, with every finding.
    :raises UsageError: for settings that do not fit the documents.
    """
    chosen = dataclasses.replace(settings or Settings(), **checked(overrides))
    sources: tuple[Spec, ...] = specs or chosen.specs or (bundled_document(),)
    loaded = [source if isinstance(source, Contract) else contracts.load(source) for source in sources]
    return MockApp(tuple(loaded), chosen)


class MockApp:
    """The ASGI application.

    :ivar contracts: the documents that are played.
    :ivar apis: their APIs, each where it is served.
    """

    def __init__(self, loaded: tuple[Contract, ...], settings: Settings) -> None:
        self.settings = settings
        self.contracts = loaded
        self.apis = mount(loaded, settings.api)
        for mounted in self.apis:
            check_vendor(mounted.api)
        self.store: Store = open_store(settings.store)
        self._generators = Generators(seed=settings.seed, locale=settings.locale)
        self._router: Router[str] = Router()
        self._operations: dict[str, LazyOperation] = {}
        envelopes = [(api.prefix, self._add(api)) for api in self.apis]
        self._outside = Outside(envelopes, self._router.methods, Console(self.apis, settings), cors=settings.cors)
        ours = is_preflight if settings.cors else lambda _: False
        hosts = Hosts(host_names(self.apis), self._router.methods)
        self._chassis = build_chassis(
            self._router,
            self._operations,
            self._outside,
            self._crashed,
            is_ours=ours,
            served_path=hosts.served_path,
        )
        if settings.journal:
            self._chassis = self._journalled(self._chassis, settings.journal)

    def _add(self, mounted: MountedApi) -> Envelopes:
        """Route the operations of an API; return the error bodies of the API as a whole."""
        api = mounted.api
        usual = usual_error(api.operations)
        world = World(api, self._generators, self.store, LogicalClock(), static=self.settings.static)
        around = Surroundings(api, self.settings, self._generators, world, usual)
        for operation in mounted.operations:
            key = str(len(self._operations))
            self._operations[key] = LazyOperation(operation, around)
            self._router.add(operation.operation.method, operation.path, key)
        return Envelopes(None, api.errors, usual, self._generators)

    def _journalled(self, app: Application, path: str) -> Application:
        from mockserver.journal import Journal  # noqa: PLC0415 (few keep one, and a start waits for every import)

        return Journal(app, path, self.contracts, self._operation_at)

    def _operation_at(self, scope: Scope) -> Operation | None:
        """The operation that a request has been routed to."""
        match = self._router.match(scope["method"], scope[SERVED_PATH]) if PATH_VALUES in scope else None
        return self._operations[match[0]].operation if match is not None else None

    def _crashed(self, scope: Scope, error: Exception) -> Answer:
        """The documented 500 for an exception.

        What is wrong with the document is told to the client, place and remedy; of our own faults only the name.
        """
        path = str(scope.get(SERVED_PATH, ""))
        detail = f"{error.location}: {error.message}" if isinstance(error, CasemockError) else type(error).__name__
        failure = Failure(FailureKind.INTERNAL, f"the mock itself failed: {detail}")
        try:
            answer = self._internal(scope["method"], path, failure)
        except Exception:  # noqa: BLE001 - the last resort: not even the documented error can be made
            answer = json_answer(500, {"error": failure.detail}).because(failure.reason)
        if self.settings.cors:
            answer.headers += cors_headers(scope, answer)
        return answer

    def _internal(self, method: str, path: str, failure: Failure) -> Answer:
        match = self._router.match(method, path)
        if match is None:
            return self._outside.failure(path, failure)
        return self._operations[match[0]].pipeline.envelopes.render(failure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the server's start and end."""
        if scope["type"] == "http":
            await self._chassis(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._live(receive, send)
        else:  # websocket: no OpenAPI operation has one
            await send({"type": "websocket.close", "code": 1000})

    async def _live(self, receive: Receive, send: Send) -> None:
        while (await receive())["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        self.store.close()
        await send({"type": "lifespan.shutdown.complete"})


class LazyOperation:
    """An operation that is compiled when it is first called: a start costs nothing for what nobody calls."""

    def __init__(self, mounted: MountedOperation, around: Surroundings) -> None:
        self.operation = mounted.operation
        self._around = around

    @cached_property
    def pipeline(self) -> Pipeline:
        """The compiled operation."""
        return Pipeline(self.operation, self._around)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        await self.pipeline(scope, receive, send)
