"""Limits of the work for one value and for one plan: documents are untrusted, and small schemas may need any work.

The limits count steps, not time, so they do not depend on the machine, and the same schema and seed give the same
value everywhere. Each thread has its own counters. Code that may repeat without a fixed limit calls :func:`spend_parts`
or :func:`spend_steps`; code that starts a computation calls :func:`start_value` or :func:`compiling`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from contracts.generation.plans import ImpossibleError

VALUE_PARTS = 100_000
"""Maximum number of parts (properties, items) that are generated for one value, those of refused attempts included."""

COMPILE_PARTS = 1_000_000
"""Maximum number of parts that are generated to compile one plan and to check whether it has values."""

VALUE_STEPS = 150_000
"""Maximum number of steps for all plans that are compiled while one value is generated."""

COMPILE_STEPS = 100_000
"""Maximum number of schemas that are merged to compile one plan; a schema counts each time that it is merged."""

HINT = "split the schema, or give the response an example"


class ExhaustedError(ImpossibleError):
    """The computation of a value needs more steps than it may take."""


class _Left(threading.local):
    """What is left of the computation of this thread; negative if it was exhausted."""

    parts = VALUE_PARTS
    steps = VALUE_STEPS


_left = _Left()


def start_value(parts: int = VALUE_PARTS) -> None:
    """Start the computation of one value of a compiled plan."""
    _left.parts, _left.steps = parts, VALUE_STEPS


@contextmanager
def compiling() -> Iterator[None]:
    """Compile a plan in this context, with limits of its own.

    :raises ExhaustedError: at the end, if a limit was exceeded, also if only parts of the plan were left out for it.
    """
    parts, steps = _left.parts, _left.steps
    available = min(COMPILE_STEPS, steps)
    _left.parts, _left.steps = COMPILE_PARTS, available
    try:
        yield
        if is_exhausted():
            raise _exhausted()
    finally:
        _left.parts, _left.steps = parts, steps - (available - _left.steps)


@contextmanager
def limited_parts(parts: int) -> Iterator[None]:
    """Generate one value within a part of what is left of the current computation."""
    before = _left.parts
    _left.parts = min(parts, before)
    available = _left.parts
    try:
        yield
    finally:
        _left.parts = before - (available - _left.parts)


def is_exhausted() -> bool:
    """Return whether a limit of the current computation was exceeded."""
    return _left.parts < 0 or _left.steps < 0


def spend_parts(number: int) -> None:
    """Count parts of a value before they are generated. Raises :class:`ExhaustedError` if these are too many."""
    _left.parts -= number
    if _left.parts < 0:
        raise _exhausted()


def spend_steps(number: int) -> None:
    """Count schemas before they are merged. Raises :class:`ExhaustedError` if these are too many."""
    _left.steps -= number
    if _left.steps < 0:
        raise _exhausted()


def _exhausted() -> ExhaustedError:
    if _left.steps < 0:
        return ExhaustedError(f"compiling it takes more than {COMPILE_STEPS:,} steps")
    return ExhaustedError(
        "finding a value takes too many steps: it has too many parts, or too few of its values are valid"
    )
