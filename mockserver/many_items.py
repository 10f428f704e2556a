"""Requests that read or write many items: they are handled in a thread, so that other requests run meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from mockserver.http.messages import MockResponse
from mockserver.http.request import RequestContext
from mockserver.http.request_limit import ThreadLimit
from mockserver.state.stores.buffer import Buffer
from mockserver.state.stores.store import ItemStore, Store, Write

ATTEMPTS = 3
"""How often a request is handled in the thread, if other requests change its items meanwhile."""

_THREAD = ThreadPoolExecutor(1, "many items")
"""One request at a time, as these need the CPU as well. It starts when it is used for the first time."""

Respond = Callable[[RequestContext], MockResponse]


class ManyItems:
    """Handles the requests for one operation.

    :param store: used by the event loop.
    :param compile_for: returns what handles requests with the items in a store, whose writes are collected.
    """

    def __init__(self, store: Store, compile_for: Callable[[ItemStore], Respond]) -> None:
        self._store = store
        self._buffer = Buffer(store)
        self._compile_for = compile_for
        self._respond: Respond | None = None

    async def respond(self, request: RequestContext) -> MockResponse | None:
        """Return the response; ``None`` if other requests have changed the same items each time.

        The event loop writes: other requests see all writes of the request or none.

        :param request: after a refresh of the store, which only the event loop may do.
        :raises StoreError: if the store cannot be read or written.
        """
        loop = asyncio.get_running_loop()
        for _ in range(ATTEMPTS):
            again = request.again()
            again.thread_limit = ThreadLimit()
            response, writes = await loop.run_in_executor(_THREAD, self._in_thread, again)
            self._store.refresh()
            if not writes or self._store.commit(writes):
                return response
        return None

    def _in_thread(self, request: RequestContext) -> tuple[MockResponse, Sequence[Write]]:
        """Return the response, and what is to be written before it is sent."""
        if self._respond is None:
            self._respond = self._compile_for(self._buffer)
        try:
            return self._respond(request), self._buffer.take()
        finally:
            self._buffer.take()  # also what a request wrote that failed
