"""The Redis store: lost connections, passwords, eviction, expiry, other documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest

from contracts.errors import StoreError
from mockserver.state.stores import redis as module
from mockserver.state.stores import redis_keys
from mockserver.state.stores.open_store import open_store
from mockserver.state.stores.redis import RedisStore, store_error
from mockserver.store_url import parse_store_url
from tests.redis_server import RedisServer, needs_redis

pytestmark = needs_redis


@pytest.fixture
def server() -> Iterator[RedisServer]:
    with RedisServer() as running:
        yield running


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Try to connect again immediately, so that no test has to wait."""
    monkeypatch.setattr(module, "PAUSE", 0.0)
    monkeypatch.setattr(redis_keys, "PAUSE", 0.0)


def opened(server: RedisServer, query: str = "") -> RedisStore:
    return cast("RedisStore", open_store(server.url + query))


def refusal(url: str) -> StoreError:
    with pytest.raises(StoreError) as caught:
        open_store(url)
    return caught.value


def test_unreachable_at_the_start(server: RedisServer) -> None:
    server.stop()
    error = refusal(server.url)
    assert error.message.startswith(f"cannot connect to {server.url}: ")
    assert error.hint == "start Redis, or correct the address in --store"


def test_recovery_without_a_restart(server: RedisServer) -> None:
    store = opened(server)
    store.claim(None, b"snapshot")
    store.change("t", "a", lambda _: b"1")
    server.stop()
    for _ in range(2):
        store.refresh()
        for use in (lambda: store.get("t", "new"), lambda: store.change("t", "a", lambda _: b"2"), store.check):
            with pytest.raises(StoreError, match="cannot connect to"):
                use()
    server.start()
    store.refresh()
    assert store.get("t", "a") is None  # this server keeps nothing when it ends
    assert store.change("t", "a", lambda _: b"3") == b"3"
    assert store.snapshot() == b"snapshot"  # claimed again
    store.close()


def test_writes_of_others_during_a_lost_connection_are_seen(server: RedisServer) -> None:
    store, other = opened(server), opened(server)
    assert store.get("t", "a") is None
    connections = cast("list[dict[str, Any]]", server.client.client_list(_type="pubsub"))
    for connection in connections:
        server.client.client_kill(connection["addr"]) if connection["addr"] else server.client.client_kill_filter(
            _id=connection["id"]
        )
    other.change("t", "a", lambda _: b"1")
    store.refresh()
    assert store.get("t", "a") == b"1"
    store.close()
    other.close()


def test_reads_of_unwritten_items_need_no_query(server: RedisServer) -> None:
    store = opened(server)
    before = server.client.info("stats")["total_commands_processed"]
    for number in range(50):
        assert store.get("t", f"{number}") is None
        assert store.items("t") == []
    own = 1  # the command that counts
    assert server.client.info("stats")["total_commands_processed"] - before <= 3 * own
    store.close()


def test_a_silent_connection_is_not_trusted(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    store, other = opened(server), opened(server)
    monkeypatch.setattr(redis_keys, "SILENT_AFTER", 0.0)
    monkeypatch.setattr(store._written, "add", lambda _: None)  # no announcement arrives
    other.change("t", "a", lambda _: b"1")
    store.refresh()
    assert store.get("t", "a") == b"1"
    store.close()
    other.close()


def test_an_unconfirmed_subscription_is_not_trusted(server: RedisServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis_keys, "CONFIRM_SECONDS", 0.0)
    store, other = opened(server), opened(server)
    other.change("t", "a", lambda _: b"1")
    store.refresh()
    assert store.get("t", "a") == b"1"
    store.close()
    other.close()


def test_wrong_password() -> None:
    with RedisServer("--requirepass", "geheim", "--save", "") as server:
        missing = refusal(server.url)
        assert "geheim" not in missing.message
        assert missing.message == f"cannot use {server.url}: wrong or missing password"
        assert missing.hint == "redis://USER:PASSWORD@HOST:PORT/DB; USER is optional"


def test_a_password_is_never_shown() -> None:
    error = refusal("redis://me:geheim@127.0.0.1:1/0")
    assert error.message == "cannot connect to redis://127.0.0.1:1/0: Connection refused"
    assert "geheim" not in repr(parse_store_url("redis://me:geheim@127.0.0.1:1/0"))


@pytest.mark.parametrize(
    ("policy", "query", "is_refused"),
    [
        ("allkeys-lru", "", True),
        ("volatile-ttl", "?expire=60", True),
        ("volatile-ttl", "", False),
        ("allkeys-random", "?allow-eviction=yes", False),
    ],
)
def test_eviction(policy: str, query: str, *, is_refused: bool) -> None:
    with RedisServer("--maxmemory", "50mb", "--maxmemory-policy", policy, "--save", "") as server:
        if not is_refused:
            opened(server, query).close()
            return
        error = refusal(server.url + query)
        assert error.message == f"{server.url} deletes keys when its memory is full (maxmemory-policy {policy})"
        assert error.hint.startswith("set maxmemory-policy noeviction")


def test_full_memory() -> None:
    with RedisServer("--maxmemory", "3mb", "--save", "") as server:
        store = opened(server)
        store.change("t", "0", lambda _: b"x" * 100_000)
        with pytest.raises(StoreError, match="its memory is full"):
            fill(store)
        assert store.get("t", "0") == b"x" * 100_000
        store.close()


def fill(store: RedisStore) -> None:
    for number in range(1, 100):
        store.change("t", f"{number}", lambda _: b"x" * 100_000)


def test_everything_expires_together(server: RedisServer) -> None:
    store = opened(server, "?expire=1000&prefix=ci")
    store.claim(None, b"snapshot")
    store.change("t", "a", lambda _: b"1")
    store.increment("n")
    client = server.client
    keys = cast("list[bytes]", client.keys())
    assert sorted(keys) == [b"{ci}:items", b"{ci}:meta", b"{ci}:order"]
    assert all(990 <= cast("int", client.ttl(key)) <= 1000 for key in keys)
    store.close()


def test_prefixes_separate_servers(server: RedisServer) -> None:
    one, other = opened(server, "?prefix=one"), opened(server, "?prefix=other")
    one.change("t", "a", lambda _: b"1")
    other.refresh()
    assert (other.get("t", "a"), other.keys("t")) == (None, [])
    assert other.claim(None, b"snapshot", discard=True)
    assert one.get("t", "a") == b"1"
    one.close()
    other.close()


def test_a_store_that_another_document_claims_refuses_writes(server: RedisServer) -> None:
    store, other = opened(server), opened(server)
    store.claim(None, b"one")
    store.change("t", "a", lambda _: b"1")
    assert other.claim(b"one", b"two")
    for use in (lambda: store.change("t", "a", lambda _: b"2"), lambda: store.increment("n")):
        with pytest.raises(StoreError, match="now belongs to another document or seed"):
            use()
    other.refresh()
    assert other.get("t", "a") == b"1"
    store.close()
    other.close()


def test_a_key_of_another_program(server: RedisServer) -> None:
    server.client.set("{casemock}:items", "a string")
    error = refusal(server.url)
    assert error.message == f"cannot use {server.url}: a key has another type"
    assert error.hint == "choose another prefix: ?prefix=NAME in the URL"


def refusal_of_use(server: RedisServer) -> StoreError:
    store = opened(server)
    with pytest.raises(StoreError) as caught:
        store.change("t", "a", lambda _: b"1")
    store.close()
    return caught.value


def test_read_only_replica(server: RedisServer) -> None:
    server.client.execute_command("REPLICAOF", "127.0.0.1", "1")
    assert refusal_of_use(server).message.endswith("it is a read-only replica")


def test_other_errors_are_shown() -> None:
    error = store_error(module.redis.ResponseError("ERR strange."), "redis://host")
    assert (error.message, error.hint) == ("cannot use redis://host: ERR strange", "see the message of Redis")
