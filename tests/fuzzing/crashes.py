"""Exceptions that the mock turns into a response with 500 and a log record."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager


class _Tracebacks(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[tuple[str, BaseException]] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            self.found.append((record.getMessage(), record.exc_info[1]))


@contextmanager
def no_crashes() -> Iterator[None]:
    """Raise the first exception that is logged in this block; documented errors are logged without a traceback."""
    handler = _Tracebacks()
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
    for message, error in handler.found:
        raise AssertionError(message) from error
