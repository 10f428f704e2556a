"""The garbage collector in commands, and while documents are read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
            if not gc.get_freeze_count():  # else the program's own frozen objects would be collected again
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
