"""What faults do to a response on its way to the client: cut it off, slow it down, make it unreadable."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from mockserver.fault_syntax import SLOW_PARTS
from mockserver.http.bodies import Disconnected
from mockserver.http.connection import close, reset, wait_until_closed
from mockserver.http.messages import Message, Receive, Scope, Send, decode_json

if TYPE_CHECKING:
    from mockserver.control.fault import Fault

Sleep = Callable[[float], Awaitable[None]]


async def abort(scope: Scope, receive: Receive, kind: str) -> None:
    """Close the connection without a response: with a reset, or after the whole request was read."""
    if kind == "reset":
        reset(scope)
    else:
        try:
            await _read_all(receive)  # the kernel resets a connection that is closed with unread data
        except Disconnected:
            return
        close(scope)
    await wait_until_closed(scope, receive)


async def _read_all(receive: Receive) -> None:
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        if not message.get("more_body", False):
            return


class CutResponse:
    """Receives the messages of a response (ASGI ``send``); :meth:`finish` sends what the fault leaves of it.

    :param receive: of the connection; its request has been read.
    """

    def __init__(self, scope: Scope, receive: Receive, send: Send, fault: Fault, sleep: Sleep) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self._fault = fault
        self._sleep = sleep
        self._start: Message | None = None
        self._parts: list[bytes] = []

    async def __call__(self, message: Message) -> None:
        """Keep a message."""
        if message["type"] == "http.response.start":
            self._start = message
        else:
            self._parts.append(message.get("body", b""))

    async def finish(self) -> None:
        """Send the response."""
        start, body = self._start, b"".join(self._parts)
        if start is None:
            return
        if self._fault.malformed and _has_body(self._scope, start):
            body = malformed(body)
            headers = [header for header in start["headers"] if header[0] != b"content-length"]
            start = {**start, "headers": [*headers, (b"content-length", b"%d" % len(body))]}
        match self._fault.abort:
            case "truncate":
                await self._truncate(start, body)
            case "slow":
                await self._drip(start, body)
            case _:
                await self._send(start)
                await self._send({"type": "http.response.body", "body": body})

    async def _truncate(self, start: Message, body: bytes) -> None:
        """Send half of the body, then close the connection; without a body, close it at once."""
        if len(body) > 1:
            await self._send(start)
            await self._send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        close(self._scope)
        await wait_until_closed(self._scope, self._receive)

    async def _drip(self, start: Message, body: bytes) -> None:
        """Send the body in parts, each after a pause."""
        await self._send(start)
        size = max(1, -(-len(body) // SLOW_PARTS))
        for offset in range(0, len(body), size):
            await self._sleep(self._fault.interval / 1000)
            await self._send({"type": "http.response.body", "body": body[offset : offset + size], "more_body": True})
        await self._send({"type": "http.response.body", "body": b""})


def _has_body(scope: Scope, start: Message) -> bool:
    return scope["method"] != "HEAD" and start["status"] not in {204, 304}


def malformed(body: bytes) -> bytes:
    """Return a body that no parser accepts: its first half, and an opening brace if that happens to be JSON."""
    half = body[: (len(body) + 1) // 2]
    try:
        decode_json(half)
    except ValueError:
        return half or b"{"
    return half + b"{"
