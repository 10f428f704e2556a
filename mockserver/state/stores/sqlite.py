"""A store in a SQLite file, shared by several worker processes."""

from __future__ import annotations

import mmap
import os
import sqlite3
from zlib import crc32

from mockserver.state.stores.store import Change

BUSY_SECONDS = 10.0
"""How long a writer waits for another one."""


class SqliteStore:
    """Keeps items in a file, for every process that opens it.

    :param path: the file; created if missing. The Bloom filter of its keys is in ``PATH-marks``.
    """

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS item"
            " (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, value BLOB NOT NULL)"
        )
        self._written = self._open_filter(f"{path}-marks")

    def _open_filter(self, path: str) -> BloomFilter:
        """Open the filter and add all stored keys, in case its file was lost; a transaction keeps writers out."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            written = BloomFilter(path)
            for (key,) in self._connection.execute("SELECT key FROM item"):
                written.add(bytes(key))
        finally:
            self._connection.execute("COMMIT")
        return written

    def get(self, key: str) -> bytes | None:
        """See ``Store.get``."""
        stored = _key_bytes(key)
        if stored not in self._written:
            return None
        row = self._connection.execute("SELECT value FROM item WHERE key = ?", (stored,)).fetchone()
        return None if row is None else bytes(row[0])

    def change(self, key: str, change: Change) -> bytes:
        """See ``Store.change``."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            value = change(self.get(key))
            self._written.add(_key_bytes(key))  # before any process can read the value
            self._connection.execute(
                "INSERT INTO item (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (_key_bytes(key), value),
            )
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        return value

    def keys(self, prefix: str) -> list[str]:
        """See ``Store.keys``."""
        first = _key_bytes(prefix)
        rows = self._connection.execute(
            "SELECT key FROM item WHERE key >= ? AND key < ? ORDER BY number",
            (first, first + b"\xff"),  # a byte that never occurs in UTF-8
        )
        return [bytes(row[0]).decode("utf-8", "surrogatepass") for row in rows]

    def close(self) -> None:
        """See ``Store.close``."""
        self._connection.close()
        self._written.close()


def _key_bytes(key: str) -> bytes:
    """Encode a key for SQLite, whose text functions stop at NUL characters; keys contain some."""
    return key.encode("utf-8", "surrogatepass")


# ---------------------------------------------------------------------- Bloom filter of the written keys

FILTER_SIZE = 1 << 17
"""Bytes of the bitmap, i.e. a million bits: with ten thousand written keys one lookup in a hundred is a false hit."""

_LAST_BIT = FILTER_SIZE * 8 - 1


class BloomFilter:
    """The set of keys that may have been written: a bitmap in a file, mapped into the memory of every process.

    Most reads are of items that were never written. The filter answers them without a database query, which would cost
    more than the rest of the request. It has one hash (Bloom, CACM 13, 1970): false hits are possible, misses are not.

    :param path: the file; created empty if missing.
    """

    def __init__(self, path: str) -> None:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.fstat(descriptor).st_size < FILTER_SIZE:
                os.truncate(descriptor, FILTER_SIZE)
            self._map = mmap.mmap(descriptor, FILTER_SIZE)
        finally:
            os.close(descriptor)

    def __contains__(self, key: bytes) -> bool:
        bit = crc32(key) & _LAST_BIT
        return bool(self._map[bit >> 3] >> (bit & 7) & 1)

    def add(self, key: bytes) -> None:
        """Add a key. Not atomic between processes: the caller holds the database's write lock."""
        bit = crc32(key) & _LAST_BIT
        self._map[bit >> 3] |= 1 << (bit & 7)

    def close(self) -> None:
        """Unmap the file."""
        self._map.close()
