"""aiohttp: connections to a mock server without a port."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import wraps
from typing import Any

from aiohttp import TCPConnector

from mockserver.testing.interception import Patch, mocked


def patches() -> list[Patch]:
    """Return the patch of the method that connects."""
    return [Patch(TCPConnector, "_create_connection", _connecting)]


def _connecting(original: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(original)
    async def create_connection(self: Any, req: Any, traces: Any, timeout: Any) -> Any:
        url = req.url
        thread = None if req.proxy else mocked(url.scheme, url.host or "", url.port)
        if thread is None:
            return await original(self, req, traces, timeout)
        loop = asyncio.get_running_loop()
        connection = await loop.run_in_executor(None, thread.connect)
        _, protocol = await loop.create_connection(self._factory, sock=connection)
        return protocol

    return create_connection
