"""A limit of the processor time for which a request may occupy the event loop.

The computations on documents and requests have limits of their own, which count steps. This limit is for those that are
missing: whatever a document or a request makes the server compute, other requests get their turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import thread_time
from types import TracebackType
from typing import ParamSpec, TypeVar

from contracts.main_thread_timer import main_thread_timer
from contracts.spec.processor_time import TooCostlyError

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 10.0
"""Processor time that a request may take; the first one for an operation of a large document takes a few seconds."""

INTERVAL = 0.5
"""Seconds of processor time between two looks at the request."""


class RequestLimit:
    """The request that occupies the event loop, if any: a context in which :class:`TooCostlyError` may be raised."""

    def __init__(self) -> None:
        self._is_occupied = False
        self._number = 0
        self._seen = 0
        self._looks = 0

    def __enter__(self) -> None:
        self._number += 1
        self._is_occupied = True

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._is_occupied = False

    def look(self) -> None:
        """Count how often the same request is seen.

        :raises TooCostlyError: if that is too often, and from then on each time: the code may handle the exception.
        """
        if not self._is_occupied or self._seen != self._number:
            self._seen, self._looks = self._number, 0
            return
        self._looks += 1
        if self._looks * INTERVAL >= SECONDS:
            raise TooCostlyError(f"the request takes more than {SECONDS:g} seconds of processor time")


class ThreadLimit:
    """The processor time of a request that is handled in a thread, which the timer cannot interrupt.

    Other requests get their turn, but the next one that needs the thread waits. The time begins with the first step.
    """

    def __init__(self) -> None:
        self._end: float | None = None

    def limited(self, function: Callable[P, T]) -> Callable[P, T]:
        """Return a function that is a step; see :meth:`step`."""

        def step(*arguments: P.args, **named: P.kwargs) -> T:
            self.step()
            return function(*arguments, **named)

        return step

    def step(self) -> None:
        """Begin the work on an item.

        :raises TooCostlyError: if this thread has taken too much processor time since the first step.
        """
        now = thread_time()
        if self._end is None:
            self._end = now + SECONDS
        elif now > self._end:
            raise TooCostlyError(f"the request takes more than {SECONDS:g} seconds of processor time")


OCCUPIED = RequestLimit()
"""The limit of this process: its main thread runs one event loop."""


@contextmanager
def limited_requests() -> Iterator[None]:
    """Limit the requests of the event loop that runs in this context; see :func:`main_thread_timer`."""
    with main_thread_timer(INTERVAL, INTERVAL, OCCUPIED.look, TooCostlyError, processor=True):
        yield
