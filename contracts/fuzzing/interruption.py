"""Interrupt threads of a library at a time limit: a thread may compute for any time without looking at an event."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Callable

AGAIN = 0.1
"""Seconds after which a thread that still runs is interrupted again: its library may have handled the interruption."""


class Interruption(KeyboardInterrupt):
    """Ends the computation of a thread as Ctrl-C ends the one of the main thread."""


class ThreadInterrupter:
    """Interrupts the running threads with certain names, again and again until they end.

    An interruption takes effect at the next instruction of Python; a call of a C function is completed.

    :param names: the starts of the names of the threads.
    :param deadline: when they are interrupted, in seconds of ``time.monotonic``.
    :param before: called once, before the first one is interrupted.
    :ivar has_interrupted: whether a thread was interrupted.
    """

    def __init__(self, names: tuple[str, ...], deadline: float, before: Callable[[], None]) -> None:
        self.has_interrupted = False
        self._names = names
        self._deadline = deadline
        self._before = before
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="time limit", daemon=True)

    def start(self) -> None:
        """Start to watch the time."""
        self._thread.start()

    def end(self) -> None:
        """Stop watching; no thread is interrupted afterwards."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        if self._ended.wait(max(self._deadline - time.monotonic(), 0.0)):
            return
        self._before()
        while not self._ended.wait(AGAIN):
            for thread in threading.enumerate():
                if thread.name.startswith(self._names) and thread.ident is not None:
                    self.has_interrupted = True
                    ctypes.pythonapi.PyThreadState_SetAsyncExc(
                        ctypes.c_ulong(thread.ident), ctypes.py_object(Interruption)
                    )
