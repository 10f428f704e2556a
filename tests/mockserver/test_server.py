"""uvicorn as we set it."""

from __future__ import annotations

import signal

import pytest

from mockserver.protocol import BoundedProtocol
from mockserver.server import Server, make_server


@pytest.fixture
def server() -> Server:
    return make_server(lambda: None)


def test_configuration(server: Server) -> None:
    config = server.config
    config.load()
    assert config.http_protocol_class is BoundedProtocol
    assert (config.access_log, config.server_header, config.date_header) == (False, False, True)


def test_first_signal_stops_and_the_second_hurries(server: Server) -> None:
    server.handle_exit(signal.SIGINT, None)
    assert (server.should_exit, server.force_exit) == (True, False)
    server.handle_exit(signal.SIGINT, None)
    assert (server.should_exit, server.force_exit) == (True, True)


def test_signals_are_ignored_once_it_has_stopped(server: Server) -> None:
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(number) for number in numbers]
    try:
        with server.capture_signals():
            signal.raise_signal(signal.SIGTERM)
            assert server.should_exit
        signal.raise_signal(signal.SIGINT)
        assert [signal.getsignal(number) for number in numbers] == [signal.SIG_IGN, signal.SIG_IGN]
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)
