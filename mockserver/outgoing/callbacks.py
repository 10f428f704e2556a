"""Callbacks: requests that an operation sends after its successful response.

Each is a task of the event loop, so that the next requests need not wait. Their number, size and time are limited.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_plus

from contracts.generation.generate import Generators
from contracts.generation.media_types import essence
from contracts.spec.model import Contract, Operation
from contracts.spec.webhooks import Webhook, callbacks_of, has_callbacks
from contracts.standard_error import write_error
from mockserver.addresses import is_loopback_address
from mockserver.exchange import Exchange, Sent
from mockserver.http.allowed_origins import AllowedOrigins
from mockserver.http.callback_mark import MARK
from mockserver.http.encoding import is_json
from mockserver.http.messages import MockResponse, decode_json, read_headers
from mockserver.http.own_urls import base_url
from mockserver.http.request import ABSENT as NO_PAYLOAD
from mockserver.http.request import RequestContext
from mockserver.http.request_limit import OCCUPIED
from mockserver.outgoing import expressions
from mockserver.outgoing.errors import DeliveryError
from mockserver.outgoing.receivers import Receivers, Url, read_url
from mockserver.outgoing.sender import intercepted
from mockserver.settings import Settings

if TYPE_CHECKING:
    from mockserver.outgoing.requests import Requests

MAX_WAITING = 100
"""Maximum number of callbacks that are on their way."""

MAX_HASHED = 64 * 1024
"""Maximum number of bytes of a body that influence the generated values."""

HINT = "name the host with --callback-host"

Record = Callable[[Exchange], None]


@dataclass(frozen=True)
class _Trigger:
    """A request that was performed, and its response."""

    contract: Contract
    operation: Operation
    api: str
    request: RequestContext
    response: MockResponse


class Callbacks:
    """Sends the callbacks of the operations.

    :param record: called with the exchange of each callback when it is over.
    """

    def __init__(self, settings: Settings, generators: Generators, record: Record) -> None:
        self._is_static = settings.static
        self._named = settings.callback_hosts
        self._origins = AllowedOrigins(settings.cors_origins)
        self._generators = generators
        self._record = record
        self._compiled: dict[tuple[str, str], tuple[Webhook, ...]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_closed = False

    def of(
        self, contract: Contract, operation: Operation, api: str
    ) -> Callable[[RequestContext, MockResponse], None] | None:
        """Return what sends the callbacks of an operation after a response; ``None`` if it has none."""
        if not has_callbacks(contract, operation):
            return None

        def start(request: RequestContext, response: MockResponse) -> None:
            if self._is_caused_by(request, response):
                self._start(_Trigger(contract, operation, api, request, response))

        return start

    @property
    def waiting(self) -> int:
        """The number of callbacks that are on their way."""
        return len(self._tasks)

    async def settle(self) -> None:
        """Wait until all callbacks are over."""
        while self._tasks:
            await asyncio.wait([*self._tasks])

    def forget(self) -> None:
        """Cancel what is on its way without a record, as its requests are forgotten as well."""
        for task in self._tasks:
            task.cancel()

    async def close(self) -> None:
        """Cancel what is on its way, and record it."""
        self._is_closed = True
        tasks = [*self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    # ------------------------------------------------------------------ which

    @staticmethod
    def _is_caused_by(request: RequestContext, response: MockResponse) -> bool:
        """Whether a request was performed, and not by a callback: ``Prefer`` selects responses without performing."""
        if not 200 <= response.status < 300 or MARK[0].decode() in request.headers:
            return False
        return not request.preferences.keys() & {"code", "example"}

    def _start(self, trigger: _Trigger) -> None:
        if self._is_closed:
            return
        task = asyncio.get_running_loop().create_task(self._send_all(trigger))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_all(self, trigger: _Trigger) -> None:
        """Begin to send the callbacks of an operation, those of each URL independently of the others."""
        try:
            with OCCUPIED:
                values, found = _values(trigger), self._callbacks_of(trigger)
        except Exception as error:  # noqa: BLE001 (the request has its response; the server goes on)
            write_error(f"no callbacks of {trigger.operation.id} are sent: internal error: {type(error).__name__}")
            return
        for callback in found:
            if len(self._tasks) > MAX_WAITING:
                self._refused(trigger, callback, "", f"{MAX_WAITING} callbacks are on their way")
                continue
            task = asyncio.get_running_loop().create_task(self._send(trigger, callback, values))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _callbacks_of(self, trigger: _Trigger) -> tuple[Webhook, ...]:
        """Return the callbacks of an operation, which are compiled once."""
        key = (trigger.api, trigger.operation.id)
        if key not in self._compiled:
            self._compiled[key] = callbacks_of(trigger.contract, trigger.operation)
        return self._compiled[key]

    # ------------------------------------------------------------------ one callback

    async def _send(self, trigger: _Trigger, callback: Webhook, values: expressions.Values) -> None:
        text = ""
        try:
            found = expressions.evaluate(callback.expression, values, trigger.operation)
            if found is None:  # the client did not ask for it
                return
            text = found
            receivers = self._receivers(trigger.request)
            url = _checked(text, receivers)
            with OCCUPIED:
                outgoing = self._requests.make(callback, url, _key(trigger, url), headers=[MARK])
        except DeliveryError as error:
            message = f"{error.message} ({error.hint})" if error.hint else error.message
            self._refused(trigger, callback, text, message)
            return
        except Exception as error:  # noqa: BLE001 (as above)
            self._refused(trigger, callback, text, f"internal error in the mock: {type(error).__name__}")
            return
        from mockserver.outgoing.delivery import Delivery  # noqa: PLC0415 (only if a callback is sent)

        delivery = Delivery("callback", callback, outgoing)
        try:
            await delivery.run(receivers)
        except asyncio.CancelledError:
            if not self._is_closed:
                raise
            delivery.error = "the server stopped"
        except Exception as error:  # noqa: BLE001 (as above)
            delivery.error = f"internal error in the mock: {type(error).__name__}"
        self._record(delivery.exchange(api=trigger.api, operation=trigger.operation.id))

    @cached_property
    def _requests(self) -> Requests:
        from mockserver.outgoing.requests import Requests  # noqa: PLC0415 (only if a callback is sent)

        return Requests(self._generators, is_static=self._is_static)

    def _receivers(self, request: RequestContext) -> Receivers:
        """Return the hosts that the callbacks of a request may be sent to.

        Clients on other machines, and pages of other sites, may not reach this machine through the mock.
        """
        client = (request.scope.get("client") or ("",))[0]
        origin = request.headers.get("origin", "")
        is_ours = not origin or self._origins.trusts(origin.encode("latin-1", "replace"))
        return Receivers.of(self._named, allows_local=is_ours and (not client or is_loopback_address(client)))

    def _refused(self, trigger: _Trigger, callback: Webhook, text: str, error: str) -> None:
        """Record a callback that is not sent."""
        from mockserver.outgoing.records import exchange_of  # noqa: PLC0415 (as above)

        sent = Sent("callback", callback.name, error=error)
        method, api, operation = callback.operation.method, trigger.api, trigger.operation.id
        self._record(exchange_of(sent, None, None, method=method, target=text, api=api, operation=operation))


def _checked(text: str, receivers: Receivers) -> Url:
    """Return the URL of a callback. Raises :class:`DeliveryError` if it cannot be used, or is not allowed."""
    try:
        url = read_url(text)
        if intercepted(url) is None:
            receivers.check(url, HINT)
    except DeliveryError as error:
        raise DeliveryError(f"the URL {error.message}", hint=error.hint) from None
    return url


def _values(trigger: _Trigger) -> expressions.Values:
    """Return what runtime expressions refer to."""
    request, response = trigger.request, trigger.response
    scope = request.scope
    url = (
        base_url(scope, "").decode("ascii")
        + request.path
        + (f"?{request.query_string}" if request.query_string else "")
    )
    return expressions.Values(
        url=url,
        method=scope["method"],
        status=response.status,
        path={name: unquote(value) for name, value in request.path_values.items()},
        query={name: unquote_plus(values[0]) for name, values in request.query.items()},
        headers=request.headers,
        body=_sent_body(request),
        response_headers={"content-type": response.media_type, **read_headers(response.headers)},
        response_body=_json(response.body) if is_json(response.media_type) else expressions.ABSENT,
    )


def _sent_body(request: RequestContext) -> Any:
    """Return the parsed body of a request: of a form, the values by name."""
    if request.payload is not NO_PAYLOAD:
        return request.payload
    is_read = request.body and is_json(request.headers.get("content-type", ""))  # a thread has parsed it
    return _json(request.body) if is_read and request.body else expressions.ABSENT


def _json(body: bytes) -> Any:
    try:
        return decode_json(body)
    except ValueError:
        return expressions.ABSENT


def _key(trigger: _Trigger, url: Url) -> str:
    """Return the key of the generated values: equal requests get equal callbacks, wherever server and receiver are."""
    request, response = trigger.request, trigger.response
    hosts = [request.headers.get("host", ""), url.origin, url.origin.partition("://")[2]]
    sent = b"" if essence(request.headers.get("content-type", "")).startswith("multipart/") else request.body or b""
    # Without items, the response depends on nothing but the request, whose query may have the URL of the receiver.
    received = response.body if trigger.operation.resource is not None else b""
    digest = hashlib.blake2b(digest_size=16)
    for body in (sent, received):
        part = body[:MAX_HASHED]
        for host in filter(None, hosts):
            part = part.replace(host.encode("latin-1", "replace"), b"")
        digest.update(part + b"\0")
    path = request.path.removeprefix(request.base)
    return f"{trigger.operation.id}\0{path}\0{digest.hexdigest()}"
