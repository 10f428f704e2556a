"""``--workers``: several server processes on one socket, and their supervisor."""

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

from contracts.cli.support import OK, run_command
from contracts.errors import ServeError
from contracts.standard_error import write_error
from mockserver.server.request_log import log_output
from mockserver.server.uvicorn_server import GRACE, run_server
from mockserver.settings import Settings

SETTLE = 0.5
"""Seconds to wait for our own stop signal after a worker has ended: the same signal may have ended both."""


def supervise(settings: Settings, listener: socket.socket) -> None:
    """Run ``settings.workers`` processes until SIGINT or SIGTERM; restart a process that a signal ended.

    :param settings: sent to the workers through a pipe, so that tokens are not visible in arguments or the environment.
    :raises ServeError: if a worker exits with an error.
    """
    workers: list[SpawnProcess] = []
    with _safe_path():
        # Start multiprocessing's helper process now: its start unblocks SIGINT, which must stay blocked for workers.
        resource_tracker.ensure_running()
        with _stop_requests() as stop:
            try:
                workers.extend(_start(settings, listener) for _ in range(settings.workers))
                while True:
                    ready = connection.wait([stop, *(worker.sentinel for worker in workers)])
                    # A signal to the process group may end a starting worker before we have received ours.
                    if stop in ready or connection.wait([stop], SETTLE):
                        return
                    workers = [_replace(worker, settings, listener) for worker in workers]
            finally:
                _end(workers)


SAFE_PATH = "PYTHONSAFEPATH"


@contextlib.contextmanager
def _safe_path() -> Iterator[None]:
    """Keep the working directory off the import path of the processes that are started in this block.

    multiprocessing starts them with ``python -c``, which would import a folder ``multiprocessing`` of that directory.
    """
    before = os.environ.get(SAFE_PATH)
    os.environ[SAFE_PATH] = "1"
    try:
        yield
    finally:
        os.environ.pop(SAFE_PATH)
        if before is not None:
            os.environ[SAFE_PATH] = before


@contextlib.contextmanager
def _stop_requests() -> Iterator[socket.socket]:
    """Yield a socket that becomes readable on SIGINT or SIGTERM; ignore these signals afterwards."""
    reader, writer = socket.socketpair()
    writer.setblocking(False)

    def request_stop(*_: object) -> None:
        with contextlib.suppress(OSError):  # the buffer is full of stop requests
            writer.send(b"\0")

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, request_stop)
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
    """Block SIGINT, so that a process started in this block ignores Ctrl-C; its parent stops it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _replace(worker: SpawnProcess, settings: Settings, listener: socket.socket) -> SpawnProcess:
    """Return the worker, or a new one if a signal ended it. A worker that exits with an error is not restarted."""
    code = worker.exitcode
    if code is None:
        return worker
    if code > 0:
        hint = "see the worker's message above; to use one process, omit --workers"
        raise ServeError(f"worker exited with code {code}", hint=hint)
    write_error(f"worker exited with code {code}; restarting")
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
    """Run a worker process."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.exit(run_command(lambda: _serve(settings, listener)))


def _serve(settings: Settings, listener: socket.socket) -> int:
    with log_output(settings) as log:
        app = log.create_app()
        run_server(app, listener, (signal.SIGTERM,), app.control.end_streams)
    return OK


def _end_with_parent() -> None:
    """Stop when the parent process ends, even if it was killed."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
