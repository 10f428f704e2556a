"""A store in a SQLite file, shared by the processes of one machine."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from threading import RLock
from zlib import crc32

from contracts.errors import StoreError
from mockserver.state.stores.ring_file import SIZE, RingFile
from mockserver.state.stores.store import LOG, NO_LIMIT, NOTHING, Block, Change, Contents, Names, Write
from mockserver.state.stores.written_keys import WrittenKeys

BUSY_SECONDS = 10.0
"""How long a writer waits for another one."""

BUSY_PAUSE = 0.01
"""Seconds between two attempts of what SQLite itself does not repeat."""

APPLICATION_ID = 0x63_6D_6F_6B
"""Marks a file as ours (``PRAGMA application_id``)."""

FORMAT = 1
"""Version of the tables (``PRAGMA user_version``)."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS item (
    number INTEGER PRIMARY KEY, "table" BLOB NOT NULL, key BLOB NOT NULL, value BLOB NOT NULL, UNIQUE ("table", key)
);
CREATE TABLE IF NOT EXISTS counter (name BLOB PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS block (
    number INTEGER PRIMARY KEY, entries INTEGER NOT NULL, start INTEGER NOT NULL, size INTEGER NOT NULL,
    digest INTEGER NOT NULL
);
"""


_TABLES = frozenset({"item", "counter", "block"})

_UPSERT = """
INSERT INTO item ("table", key, value) VALUES (?, ?, ?)
ON CONFLICT ("table", key) DO UPDATE SET value = excluded.value
"""

_INSERT = 'INSERT OR IGNORE INTO item ("table", key, value) VALUES (?, ?, ?)'

_REPLACE = 'UPDATE item SET value = ? WHERE "table" = ? AND key = ? AND value = ?'

_COUNT = """
INSERT INTO counter (name, value) VALUES (?, 1)
ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value
"""

_SET_COUNTER = """
INSERT INTO counter (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
"""

_END_OF_LOG = "SELECT start + size FROM block ORDER BY number DESC LIMIT 1"

_STARTS = "SELECT number, start FROM block ORDER BY number"

_SNAPSHOT = (b"", b"snapshot")
"""Table and key of the snapshot; no other table has this name."""


class _OutdatedError(Exception):
    """Another value than the expected one is stored."""


class SqliteStore:
    """Keeps items in a file, for every process of the machine that opens it.

    :param path: the file; created if missing. The filter of its written keys is in ``PATH-marks``, and the
        blocks of the log in ``PATH-log``.
    :raises StoreError: if the file cannot be used.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._recent: dict[bytes, bytes] = {}
        self._writing = RLock()  # a transaction cannot be committed during a statement of another thread that writes
        with self._errors():
            self._connection = sqlite3.connect(
                path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            try:
                self._prepare()
                self._written = self._read_keys()
                self._log = RingFile(f"{path}-log")
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        """Create the tables, unless the file has them."""
        query = self._connection.execute
        # An acknowledged write survives the end of the process; only the end of the machine may lose the last ones.
        self._use_wal()
        query("PRAGMA synchronous=NORMAL")
        with self._transaction():
            (application,), (version,) = query("PRAGMA application_id"), query("PRAGMA user_version")
            is_empty = not query("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            if not is_empty and application[0] != APPLICATION_ID:
                raise StoreError(f"'{self._path}' is a SQLite database of another program", hint=_OTHER_FILE)
            if not is_empty and version[0] != FORMAT:
                message = f"'{self._path}' has format {version[0]}; this version of casemock reads format {FORMAT}"
                raise StoreError(message, hint=_OTHER_FILE)
            found = {name for (name,) in query("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            if found >= _TABLES:  # nothing to write, so that a worker can start while the disk is full
                return
            for statement in _SCHEMA.split(";"):
                query(statement)
            query(f"PRAGMA application_id={APPLICATION_ID}")
            query(f"PRAGMA user_version={FORMAT}")

    def _use_wal(self) -> None:
        """Switch to the write-ahead log. SQLite does not wait for another process that does it at the same time."""
        end = time.monotonic() + BUSY_SECONDS
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode=WAL")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                    raise
                time.sleep(BUSY_PAUSE)
            else:
                return

    def _read_keys(self) -> WrittenKeys:
        """Open the filter and add all stored keys, in case its file was lost; a transaction keeps writers out."""
        with self._transaction():
            written = WrittenKeys(f"{self._path}-marks")
            for table, key in self._connection.execute('SELECT "table", key FROM item'):
                written.add(bytes(table))
                written.add(_mark(bytes(table), bytes(key)))
        return written

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        """Translate the exceptions of SQLite."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._store_error(error) from None

    def _store_error(self, error: sqlite3.Error) -> StoreError:
        extended = getattr(error, "sqlite_errorcode", None) or 0
        code = sqlite3.SQLITE_FULL if extended == sqlite3.SQLITE_IOERR_SHMSIZE else extended & 0xFF
        reason, hint = _REASONS.get(code, (str(error), "see the message of SQLite"))
        return StoreError(f"cannot use the store '{self._path}': {reason}", hint=hint)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        """Hold the write lock of the file."""
        with self._writing:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:  # SQLite may have rolled back already, e.g. if the disk is full
                    self._connection.execute("ROLLBACK")
                raise

    def refresh(self) -> None:
        """See ``Store.refresh``: other processes write to the same filter."""
        self._recent.clear()

    def get(self, table: str, key: str) -> bytes | None:
        """See ``Store.get``."""
        stored_table, stored_key = _encoded(table), _encoded(key)
        mark = _mark(stored_table, stored_key)
        if mark not in self._written:
            return None
        with self._errors():
            found = self._select(stored_table, stored_key)
        if found is not None:
            self._recent[mark] = found
        return found

    def _select(self, table: bytes, key: bytes) -> bytes | None:
        query = 'SELECT value FROM item WHERE "table" = ? AND key = ?'
        row = self._connection.execute(query, (table, key)).fetchone()
        return None if row is None else bytes(row[0])

    def change(self, table: str, key: str, change: Change) -> bytes:
        """See ``Store.change``."""
        stored_table, stored_key = _encoded(table), _encoded(key)
        mark = _mark(stored_table, stored_key)
        read = self._recent.pop(mark, None)
        if read is not None and (replaced := self._replace(stored_table, stored_key, read, change)) is not None:
            return replaced
        with self._errors(), self._transaction():
            value = change(self._select(stored_table, stored_key))
            self._written.add(stored_table)  # before any process can read the value
            self._written.add(mark)
            self._connection.execute(_UPSERT, (stored_table, stored_key, value))
        return value

    def _replace(self, table: bytes, key: bytes, read: bytes, change: Change) -> bytes | None:
        """Replace a value that the same request has read before, with one statement.

        :returns: the new value; ``None`` if the stored value is another one now, or ``change`` refuses the one read.
        """
        try:
            value = change(read)
        except Exception:  # noqa: BLE001 (it may refuse an old value only; the transaction decides)
            return None
        with self._errors():
            done = self._connection.execute(_REPLACE, (value, table, key, read))
        return value if done.rowcount else None

    def increment(self, name: str) -> int:
        """See ``Store.increment``."""
        with self._errors(), self._writing:
            ((value,),) = self._connection.execute(_COUNT, (_encoded(name),)).fetchall()
        return int(value)

    def commit(self, writes: Sequence[Write]) -> bool:
        """See ``Store.commit``."""
        self._recent.clear()
        rows = [(_encoded(one.table), _encoded(one.key), one.expected, one.value) for one in writes]
        new = [(table, key, value) for table, key, expected, value in rows if expected is None]
        replaced = [(value, table, key, expected) for table, key, expected, value in rows if expected is not None]
        with self._errors(), contextlib.suppress(_OutdatedError):
            with self._transaction():
                for table in {table for table, _, _ in new}:
                    self._written.add(table)
                for table, key, _ in new:
                    self._written.add(_mark(table, key))
                self._execute_all(_INSERT, new)
                self._execute_all(_REPLACE, replaced)
            return True
        return False

    def _execute_all(self, statement: str, rows: Sequence[tuple[bytes, ...]]) -> None:
        """Execute a statement for each row. Raises :class:`_OutdatedError` if one of them has no effect."""
        if rows and self._connection.executemany(statement, rows).rowcount != len(rows):
            raise _OutdatedError

    def keys(self, table: str) -> list[str]:
        """See ``Store.keys``."""
        return [_decoded(key) for (key,) in self._rows("key", table)]

    def items(self, table: str, limit: int = NO_LIMIT) -> list[tuple[str, bytes]]:
        """See ``Store.items``."""
        return [(_decoded(key), bytes(value)) for key, value in self._rows("key, value", table, limit)]

    def _rows(self, columns: str, table: str, limit: int = NO_LIMIT) -> list[tuple[bytes, ...]]:
        stored = _encoded(table)
        if stored not in self._written:
            return []
        with self._errors():
            query = f'SELECT {columns} FROM item WHERE "table" = ? ORDER BY number LIMIT ?'  # noqa: S608 (our own columns)
            return self._connection.execute(query, (stored, limit)).fetchall()

    def tables(self) -> list[str]:
        """See ``Store.tables``."""
        with self._errors():
            found = self._connection.execute('SELECT DISTINCT "table" FROM item')
            return [_decoded(name) for (name,) in found if name]

    def remove(self, table: str, keys: Iterable[str]) -> None:
        """See ``Store.remove``."""
        stored = _encoded(table)
        with self._errors(), self._transaction():
            self._connection.executemany(
                'DELETE FROM item WHERE "table" = ? AND key = ?', ((stored, _encoded(key)) for key in keys)
            )

    def counters(self) -> dict[str, int]:
        """See ``Store.counters``."""
        with self._errors():
            found = self._connection.execute("SELECT name, value FROM counter").fetchall()
        return {_decoded(name): value for name, value in found if _decoded(name) != LOG}

    def replace(self, tables: Names, counters: Names, contents: Contents = NOTHING) -> None:
        """See ``Store.replace``."""
        self._recent.clear()
        with self._errors(), self._transaction():
            removed = [(_encoded(name),) for name in self.tables() if name in tables]
            self._connection.executemany('DELETE FROM item WHERE "table" = ?', removed)
            uncounted = [(_encoded(name),) for name in self.counters() if name in counters]
            self._connection.executemany("DELETE FROM counter WHERE name = ?", uncounted)
            for table, items in contents.tables.items():
                stored = _encoded(table)
                rows = [(stored, _encoded(key), value) for key, value in items]
                if rows:
                    self._written.add(stored)
                for _, key, _ in rows:
                    self._written.add(_mark(stored, key))
                self._connection.executemany(_UPSERT, rows)
            counts = [(_encoded(name), value) for name, value in contents.counters.items()]
            self._connection.executemany(_SET_COUNTER, counts)

    def snapshot(self) -> bytes | None:
        """See ``Store.snapshot``."""
        with self._errors():
            return self._select(*_SNAPSHOT)

    def claim(self, expected: bytes | None, snapshot: bytes, *, discard: bool = False) -> bool:
        """See ``Store.claim``."""
        with self._errors(), self._transaction():
            if self._select(*_SNAPSHOT) != expected:
                return False
            if discard:
                self._connection.execute("DELETE FROM item")
                self._connection.execute("DELETE FROM counter")
                self._connection.execute("DELETE FROM block")
            self._connection.execute(_UPSERT, (*_SNAPSHOT, snapshot))
        return True

    def announce(self) -> None:
        """See ``Store.announce``."""
        with self._errors(), self._transaction():  # the lock of the file protects the number
            self._written.revision += 1

    def revision(self) -> int:
        """See ``Store.revision``."""
        return self._written.revision

    def append(self, block: Block, limit: int, max_bytes: int = SIZE) -> int:
        """See ``Store.append``."""
        with self._errors(), self._transaction():
            number = self.last_number() + block.entries
            last = self._connection.execute(_END_OF_LOG).fetchone()
            start, size = last[0] if last else 0, len(block.data)
            self._log.write(start, block.data)
            row = (number, block.entries, start, size, crc32(block.data))
            self._connection.execute("INSERT INTO block VALUES (?, ?, ?, ?, ?)", row)
            self._connection.execute(_SET_COUNTER, (_encoded(LOG), number))
            first = start + size - min(max_bytes, SIZE)
            with contextlib.closing(self._connection.execute(_STARTS)) as rows:
                kept = next(one for one, at in rows if one == number or (one > number - limit and at >= first))
            self._connection.execute("DELETE FROM block WHERE number < ?", (kept,))
        return number

    def blocks(self, after: int = 0, limit: int = NO_LIMIT) -> list[tuple[int, bytes]]:
        """See ``Store.blocks``. Blocks that were overwritten meanwhile, or lost in a power failure, are missing."""
        query = "SELECT number, start, size, digest FROM block WHERE number > ? ORDER BY number LIMIT ?"
        found: list[tuple[int, bytes]] = []
        while not found:
            with self._errors():
                rows = self._connection.execute(query, (after, limit)).fetchall()
            if not rows:
                break
            read = [(number, self._log.read(start, size), digest) for number, start, size, digest in rows]
            found = [(number, data) for number, data, digest in read if crc32(data) == digest]
            after = rows[-1][0]
        return found

    def log_size(self) -> int:
        """See ``Store.log_size``."""
        with self._errors():
            query = "SELECT number - entries FROM block ORDER BY number LIMIT 1"
            first = self._connection.execute(query).fetchone()
            return self.last_number() - first[0] if first else 0

    def last_number(self) -> int:
        """See ``Store.last_number``."""
        with self._errors():
            found = self._connection.execute("SELECT value FROM counter WHERE name = ?", (_encoded(LOG),)).fetchone()
        return int(found[0]) if found else 0

    def clear_log(self) -> None:
        """See ``Store.clear_log``."""
        with self._errors(), self._transaction():
            self._connection.execute("DELETE FROM block")

    def check(self) -> None:
        """See ``Store.check``."""
        self.snapshot()

    def close(self) -> None:
        """See ``Store.close``."""
        self._connection.close()
        self._written.close()
        self._log.close()


_OTHER_FILE = "choose another file with --store sqlite:FILE, or delete this one"

_REASONS = {
    sqlite3.SQLITE_CANTOPEN: ("cannot open the file", "the folder must exist, and the file must be writable"),
    sqlite3.SQLITE_READONLY: ("it is read-only", "the file and its folder must be writable"),
    sqlite3.SQLITE_PERM: ("permission denied", "the file and its folder must be writable"),
    sqlite3.SQLITE_FULL: ("the disk is full", "free some space; writes work again without a restart"),
    sqlite3.SQLITE_NOTADB: ("it is not a SQLite database", _OTHER_FILE),
    sqlite3.SQLITE_CORRUPT: (
        "it is damaged",
        "restore it from a backup, or delete it with its -wal, -shm, -marks and -log",
    ),
    sqlite3.SQLITE_BUSY: ("another process has locked it", "end the other process; one file per mock server"),
    sqlite3.SQLITE_LOCKED: ("another process has locked it", "end the other process; one file per mock server"),
    sqlite3.SQLITE_IOERR: ("reading or writing the file failed", "the file must be on a local disk that works"),
}
"""Reasons and remedies by primary result code (sqlite.org/rescode.html)."""


def _mark(table: bytes, key: bytes) -> bytes:
    return table + b"\0" + key


def _encoded(text: str) -> bytes:
    """Encode a string for SQLite, whose text functions stop at NUL characters; a lone surrogate is kept."""
    return text.encode("utf-8", "surrogatepass")


def _decoded(stored: bytes) -> str:
    return bytes(stored).decode("utf-8", "surrogatepass")
