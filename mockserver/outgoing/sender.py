"""Send one request: with a time limit, to an address that was checked, without following redirects.

In tests, requests to hosts that a mock server intercepts reach it in this process (:func:`set_interceptor`).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from mockserver.outgoing.errors import DeliveryError
from mockserver.outgoing.messages import Outgoing, Received
from mockserver.outgoing.receivers import Receivers, Url

SECONDS = 10.0
"""Time limit of a request with its response."""

MAX_RESPONSE = 64 * 1024
"""Maximum number of bytes of a response that are read."""


InProcess = Callable[[Outgoing], Awaitable[Received]]

Interceptor = Callable[[Url], InProcess | None]
"""Returns what handles the requests to a URL in this process; ``None`` for those that are sent."""

_interceptors: list[Interceptor] = []


def set_interceptor(interceptor: Interceptor) -> None:
    """Let requests to the hosts that are intercepted in tests be handled in this process."""
    _interceptors[:] = [interceptor]


def intercepted(url: Url) -> InProcess | None:
    """Return what handles the requests to a URL in this process, ``None`` if they are sent."""
    return next((found for one in _interceptors if (found := one(url)) is not None), None)


async def send(outgoing: Outgoing, receivers: Receivers, *, seconds: float = SECONDS) -> Received:
    """Send a request and return the response.

    :param receivers: the hosts that may be connected to.
    :raises DeliveryError: if there is no complete response, or the address is not allowed.
    """
    started = time.perf_counter()
    try:
        async with asyncio.timeout(seconds):
            handle = intercepted(outgoing.url)
            received = await (handle(outgoing) if handle is not None else _over_network(outgoing, receivers))
    except TimeoutError:
        message = f"no response within {seconds:g} seconds"
        raise DeliveryError(message, hint="check the receiver", may_recur=True) from None
    milliseconds = (time.perf_counter() - started) * 1000
    body = received.body[:MAX_RESPONSE]
    is_cut = received.is_cut or len(received.body) > MAX_RESPONSE
    return Received(received.status, received.headers, body, milliseconds, is_cut)


async def _over_network(outgoing: Outgoing, receivers: Receivers) -> Received:
    from mockserver.outgoing.network import request  # noqa: PLC0415 (imports an HTTP client, for a faster start)

    return await request(outgoing, receivers, MAX_RESPONSE)
