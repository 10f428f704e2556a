"""A mutant as an ASGI application that wraps the correct server."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from contracts.messages import Request, Response
from contracts.spec.model import Contract, Operation
from mockserver.http.messages import Receive, Scope, Send
from mockserver.http.operation_routes import add_routes
from mockserver.http.route import raw_path
from mockserver.http.routing import Router
from mockserver.mutation.asgi import read_request, send_request, send_response
from mockserver.mutation.mutant import Call, Fault, Mutant

INTERNAL_PATHS = "/__mock__"
"""Prefix of the mock's own pages, which mutants leave alone."""


class MutatedApp:
    """An ASGI application with one defect.

    :param app: the correct server of the contract.
    :param mutant: the defect; ``None`` for the correct server.
    :param operations: the operations that the mutant may affect.
    """

    def __init__(self, app: Any, contract: Contract, mutant: Mutant | None, operations: Iterable[Operation]) -> None:
        self._app = app
        self._contract = contract
        self._fault = mutant.make_fault() if mutant else None
        self._has_equal_head = mutant is not None and mutant.family in {"state", "query"}
        self._affected = {one.id for one in operations if mutant is not None and mutant.applies(one)}
        self._router: Router[Operation] = Router()
        for operation in contract.operations:
            add_routes(self._router, operation, operation.path, operation)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; lifespan events and the mock's own pages go to the correct server."""
        if self._fault is None or scope["type"] != "http" or raw_path(scope).startswith(INTERNAL_PATHS):
            await self._app(scope, receive, send)
            return
        call = self._call(scope, await read_request(scope, receive))
        response = await self._response(call, self._fault) if self._is_affected(call) else await call.forward()
        with suppress(RuntimeError, OSError):  # servers refuse a body of another length, the defect of some mutants
            await send_response(response, send)

    async def _response(self, call: Call, fault: Fault) -> Response:
        """The response of the fault; for HEAD, mutants of items and lists have the headers of their GET."""
        operation = call.operation
        if not (self._has_equal_head and call.is_head and operation is not None and operation.method == "GET"):
            return await fault(call)
        response = await fault(replace(call, request=replace(call.request, method="GET")))
        return replace(response, body=b"")

    def affects(self, request: Request) -> bool:
        """Whether the defect may affect the response to a request."""
        if self._fault is None:
            return False
        route = self._router.route(request.method, request.path)
        if route.target is None and route.methods:
            route = self._router.route(route.methods[0], request.path)
        return route.target.id in self._affected if route.target else bool(self._affected)

    def _is_affected(self, call: Call) -> bool:
        """An unknown path is affected if any operation is."""
        return call.operation.id in self._affected if call.operation else bool(self._affected)

    def _call(self, scope: Scope, request: Request) -> Call:
        async def send(inner: Request) -> Response:
            return await send_request(self._app, scope, inner)

        async def send_unchecked(inner: Request) -> Response:
            return await send_request(getattr(self._app, "unchecked", self._app), scope, inner)

        route = self._router.route(request.method, request.path)
        is_other = route.target is None and bool(route.methods)
        if is_other:
            route = self._router.route(route.methods[0], request.path)
        decoded = {name: unquote(value) for name, value in route.path_values.items()}
        return Call(self._contract, request, route.target, decoded, is_other, send, send_unchecked)
