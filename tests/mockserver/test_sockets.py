"""The socket that the server listens on, and why it may not be had."""

from __future__ import annotations

import errno
import socket

import pytest

from contracts.errors import ServeError
from mockserver.sockets import listen


def test_port_zero_picks_a_free_one() -> None:
    with listen("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        assert listener.getsockname()[1] > 0


def test_port_in_use() -> None:
    with listen("127.0.0.1", 0) as listener:
        port = listener.getsockname()[1]
        with pytest.raises(ServeError) as caught:
            listen("127.0.0.1", port)
    assert caught.value.message == f"port {port} on 127.0.0.1 is in use"
    assert "--port 0" in caught.value.hint


def test_port_of_a_server_that_has_just_ended_is_free() -> None:
    with listen("127.0.0.1", 0) as listener:
        address = listener.getsockname()
        client = socket.create_connection(address)
        listener.setblocking(True)
        listener.accept()[0].close()  # our end closes first, so that it lingers in TIME_WAIT
    client.close()
    with listen(*address) as again:
        assert again.getsockname() == address


def test_localhost_is_ipv4() -> None:
    with listen("localhost", 0) as listener:
        assert listener.family == socket.AF_INET


@pytest.mark.parametrize(
    ("host", "message"),
    [
        ("nowhere.invalid", "cannot listen on host 'nowhere.invalid': "),
        ("a" * 300, "cannot listen on host 'aaaaaaaaa"),
        ("192.0.2.1", "192.0.2.1 is not an address of this machine"),  # RFC 5737: nobody's address
    ],
)
def test_bad_host(host: str, message: str) -> None:
    with pytest.raises(ServeError) as caught:
        listen(host, 0)
    assert caught.value.message.startswith(message)
    assert "--host" in caught.value.hint


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (errno.EACCES, "no permission to listen on port 80 of 127.0.0.1"),
        (errno.ENOBUFS, "cannot listen on port 80 of 127.0.0.1: no buffers"),
    ],
)
def test_other_refusals(number: int, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def bind(*_: object) -> None:
        raise OSError(number, "no buffers")

    monkeypatch.setattr(socket.socket, "bind", bind)
    with pytest.raises(ServeError, match=f"^{message}$"):
        listen("127.0.0.1", 80)
