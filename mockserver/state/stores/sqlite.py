"""The store that several worker processes share: one SQLite file."""

from __future__ import annotations

import sqlite3

from mockserver.state.stores.store import Change

BUSY_SECONDS = 10.0
"""How long a writer waits for another one."""


class SqliteStore:
    """Keeps what is written in a file, for every process that opens it.

    :param path: the file; made where there is none.
    """

    def __init__(self, path: str) -> None:
        self._connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS item"
            " (number INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL, value BLOB NOT NULL)"
        )

    def get(self, key: str) -> bytes | None:
        """See :meth:`Store.get`."""
        row = self._connection.execute("SELECT value FROM item WHERE key = ?", (_bytes(key),)).fetchone()
        return None if row is None else bytes(row[0])

    def change(self, key: str, change: Change) -> bytes:
        """See :meth:`Store.change`."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            value = change(self.get(key))
            self._connection.execute(
                "INSERT INTO item (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (_bytes(key), value),
            )
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        return value

    def keys(self, prefix: str) -> list[str]:
        """See :meth:`Store.keys`."""
        first = _bytes(prefix)
        rows = self._connection.execute(
            "SELECT key FROM item WHERE key >= ? AND key < ? ORDER BY number",
            (first, first + b"\xff"),  # a byte that UTF-8 does not have
        )
        return [bytes(row[0]).decode("utf-8", "surrogatepass") for row in rows]

    def close(self) -> None:
        """See :meth:`Store.close`."""
        self._connection.close()


def _bytes(key: str) -> bytes:
    """A key as it is stored: as bytes, since SQLite's text functions end at a NUL, and keys hold some."""
    return key.encode("utf-8", "surrogatepass")
