"""Locations in documents: looked up in a thread, and as JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from contracts import garbage_collection
from contracts.findings import Location

T = TypeVar("T")


async def in_thread(look_up: Callable[[], T]) -> T:
    """Return the result of a function that may read a large document again."""

    def run() -> T:
        with garbage_collection.paused():  # a collection of all objects of a large document would stop all threads
            return look_up()

    return await asyncio.to_thread(run)


def position_json(location: Location) -> dict[str, Any]:
    """Return file, line and column; line and column are 0 if they are not known."""
    return {"file": location.file, "line": location.line, "column": location.column}


def location_json(location: Location) -> dict[str, Any]:
    """Return a position with the JSON pointer in the file."""
    return {**position_json(location), "pointer": location.pointer}
