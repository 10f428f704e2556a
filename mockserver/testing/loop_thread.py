"""The event loop of a mock server in a thread of its own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")


class _Waiting(Generic[Result]):
    """A coroutine that a thread waits for."""

    def __init__(self, coroutine: Coroutine[Any, Any, Result]) -> None:
        self._coroutine = coroutine
        self._done = threading.Lock()
        self._done.acquire()
        self._value: Result
        self._error: BaseException | None = None

    def start(self) -> None:
        """Start the coroutine, in the thread of the event loop."""
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        try:
            self._value = await self._coroutine
        except BaseException as error:  # noqa: BLE001 (raised where the result is awaited)
            self._error = error
        finally:
            self._done.release()

    def result(self) -> Result:
        """Wait for the result. Raises what the coroutine has raised."""
        self._done.acquire()
        if self._error is not None:
            raise self._error
        return self._value


class LoopThread:
    """An event loop in a daemon thread.

    All requests of a mock server run in it, whichever thread sends them, so that the server needs no locks.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="casemock", daemon=True)
        self._thread.start()

    @property
    def loop(self) -> asyncio.AbstractEventLoop:
        """The event loop."""
        return self._loop

    def submit(self, coroutine: Coroutine[Any, Any, Result]) -> Future[Result]:
        """Run a coroutine; return the future of its result."""
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine and return its result.

        A lock takes less time than the future of :meth:`submit`: two steps of the event loop, and a condition.
        """
        waiting = _Waiting(coroutine)
        try:
            self._loop.call_soon_threadsafe(waiting.start)
        except RuntimeError:  # the loop is closed
            coroutine.close()
            raise
        return waiting.result()

    async def wait_for(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine, and wait for its result in another event loop, of asyncio or trio."""
        try:
            asyncio.get_running_loop()
        except RuntimeError:  # trio
            from anyio.to_thread import run_sync  # noqa: PLC0415 (only if needed; httpx requires it)

            return await run_sync(self.run, coroutine)
        return await asyncio.wrap_future(self.submit(coroutine))

    def close(self) -> None:
        """Cancel what is running and stop."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_forever()
            tasks = asyncio.all_tasks(self._loop)
            for task in tasks:
                task.cancel()
            self._loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
            self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        finally:
            self._loop.close()
