"""An interruption in a finalizer or at the end of a thread is not reported."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

import pytest

from contracts.fuzzing.interruption import Interruption, ThreadInterrupter
from contracts.unraisable import without_messages_of


class SlowFinalizer:
    """Computes in its finalizer until it is interrupted."""

    def __del__(self) -> None:
        while True:
            sum(range(100))


def compute_in_a_finalizer() -> None:
    SlowFinalizer()


def compute() -> None:
    while True:
        sum(range(100))


@pytest.mark.parametrize("target", [compute_in_a_finalizer, compute])
@pytest.mark.parametrize(
    ("context", "count"),
    [(lambda: without_messages_of(Interruption), 0), (lambda: without_messages_of(ValueError), 1), (nullcontext, 1)],
    ids=["interruption", "another exception", "no context"],
)
def test_interruptions_are_reported_only_outside(
    target: Callable[[], None],
    context: Callable[[], AbstractContextManager[None]],
    count: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    reported: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", lambda one: reported.append(one.exc_type))
    monkeypatch.setattr(threading, "excepthook", lambda one: reported.append(one.exc_type))
    thread = threading.Thread(target=target, name="some_library_0", daemon=True)
    watch = ThreadInterrupter(("some_library",), time.monotonic(), lambda: None)
    with context():
        thread.start()
        watch.start()
        thread.join(30)
        watch.end()
    assert not thread.is_alive()
    assert reported == [Interruption] * count
