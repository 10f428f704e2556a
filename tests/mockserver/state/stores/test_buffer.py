"""The writes of one request, which are committed at once."""

from __future__ import annotations

import pytest

from mockserver.state.stores.buffer import READS, Buffer
from mockserver.state.stores.memory import MemoryStore
from mockserver.state.stores.store import NO_LIMIT, Write


def filled(number: int = 3) -> MemoryStore:
    store = MemoryStore()
    for index in range(number):
        store.change("t", f"k{index}", lambda _: b"old")
    return store


def test_writes_are_seen_by_the_request_only() -> None:
    store = filled()
    buffer = Buffer(store)
    assert buffer.change("t", "k1", lambda stored: (stored or b"") + b"!") == b"old!"
    assert buffer.change("t", "k1", lambda stored: (stored or b"") + b"!") == b"old!!"
    buffer.change("t", "new", lambda stored: b"%r" % stored)
    assert (buffer.get("t", "k1"), buffer.get("t", "new")) == (b"old!!", b"None")
    assert buffer.items("t") == [("k0", b"old"), ("k1", b"old!!"), ("k2", b"old"), ("new", b"None")]
    assert buffer.items("t", 2) == [("k0", b"old"), ("k1", b"old!!")]
    assert store.items("t") == [("k0", b"old"), ("k1", b"old"), ("k2", b"old")]
    assert buffer.take() == [Write("t", "k1", b"old", b"old!!"), Write("t", "new", None, b"None")]
    assert buffer.take() == []
    assert buffer.get("t", "k1") == b"old"


def test_the_expected_value_is_the_one_that_was_read_first() -> None:
    store = filled()
    buffer = Buffer(store)
    assert buffer.get("t", "k0") == b"old"
    store.change("t", "k0", lambda _: b"changed meanwhile")
    assert buffer.change("t", "k0", lambda stored: (stored or b"") + b"!") == b"old!"
    assert not store.commit(buffer.take())


def test_a_failed_change_is_not_written() -> None:
    buffer = Buffer(filled())
    with pytest.raises(ZeroDivisionError):
        buffer.change("t", "k0", lambda _: b"%d" % (1 // 0))
    assert buffer.take() == []


def test_many_reads_become_one(monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(10 * READS)
    read: list[str] = []
    items, get = store.items, store.get
    monkeypatch.setattr(store, "items", lambda table, limit=NO_LIMIT: read.append("items") or items(table, limit))
    monkeypatch.setattr(store, "get", lambda table, key: read.append("get") or get(table, key))
    buffer = Buffer(store)
    for index in range(10 * READS + 5):
        buffer.change("t", f"k{index}", lambda stored: (stored or b"none") + b"!")
    assert (read.count("get"), read.count("items")) == (READS, 1)
    assert store.commit(buffer.take())
    assert store.get("t", f"k{10 * READS}") == b"none!"


def test_counters_are_those_of_the_store() -> None:
    store = MemoryStore()
    assert (Buffer(store).increment("n"), store.increment("n")) == (1, 2)
