"""Timing a function in this process: CPU time, so that what else the machine does counts little."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

Batch = Callable[[int], None]
"""Does the work so many times."""


def repeat(function: Callable[[], object]) -> Batch:
    """A batch of calls of a plain function."""

    def batch(number: int) -> None:
        for _ in range(number):
            function()

    return batch


def repeat_async(function: Callable[[], Awaitable[object]]) -> Batch:
    """A batch of awaited calls, on one event loop that is entered once a batch."""

    async def all_of(number: int) -> None:
        for _ in range(number):
            await function()

    return lambda number: asyncio.run(all_of(number))


def time_rounds(batch: Batch, rounds: int, seconds: float) -> list[float]:
    """Microseconds of CPU time per call, one figure a round.

    :param seconds: about so long is a round; the number of calls is found first, which warms up as well.
    """
    number = _calls_for(batch, seconds)
    return [_cpu_seconds(batch, number) / number * 1e6 for _ in range(rounds)]


def _calls_for(batch: Batch, seconds: float) -> int:
    batch(1)  # what is compiled or loaded when it is first needed is not what is timed
    number = 1
    while True:
        spent = _cpu_seconds(batch, number)
        if spent * 4 >= seconds:
            return max(1, round(number * seconds / spent))
        number *= 2


def _cpu_seconds(batch: Batch, number: int) -> float:
    begun = time.process_time()
    batch(number)
    return max(time.process_time() - begun, 1e-9)
