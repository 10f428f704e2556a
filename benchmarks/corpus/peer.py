"""The same requests to another mock server, which is started once per document."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from benchmarks.corpus.pool import Pool
from benchmarks.corpus.results import EXCEPTION, Sent
from benchmarks.corpus.worker import Task
from benchmarks.peers.peer import Peer
from benchmarks.processes import BenchmarkError, Server, free_port

START_TIME = 60.0
"""Seconds to wait until a server listens."""


def play_peer(peer: Peer, cache: Path, tasks: Sequence[Task]) -> Iterator[list[Sent]]:
    """Yield the results of each document; a server that does not start has one result of the kind ``exception``."""
    for task in tasks:
        port = free_port()
        command = peer.command(cache, Path(task.document).resolve(), port, examples=False)
        with Server(command, port, cache / "logs" / f"corpus-{peer.name}.log", None) as server:
            try:
                wait_until_listening(server)
            except BenchmarkError as error:
                yield [Sent(task.name, "start", 0, EXCEPTION, (str(error)[:300],))]
                continue
            there = replace(task, url=f"http://127.0.0.1:{port}", limit=max(task.limit, 120))
            for results in Pool(1).run([there]):
                yield [one for one in results if isinstance(one, Sent)]


def wait_until_listening(server: Server) -> None:
    """Wait until a server accepts connections.

    :raises BenchmarkError: if it ends, or takes longer than :data:`START_TIME`.
    """
    until = time.perf_counter() + START_TIME
    while time.perf_counter() < until:
        if server.exit_code() is not None:
            raise BenchmarkError(f"server exited with code {server.exit_code()}: {server.tail()[-200:]}")
        with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), timeout=1):
            return
        time.sleep(0.05)
    raise BenchmarkError(f"not listening after {START_TIME:.0f} s")
