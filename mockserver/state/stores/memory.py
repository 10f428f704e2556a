"""A store in memory, for one process."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice
from mmap import mmap
from threading import Lock

from mockserver.state.stores.store import LOG, NO_LIMIT, NOTHING, Block, Change, Contents, Names, Write

LARGE = 64 * 1024
"""Minimum size of blocks that are stored outside the heap."""


class MemoryStore:
    """Keeps items until the process ends.

    It needs no locks: one thread serves all requests. Another one only reads and counts.
    """

    def __init__(self) -> None:
        self._tables: dict[str, dict[str, bytes]] = {}
        self._counters: dict[str, int] = {}
        self._counting = Lock()
        self._snapshot: bytes | None = None
        self._revision = 0
        self._log: deque[tuple[int, int, bytes | mmap]] = deque()
        self._log_bytes = 0

    def refresh(self) -> None:
        """See ``Store.refresh``."""

    def get(self, table: str, key: str) -> bytes | None:
        """See ``Store.get``."""
        found = self._tables.get(table)
        return None if found is None else found.get(key)

    def change(self, table: str, key: str, change: Change) -> bytes:
        """See ``Store.change``."""
        # A copy: the JSON encoder returns bytes in a buffer that is several kilobytes larger.
        value = bytes(memoryview(change(self.get(table, key))))
        self._tables.setdefault(table, {})[key] = value
        return value

    def increment(self, name: str) -> int:
        """See ``Store.increment``."""
        with self._counting:
            value = self._counters[name] = self._counters.get(name, 0) + 1
        return value

    def commit(self, writes: Sequence[Write]) -> bool:
        """See ``Store.commit``."""
        if any(self.get(one.table, one.key) != one.expected for one in writes):
            return False
        for one in writes:
            self._tables.setdefault(one.table, {})[one.key] = one.value
        return True

    def keys(self, table: str) -> list[str]:
        """See ``Store.keys``."""
        return [*self._tables.get(table, ())]

    def items(self, table: str, limit: int = NO_LIMIT) -> list[tuple[str, bytes]]:
        """See ``Store.items``."""
        found = self._tables.get(table, {})
        # A copy that no write in another thread can interrupt.
        return [*found.items()] if len(found) <= limit else [*islice(found.items(), limit)]

    def tables(self) -> list[str]:
        """See ``Store.tables``."""
        return [*self._tables]

    def remove(self, table: str, keys: Iterable[str]) -> None:
        """See ``Store.remove``."""
        found = self._tables.get(table, {})
        for key in keys:
            found.pop(key, None)
        if not found:
            self._tables.pop(table, None)

    def counters(self) -> dict[str, int]:
        """See ``Store.counters``."""
        return {name: value for name, value in self._counters.items() if name != LOG}

    def replace(self, tables: Names, counters: Names, contents: Contents = NOTHING) -> None:
        """See ``Store.replace``."""
        self._tables = {name: items for name, items in self._tables.items() if name not in tables}
        self._counters = {name: value for name, value in self._counters.items() if name not in counters}
        for table, items in contents.tables.items():
            if items:
                copies = ((key, bytes(memoryview(value))) for key, value in items)  # as in change
                self._tables.setdefault(table, {}).update(copies)
        self._counters.update(contents.counters)

    def snapshot(self) -> bytes | None:
        """See ``Store.snapshot``."""
        return self._snapshot

    def claim(self, expected: bytes | None, snapshot: bytes, *, discard: bool = False) -> bool:
        """See ``Store.claim``."""
        if self._snapshot != expected:
            return False
        if discard:
            self._tables.clear()
            self._counters.clear()
            self._log.clear()
            self._log_bytes = 0
        self._snapshot = snapshot
        return True

    def announce(self) -> None:
        """See ``Store.announce``."""
        self._revision += 1

    def revision(self) -> int:
        """See ``Store.revision``."""
        return self._revision

    def append(self, block: Block, limit: int, max_bytes: int = NO_LIMIT) -> int:
        """See ``Store.append``."""
        number = self._counters[LOG] = self.last_number() + block.entries
        self._log.append((number, block.entries, _outside_heap(block.data)))
        self._log_bytes += len(block.data)
        while self._log[0][0] <= number - limit or (self._log_bytes > max_bytes and len(self._log) > 1):
            self._log_bytes -= len(self._log.popleft()[2])
        return number

    def blocks(self, after: int = 0, limit: int = NO_LIMIT) -> list[tuple[int, bytes]]:
        """See ``Store.blocks``."""
        return [*islice(((number, data[:]) for number, _, data in self._log if number > after), limit)]

    def last_number(self) -> int:
        """See ``Store.last_number``."""
        return self._counters.get(LOG, 0)

    def log_size(self) -> int:
        """See ``Store.log_size``."""
        return sum(entries for _, entries, _ in self._log)

    def clear_log(self) -> None:
        """See ``Store.clear_log``."""
        self._log.clear()
        self._log_bytes = 0

    def check(self) -> None:
        """See ``Store.check``."""

    def close(self) -> None:
        """See ``Store.close``."""
        self._tables.clear()
        self._counters.clear()


def _outside_heap(data: bytes) -> bytes | mmap:
    """Return large data in pages of its own.

    On the heap, blocks of different sizes leave gaps that smaller objects fill: the process would grow by a fifth.
    """
    if len(data) < LARGE:
        return data
    pages = mmap(-1, len(data))
    pages[:] = data
    return pages
