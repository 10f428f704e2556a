"""The lifespan of an ASGI application: startup before the first request, shutdown after the last (ASGI, Lifespan)."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from concurrent.futures import Future
from contextlib import suppress
from typing import Any

from contracts.errors import SubjectError


class Lifespan:
    """Runs the lifespan of an application. All but the constructor is called in the thread of the event loop.

    An application that raises an exception for the scope ``lifespan`` does not support it, and is used without.

    :ivar state: the state that the application sets at startup; requests get a copy.
    :ivar started: done when the startup is complete; its exception is a :class:`SubjectError` if it failed.
    :ivar stopped: done when the shutdown is complete, or there is nothing to shut down.
    """

    def __init__(self, app: Any) -> None:
        self._app = app
        self._events: asyncio.Queue[str] = asyncio.Queue()
        self.state: dict[str, Any] = {}
        self.started: Future[None] = Future()
        self.stopped: Future[None] = Future()

    async def run(self) -> None:
        """Start the application, and wait until it has stopped."""
        self._events.put_nowait("lifespan.startup")
        scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": self.state}
        try:
            with suppress(Exception):  # the lifespan is not supported
                await self._app(scope, self._receive, self._send)
        finally:
            _finish(self.started)
            _finish(self.stopped)

    async def shut_down(self) -> None:
        """Send the application the shutdown event."""
        self._events.put_nowait("lifespan.shutdown")

    async def _receive(self) -> dict[str, Any]:
        return {"type": await self._events.get()}

    async def _send(self, message: MutableMapping[str, Any]) -> None:
        match message["type"]:
            case "lifespan.startup.complete":
                _finish(self.started)
            case "lifespan.startup.failed":
                _finish(self.started, _failure(message.get("message", "")))
            case "lifespan.shutdown.complete" | "lifespan.shutdown.failed":
                _finish(self.stopped)
            case unknown:  # an application that takes every scope for a request
                raise RuntimeError(f"{unknown} is not a message of the lifespan")


def _failure(text: str) -> SubjectError:
    """Return the error for a failed startup; Starlette sends a traceback, whose last line is the exception."""
    lines = text.strip().splitlines() or ["no message"]
    hint = "does it need settings or environment variables that its server sets?"
    return SubjectError(f"the startup of the application failed: {lines[-1].strip()}", hint=hint)


def _finish(future: Future[None], error: SubjectError | None = None) -> None:
    if future.done():
        return
    if error is None:
        future.set_result(None)
    else:
        future.set_exception(error)
