"""A mutant as an ASGI application that wraps the correct server."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from contracts.messages import Request, Response
from contracts.spec.model import Contract, Operation
from mockserver.http.messages import Receive, Scope, Send
from mockserver.http.routing import Router, raw_path
from mockserver.mutation.mutant import Call, Mutant

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
        self._affected = {one.id for one in operations if mutant is not None and mutant.applies(one)}
        self._router: Router[Operation] = Router()
        for operation in contract.operations:
            self._router.add(operation.method, operation.path, operation)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; lifespan events and the mock's own pages go to the correct server."""
        if self._fault is None or scope["type"] != "http" or raw_path(scope).startswith(INTERNAL_PATHS):
            await self._app(scope, receive, send)
            return
        call = self._call(scope, await _read_request(scope, receive))
        response = await self._fault(call) if self._is_affected(call) else await call.forward()
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": response.body, "more_body": False})

    def _is_affected(self, call: Call) -> bool:
        """An unknown path is affected if any operation is."""
        return call.operation.id in self._affected if call.operation else bool(self._affected)

    def _call(self, scope: Scope, request: Request) -> Call:
        async def send(inner: Request) -> Response:
            return await _send(self._app, scope, inner)

        route = self._router.route(request.method, request.path)
        is_other = route.target is None and bool(route.methods)
        if is_other:
            route = self._router.route(route.methods[0], request.path)
        decoded = {name: unquote(value) for name, value in route.path_values.items()}
        return Call(self._contract, request, route.target, decoded, is_other, send)


async def _read_request(scope: Scope, receive: Receive) -> Request:
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    query = scope.get("query_string", b"").decode("latin-1")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return Request(scope["method"], raw_path(scope) + (f"?{query}" if query else ""), headers, body)


async def _send(app: Any, scope: Scope, request: Request) -> Response:
    """Send a request to an application within the scope of another request, and return its response."""
    waiting = [{"type": "http.request", "body": request.body, "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(_inner_scope(scope, request), receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start.get("headers", ()))
    return Response(start["status"], headers, body)


def _inner_scope(scope: Scope, request: Request) -> dict[str, Any]:
    path, _, query = request.target.partition("?")
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in request.headers]
    if request.body and request.header("content-length") is None:
        headers.append((b"content-length", str(len(request.body)).encode()))
    return {
        **scope,
        "method": request.method,
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "headers": headers,
        "root_path": "",
        "extensions": {},
        "state": {},
    }
