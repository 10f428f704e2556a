"""One request to an ASGI application and its response, by the rules of servers.

A response counts as soon as it is complete, whatever the application does afterwards. An exception before the response
gets the status code 500; an exception within it, and a body that does not have the declared length, break it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import MutableMapping
from concurrent.futures import Future
from dataclasses import replace
from typing import Any

from contracts.errors import TransportError
from contracts.messages import Headers, Request, Response
from contracts.transports.transport import LARGEST_BODY
from contracts.transports.wire_form import decoded, has_no_body, too_large

INTERNAL_ERROR = Response(
    500,
    (("content-type", "text/plain; charset=utf-8"), ("content-length", "21"), ("connection", "close")),
    b"Internal Server Error",
)
"""What servers send for an application that fails without a response."""

PART = 65536
"""Largest part of a request body in one message, in bytes."""

INVALID_NAME = re.compile(rb"[^!#$%&'*+.^_`|~0-9A-Za-z-]")
INVALID_VALUE = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")


class AsgiExchange:
    """A request that is sent to an application; all but the constructor runs in the thread of the event loop.

    :ivar result: the response, or a :class:`TransportError`.
    """

    def __init__(self, request: Request) -> None:
        self.result: Future[Response] = Future()
        self._method = request.method
        body = request.body
        self._unread = [body[place : place + PART] for place in range(0, len(body), PART)] or [b""]
        self._over = asyncio.Event()
        self._is_started = False
        self._status = 0
        self._headers: Headers = ()
        self._length: int | None = None
        self._parts: list[bytes] = []
        self._size = 0

    async def run(self, app: Any, scope: dict[str, Any]) -> None:
        """Call the application."""
        try:
            await app(scope, self._receive, self._send)
        except BaseException as error:  # noqa: BLE001 - servers go on after any exception
            self._end(f"the application raised {type(error).__name__}: {error}")
        else:
            self._end("the application did not complete it")

    async def disconnect(self) -> None:
        """Send the application the event for a client that has gone."""
        self._over.set()

    async def _receive(self) -> dict[str, Any]:
        if self._unread and not self._over.is_set():
            part = self._unread.pop(0)
            return {"type": "http.request", "body": part, "more_body": bool(self._unread)}
        await self._over.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        if self.result.done():
            return
        if self._over.is_set():
            raise OSError("the client has gone")
        expected = "http.response.body" if self._is_started else "http.response.start"
        if message["type"] != expected:
            raise RuntimeError(f"expected the message {expected}, got {message['type']}")
        if self._is_started:
            self._add(bytes(message.get("body", b"")), more=message.get("more_body", False))
        else:
            self._begin(message)

    def _begin(self, message: MutableMapping[str, Any]) -> None:
        self._is_started = True
        self._status = int(message["status"])
        self._headers = tuple(_header(name, value) for name, value in message.get("headers", ()))
        lengths = [value for name, value in self._headers if name == "content-length"]
        self._length = int(lengths[0]) if lengths else None
        if has_no_body(self._method, self._status):
            self._complete()

    def _add(self, body: bytes, *, more: bool) -> None:
        self._size += len(body)
        if self._length is not None and self._size > self._length:
            raise RuntimeError("the body is longer than its Content-Length")
        if self._size > LARGEST_BODY:
            self._fail(too_large(LARGEST_BODY))
            raise OSError("the client has gone")
        self._parts.append(body)
        if not more and self._length is not None and self._size < self._length:
            raise RuntimeError("the body is shorter than its Content-Length")
        if not more or self._size == self._length:
            self._complete()

    def _complete(self) -> None:
        try:
            body = decoded(b"".join(self._parts), self._headers)
        except TransportError as error:
            self._fail(error)
        else:
            self._over.set()
            self.result.set_result(Response(self._status, self._headers, body))

    def _fail(self, error: TransportError) -> None:
        self._over.set()
        self.result.set_exception(error)

    def _end(self, reason: str) -> None:
        """Finish the exchange when the application has returned, if it is not complete."""
        if self.result.done():
            return
        if self._is_started:
            self._fail(TransportError(f"incomplete response: {reason}", kind="broken"))
        else:
            self.result.set_result(replace(INTERNAL_ERROR, body=b"") if self._method == "HEAD" else INTERNAL_ERROR)


def _header(name: bytes, value: bytes) -> tuple[str, str]:
    """Return a header as a client gets it. Raises :class:`RuntimeError` if it is invalid (RFC 9110, section 5)."""
    if INVALID_NAME.search(name) or INVALID_VALUE.search(value):
        raise RuntimeError(f"invalid response header {name!r}")
    return name.decode("latin-1").lower(), value.decode("latin-1").strip(" \t")
