"""The keys that may have been written: most reads are of items that never were, and need no query."""

from __future__ import annotations

import mmap
import os
from zlib import crc32

from contracts.errors import StoreError

FILTER_SIZE = 1 << 17
"""Bytes of the bitmap, i.e. a million bits: with ten thousand written keys one lookup in a hundred is a false hit."""

FILE_SIZE = FILTER_SIZE + 8
"""The bitmap and the revision, a little-endian integer."""

_LAST_BIT = FILTER_SIZE * 8 - 1


class WrittenKeys:
    """A Bloom filter (Bloom, CACM 13, 1970) with one hash: false hits are possible, misses are not.

    :param path: a file that is mapped into the memory of several processes, created if missing; ``""`` for memory of
        this process only. The caller holds a lock of the file.
    :raises StoreError: if the file cannot be opened.
    """

    def __init__(self, path: str = "") -> None:
        self._map = _mapped(path) if path else mmap.mmap(-1, FILE_SIZE)

    def __contains__(self, key: bytes) -> bool:
        bit = crc32(key) & _LAST_BIT
        return bool(self._map[bit >> 3] >> (bit & 7) & 1)

    def add(self, key: bytes) -> None:
        """Add a key. Not atomic between processes: the caller holds a lock of the shared file."""
        bit = crc32(key) & _LAST_BIT
        self._map[bit >> 3] |= 1 << (bit & 7)

    @property
    def revision(self) -> int:
        """A number that all processes share, 0 at first."""
        return int.from_bytes(self._map[FILTER_SIZE:FILE_SIZE], "little")

    @revision.setter
    def revision(self, number: int) -> None:
        self._map[FILTER_SIZE:FILE_SIZE] = number.to_bytes(8, "little")

    def close(self) -> None:
        """Unmap the file."""
        self._map.close()


def _mapped(path: str) -> mmap.mmap:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            missing = FILE_SIZE - os.lseek(descriptor, 0, os.SEEK_END)
            while missing > 0:  # written, not truncated: a hole that the disk cannot fill would end the process later
                missing -= os.write(descriptor, bytes(missing))
            if hasattr(os, "posix_fallocate") and os.fstat(descriptor).st_blocks * 512 < FILE_SIZE:
                os.posix_fallocate(descriptor, 0, FILE_SIZE)  # the holes of a file that was copied, for example
            return mmap.mmap(descriptor, FILE_SIZE)
        finally:
            os.close(descriptor)
    except OSError as error:
        message = f"cannot open '{path}': {error.strerror}"
        raise StoreError(message, hint="the store needs a writable folder with free space") from None
