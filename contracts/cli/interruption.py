"""Stop a run with Ctrl-C or SIGTERM in such a way that its report is still written."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType, TracebackType

from contracts.main_thread_timer import main_thread_timer

REPEATED = 0.5
"""Seconds after which the exception of :func:`time_limit` is raised again: the code around it may have handled it."""

TERMINATED = 143
"""Exit code of a process that SIGTERM stopped, as shells report it."""


class Termination:
    """Treats the first SIGTERM within its context like Ctrl-C; the second one ends the process at once.

    A signal raises :class:`KeyboardInterrupt` while ``interrupts`` is true; otherwise it is only recorded, so that
    a report is written completely.

    :ivar received: whether there was a signal.
    """

    def __init__(self) -> None:
        self.received = False
        self.interrupts = True
        self._before: signal.Handlers | object = None

    def __enter__(self) -> Termination:
        if threading.current_thread() is threading.main_thread():  # only this thread may set handlers
            self._before = signal.signal(signal.SIGTERM, self._stop)
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        if self._before is not None:
            signal.signal(signal.SIGTERM, self._before)  # type: ignore[arg-type]
            self._before = None

    def _stop(self, number: int, _: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        self.received = True
        if self.interrupts:
            raise KeyboardInterrupt


@contextmanager
def time_limit(seconds: float | None, error: type[Exception]) -> Iterator[None]:
    """Raise an exception in the main thread after a time, whatever it computes, and again later.

    Code that a document controls may compute for any time: generating data, matching patterns. See
    :func:`main_thread_timer`.

    :param seconds: the time; ``None`` for no limit.
    :param error: the exception, which is raised without arguments.
    """
    if seconds is None:
        yield
        return

    def stop() -> None:
        raise error

    with main_thread_timer(seconds, REPEATED, stop, error, processor=False):
        yield
