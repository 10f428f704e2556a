"""A status line on a terminal while large documents are loaded."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from contracts.spec.source import is_large
from contracts.standard_error import write_status

WAIT = 0.5
"""Seconds between two updates; a document that is loaded in less time has no status line."""


@contextmanager
def loading(specs: Sequence[str]) -> Iterator[None]:
    """Show the large documents and the time, if standard error is a terminal."""
    large = [spec for spec in specs if is_large(Path(spec))]
    if not large or not sys.stderr.isatty():
        yield
        return
    sizes = ", ".join(f"{Path(spec).name} ({Path(spec).stat().st_size / 1024**2:.1f} MB)" for spec in large)
    ended = threading.Event()
    shown = threading.Thread(target=_show, args=(sizes, ended), name="status line", daemon=True)
    shown.start()
    try:
        yield
    finally:
        ended.set()
        shown.join()


def _show(sizes: str, ended: threading.Event) -> None:
    began, is_shown = time.monotonic(), False
    while not ended.wait(WAIT):
        write_status(f"loading {sizes} … {time.monotonic() - began:.0f} s")
        is_shown = True
    if is_shown:
        write_status("")
