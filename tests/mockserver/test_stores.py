"""A mock server with a store: restarts, other documents, and a store that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import StoreError
from mockserver.app import MockApp, create_app
from mockserver.state.stores import redis, redis_keys
from tests.mockserver.kit import Client, document, path_parameter, response
from tests.redis_server import RedisServer, needs_redis

PET: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}, "age": {"type": "integer"}},
}
PROBLEM = {
    "type": "object",
    "required": ["message"],
    "properties": {"message": {"type": "string"}, "code": {"type": "string"}},
}


def shop(pet: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A document with pets; the operations of an item document 503."""
    item, body = pet or PET, {"content": {"application/json": {"schema": {"type": "object"}}}}
    failures = {"404": response(PROBLEM), "503": response(PROBLEM)}
    return document(
        {
            "/pets": {
                "get": {"responses": {"200": response({"type": "array", "items": item})}},
                "post": {"requestBody": body, "responses": {"201": response(item), **failures}},
            },
            "/pets/{id}": {
                "parameters": [path_parameter("id", {"type": "integer"})],
                "get": {"responses": {"200": response(item), **failures}},
                "patch": {"requestBody": body, "responses": {"200": response(item), **failures}},
                "delete": {"responses": {"204": {"description": "deleted"}, **failures}},
            },
            **more,
        }
    )


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    with RedisServer() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("redis", marks=needs_redis)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:{tmp_path / 'items.sqlite'}"
    server: RedisServer = request.getfixturevalue("redis_server")
    server.client.flushall()
    return server.url


def closing(app: MockApp) -> None:
    app.store.close()


def test_written_state_survives_a_restart(store: str) -> None:
    first = create_app(shop(), store=store)
    client = Client(first)
    created = client("POST", "/pets", {"name": "Ada"}).json
    client("PATCH", "/pets/2", {"name": "Kim"})
    client("DELETE", "/pets/3")
    listed = client("GET", "/pets").json
    closing(first)
    second = create_app(shop(), store=store)
    client = Client(second)
    assert client("GET", f"/pets/{created['id']}").json == created
    assert client("GET", "/pets/2").json["name"] == "Kim"
    assert client("GET", "/pets/3").status == 404
    assert client("GET", "/pets").json == listed
    assert client("POST", "/pets", {"name": "Bo"}).json["id"] != created["id"]
    closing(second)


def test_two_servers_share_a_store(store: str) -> None:
    here, there = create_app(shop(), store=store), create_app(shop(), store=store)
    ids = [Client(app)("POST", "/pets", {"name": "Ada"}).json["id"] for app in (here, there) * 5]
    assert len(set(ids)) == 10
    listed = [pet["id"] for pet in Client(here)("GET", "/pets").json]
    assert listed == [pet["id"] for pet in Client(there)("GET", "/pets").json]
    assert listed[-10:] == ids
    Client(here)("DELETE", f"/pets/{ids[0]}")
    assert Client(there)("GET", f"/pets/{ids[0]}").status == 404
    closing(here)
    closing(there)


def test_responses_are_those_of_the_memory_store(store: str) -> None:
    stored, memory = create_app(shop(), store=store), create_app(shop())
    requests: list[tuple[Any, ...]] = [
        ("GET", "/pets"),
        ("GET", "/pets/7"),
        ("POST", "/pets", {"name": "Ada"}),
        ("PATCH", "/pets/7", {"age": 3}),
        ("DELETE", "/pets/8"),
        ("GET", "/pets/8"),
        ("GET", "/pets"),
    ]
    for method, path, *body in requests:
        one, other = Client(stored)(method, path, *body), Client(memory)(method, path, *body)
        assert (one.status, one.headers, one.body) == (other.status, other.headers, other.body)
    closing(stored)


def test_another_document_is_refused(store: str) -> None:
    first = create_app(shop(), store=store)
    Client(first)("PATCH", "/pets/2", {"name": "Kim"})
    closing(first)
    for changed, options in ((shop(), {"seed": 1}), (shop(PET | {"required": ["id", "name", "age"]}), {})):
        with pytest.raises(StoreError, match=r"has items of <document> .* with seed 0; this server has") as caught:
            create_app(changed, store=store, **options)
        assert "--store-mismatch migrate" in caught.value.hint
        assert "--store-mismatch discard" in caught.value.hint


def test_equal_documents_may_have_other_names_and_comments(store: str, tmp_path: Path) -> None:
    text = (
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\npaths:\n  /a:\n    get: {responses: {'200': {description: a}}}"
    )
    one, other = tmp_path / "one.yaml", tmp_path / "other.yaml"
    one.write_text(text)
    other.write_text(f"# the same\n{text}\n")
    for file in (one, other):
        closing(create_app(str(file), store=store))


def test_migration_keeps_what_is_valid(store: str) -> None:
    first = create_app(shop(), store=store)
    client = Client(first)
    young = client("POST", "/pets", {"name": "Ada", "age": 1}).json
    old = client("POST", "/pets", {"name": "Bo", "age": 3}).json
    client("DELETE", "/pets/3")
    closing(first)
    strict = PET | {"properties": {**PET["properties"], "age": {"type": "integer", "minimum": 2}}}
    second = create_app(shop(strict), store=store, store_mismatch="migrate")
    client = Client(second)
    assert client("GET", f"/pets/{old['id']}").json == old
    assert young["id"] not in [pet["id"] for pet in client("GET", "/pets").json]
    assert client("GET", "/pets/3").status == 404
    assert second.migration.kept == 2
    assert second.migration.removed == {f"/pets/{young['id']}": "not valid for the schema in the document"}
    closing(second)
    closing(create_app(shop(strict), store=store))


def test_migration_to_a_document_without_the_collection(store: str) -> None:
    first = create_app(shop(), store=store)
    Client(first)("PATCH", "/pets/2", {"name": "Kim"})
    closing(first)
    other = create_app(document({"/cats": {"get": {}}}), store=store, store_mismatch="migrate")
    assert other.migration.removed == {"/pets/2": "the document has no such collection"}
    assert other.store.tables() == []
    closing(other)


def test_discard_removes_everything(store: str) -> None:
    first = create_app(shop(), store=store)
    created = Client(first)("POST", "/pets", {"name": "Ada"}).json
    closing(first)
    second = create_app(shop(), store=store, seed=1, store_mismatch="discard")
    assert created["id"] not in [pet["id"] for pet in Client(second)("GET", "/pets").json]
    assert second.store.tables() == []
    closing(second)
    same = create_app(shop(), store=store, seed=1, store_mismatch="discard")
    closing(same)


def test_a_match_discards_nothing(store: str) -> None:
    first = create_app(shop(), store=store)
    Client(first)("PATCH", "/pets/2", {"name": "Kim"})
    closing(first)
    second = create_app(shop(), store=store, store_mismatch="discard")
    assert Client(second)("GET", "/pets/2").json["name"] == "Kim"
    closing(second)


def test_an_unknown_snapshot_is_refused(store: str) -> None:
    first = create_app(shop(), store=store)
    stored = first.store.snapshot()
    first.store.claim(stored, b"[]")
    closing(first)
    with pytest.raises(StoreError, match="has an unknown format"):
        create_app(shop(), store=store)


# ---------------------------------------------------------------------- a store that cannot be used


@needs_redis
def test_a_lost_store_is_the_documented_503(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redis, "PAUSE", 0.0)
    monkeypatch.setattr(redis_keys, "PAUSE", 0.0)
    with RedisServer() as server:
        app = create_app(shop(), store=server.url)
        client = Client(app)
        assert client("PATCH", "/pets/2", {"name": "Kim"}).status == 200
        server.stop()
        for method, body in (("GET", None), ("PATCH", {"name": "Bo"}), ("DELETE", None)):
            reply = client(method, "/pets/2", body) if body else client(method, "/pets/2")
            assert reply.status == 503
            assert reply.json["message"].startswith(f"cannot connect to {server.url}")
            assert ("retry-after", "1") in reply.headers
        health = client("GET", "/__mock__/health")
        assert (health.status, health.json["status"]) == (200, "degraded")
        assert health.json["store"]["status"] == "unavailable"
        server.start()
        assert client("PATCH", "/pets/2", {"name": "Bo"}).json["name"] == "Bo"
        assert client("GET", "/__mock__/health").json["status"] == "ok"
        closing(app)


def test_health_of_a_working_server(store: str) -> None:
    app = create_app(shop(), store=store)
    health = Client(app)("GET", "/__mock__/health").json
    assert health["status"] == "ok"
    assert health["store"] == {"name": store, "status": "ok"}
    closing(app)


def test_the_health_check_reads_what_other_servers_have_announced(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The health check is the only request to a server that has no clients."""
    app = create_app(shop(), store=store)
    calls: list[str] = []
    monkeypatch.setattr(app.store, "refresh", lambda: calls.append("refresh"))
    Client(app)("GET", "/__mock__/health")
    assert calls == ["refresh"]
    closing(app)
