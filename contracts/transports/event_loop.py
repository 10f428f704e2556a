"""An event loop in a thread of its own, so that an application goes on between requests as it does in a server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextvars import Context
from typing import Any

CLOSING_TIME = 2.0
"""Seconds to wait for the thread at the end; it is abandoned if the application blocks it."""


class EventLoop:
    """A running event loop; all its tasks share a context that does not depend on the caller."""

    def __init__(self) -> None:
        self._running = threading.Event()
        self._context = Context()
        self._tasks: set[asyncio.Task[None]] = set()
        self._thread = threading.Thread(target=self._run, name="casemock-asgi", daemon=True)
        self._thread.start()
        self._running.wait()

    def start(self, make: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Start a task; the coroutine is created in the thread of the loop."""
        self._loop.call_soon_threadsafe(self._start, make, context=self._context)

    def close(self) -> None:
        """Cancel all tasks and stop the loop."""
        self._loop.call_soon_threadsafe(self._ended.set)
        self._thread.join(CLOSING_TIME)

    def _start(self, make: Callable[[], Coroutine[Any, Any, None]]) -> None:
        task = self._loop.create_task(make())
        self._tasks.add(task)  # the loop itself has only weak references
        task.add_done_callback(self._tasks.discard)

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._ended = asyncio.Event()
        self._running.set()
        await self._ended.wait()
