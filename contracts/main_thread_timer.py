"""A timer that interrupts the main thread, whatever it computes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from contracts.unraisable import without_messages_of


@contextmanager
def main_thread_timer(
    first: float, interval: float, call: Callable[[], None], raises: type[BaseException], *, processor: bool
) -> Iterator[None]:
    """Call a function in the main thread from time to time; what it raises interrupts the thread.

    The exception is lost if the thread happens to be in a finalizer, so that the function is called again.

    Only the main thread of a system with signals is interrupted; elsewhere the function is not called.

    :param first: seconds until the first call.
    :param interval: seconds between further calls.
    :param raises: what the function raises.
    :param processor: whether to count the processor time of this process instead of the time of the clock.
    """
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def handle(_: int, __: FrameType | None) -> None:
        call()

    number, timer = (signal.SIGPROF, signal.ITIMER_PROF) if processor else (signal.SIGALRM, signal.ITIMER_REAL)
    before = signal.signal(number, handle)
    signal.setitimer(timer, first, interval)
    try:
        with without_messages_of(raises):
            yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(number, before)
