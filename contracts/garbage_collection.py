"""The garbage collector in commands, and while documents are read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_frozen = False
"""Whether :func:`freeze` was called."""


def freeze() -> None:
    """Exclude all objects that exist from collections for the rest of the process, as a server needs them."""
    global _frozen  # noqa: PLW0603 (the collector belongs to the process)
    gc.freeze()
    _frozen = True


@contextmanager
def paused() -> Iterator[None]:
    """Disable the garbage collector, which would walk the large trees repeatedly; they have no reference cycles.

    Afterwards all objects belong to the oldest generation, as if they had survived the collections.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            # Otherwise frozen objects would be collected again. Python counts those of the program one by one.
            if not _frozen and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()


ALLOCATIONS = 200_000
"""Allocations between two collections of a command. With Python's default of 700 they take a quarter of its time."""


@contextmanager
def rare() -> Iterator[None]:
    """Let the garbage collector run rarely: commands create many objects, and few of them are garbage."""
    thresholds = gc.get_threshold()
    gc.set_threshold(ALLOCATIONS, *thresholds[1:])
    try:
        yield
    finally:
        gc.set_threshold(*thresholds)
