"""Large bodies of the admin API are read in a thread, so that other requests are handled meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from mockserver.control.admin_request import AdminRequest

T = TypeVar("T")

LARGE = 64 * 1024
"""Minimum size of a large body: with a few hundred items, whose validation takes some milliseconds."""

_THREAD = ThreadPoolExecutor(1, "large body")
"""It starts when it is used for the first time."""


async def read_large(request: AdminRequest, read: Callable[[], T]) -> T:
    """Return the result of a function that reads and validates the body, and uses nothing that others change."""
    if len(request.body) < LARGE:
        return read()
    return await asyncio.get_running_loop().run_in_executor(_THREAD, read)
