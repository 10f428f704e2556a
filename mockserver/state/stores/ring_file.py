"""A file of fixed size for data that is only needed for a while: the newest overwrites the oldest.

SQLite writes each page twice and reads what it deletes, which takes ten times as long.
"""

from __future__ import annotations

import os
import weakref

from contracts.errors import StoreError

SIZE = 64 * 1024 * 1024


class RingFile:
    """Bytes by their offset in all data that was ever written. The caller keeps several writers apart.

    :param path: created if missing.
    :raises StoreError: if the file cannot be opened.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        except OSError as error:
            raise self._error(error) from None
        self._descriptor = descriptor
        self._close = weakref.finalize(self, os.close, descriptor)  # applications in tests are seldom closed

    def write(self, offset: int, data: bytes) -> None:
        """Write data of at most ``SIZE`` bytes.

        :raises StoreError: if the disk is full, for example.
        """
        try:
            for position, part in _parts(offset, len(data)):
                os.lseek(self._descriptor, position, os.SEEK_SET)
                if os.write(self._descriptor, data[part]) != part.stop - part.start:
                    raise StoreError(f"cannot write '{self._path}': the disk is full", hint="free some space")
        except OSError as error:
            raise self._error(error) from None

    def read(self, offset: int, length: int) -> bytes:
        """Return what the file has there, which may be shorter, or newer data.

        :raises StoreError: if it cannot be read.
        """
        found = []
        try:
            for position, part in _parts(offset, length):
                os.lseek(self._descriptor, position, os.SEEK_SET)
                found.append(os.read(self._descriptor, part.stop - part.start))
        except OSError as error:
            raise self._error(error) from None
        return b"".join(found)

    def close(self) -> None:
        """Close the file."""
        self._close()

    def _error(self, error: OSError) -> StoreError:
        reason = (error.strerror or "unknown reason").lower()
        return StoreError(
            f"cannot use '{self._path}': {reason}", hint="the store needs a writable folder with free space"
        )


def _parts(offset: int, length: int) -> list[tuple[int, slice]]:
    """Return positions in the file, each with the part of the data that is there: two if the data passes the end."""
    position = offset % SIZE
    first = min(length, SIZE - position)
    parts = [(position, slice(0, first)), (0, slice(first, length))]
    return [(at, part) for at, part in parts if part.stop > part.start]
