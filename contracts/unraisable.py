"""Interruptions that reach a thread while Python cannot raise them."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


@contextmanager
def without_messages_of(interruption: type[BaseException]) -> Iterator[None]:
    """Print no message about an interruption that no code can handle.

    Python drops an exception that is raised in a finalizer or in a callback of the garbage collector, and reports it
    with a traceback; whoever raised it must raise it again. It also reports one that ends a thread.
    """
    unraisable_before, ended_before = sys.unraisablehook, threading.excepthook

    def report_unraisable(unraisable: UnraisableHookArgs) -> None:
        if not issubclass(unraisable.exc_type, interruption):
            unraisable_before(unraisable)

    def report_ended(ended: threading.ExceptHookArgs) -> None:
        if not issubclass(ended.exc_type, interruption):
            ended_before(ended)

    sys.unraisablehook, threading.excepthook = report_unraisable, report_ended
    try:
        yield
    finally:
        sys.unraisablehook, threading.excepthook = unraisable_before, ended_before
