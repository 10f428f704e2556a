"""Several server processes on one socket, and the one that looks after them."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterator
from multiprocessing import connection, get_context, parent_process, resource_tracker
from multiprocessing.context import SpawnProcess

from contracts.errors import ServeError
from contracts.terminal import OK, guard
from mockserver.access_log import logged
from mockserver.app import create_app
from mockserver.server import GRACE, run_server
from mockserver.settings import Settings

SETTLE = 0.5
"""Seconds that a stop request may arrive behind the end of a worker which the same signal ended."""


def supervise(settings: Settings, listener: socket.socket) -> None:
    """Run ``settings.workers`` processes until SIGINT or SIGTERM; one that dies is replaced.

    :param settings: travel to the workers through a pipe, so tokens stand in no argument and no variable.
    :raises ServeError: when a worker ends by itself with an error.
    """
    workers: list[SpawnProcess] = []
    # multiprocessing's own helper process comes with the first worker otherwise, and its start unblocks SIGINT.
    resource_tracker.ensure_running()
    with _stop_requests() as stop:
        try:
            workers.extend(_start(settings, listener) for _ in range(settings.workers))
            while True:
                ready = connection.wait([stop, *(worker.sentinel for worker in workers)])
                # A signal for all of us may end a worker that has just begun before we have read our own.
                if stop in ready or connection.wait([stop], SETTLE):
                    return
                workers = [_replace(worker, settings, listener) for worker in workers]
        finally:
            _end(workers)


@contextlib.contextmanager
def _stop_requests() -> Iterator[socket.socket]:
    """A socket that becomes readable when a signal asks us to stop; afterwards such signals are ignored."""
    reader, writer = socket.socketpair()
    writer.setblocking(False)

    def ask(*_: object) -> None:
        with contextlib.suppress(OSError):  # full: asked often enough
            writer.send(b"\0")

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    try:
        yield reader
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        reader.close()
        writer.close()


def _start(settings: Settings, listener: socket.socket) -> SpawnProcess:
    process = get_context("spawn").Process(target=_work, args=(settings, listener), name="casemock worker")
    with _without_interrupts():
        process.start()
    return process


@contextlib.contextmanager
def _without_interrupts() -> Iterator[None]:
    """Block SIGINT, so that a process started meanwhile never sees Ctrl-C: it ends when its parent tells it to."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _replace(worker: SpawnProcess, settings: Settings, listener: socket.socket) -> SpawnProcess:
    """The worker, or another one in the place of one that a signal ended; its own mistake it would make again."""
    code = worker.exitcode
    if code is None:
        return worker
    if code > 0:
        hint = "its own message stands above; without --workers there is one process only"
        raise ServeError(f"a worker process ended with exit code {code}", hint=hint)
    sys.stderr.write(f"a worker process ended with exit code {code}; starting another\n")
    return _start(settings, listener)


def _end(workers: list[SpawnProcess]) -> None:
    for worker in workers:
        worker.terminate()
    deadline = time.monotonic() + GRACE + 2
    for worker in workers:
        worker.join(max(0.0, deadline - time.monotonic()))
        if worker.exitcode is None:
            worker.kill()
            worker.join()


def _work(settings: Settings, listener: socket.socket) -> None:
    """The life of a worker."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.exit(guard(lambda: _serve(settings, listener)))


def _serve(settings: Settings, listener: socket.socket) -> int:
    app = create_app(settings=settings)
    run_server(logged(app, app.contracts, settings), listener, (signal.SIGTERM,))
    return OK


def _end_with_parent() -> None:
    """Stop when the parent is gone, however it went; a killed one could not tell us."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
