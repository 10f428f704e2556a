"""One time limit for a request and its whole answer, for each thread its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpcore
import pytest

from contracts.transports.deadline import SHORTEST, Deadlines
from tests.contracts.transports.servers import OK, serving


def test_what_is_left_is_at_most_what_was_given() -> None:
    deadlines = Deadlines()
    deadlines.begin(1000.0)
    assert SHORTEST <= deadlines.left() <= 1000.0


def test_nothing_is_begun_after_the_end() -> None:
    deadlines = Deadlines()
    deadlines.begin(0.0)
    with serving() as server, pytest.raises(httpcore.TimeoutException):
        deadlines.connect_tcp("localhost", int(server.base.rpartition(":")[2]))


def test_each_thread_has_its_own() -> None:
    deadlines = Deadlines()

    def left(seconds: float) -> float:
        deadlines.begin(seconds)
        return deadlines.left()

    deadlines.begin(0.0)
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(left, 1000.0).result() > 0
    with pytest.raises(httpcore.TimeoutException):
        deadlines.left()


def test_a_connection_that_is_open_keeps_to_the_limit_of_who_uses_it_now() -> None:
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
