"""The interface of a store of written items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

NO_LIMIT = 2**31 - 1

LOG = "log"
"""The counter of the entries of the log."""

Change = Callable[[bytes | None], bytes]
"""Maps the stored value (``None`` if the key is not stored) to the new value. If it raises, nothing is written.

A store that several processes share may call it again with a newer value, so it has no other effects.
"""


@dataclass(frozen=True)
class Names:
    """Names of tables, or of counters.

    :param exact: whole names.
    :param prefixes: beginnings of names.
    """

    exact: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()

    def __contains__(self, name: str) -> bool:
        return name in self.exact or name.startswith(self.prefixes)


NO_NAMES = Names()


class Block(NamedTuple):
    """Entries of the log that are written together, as each write takes as long as many entries.

    :param entries: the number of entries.
    """

    data: bytes
    entries: int = 1


@dataclass(frozen=True)
class Contents:
    """What :meth:`Store.replace` writes.

    :param tables: keys and values by name of the table, in their order.
    :param counters: values by name of the counter.
    """

    tables: Mapping[str, Sequence[tuple[str, bytes]]] = field(default_factory=dict)
    counters: Mapping[str, int] = field(default_factory=dict)


NOTHING = Contents()


class Write(NamedTuple):
    """A new value for a key.

    :param expected: the value that the new one was made from; ``None`` if the key was not stored.
    """

    table: str
    key: str
    expected: bytes | None
    value: bytes


class ItemStore(Protocol):
    """What collections need of a store."""

    def get(self, table: str, key: str) -> bytes | None:
        """Return a stored value, or ``None``.

        It may be called in any thread, also while the store is used in another one.
        """

    def change(self, table: str, key: str, change: Change) -> bytes:
        """Atomically replace a value by ``change(value)`` and return the new value."""

    def increment(self, name: str) -> int:
        """Atomically add one to a counter, which starts at 0, and return it. Counters are in no table.

        It may be called in any thread, also while the store is used in another one.
        """

    def items(self, table: str, limit: int = NO_LIMIT) -> list[tuple[str, bytes]]:
        """Return the keys of a table with their values, in the order of their first write.

        It may be called in any thread, also while the store is used in another one.

        :param limit: maximum number of keys.
        """


class Store(ItemStore, Protocol):
    """Tables of bytes by string key. It keeps what clients have written, and knows nothing about schemas.

    All methods raise :class:`contracts.errors.StoreError` if the store cannot be read or written.
    """

    def refresh(self) -> None:
        """Learn what other processes have written; called at the start of each request."""

    def commit(self, writes: Sequence[Write]) -> bool:
        """Atomically write values, unless another value than the expected one is stored for one of the keys.

        :param writes: at most one for each key.
        :returns: whether they were written.
        """

    def keys(self, table: str) -> list[str]:
        """Return the keys of a table, in the order of their first write."""

    def tables(self) -> list[str]:
        """Return the names of the tables with a key, in any order."""

    def remove(self, table: str, keys: Iterable[str]) -> None:
        """Remove keys of a table."""

    def counters(self) -> dict[str, int]:
        """Return the values of all counters except that of the log, in any order."""

    def replace(self, tables: Names, counters: Names, contents: Contents = NOTHING) -> None:
        """Atomically remove tables and counters, then write others.

        A table or counter of ``contents`` that is not removed keeps its other keys.
        """

    def snapshot(self) -> bytes | None:
        """Return the description of what the content belongs to; ``None`` if the store is new."""

    def claim(self, expected: bytes | None, snapshot: bytes, *, discard: bool = False) -> bool:
        """Atomically replace the description, if it is still the expected one.

        :param discard: also remove everything else, including the counters.
        :returns: whether it was the expected one.
        """

    def announce(self) -> None:
        """Tell all processes that something has changed that they keep a copy of; see :meth:`revision`."""

    def revision(self) -> int:
        """Return a number that differs after :meth:`announce` was called by any process; cheap."""

    def append(self, block: Block, limit: int, max_bytes: int = NO_LIMIT) -> int:
        """Append a block to the log, and remove the oldest blocks.

        :param limit: number of the last entries that are kept; blocks with some of them are kept, too.
        :param max_bytes: size of the last blocks that are kept; the last one is always kept.
        :returns: the number of the last entry; the first of all is 1.
        """

    def blocks(self, after: int = 0, limit: int = NO_LIMIT) -> list[tuple[int, bytes]]:
        """Return the blocks with entries after a number, the oldest first, each with the number of its last entry.

        :param limit: maximum number of blocks.
        """

    def last_number(self) -> int:
        """Return the number of the last entry of the log, kept or not; 0 if there was none."""

    def log_size(self) -> int:
        """Return the number of entries of the kept blocks."""

    def clear_log(self) -> None:
        """Remove the entries of the log; numbers continue."""

    def check(self) -> None:
        """Read something, for a health check."""

    def close(self) -> None:
        """Close files and connections."""
