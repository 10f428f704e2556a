"""A change starts from the value that the same request has read before, but never overwrites a newer one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from contracts.errors import StoreError
from mockserver.state.stores import redis as module
from mockserver.state.stores import redis_keys
from mockserver.state.stores.open_store import open_store
from mockserver.state.stores.redis import RedisStore
from mockserver.state.stores.store import Store
from tests.redis_server import RedisServer, needs_redis


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with RedisServer() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("redis", marks=needs_redis)])
def two(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two processes with one store."""
    url = f"sqlite:{tmp_path / 'items'}" if request.param == "sqlite" else request.getfixturevalue("server").url
    stores = open_store(url), open_store(url)
    yield stores
    for store in stores:
        store.close()


def put(store: Store, value: bytes) -> None:
    store.refresh()
    store.change("t", "a", lambda _: value)


def append(stored: bytes | None) -> bytes:
    return (stored or b"") + b"+"


def test_a_change_after_a_read(two: tuple[Store, Store]) -> None:
    store, other = two
    put(store, b"1")
    for expected in (b"1+", b"1++"):
        store.refresh()
        assert store.get("t", "a") == expected[:-1]
        assert store.change("t", "a", append) == expected
    other.refresh()
    assert other.get("t", "a") == b"1++"


def test_a_newer_value_is_changed(two: tuple[Store, Store]) -> None:
    store, other = two
    put(store, b"old")
    assert store.get("t", "a") == b"old"
    put(other, b"new")
    assert store.change("t", "a", append) == b"new+"


def test_a_newer_value_decides_whether_a_change_is_refused(two: tuple[Store, Store]) -> None:
    store, other = two

    def only_new(stored: bytes | None) -> bytes:
        if stored != b"new":
            raise LookupError(stored)
        return b"changed"

    put(store, b"old")
    assert store.get("t", "a") == b"old"
    put(other, b"new")
    assert store.change("t", "a", only_new) == b"changed"
    assert store.get("t", "a") == b"changed"
    with pytest.raises(LookupError):
        store.change("t", "a", only_new)
    assert store.get("t", "a") == b"changed"


def test_a_first_write_of_another_process_is_not_overwritten(two: tuple[Store, Store]) -> None:
    store, other = two
    store.refresh()
    assert store.get("t", "a") is None
    put(other, b"new")
    assert store.change("t", "a", append) == b"new+"


# ------------------------------------------------------------------ queries to Redis


@pytest.fixture
def queries(server: RedisServer) -> Callable[[Callable[[], object]], int]:
    """Count the queries that a function sends."""

    def commands() -> int:
        return sum(
            int(one["calls"])
            for name, one in cast("dict[str, Any]", server.client.info("commandstats")).items()
            if name in {"cmdstat_evalsha", "cmdstat_eval", "cmdstat_hget", "cmdstat_publish"}
        )

    def count(function: Callable[[], object]) -> int:
        before = commands()
        function()
        return commands() - before

    return count


@needs_redis
def test_round_trips(server: RedisServer, queries: Callable[[Callable[[], object]], int]) -> None:
    store = open_store(server.url)
    put(store, b"1")
    in_script = 1  # HGET, which the script sends
    snapshot = 1  # HGET of the snapshot

    def write_new() -> None:
        store.refresh()
        store.change("t", "new", append)

    def read_and_change() -> None:
        store.refresh()
        store.get("t", "a")
        store.change("t", "a", append)

    assert queries(write_new) == 1 + in_script + snapshot
    assert queries(read_and_change) == 2 + in_script + snapshot
    store.close()


@needs_redis
def test_a_second_process_learns_of_a_field_before_it_is_written(server: RedisServer) -> None:
    store, other = cast("RedisStore", open_store(server.url)), open_store(server.url)
    seen: list[bytes | None] = []
    write = store._write

    def spy(script: Any, *arguments: Any) -> Any:
        outcome = write(script, *arguments)
        other.refresh()
        seen.append(server.client.hget("{casemock}:items", "t\0a"))  # type: ignore[arg-type]
        assert other._written.may_contain(b"t\0a")  # type: ignore[attr-defined]
        return outcome

    store._write = spy  # type: ignore[method-assign]
    put(store, b"1")
    assert seen == [None, b"1"]  # announced, written
    store.close()
    other.close()


@needs_redis
def test_a_closed_idle_connection_is_replaced_before_a_write(server: RedisServer) -> None:
    store = open_store(server.url)
    put(store, b"1")
    server.client.client_kill_filter(_type="normal", skipme=True)
    store.refresh()
    assert store.change("t", "new", append) == b"+"
    store.close()


@needs_redis
def test_after_a_write_without_response_reads_ask_redis(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.0)
    monkeypatch.setattr(redis_keys, "PAUSE", 0.0)
    store = cast("RedisStore", open_store(server.url))
    put(store, b"1")
    run = store._connection.run

    def run_and_lose(*arguments: Any) -> Any:
        run(*arguments)
        raise module.redis.TimeoutError("lost")

    monkeypatch.setattr(store._connection, "run", run_and_lose)
    before = store._written.own_channel
    with pytest.raises(StoreError):
        store.change("t", "new", append)
    assert store.get("t", "new") == b"+"
    store.refresh()
    assert store.get("t", "new") == b"+"
    assert store._written.own_channel != before
    store.close()
