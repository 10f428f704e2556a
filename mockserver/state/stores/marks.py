"""Which keys may have been written: a bitmap in a file that all processes map into their memory.

Most of a mock's reads are of what nobody wrote. A process that sees no mark knows so without asking the database, which
would cost more than all the rest of the request. It is a Bloom filter of one hash (Bloom, CACM 13, 1970): it may see a
mark for a key that was never written, but never misses one that was.
"""

from __future__ import annotations

import mmap
import os
from zlib import crc32

SIZE = 1 << 17
"""Bytes of the bitmap: a million marks. Ten thousand written keys give one false mark in a hundred."""

_LAST = SIZE * 8 - 1


class Marks:
    """The marks in a file; made empty where there is none."""

    def __init__(self, path: str) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(descriptor).st_size < SIZE:
                os.truncate(descriptor, SIZE)
            self._map = mmap.mmap(descriptor, SIZE)
        finally:
            os.close(descriptor)

    def __contains__(self, key: bytes) -> bool:
        place = crc32(key) & _LAST
        return bool(self._map[place >> 3] >> (place & 7) & 1)

    def add(self, key: bytes) -> None:
        """Mark a key. Of two processes that mark neighbours at once, one may lose: hold the database's lock."""
        place = crc32(key) & _LAST
        self._map[place >> 3] |= 1 << (place & 7)

    def close(self) -> None:
        """Let go of the file."""
        self._map.close()
