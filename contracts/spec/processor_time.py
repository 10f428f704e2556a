"""A limit of the processor time that a command may take for the documents that it has read.

The computations on a document have limits of their own, which count steps. This limit is for those that are missing: a
command ends with a message, whatever a document makes it compute. It grows with the size of the documents.
"""

from __future__ import annotations

import time
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from contracts.errors import CasemockError
from contracts.main_thread_timer import main_thread_timer

BASE = 6.0
"""Seconds of processor time that a command may take for a small document."""

PER_MEGABYTE = 6.0
"""Further seconds for each megabyte of the documents; usual documents take less than two."""

INTERVAL = 0.5
"""Seconds between two looks at the processor time."""

_read = 0


class TooCostlyError(CasemockError):
    """Processing a document takes far longer than documents of its size take."""


def count_bytes(size: int) -> None:
    """Count bytes of a document that was read."""
    global _read  # noqa: PLW0603 (of the process, as its processor time)
    _read += size


@contextmanager
def limited_processor_time(size: int = 0) -> Iterator[None]:
    """Raise :class:`TooCostlyError` in the main thread if it takes more processor time than its documents justify.

    See :func:`main_thread_timer`.

    :param size: bytes of documents that were read before.
    """
    began, read = time.process_time(), _read

    def look() -> None:
        allowed = BASE + PER_MEGABYTE * (size + _read - read) / 1e6
        if time.process_time() - began > allowed:
            message = f"processing the document takes more than {allowed:.0f} seconds of processor time"
            raise TooCostlyError(message, hint="a schema or a list in it needs far more work than its size suggests")

    with main_thread_timer(INTERVAL, INTERVAL, look, TooCostlyError, processor=True):
        yield


def with_limited_processor_time(execute: Callable[[Namespace], int]) -> Callable[[Namespace], int]:
    """Return a command that ends with :class:`TooCostlyError`; see :func:`limited_processor_time`."""

    @wraps(execute)
    def limited(arguments: Namespace) -> int:
        with limited_processor_time():
            return execute(arguments)

    return limited
