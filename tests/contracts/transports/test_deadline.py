"""One time limit per exchange and thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpcore
import pytest

from contracts.transports.network import SHORTEST, Deadlines
from tests.contracts.transports.servers import OK, serving


def test_remaining_time_is_at_most_the_limit() -> None:
    deadlines = Deadlines()
    deadlines.begin(1000.0)
    assert SHORTEST <= deadlines.left() <= 1000.0


def test_no_connection_after_the_deadline() -> None:
    deadlines = Deadlines()
    deadlines.begin(0.0)
    with serving() as server, pytest.raises(httpcore.TimeoutException):
        deadlines.connect_tcp("localhost", int(server.base.rpartition(":")[2]))


def test_deadline_per_thread() -> None:
    deadlines = Deadlines()

    def left(seconds: float) -> float:
        deadlines.begin(seconds)
        return deadlines.left()

    deadlines.begin(0.0)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(left, 1000.0).result() > 0
    with pytest.raises(httpcore.TimeoutException):
        deadlines.left()


def test_open_connection_uses_the_deadline_of_the_current_thread() -> None:
    deadlines = Deadlines()
    deadlines.begin(1000.0)
    with serving() as server:
        stream = deadlines.connect_tcp("localhost", int(server.base.rpartition(":")[2]))
        stream.write(b"GET / HTTP/1.1\r\n\r\n")
        assert OK.startswith(stream.read(65536))
        deadlines.begin(0.0)
        with pytest.raises(httpcore.TimeoutException):
            stream.read(1)
        with pytest.raises(httpcore.TimeoutException):
            stream.write(b"x")
        stream.close()
