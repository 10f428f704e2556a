"""The writes of one request on many items: collected first, then committed at once."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from mockserver.state.stores.store import NO_LIMIT, Change, ItemStore, Write

READS = 100
"""Number of reads of a table after which all of it is read, as a read of Redis takes as long as those of many items."""


class Buffer:
    """Reads from a store, and collects what is written. Counters are incremented in the store.

    One thread may use it while another one uses the store.
    """

    def __init__(self, store: ItemStore) -> None:
        self._store = store
        self._clear()

    def _clear(self) -> None:
        self._read: dict[tuple[str, str], bytes | None] = {}
        self._reads: Counter[str] = Counter()
        self._tables: dict[str, dict[str, bytes]] = {}
        self._written: dict[tuple[str, str], bytes] = {}

    def take(self) -> list[Write]:
        """Return the writes for ``Store.commit``, and forget everything that was read and written."""
        writes = [Write(*at, self._read[at], value) for at, value in self._written.items()]
        self._clear()
        return writes

    def get(self, table: str, key: str) -> bytes | None:
        """See ``Store.get``."""
        written = self._written.get((table, key))
        return self._stored(table, key) if written is None else written

    def _stored(self, table: str, key: str) -> bytes | None:
        """Return the value in the store, always the one that was read first."""
        at = (table, key)
        if at not in self._read:
            self._reads[table] += 1
            if table not in self._tables and self._reads[table] > READS:
                self._tables[table] = dict(self._store.items(table))
            found = self._tables.get(table)
            self._read[at] = self._store.get(table, key) if found is None else found.get(key)
        return self._read[at]

    def change(self, table: str, key: str, change: Change) -> bytes:
        """See ``Store.change``."""
        self._stored(table, key)
        # A copy: the JSON encoder returns bytes in a buffer that is several kilobytes larger.
        value = self._written[table, key] = bytes(memoryview(change(self.get(table, key))))
        return value

    def increment(self, name: str) -> int:
        """See ``Store.increment``."""
        return self._store.increment(name)

    def items(self, table: str, limit: int = NO_LIMIT) -> list[tuple[str, bytes]]:
        """See ``Store.items``."""
        found = dict(self._store.items(table, limit))
        if limit == NO_LIMIT:
            self._tables.setdefault(table, dict(found))
        found |= {key: value for (name, key), value in self._written.items() if name == table}
        return [*islice(found.items(), limit)]
