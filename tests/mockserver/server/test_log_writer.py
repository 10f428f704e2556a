"""Writing to standard error without waiting for its reader."""

from __future__ import annotations

import fcntl
import io
import os
import time
from collections.abc import Callable
from typing import TextIO

import pytest

from mockserver.server.log_writer import ATOMIC, MAX_WAITING, Diagnostics, LogWriter

PATIENCE = 30


def dropped(number: int) -> str:
    return f"dropped {number}\n"


def wait_until(condition: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.005)


class Pipe:
    """A pipe whose reader reads when it is told to."""

    def __init__(self) -> None:
        self.reader, number = os.pipe()
        self.stream: TextIO = os.fdopen(number, "w")

    def read_to_end(self) -> bytes:
        self.stream.close()
        with os.fdopen(self.reader, "rb") as reader:
            return reader.read()


def test_entries_are_written_in_their_order() -> None:
    pipe = Pipe()
    with LogWriter(pipe.stream, dropped) as writer:
        for number in range(200):
            writer.write(f"{number}\n")
    assert pipe.read_to_end() == b"".join(b"%d\n" % number for number in range(200))


def test_each_write_has_whole_entries_and_is_not_divided_by_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, written = Pipe(), []
    real = os.write

    def write(number: int, data: bytes) -> int:
        if number == pipe.stream.fileno():
            written.append(data)
        return real(number, data)

    monkeypatch.setattr(os, "write", write)
    entries = [f"{number:03d}{'é' * (number % 90)}\n" for number in range(300)]
    with LogWriter(pipe.stream, dropped) as writer:
        for entry in entries:
            writer.write(entry)
    assert all(len(data) <= ATOMIC and data.endswith(b"\n") for data in written)
    assert "".join(data.decode() for data in written) == "".join(entries)
    pipe.read_to_end()


def test_an_entry_that_is_too_long_is_divided_between_lines() -> None:
    pipe = Pipe()
    entry = "".join(f"{number} {'x' * 100}\n" for number in range(100))
    with LogWriter(pipe.stream, dropped) as writer:
        writer.write(entry)
    assert pipe.read_to_end().decode() == entry


def test_a_reader_that_does_not_read_loses_entries_and_delays_nobody() -> None:
    pipe = Pipe()
    writer = LogWriter(pipe.stream, dropped)
    with writer:
        line = "x" * 999 + "\n"
        number = 3 * MAX_WAITING // len(line)
        slowest = 0.0
        for _ in range(number):
            before = time.perf_counter()
            writer.write(line)
            slowest = max(slowest, time.perf_counter() - before)
        assert slowest < 1
        found = b""
        while b"dropped" not in found or not found.endswith(b"\n"):
            found += os.read(pipe.reader, 65536)
        assert os.get_blocking(pipe.stream.fileno())
        writer.write("later\n")
    rest = pipe.read_to_end()
    *lines, note = found.decode().splitlines(keepends=True)
    assert set(lines) == {line}
    assert note == dropped(number - len(lines))
    assert rest == b"later\n"


def test_the_end_does_not_wait_long_for_the_reader() -> None:
    pipe = Pipe()
    before = time.perf_counter()
    with LogWriter(pipe.stream, dropped) as writer:
        for _ in range(1000):
            writer.write("x" * 999 + "\n")
    assert time.perf_counter() - before < 5
    os.set_blocking(pipe.reader, False)
    while writer._thread.is_alive():  # end the blocked thread
        try:
            os.read(pipe.reader, 65536)
        except BlockingIOError:
            time.sleep(0.005)
    pipe.read_to_end()


def test_a_pipe_without_a_reader() -> None:
    pipe = Pipe()
    os.close(pipe.reader)
    with LogWriter(pipe.stream, dropped) as writer:
        writer.write("lost\n")
        wait_until(lambda: not writer._thread.is_alive())
        writer.write("ignored\n")
    pipe.stream.close()


def test_no_stream() -> None:
    with LogWriter(None, dropped) as writer:
        writer.write("ignored\n")


def test_a_pipe_in_non_blocking_mode() -> None:
    pipe = Pipe()
    number = pipe.stream.fileno()
    fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | os.O_NONBLOCK)
    entries = ["x" * 999 + "\n"] * 200
    found = b""
    with LogWriter(pipe.stream, dropped) as writer:
        for entry in entries:
            writer.write(entry)
        while len(found) < 200_000:
            found += os.read(pipe.reader, 65536)
    assert found.decode() == "".join(entries)
    pipe.read_to_end()


def test_a_stream_without_a_file() -> None:
    stream = io.StringIO()
    with LogWriter(stream, dropped) as writer:
        writer.write("é\n")
    assert stream.getvalue() == "é\n"


def test_other_messages_are_whole_lines() -> None:
    stream = io.StringIO()
    with LogWriter(stream, dropped) as writer:
        diagnostics = Diagnostics(writer, stream, lambda text: f"[{text}]\n")
        print("one", "two", file=diagnostics)
        diagnostics.write("a\nb\nc")
        diagnostics.write("d")
        diagnostics.flush()
        diagnostics.end()
    assert stream.getvalue() == "[one two\n]\n[a\nb\n]\n[cd\n]\n"
    assert not diagnostics.isatty()
    assert diagnostics.writable()
