"""Writes lines to standard error without ever waiting for its reader.

A thread writes, as a pipe whose reader does not read blocks the writer, and non-blocking mode would also apply to the
other processes that share the terminal. If the reader is too slow, entries are dropped, and a note says how many.
"""

from __future__ import annotations

import contextlib
import io
import os
import select
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from types import TracebackType
from typing import TextIO

ATOMIC = 4096
"""Bytes that a write to a pipe does not mix with those of other processes (``PIPE_BUF`` of Linux; POSIX, write)."""

MAX_WAITING = 1024 * 1024
"""Maximum number of characters that wait for the reader."""

PAUSE = 0.01
"""Seconds in which entries are collected, so that one system call writes several."""

PATIENCE = 0.5
"""Seconds that the reader gets at the end to read the rest."""


class LogWriter:
    """Writes entries of whole lines to a stream; as a context manager, it writes the rest at the end.

    :param stream: ``None`` if the process has none: then entries are ignored.
    :param dropped: returns the entry that notes how many entries were dropped.
    """

    def __init__(self, stream: TextIO | None, dropped: Callable[[int], str]) -> None:
        self._stream = stream
        self._describe = dropped
        self._file = _file_number(stream)
        self._lock = threading.Lock()
        self._waiting: list[str] = []
        self._size = 0
        self._dropped = 0
        self._wake = threading.Event()
        self._closing = threading.Event()
        self._is_broken = stream is None
        self._thread = threading.Thread(target=self._run, name="log", daemon=True)

    def __enter__(self) -> LogWriter:
        if not self._is_broken:
            self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Wait until everything is written, but not long."""
        self._closing.set()
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(PATIENCE)

    def write(self, entry: str) -> None:
        """Write an entry soon, or drop it if too much is waiting."""
        if self._is_broken:
            return
        with self._lock:
            if self._size + len(entry) > MAX_WAITING:
                self._dropped += 1
                return
            self._size += len(entry)
            self._waiting.append(entry)
        if not self._wake.is_set():
            self._wake.set()

    def _run(self) -> None:
        if hasattr(signal, "pthread_sigmask"):  # signals are for the main thread
            signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
        while not self._is_broken:
            self._wake.wait()
            self._closing.wait(PAUSE)
            is_last = self._closing.is_set()
            with self._lock:
                entries, dropped = self._waiting, self._dropped
                self._waiting, self._size, self._dropped = [], 0, 0
                self._wake.clear()
            self._is_broken = not self._write_all(entries, dropped)
            if is_last:
                return

    def _write_all(self, entries: list[str], dropped: int) -> bool:
        """Write entries; return whether the stream still has a reader."""
        if dropped:
            entries = [*entries, self._describe(dropped)]
        try:
            for chunk in _chunks(entries):
                self._write_chunk(chunk)
        except (OSError, ValueError):  # the pipe has no reader; the stream is closed
            return False
        return True

    def _write_chunk(self, chunk: bytes) -> None:
        if self._file is None:
            if self._stream is not None:
                self._stream.write(chunk.decode())
                self._stream.flush()
            return
        while chunk:
            try:
                chunk = chunk[os.write(self._file, chunk) :]
            except BlockingIOError:  # another process has made the shared pipe non-blocking
                select.select([], [self._file], [], 1)


class Diagnostics(io.TextIOBase):
    """Takes the place of ``sys.stderr`` while the server runs, as its other messages must not block it either.

    :param stream: the real one.
    :param entry: returns the entry of the log for a message.
    """

    def __init__(self, writer: LogWriter, stream: TextIO | None, entry: Callable[[str], str]) -> None:
        self._writer = writer
        self._stream = stream
        self._entry = entry
        self._partial = ""

    @property
    def encoding(self) -> str:  # type: ignore[override] # read-only
        """The encoding of the log."""
        return "utf-8"

    def isatty(self) -> bool:
        """Whether the real stream is a terminal."""
        return self._stream is not None and self._stream.isatty()

    def writable(self) -> bool:
        """Return true."""
        return True

    def write(self, text: str) -> int:
        """Write whole lines; keep the start of one that is not complete."""
        lines, newline, rest = (self._partial + text).rpartition("\n")
        self._partial = rest
        if newline:
            self._writer.write(self._entry(lines + newline))
        return len(text)

    def end(self) -> None:
        """Write the start of a line that was not completed."""
        if self._partial:
            self.write("\n")


def _chunks(entries: Iterable[str]) -> Iterator[bytes]:
    """Yield the entries joined to chunks of at most ``ATOMIC`` bytes; longer ones are divided between lines."""
    chunk = b""
    for entry in entries:
        encoded = entry.encode("utf-8", "backslashreplace")
        for part in encoded.splitlines(keepends=True) if len(encoded) > ATOMIC else [encoded]:
            if chunk and len(chunk) + len(part) > ATOMIC:
                yield chunk
                chunk = b""
            chunk += part
    if chunk:
        yield chunk


def _file_number(stream: TextIO | None) -> int | None:
    """Return the file descriptor of a stream; ``None`` if it has none."""
    if stream is None:
        return None
    with contextlib.suppress(OSError, ValueError, AttributeError):
        stream.flush()
        return stream.fileno()
    return None
