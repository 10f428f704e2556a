"""One test suite for all stores."""

from __future__ import annotations

import os
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from contracts.generation.json_encoding import encode_json
from mockserver.state.stores.memory import MemoryStore
from mockserver.state.stores.open_store import open_store
from mockserver.state.stores.store import NO_NAMES, Block, Contents, Names, Store, Write
from tests.redis_server import RedisServer, needs_redis

ROOT = Path(__file__).parents[4]
PREFIXES = count()

NewUrl = Callable[[], str]
"""Returns the URL of a new, empty store."""


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


@pytest.fixture(params=["memory", "sqlite", pytest.param("redis", marks=needs_redis)])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> NewUrl:
    kind = request.param
    if kind == "memory":
        return lambda: "memory"
    if kind == "sqlite":
        return lambda: f"sqlite:{tmp_path / f'{next(PREFIXES)}.sqlite'}"
    server: RedisServer = request.getfixturevalue("redis_server")
    return lambda: f"{server.url}?prefix=test-{next(PREFIXES)}"


@pytest.fixture
def store(new_url: NewUrl) -> Iterator[Store]:
    opened = open_store(new_url())
    yield opened
    opened.close()


@pytest.fixture(params=["sqlite", pytest.param("redis", marks=needs_redis)])
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a store that several processes can open."""
    if request.param == "sqlite":
        return f"sqlite:{tmp_path / 'items.sqlite'}"
    return f"{request.getfixturevalue('redis_server').url}?prefix=test-{next(PREFIXES)}"


def put(store: Store, table: str, key: str, value: bytes) -> bytes:
    return store.change(table, key, lambda _: value)


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.get("t", "a") is None
    assert (store.keys("t"), store.items("t"), store.tables()) == ([], [], [])
    assert store.snapshot() is None
    store.check()


def test_read_after_write(store: Store) -> None:
    assert put(store, "t", "a", b"1") == b"1"
    assert put(store, "t", "b", b"\x00\xff") == b"\x00\xff"
    assert (store.get("t", "a"), store.get("t", "b")) == (b"1", b"\x00\xff")
    assert store.get("other", "a") is None


def test_a_commit_writes_all_values(store: Store) -> None:
    put(store, "t", "b", b"1")
    put(store, "t", "empty", b"")
    writes = [Write("t", "b", b"1", b"2"), Write("t", "a", None, b"3"), Write("t", "empty", b"", b"4")]
    assert store.commit([*writes, Write("é", "a\0b", None, b"")])
    assert store.items("t") == [("b", b"2"), ("empty", b"4"), ("a", b"3")]
    assert store.get("é", "a\0b") == b""
    assert store.commit([])


@pytest.mark.parametrize(
    "outdated", [Write("t", "a", b"0", b"x"), Write("t", "a", None, b"x"), Write("t", "c", b"", b"x")]
)
def test_a_commit_with_an_unexpected_value_writes_nothing(store: Store, outdated: Write) -> None:
    put(store, "t", "a", b"1")
    put(store, "t", "b", b"1")
    assert store.get("t", "a") == b"1"
    assert not store.commit([Write("t", "b", b"1", b"2"), Write("new", "n", None, b"2"), outdated])
    assert store.items("t") == [("a", b"1"), ("b", b"1")]
    assert store.tables() == ["t"]
    assert store.get("new", "n") is None
    assert put(store, "t", "b", b"3") == store.get("t", "b")


def test_a_change_after_a_commit_gets_the_new_value(store: Store) -> None:
    put(store, "t", "a", b"1")
    assert store.get("t", "a") == b"1"
    assert store.commit([Write("t", "a", b"1", b"2")])
    assert store.change("t", "a", lambda stored: (stored or b"") + b"!") == b"2!"


def test_a_commit_of_many_values(store: Store) -> None:
    keys = [f"k{number}" for number in range(3000)]
    assert store.commit([Write("t", key, None, b"1") for key in keys])
    assert store.commit([Write("t", key, b"1", b"2") for key in reversed(keys)])
    assert store.items("t") == [(key, b"2") for key in keys]


@pytest.mark.parametrize("number", [999, 1000, 2001])
def test_long_tables_are_removed(store: Store, number: int) -> None:
    rows = [(f"k{one}", b"1") for one in range(number)]
    tables = dict.fromkeys(("items x:/a", "items x:/b", "items x:/bb", "other"), rows)
    store.replace(NO_NAMES, NO_NAMES, Contents(tables))
    store.replace(Names(frozenset({"items x:/b"})), NO_NAMES)
    assert sorted(store.tables()) == ["items x:/a", "items x:/bb", "other"]
    assert store.items("items x:/b") == []
    assert store.get("items x:/b", "k1") is None
    store.replace(Names(prefixes=("items ",)), NO_NAMES, Contents({"items x:/b": rows[:2]}))
    assert sorted(store.tables()) == ["items x:/b", "other"]
    assert store.items("items x:/b") == rows[:2]
    assert store.items("other") == rows
    assert store.get("items x:/a", "k1") is None


def test_counters_can_be_used_in_another_thread(store: Store) -> None:
    with ThreadPoolExecutor(1) as thread:
        counted = thread.submit(lambda: [store.increment("n") for _ in range(200)])
        for number in range(200):
            store.replace(NO_NAMES, NO_NAMES, Contents({"t": [(f"{number}", b"1")]}))
        assert counted.result() == [*range(1, 201)]
    assert len(store.keys("t")) == 200


def test_an_empty_value_is_stored(store: Store) -> None:
    put(store, "t", "a", b"")
    assert store.get("t", "a") == b""
    assert store.items("t") == [("a", b"")]


def test_a_large_value_is_stored(store: Store) -> None:
    value = bytes(range(256)) * 40_000
    put(store, "t", "a", value)
    assert store.get("t", "a") == value
    assert put(store, "t", "a", value[1:]) == store.get("t", "a")


def test_a_change_gets_the_stored_value(store: Store) -> None:
    seen: list[bytes | None] = []

    def count(stored: bytes | None) -> bytes:
        seen.append(stored)
        return b"%d" % (int(stored or b"0") + 1)

    assert [store.change("t", "n", count) for _ in range(3)] == [b"1", b"2", b"3"]
    assert seen == [None, b"1", b"2"]


def test_a_failing_change_writes_nothing(store: Store) -> None:
    put(store, "t", "a", b"1")
    for key in ("a", "new"):
        with pytest.raises(ZeroDivisionError):
            store.change("t", key, lambda _: b"%d" % (1 // 0))
    assert store.get("t", "a") == b"1"
    assert store.get("t", "new") is None
    assert put(store, "t", "a", b"2") == b"2"


def test_a_change_can_read_other_keys(store: Store) -> None:
    put(store, "t", "a", b"1")
    assert store.change("u", "b", lambda _: (store.get("t", "a") or b"") + b"!") == b"1!"


TABLES = ("items x:/a", "items x:/ab", "items x:/A", "items x:/a%", "items x:/_", "é")


def test_keys_of_a_table_are_in_the_order_of_their_first_write(store: Store) -> None:
    for table in TABLES:
        for key in ("b", "", "é", "a/b\0c", "A", "\udcff"):
            put(store, table, key, b"1")
    put(store, TABLES[0], "b", b"2")
    for table in TABLES:
        assert store.keys(table) == ["b", "", "é", "a/b\0c", "A", "\udcff"]
    assert store.items(TABLES[0])[:2] == [("b", b"2"), ("", b"1")]
    assert sorted(store.tables()) == sorted(TABLES)
    assert store.keys("items x:/") == []


def test_items_in_parts(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockserver.state.stores.redis.PART", 3, raising=False)
    written = [(f"\0{number}", f"{number}".encode()) for number in range(7)]
    for table in TABLES:
        for key, value in written:
            put(store, table, key, value)
    for table in TABLES:
        assert store.items(table) == written
        for limit in range(10):
            assert store.items(table, limit) == written[:limit]


def test_items_are_read_in_another_thread(store: Store) -> None:
    """Without this thread waiting, and without mixing up the responses of the server of the store."""
    written = [(f"{number}", b"%d" % number * 50) for number in range(3000)]
    store.replace(NO_NAMES, NO_NAMES, Contents({"t": written}))
    with ThreadPoolExecutor(1) as threads:
        for _ in range(3):
            reading = threads.submit(store.items, "t")
            number = 0
            while not reading.done() or not number:
                assert store.get("t", f"{number % 3000}") == b"%d" % (number % 3000) * 50
                put(store, "u", f"{number % 100}", b"1")
                number += 1
            assert reading.result() == written


def test_counters_start_at_one_and_are_in_no_table(store: Store) -> None:
    assert [store.increment(name) for name in ("a", "a", "b\0é", "a")] == [1, 2, 1, 3]
    assert store.tables() == []


def test_removed_keys_are_gone(store: Store) -> None:
    for key in "abc":
        put(store, "t", key, key.encode())
    store.remove("t", ["a", "c", "unknown"])
    store.remove("unknown", ["a"])
    assert (store.items("t"), store.get("t", "a")) == ([("b", b"b")], None)
    put(store, "t", "a", b"again")
    assert store.keys("t") == ["b", "a"]


def test_a_claim_needs_the_expected_snapshot(store: Store) -> None:
    put(store, "t", "a", b"1")
    store.increment("n")
    assert store.claim(None, b"one")
    assert not store.claim(None, b"two")
    assert not store.claim(b"two", b"three", discard=True)
    assert (store.snapshot(), store.get("t", "a")) == (b"one", b"1")
    assert store.claim(b"one", b"two")
    assert (store.snapshot(), store.get("t", "a")) == (b"two", b"1")
    assert store.claim(b"two", b"three", discard=True)
    assert (store.snapshot(), store.get("t", "a"), store.tables()) == (b"three", None, [])
    assert store.increment("n") == 1


def test_the_log_keeps_the_last_blocks(store: Store) -> None:
    assert (store.blocks(), store.log_size(), store.last_number()) == ([], 0, 0)
    assert [store.append(Block(b"same"), 3) for _ in range(5)] == [1, 2, 3, 4, 5]
    assert store.blocks() == [(3, b"same"), (4, b"same"), (5, b"same")]
    assert store.blocks(after=4) == [(5, b"same")]
    assert store.blocks(after=1, limit=2) == [(3, b"same"), (4, b"same")]
    assert (store.log_size(), store.last_number()) == (3, 5)
    store.clear_log()
    assert (store.blocks(), store.log_size(), store.last_number()) == ([], 0, 5)
    assert store.append(Block(b"\0\xff"), 3) == 6
    assert store.blocks() == [(6, b"\0\xff")]
    assert store.tables() == []


def test_blocks_with_entries_that_are_kept_are_kept(store: Store) -> None:
    assert [store.append(Block(b"%d" % count, count), 5) for count in (4, 3, 2)] == [4, 7, 9]
    assert (store.blocks(), store.log_size()) == ([(7, b"3"), (9, b"2")], 5)
    assert store.append(Block(b"1"), 5) == 10
    assert (store.blocks(), store.log_size()) == ([(7, b"3"), (9, b"2"), (10, b"1")], 6)
    assert store.blocks(after=7) == [(9, b"2"), (10, b"1")]
    assert store.blocks(after=6, limit=1) == [(7, b"3")]
    assert store.append(Block(b"20", 20), 5) == 30
    assert (store.blocks(), store.log_size()) == ([(30, b"20")], 20)


def test_the_size_of_the_log_is_limited(store: Store) -> None:
    for number in range(5):
        store.append(Block(b"%d" % number * 10), 100, max_bytes=35)
    assert [data[:1] for _, data in store.blocks()] == [b"2", b"3", b"4"]
    store.append(Block(b"x" * 1000), 100, max_bytes=35)
    assert store.blocks() == [(6, b"x" * 1000)]
    store.clear_log()
    for number in range(5):
        store.append(Block(b"%d" % number * 10), 100, max_bytes=35)
    assert store.log_size() == 3


def test_a_discarding_claim_removes_the_log(store: Store) -> None:
    store.append(Block(b"entry"), 3)
    assert store.claim(None, b"one", discard=True)
    assert store.blocks() == []


def test_an_announcement_changes_the_revision(store: Store) -> None:
    store.refresh()
    before = store.revision()
    store.refresh()
    assert store.revision() == before
    store.announce()
    store.refresh()
    assert store.revision() != before


def test_tables_and_counters_are_removed_by_name_and_prefix(store: Store) -> None:
    for table in ("a x", "a y", "b", "b c", "ab"):
        put(store, table, "k", b"1")
    for name in ("x:1", "x:2", "y:1", "y:12"):
        store.increment(name)
    store.append(Block(b"entry"), 3)
    store.replace(Names(frozenset({"b"}), ("a ",)), Names(frozenset({"y:1"}), ("x:",)))
    assert sorted(store.tables()) == ["ab", "b c"]
    assert (store.get("a x", "k"), store.get("b", "k"), store.keys("a y")) == (None, None, [])
    assert store.counters() == {"y:12": 1}
    assert [store.increment(name) for name in ("x:1", "y:12")] == [1, 2]
    assert store.append(Block(b"entry"), 3) == 2
    put(store, "a x", "k", b"2")
    assert store.items("a x") == [("k", b"2")]


def test_contents_take_the_place_of_removed_tables(store: Store) -> None:
    for key in "abc":
        put(store, "t", key, b"old")
    put(store, "kept", "k", b"1")
    store.increment("n")
    items = [("é\0", b"\0\xff"), ("b", b""), ("a", b"new")]
    contents = Contents({"t": items, "kept": [("l", b"2"), ("k", b"3")], "none": []}, {"n": 7, "m é": 1})
    store.replace(Names(frozenset({"t"})), NO_NAMES, contents)
    assert store.items("t") == items
    assert store.items("kept") == [("k", b"3"), ("l", b"2")]
    assert sorted(store.tables()) == ["kept", "t"]
    assert store.counters() == {"n": 7, "m é": 1}
    assert store.increment("n") == 8
    assert [store.get("t", key) for key in ("a", "c")] == [b"new", None]


def test_nothing_is_removed_without_names(store: Store) -> None:
    put(store, "t", "a", b"1")
    assert store.increment("n") == 1
    store.replace(NO_NAMES, NO_NAMES)
    assert (store.tables(), store.counters()) == (["t"], {"n": 1})


def test_the_snapshot_survives_a_replacement(store: Store) -> None:
    store.claim(None, b"one")
    put(store, "t", "a", b"1")
    store.replace(Names(prefixes=("",)), Names(prefixes=("",)))
    assert (store.tables(), store.snapshot()) == ([], b"one")


def test_a_value_that_was_read_before_a_replacement_is_not_kept(store: Store) -> None:
    put(store, "t", "a", b"1")
    assert store.get("t", "a") == b"1"
    store.replace(Names(frozenset({"t"})), NO_NAMES)
    assert store.change("t", "a", lambda stored: (stored or b"none") + b"!") == b"none!"


KEYS = st.text(st.sampled_from("a%_\0\x01é\U0010ffff"), max_size=3)
NAMES = st.sampled_from(["", "a", "a\x01", "aé", "%", "é"])


def test_a_store_behaves_like_a_dict_of_dicts(new_url: NewUrl) -> None:
    class Compared(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.store = open_store(new_url())
            self.model: dict[str, dict[str, bytes]] = {}

        @rule(table=NAMES.map("t{}".format), key=KEYS, value=st.binary(max_size=5))
        def write(self, table: str, key: str, value: bytes) -> None:
            assert put(self.store, table, key, value) == value
            self.model.setdefault(table, {})[key] = value

        @rule(
            table=NAMES.map("t{}".format),
            values=st.dictionaries(KEYS, st.binary(max_size=5), max_size=3),
            is_expected=st.booleans(),
        )
        def commit(self, table: str, values: dict[str, bytes], is_expected: bool) -> None:
            old = self.model.setdefault(table, {})
            other = old.get if is_expected else (lambda _: b"no such value")
            writes = [Write(table, key, other(key), value) for key, value in values.items()]
            assert self.store.commit(writes) == (is_expected or not writes)
            if is_expected:
                old.update(values)

        @rule(table=NAMES.map("t{}".format), keys=st.lists(KEYS, max_size=2))
        def remove(self, table: str, keys: list[str]) -> None:
            self.store.remove(table, keys)
            for key in keys:
                self.model.get(table, {}).pop(key, None)

        @rule(table=NAMES.map("t{}".format), key=KEYS)
        def read(self, table: str, key: str) -> None:
            assert self.store.get(table, key) == self.model.get(table, {}).get(key)

        @invariant()
        def all_items(self) -> None:
            assert {name: dict(self.store.items(name)) for name in self.store.tables()} == {
                name: items for name, items in self.model.items() if items
            }
            for table, items in self.model.items():
                assert self.store.items(table) == [*items.items()]

        def teardown(self) -> None:
            self.store.close()

    run_state_machine_as_test(Compared, settings=settings(max_examples=30, stateful_step_count=20))


# ---------------------------------------------------------------------- several processes

COUNT = """
import sys
from mockserver.state.stores.open_store import open_store

store = open_store(sys.argv[1])
sys.stdout.write("ready\\n")
sys.stdout.flush()
sys.stdin.readline()
for number in range(200):
    store.refresh()
    store.change("t", "n", lambda stored: b"%d" % (int(stored or b"0") + 1))
    store.change(sys.argv[2], f"{number}", lambda _: b"x")
    store.increment("count")
store.close()
"""


def test_concurrent_processes_lose_no_write(shared: str) -> None:
    children = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT, shared, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for name in ("left", "right")
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:  # start both at the same time
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        child.communicate(timeout=60)
        assert child.returncode == 0
    store = open_store(shared)
    assert store.get("t", "n") == b"400"
    assert store.keys("left") == [f"{number}" for number in range(200)]
    assert store.increment("count") == 401
    store.close()


def test_writes_are_visible_to_other_processes_immediately(shared: str) -> None:
    here, there = open_store(shared), open_store(shared)
    for number, (writer, reader) in enumerate([(here, there), (there, here)] * 100):
        key, value = f"{number // 3}", b"%d" % number
        put(writer, f"t{number // 50}", key, value)
        reader.refresh()
        assert reader.get(f"t{number // 50}", key) == value
        assert key in reader.keys(f"t{number // 50}")
    here.close()
    there.close()


def test_replacements_are_visible_to_other_processes_immediately(shared: str) -> None:
    here, there = open_store(shared), open_store(shared)
    for number, (writer, reader) in enumerate([(here, there), (there, here)] * 20):
        table, key, value = f"t{number}", f"{number}", b"%d" % number
        old = put(reader, "t old", key, b"old")
        assert old == b"old"
        writer.refresh()
        writer.replace(Names(prefixes=("t",)), NO_NAMES, Contents({table: [(key, value)]}, {"n": number}))
        reader.refresh()
        assert reader.get(table, key) == value
        assert reader.tables() == [table]
        assert reader.get("t old", key) is None
        assert reader.increment("n") == number + 1
    here.close()
    there.close()


def test_commits_are_visible_to_other_processes_immediately(shared: str) -> None:
    here, there = open_store(shared), open_store(shared)
    for number, (writer, reader) in enumerate([(here, there), (there, here)] * 20):
        table = f"t{number}"
        new = [Write(table, key, None, b"%d" % number) for key in ("a", "b\0c", "é" * 300, "")]
        assert writer.commit(new)
        reader.refresh()
        assert [reader.get(table, one.key) for one in new] == [one.value for one in new]
        assert len(reader.keys(table)) == len(new)
        put(reader, table, "a", b"changed")
        assert not writer.commit([one._replace(expected=one.value) for one in new])
        assert writer.get(table, "a") == b"changed"
    here.close()
    there.close()


def test_announcements_reach_other_processes(shared: str) -> None:
    here, there = open_store(shared), open_store(shared)
    for writer, reader in ((here, there), (there, here)):
        reader.refresh()
        before = reader.revision()
        writer.announce()
        reader.refresh()
        assert reader.revision() != before
        number = writer.append(Block(b"entry"), 10)
        assert reader.blocks() == writer.blocks()
        assert reader.blocks()[-1] == (number, b"entry")
    here.close()
    there.close()


def test_a_store_keeps_items_when_closed(shared: str) -> None:
    first = open_store(shared)
    put(first, "t", "a", b"1")
    first.claim(None, b"snapshot")
    first.close()
    second = open_store(shared)
    assert (second.get("t", "a"), second.keys("t"), second.snapshot()) == (b"1", ["a"], b"snapshot")
    second.close()


def test_written_items_take_little_more_memory_than_their_json() -> None:
    store = MemoryStore()
    store.change("items", "first", lambda _: b"{}")
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for number in range(1000):
        store.change("items", f"n{number}", lambda _: encode_json({"id": "n", "text": "x" * 80}))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (after - before) / 1000 < 500
