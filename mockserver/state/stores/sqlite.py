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
            " (number INTEGER PRIMARY KEY, key TEXT UNIQUE NOT NULL, value BLOB NOT NULL)"
        )

    def get(self, key: str) -> bytes | None:
        """See :meth:`Store.get`."""
        row = self._connection.execute("SELECT value FROM item WHERE key = ?", (key,)).fetchone()
        return None if row is None else bytes(row[0])

    def change(self, key: str, change: Change) -> bytes:
        """See :meth:`Store.change`."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            value = change(self.get(key))
            self._connection.execute(
                "INSERT INTO item (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (key, value),
            )
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")
        return value

    def keys(self, prefix: str) -> list[str]:
        """See :meth:`Store.keys`."""
        rows = self._connection.execute(
            "SELECT key FROM item WHERE substr(key, 1, ?) = ? ORDER BY number", (len(prefix), prefix)
        )
        return [str(row[0]) for row in rows]

    def close(self) -> None:
        """See :meth:`Store.close`."""
        self._connection.close()
