"""A mutant as an ASGI application: the correct one inside, a fault around it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from contracts.messages import Request, Response
from contracts.spec.model import Contract, Operation
from mockserver.http import Receive, Scope, Send
from mockserver.mutants.mutant import Call, Mutant
from mockserver.routing import Router, raw_path

OWN_PAGES = "/__mock__"


class MutatedApp:
    """Serves a contract wrongly.

    :param app: the correct server of it.
    :param mutant: the fault; ``None``: none at all, for what is to be compared with a mutant in all else.
    :param operations: those that the fault may spoil.
    """

    def __init__(self, app: Any, contract: Contract, mutant: Mutant | None, operations: Iterable[Operation]) -> None:
        self._app = app
        self._contract = contract
        self._fault = mutant.begin() if mutant else None
        self._spoilt = {one.id for one in operations if mutant is not None and mutant.applies(one)}
        self._router: Router[Operation] = Router()
        for operation in contract.operations:
            self._router.add(operation.method, operation.path, operation)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; what is not HTTP, and the mock's own pages, go to the correct server."""
        if self._fault is None or scope["type"] != "http" or raw_path(scope).startswith(OWN_PAGES):
            await self._app(scope, receive, send)
            return
        call = self._call(scope, await _request(scope, receive))
        reply = await self._fault(call) if self._is_spoilt(call) else await call.forward()
        headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in reply.headers]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body, "more_body": False})

    def _is_spoilt(self, call: Call) -> bool:
        """A path of nobody's is spoilt where any operation is."""
        return call.operation.id in self._spoilt if call.operation else bool(self._spoilt)

    def _call(self, scope: Scope, request: Request) -> Call:
        async def correct(asked: Request) -> Response:
            return await _ask(self._app, scope, asked)

        route = self._router.route(request.method, request.path)
        is_other = route.target is None and bool(route.methods)
        if is_other:
            route = self._router.route(route.methods[0], request.path)
        decoded = {name: unquote(value) for name, value in route.path_values.items()}
        return Call(self._contract, request, route.target, decoded, is_other, correct)


async def _request(scope: Scope, receive: Receive) -> Request:
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    query = scope.get("query_string", b"").decode("latin-1")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return Request(scope["method"], raw_path(scope) + (f"?{query}" if query else ""), headers, body)


async def _ask(app: Any, scope: Scope, request: Request) -> Response:
    """One request to an application inside of another one's scope."""
    path, _, query = request.target.partition("?")
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in request.headers]
    if request.body and request.header("content-length") is None:
        headers.append((b"content-length", str(len(request.body)).encode()))
    inner = {
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
    waiting = [{"type": "http.request", "body": request.body, "more_body": False}]
    outgoing: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        outgoing.append(message)

    await app(inner, receive, send)
    start = next(message for message in outgoing if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in outgoing if message["type"] == "http.response.body")
    told = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start.get("headers", ()))
    return Response(start["status"], told, body)
