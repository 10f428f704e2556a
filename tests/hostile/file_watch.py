"""Reports which files are opened, by whatever process and library (inotify of Linux)."""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

IS_SUPPORTED = sys.platform == "linux"

_OPEN = 0x20
_NONBLOCK = os.O_NONBLOCK if hasattr(os, "O_NONBLOCK") else 0
_EVENT = struct.Struct("iIII")


class FileWatch:
    """The opened files of a set of files."""

    def __init__(self, descriptor: int, files: dict[int, Path]) -> None:
        self._descriptor = descriptor
        self._files = files

    def opened(self) -> list[str]:
        """Return the names of the files that were opened since the last call."""
        found: list[str] = []
        while True:
            try:
                events = os.read(self._descriptor, 65536)
            except BlockingIOError:
                return sorted(set(found))
            position = 0
            while position < len(events):
                watch, _, _, length = _EVENT.unpack_from(events, position)
                found.append(str(self._files[watch]))
                position += _EVENT.size + length


@contextmanager
def watching(files: Iterable[Path]) -> Iterator[FileWatch]:
    """Watch files in this block."""
    library = ctypes.CDLL(None, use_errno=True)
    descriptor = library.inotify_init1(_NONBLOCK)
    assert descriptor >= 0, os.strerror(ctypes.get_errno())
    try:
        watches = {library.inotify_add_watch(descriptor, os.fsencode(file), _OPEN): file for file in files}
        assert -1 not in watches, os.strerror(ctypes.get_errno())
        yield FileWatch(descriptor, watches)
    finally:
        os.close(descriptor)
