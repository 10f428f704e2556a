"""The store that several worker processes share: one SQLite file."""

from __future__ import annotations

import sqlite3

from mockserver.state.stores.marks import Marks
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
        self._marks = self._opened(f"{path}-marks")

    def _opened(self, path: str) -> Marks:
        """The marks, with those of all that is written, whatever became of the file. Nobody writes meanwhile."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            marks = Marks(path)
            for (key,) in self._connection.execute("SELECT key FROM item"):
                marks.add(bytes(key))
        finally:
            self._connection.execute("COMMIT")
        return marks

    def get(self, key: str) -> bytes | None:
        """See :meth:`Store.get`."""
        stored = _bytes(key)
        if stored not in self._marks:
            return None
        row = self._connection.execute("SELECT value FROM item WHERE key = ?", (stored,)).fetchone()
        return None if row is None else bytes(row[0])

    def change(self, key: str, change: Change) -> bytes:
        """See :meth:`Store.change`."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            value = change(self.get(key))
            self._marks.add(_bytes(key))  # before anybody can read the value
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
        self._marks.close()


def _bytes(key: str) -> bytes:
    """A key as it is stored: as bytes, since SQLite's text functions end at a NUL, and keys hold some."""
    return key.encode("utf-8", "surrogatepass")
