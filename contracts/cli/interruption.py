"""Stop a run with Ctrl-C or SIGTERM in such a way that its report is still written."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType

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
