"""A thread that waits, so that a test can send requests before its function runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any


class Held(ThreadPoolExecutor):
    """Runs functions when it is told to."""

    def __init__(self) -> None:
        super().__init__(1)
        self.started, self.released = threading.Event(), threading.Event()

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        def run() -> Any:
            self.started.set()
            assert self.released.wait(30)
            return function(*arguments, **named)

        return super().submit(run)
