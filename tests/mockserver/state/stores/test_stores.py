"""One test suite for all stores, and tests with several processes on one SQLite file."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from mockserver.state.stores.memory import MemoryStore
from mockserver.state.stores.open_store import open_store
from mockserver.state.stores.sqlite import BloomFilter, SqliteStore
from mockserver.state.stores.store import Store

ROOT = Path(__file__).parents[4]


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    opened = open_store("memory" if request.param == "memory" else f"sqlite:{tmp_path / 'items.sqlite'}")
    yield opened
    opened.close()


def put(store: Store, key: str, value: bytes) -> bytes:
    return store.change(key, lambda _: value)


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.get("a") is None
    assert store.keys("") == []


def test_read_after_write(store: Store) -> None:
    assert put(store, "a", b"1") == b"1"
    assert put(store, "b", b"\x00\xff") == b"\x00\xff"
    assert (store.get("a"), store.get("b")) == (b"1", b"\x00\xff")


def test_an_empty_value_is_stored(store: Store) -> None:
    put(store, "a", b"")
    assert store.get("a") == b""
    assert store.keys("") == ["a"]


def test_a_change_gets_the_stored_value(store: Store) -> None:
    seen: list[bytes | None] = []

    def count(stored: bytes | None) -> bytes:
        seen.append(stored)
        return b"%d" % (int(stored or b"0") + 1)

    assert [store.change("n", count) for _ in range(3)] == [b"1", b"2", b"3"]
    assert seen == [None, b"1", b"2"]


def test_a_failing_change_writes_nothing(store: Store) -> None:
    put(store, "a", b"1")
    for key in ("a", "new"):
        with pytest.raises(ZeroDivisionError):
            store.change(key, lambda _: b"%d" % (1 // 0))
    assert store.get("a") == b"1"
    assert store.get("new") is None
    assert put(store, "a", b"2") == b"2"


def test_a_change_can_read_other_keys(store: Store) -> None:
    put(store, "a", b"1")
    assert store.change("b", lambda _: (store.get("a") or b"") + b"!") == b"1!"


@pytest.mark.parametrize(
    ("prefix", "keys"),
    [
        ("", ["x:/b\x007", "x:/a\x00é", "x:/a\x00b/c", "x:/a\x01n", "x:/A\x001", "x:/a%\x001"]),
        ("x:/a\0", ["x:/a\x00é", "x:/a\x00b/c"]),
        ("x:/a\x00b", ["x:/a\x00b/c"]),
        ("x:/A", ["x:/A\x001"]),
        ("x:/a%", ["x:/a%\x001"]),
        ("x:/_", []),
        ("x:/a\x00é", ["x:/a\x00é"]),
    ],
)
def test_keys_by_prefix_in_the_order_written(store: Store, prefix: str, keys: list[str]) -> None:
    # Item keys contain a NUL before the id.
    for key in ("x:/b\x007", "x:/a\x00é", "x:/a\x00b/c", "x:/a\x01n", "x:/A\x001", "x:/a%\x001"):
        put(store, key, b"1")
    put(store, "x:/b\x007", b"again")
    assert store.keys(prefix) == keys


KEYS = st.text(st.sampled_from("a%_\0\x01é\U0010ffff"), max_size=3)


class ComparedWithADict(RuleBasedStateMachine):
    """Every store behaves like a dict."""

    def __init__(self) -> None:
        super().__init__()
        self.store: Store = self.open()
        self.model: dict[str, bytes] = {}

    def open(self) -> Store:
        raise NotImplementedError

    @rule(key=KEYS, value=st.binary(max_size=5))
    def write(self, key: str, value: bytes) -> None:
        assert put(self.store, key, value) == value
        self.model[key] = value

    @rule(key=KEYS)
    def read(self, key: str) -> None:
        assert self.store.get(key) == self.model.get(key)

    @rule(prefix=KEYS)
    def list(self, prefix: str) -> None:
        assert self.store.keys(prefix) == [key for key in self.model if key.startswith(prefix)]

    @invariant()
    def all_keys(self) -> None:
        assert self.store.keys("") == [*self.model]

    def teardown(self) -> None:
        self.store.close()


def test_memory_behaves_like_a_dict() -> None:
    class Memory(ComparedWithADict):
        def open(self) -> Store:
            return MemoryStore()

    run_state_machine_as_test(Memory)


def test_sqlite_behaves_like_a_dict(tmp_path: Path) -> None:
    files = (tmp_path / f"{number}.sqlite" for number in count())

    class Sqlite(ComparedWithADict):
        def open(self) -> Store:
            return SqliteStore(str(next(files)))

    run_state_machine_as_test(Sqlite)


# ---------------------------------------------------------------------- several processes on one file

COUNT = """
import sys
from mockserver.state.stores.open_store import open_store

store = open_store("sqlite:" + sys.argv[1])
sys.stdout.write("ready\\n")
sys.stdout.flush()
sys.stdin.readline()
for number in range(200):
    store.change("n", lambda stored: b"%d" % (int(stored or b"0") + 1))
    store.change(f"{sys.argv[2]}\\0{number}", lambda _: b"x")
store.close()
"""


def test_concurrent_processes_lose_no_write(tmp_path: Path) -> None:
    file = tmp_path / "items.sqlite"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", COUNT, str(file), name],
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
    store = SqliteStore(str(file))
    assert store.get("n") == b"400"
    assert store.keys("left\0") == [f"left\0{number}" for number in range(200)]
    store.close()


def test_writes_are_visible_to_other_processes_immediately(tmp_path: Path) -> None:
    file = tmp_path / "items.sqlite"
    here, there = SqliteStore(str(file)), SqliteStore(str(file))
    put(here, "a", b"1")
    assert there.get("a") == b"1"
    put(there, "a", b"2")
    assert here.get("a") == b"2"
    here.close()
    there.close()


def test_a_file_keeps_items_when_closed(tmp_path: Path) -> None:
    name = f"sqlite:{tmp_path / 'items.sqlite'}"
    first = open_store(name)
    put(first, "a", b"1")
    first.close()
    second = open_store(name)
    assert second.get("a") == b"1"
    second.close()


def test_items_of_an_earlier_run_are_found_if_the_bloom_filter_is_lost(tmp_path: Path) -> None:
    file = tmp_path / "items.sqlite"
    first = SqliteStore(str(file))
    put(first, "a", b"1")
    first.close()
    (tmp_path / "items.sqlite-marks").unlink()
    second = SqliteStore(str(file))
    assert (second.get("a"), second.get("b")) == (b"1", None)
    second.close()


def test_bloom_filter_has_no_misses_and_few_false_hits(tmp_path: Path) -> None:
    written = BloomFilter(str(tmp_path / "marks"))
    keys = [b"%d" % number for number in range(3000)]
    for key in keys[::2]:
        written.add(key)
    assert all(key in written for key in keys[::2])
    assert sum(key in written for key in keys[1::2]) < 30
    written.close()
