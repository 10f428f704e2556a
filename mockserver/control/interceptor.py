"""ASGI middleware after routing: rate limits, faults and stubs.

Without any of them, a request costs one comparison of the store's revision.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from contracts.errors import StoreError
from contracts.spec.model import Operation
from mockserver.control.cut_responses import CutResponse, Sleep, abort
from mockserver.control.entries import Active
from mockserver.control.faults import ChosenFault, Faults
from mockserver.control.rate_limit_headers import rate_limit_headers
from mockserver.control.rate_limits import TOO_MANY, RateLimits, Usage
from mockserver.control.received import read_request
from mockserver.control.stubs import ChosenStub, Stubs
from mockserver.exchange import Exchange
from mockserver.fallback import is_own_page
from mockserver.http.bodies import Disconnected
from mockserver.http.cors import Cors
from mockserver.http.messages import (
    Message,
    MockResponse,
    RawHeader,
    Receive,
    Scope,
    Send,
    json_response,
    read_headers,
    send_response,
)
from mockserver.http.route import ROUTE, Route
from mockserver.pipeline import Pipeline
from mockserver.recorder import NOTES
from mockserver.state.stores.store import Store

if TYPE_CHECKING:
    from mockserver.control.fault import Fault
    from mockserver.control.stub import Stub

Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class ServedOperation(Protocol):
    """An operation that is compiled when it is used."""

    @property
    def operation(self) -> Operation:
        """The operation."""

    @property
    def api(self) -> str:
        """The name of its API."""

    @property
    def pipeline(self) -> Pipeline:
        """The compiled operation."""

    @property
    def stale(self) -> Pipeline:
        """The operation on items as they were before all changes."""


class Rules(NamedTuple):
    """What an interceptor applies.

    :param limits: ``None`` for no rate limit.
    :param max_body: maximum size of a request body in bytes.
    """

    store: Store
    stubs: Stubs
    faults: Faults
    limits: RateLimits | None
    max_body: int
    cors: Cors


class _Call(NamedTuple):
    """A request.

    :param connection: ``receive`` of the connection, after those messages of the request that were read.
    :param receive: all messages of the request.
    :param served: its operation, or ``None``.
    """

    scope: Scope
    connection: Receive
    receive: Receive
    send: Send
    served: ServedOperation | None


class Interceptor:
    """Applies the rate limit, the first fault and the first stub that match a request.

    Our own pages are never affected.

    :param operations: by the targets of routes.
    :param sleep: waits for a number of seconds.
    """

    def __init__(
        self,
        app: Application,
        operations: Mapping[str, ServedOperation],
        rules: Rules,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._app = app
        self._operations = operations
        self._rules = rules
        self._sleep = sleep
        self._revision: int | None = None
        self._stubs: Sequence[Active[Stub]] = ()
        self._faults: Sequence[Active[Fault]] = ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if self._is_affected(scope):
            await self._intercept(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_affected(self, scope: Scope) -> bool:
        """Whether anything may happen to a request; also learns of changes by other processes."""
        route: Route[str] = scope[ROUTE]
        if route.target is None and not route.methods and is_own_page(route.raw_path):
            return False
        store = self._rules.store
        try:
            store.refresh()
            revision = store.revision()
            if revision != self._revision:
                self._stubs = self._rules.stubs.active()
                self._faults = self._rules.faults.entries.active()
                self._revision = revision
        except StoreError:
            return False  # the application reports it
        if not (self._stubs or self._faults or self._rules.limits):
            return False
        return not self._rules.cors.is_preflight(scope)

    async def _intercept(self, scope: Scope, receive: Receive, send: Send) -> None:
        target: str | None = scope[ROUTE].target
        served = None if target is None else self._operations[target]
        usage = self._count(scope, served)
        if served is not None and usage is not None:
            send = _with_rate_limit(send, served.operation, usage)
            if usage.is_exceeded:
                await self._respond(scope, send, _refusal(scope, served, usage))
                return
        if not (self._stubs or self._faults):
            await self._app(scope, receive, send)
            return
        declared = read_headers(scope["headers"]).get("content-length", "")
        try:
            received = await read_request(scope, receive, self._rules.max_body, declared)
        except Disconnected:
            return
        call = _Call(scope, receive, received, send, served)
        from mockserver.control.exchange_view import ExchangeView  # noqa: PLC0415 (only stubs and faults need it)

        view = ExchangeView(_exchange(scope, served, received.body))
        try:
            fault = self._rules.faults.choose(view, self._faults)
            # A request that a fault refuses does not reach the stubs.
            is_refused = fault is not None and (fault.fault.status or fault.fault.abort in {"reset", "empty"})
            stub = None if is_refused else self._rules.stubs.choose(view, self._stubs)
        except StoreError:
            fault = stub = None
        if fault is None:
            await self._handle(call, stub)
        else:
            await self._apply(call, fault, stub)

    def _count(self, scope: Scope, served: ServedOperation | None) -> Usage | None:
        """Count a request for the rate limit; return ``None`` if it has none."""
        if self._rules.limits is None or served is None:
            return None
        try:
            return self._rules.limits.count(scope, served.operation)
        except StoreError:
            return None

    async def _apply(self, call: _Call, chosen: ChosenFault, stub: ChosenStub | None) -> None:
        """Handle a request with a fault."""
        fault, scope = chosen.fault, call.scope
        if notes := scope.get(NOTES):
            notes.fault = chosen.identifier
        if chosen.seconds:
            await self._sleep(chosen.seconds)
        if fault.abort in {"reset", "empty"}:
            await abort(scope, call.receive, fault.abort)
            return
        cut = None
        if fault.abort or fault.malformed:
            cut = CutResponse(scope, call.connection, call.send, fault, self._sleep)
            call = call._replace(send=cut)
        if fault.status:
            await self._respond(scope, call.send, _error(scope, call.served, chosen))
        else:
            await self._handle(call, stub, is_stale=fault.stale)
        if cut is not None:
            await cut.finish()

    async def _handle(self, call: _Call, chosen: ChosenStub | None, *, is_stale: bool = False) -> None:
        """Let a stub respond, else the operation."""
        scope, send = call.scope, call.send
        if chosen is not None:
            if notes := scope.get(NOTES):
                notes.stub = chosen.identifier
            response = _stub_response(scope, call.served, chosen)
            if response is not None:
                await self._respond(scope, send, response)
                return
            if chosen.response.headers:
                send = _with_headers(send, chosen.response.headers)
        if is_stale and call.served is not None and scope["method"] in {"GET", "HEAD"}:
            await call.served.stale(scope, call.receive, send)
        else:
            await self._app(scope, call.receive, send)

    async def _respond(self, scope: Scope, send: Send, response: MockResponse) -> None:
        await send_response(scope, send, response, self._rules.cors.headers(scope, response))


def _exchange(scope: Scope, served: ServedOperation | None, body: bytes) -> Exchange:
    """Return the exchange of a request that has no response yet."""
    route: Route[str] = scope[ROUTE]
    query: str = scope["query_string"].decode("latin-1")
    target = f"{route.raw_path}?{query}" if query else route.raw_path
    request = (0.0, scope["method"], target, tuple(scope["headers"]), body, 0, (), b"", 0.0)
    if served is None:
        return Exchange(*request)
    operation = served.operation
    return Exchange(*request, served.api, operation.id, operation.path, route.path_values)


# ---------------------------------------------------------------------- responses


def _stub_response(scope: Scope, served: ServedOperation | None, chosen: ChosenStub) -> MockResponse | None:
    """Return the response of a stub; ``None`` if it is the usual response of the operation."""
    stub = chosen.response
    if served is None:
        return stub.own(None)
    is_documented = bool(stub.example) or served.operation.response(stub.status) is not None
    if stub.is_documented and is_documented:
        reason = f"stub {chosen.identifier}"
        code = stub.status if stub.has_code else 0
        response = served.pipeline.selected(scope, reason, code=code, example=stub.example)
        return None if response is None else stub.with_headers(response)
    response = stub.own(served.operation)
    own = {name for name, _ in response.headers}
    response.headers += [one for one in served.pipeline.required_headers(scope, stub.status) if one[0] not in own]
    return response


def _error(scope: Scope, served: ServedOperation | None, chosen: ChosenFault) -> MockResponse:
    """Return the error response of a fault."""
    fault = chosen.fault
    reason = f"fault {chosen.identifier}: status {fault.status}"
    if served is None:
        response = json_response(fault.status, {"error": reason}).with_reason(reason)
    else:
        response = served.pipeline.error(scope, fault.status, reason)
    headers: list[RawHeader] = []
    if served is not None and fault.status == TOO_MANY:
        seconds = fault.retry_after if fault.retry_after is not None else 1
        headers = _documented_headers(served.operation, TOO_MANY, Usage(None, 0, seconds))
    if fault.retry_after is not None:
        headers = _replaced(headers, [(b"retry-after", str(fault.retry_after).encode())])
    response.headers = _replaced(response.headers, headers)
    return response


def _refusal(scope: Scope, served: ServedOperation, usage: Usage) -> MockResponse:
    """Return the documented 429, with ``Retry-After`` (RFC 6585, section 4)."""
    reason = f"rate limit: more than {usage.limit} requests in {usage.seconds} seconds"
    response = served.pipeline.error(scope, TOO_MANY, reason)
    response.headers = _replaced(response.headers, [(b"retry-after", str(usage.reset).encode())])
    return response


def _documented_headers(operation: Operation, status: int, usage: Usage) -> list[RawHeader]:
    documented = operation.response(status)
    headers = documented.headers if documented is not None else ()
    return rate_limit_headers(headers, usage, is_refused=status == TOO_MANY)


def _with_rate_limit(send: Send, operation: Operation, usage: Usage) -> Send:
    """Return a ``send`` that sets the documented headers of the rate limit."""

    async def write(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = _documented_headers(operation, message["status"], usage)
            message = {**message, "headers": _replaced(message["headers"], headers)}
        await send(message)

    return write


def _with_headers(send: Send, headers: Sequence[RawHeader]) -> Send:
    """Return a ``send`` that sets headers."""

    async def write(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": _replaced(message["headers"], headers)}
        await send(message)

    return write


def _replaced(headers: Sequence[RawHeader], others: Sequence[RawHeader]) -> list[RawHeader]:
    """Return headers with others instead of those of the same names."""
    names = {name for name, _ in others}
    return [*(header for header in headers if header[0] not in names), *others]
