"""Timing of functions in this process: CPU time, which other processes affect little."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

Batch = Callable[[int], None]
"""Does the work the given number of times."""


def repeat(function: Callable[[], object]) -> Batch:
    """Return a batch that calls a function."""

    def batch(number: int) -> None:
        for _ in range(number):
            function()

    return batch


def repeat_async(function: Callable[[], Awaitable[object]]) -> Batch:
    """Return a batch that awaits a coroutine function, with one event loop per batch."""

    async def await_calls(number: int) -> None:
        for _ in range(number):
            await function()

    return lambda number: asyncio.run(await_calls(number))


def time_rounds(batch: Batch, rounds: int, seconds: float) -> list[float]:
    """Return the microseconds of CPU time per call for each round.

    :param seconds: approximate length of a round; finding the number of calls also warms up.
    """
    number = _calls_for(batch, seconds)
    return [_cpu_seconds(batch, number) / number * 1e6 for _ in range(rounds)]


def _calls_for(batch: Batch, seconds: float) -> int:
    batch(1)  # do not time what is compiled or imported on the first call
    number = 1
    while True:
        seconds_used = _cpu_seconds(batch, number)
        if seconds_used * 4 >= seconds:
            return max(1, round(number * seconds / seconds_used))
        number *= 2


def _cpu_seconds(batch: Batch, number: int) -> float:
    start = time.process_time()
    batch(number)
    return max(time.process_time() - start, 1e-9)
