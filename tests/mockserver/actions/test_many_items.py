"""Writes of many items: handled in a thread, written at once, and other requests meanwhile."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import pytest

from mockserver import many_items
from mockserver.actions import limits
from mockserver.actions.limits import MANY_WRITES
from mockserver.app import MockApp, create_app
from mockserver.state.stores.open_store import open_store
from mockserver.state.stores.store import NO_NAMES, Change, Contents, Write
from tests.mockserver.held import Held
from tests.mockserver.kit import Client, document, json_content, path_parameter, response
from tests.mockserver.server.running_server import running
from tests.redis_server import RedisServer, needs_redis

NUMBER = 1500
NOTE = {
    "type": "object",
    "required": ["id", "text"],
    "properties": {"id": {"type": "string"}, "text": {"type": "string"}, "status": {"type": "string"}},
}
NOTES = {"type": "array", "items": NOTE}
NEW = {"type": "array", "items": {**NOTE, "required": ["text"]}}
MANY = {"required": True, "content": json_content(NOTES)}
QUERY = {"name": "status", "in": "query", "schema": {"type": "string"}}
GONE = {"204": {"description": "deleted"}}
TREE = document(
    {
        "/notes": {
            "get": {"responses": {"200": response(NOTES)}},
            "delete": {
                "parameters": [QUERY],
                "requestBody": {"content": json_content({"type": "object"})},
                "responses": GONE,
            },
            "patch": {"requestBody": MANY, "responses": {"200": response(NOTES), "404": {"description": "missing"}}},
        },
        "/notes/batch": {
            "post": {
                "x-mock-resource": {"collection": "/notes", "role": "create_many"},
                "requestBody": {"required": True, "content": json_content(NEW)},
                "responses": {"200": response(NOTES)},
            }
        },
        "/notes/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"responses": {"200": response(NOTE), "404": {"description": "missing"}}},
            "patch": {"requestBody": {"content": json_content(NOTE)}, "responses": {"200": response(NOTE)}},
        },
    }
)
NAMES = [f"n{number}" for number in range(NUMBER)]


def filled(url: str = "memory") -> MockApp:
    app = create_app(TREE, store=url)
    (api,) = app._collections
    rows = [
        (name, json.dumps({"id": name, "text": "x", "status": "open" if number % 5 else "closed"}).encode())
        for number, name in enumerate(NAMES)
    ]
    app.store.replace(NO_NAMES, NO_NAMES, Contents({f"items {api}:/notes": rows}))
    return app


@pytest.fixture(params=["memory", "sqlite", pytest.param("redis", marks=needs_redis)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with contextlib.ExitStack() as stack:
        local = "memory" if request.param == "memory" else f"sqlite:{tmp_path / 'items'}"
        yield stack.enter_context(RedisServer()).url if request.param == "redis" else local


@pytest.fixture
def app(url: str) -> Iterator[MockApp]:
    made = filled(url)
    yield made
    made.store.close()


def texts(names: Sequence[str], text: str = "y") -> list[dict[str, str]]:
    return [{"id": name, "text": text} for name in names]


WRITES: dict[str, tuple[str, str, Any]] = {
    "delete all": ("DELETE", "/notes", b""),
    "delete by a query": ("DELETE", "/notes?status=open", b""),
    "delete by ids": ("DELETE", "/notes", {"ids": NAMES[3:]}),
    "update": ("PATCH", "/notes", texts(NAMES[3:])),
    "update a missing item": ("PATCH", "/notes", texts([*NAMES, "missing-1"])),
    "create": ("POST", "/notes/batch", [{"text": f"{number}"} for number in range(NUMBER)]),
    "create with ids": ("POST", "/notes/batch", texts([*NAMES[3:], *(f"m{number}" for number in range(NUMBER))])),
}
writes = pytest.mark.parametrize("write", WRITES)


def state(app: MockApp) -> Any:
    return Client(app)("GET", "/__mock__/admin/state").json


@writes
def test_the_result_is_that_of_a_request_that_is_handled_at_once(
    app: MockApp, write: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        changed.setattr(limits, "MANY_WRITES", 10**9)
        changed.setattr(limits, "LONG_LIST", 10**9)
        changed.setattr(many_items, "_THREAD", None)
        expected_app = filled()
        expected = Client(expected_app)(*WRITES[write])
    reply = Client(app)(*WRITES[write])
    assert reply.status == {"DELETE": 204}.get(WRITES[write][0], 404 if "missing" in write else 200)
    assert (reply.status, reply.body) == (expected.status, expected.body)
    assert state(app) == state(expected_app)


@writes
def test_the_thread_writes_nothing_and_the_event_loop_all_at_once(
    app: MockApp, write: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed: list[str] = []
    committed: list[bool] = []
    change, commit = app.store.change, app.store.commit

    def noted_change(table: str, key: str, new: Change) -> bytes:
        changed.append(table)
        return change(table, key, new)

    def noted_commit(rows: Sequence[Write]) -> bool:
        committed.append(threading.current_thread() is threading.main_thread())
        return commit(rows)

    monkeypatch.setattr(app.store, "change", noted_change)
    monkeypatch.setattr(app.store, "commit", noted_commit)
    Client(app)(*WRITES[write])
    assert [table for table in changed if table.startswith("items")] == []
    assert committed == ([] if write == "update a missing item" else [True])


REQUEST = "{} {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"


def test_other_requests_are_handled_meanwhile_and_see_no_part(app: MockApp, monkeypatch: pytest.MonkeyPatch) -> None:
    with Held() as held, running(app) as server, server.connect() as client:
        monkeypatch.setattr(many_items, "_THREAD", held)
        client.sendall(REQUEST.format("DELETE", "/notes").encode())
        assert held.started.wait(30)
        for name in (NAMES[0], NAMES[-1]):
            assert server.send(REQUEST.format("GET", f"/notes/{name}").encode()).startswith(b"HTTP/1.1 200 ")
        held.released.set()
        received = b""
        while part := client.recv(65536):
            received += part
        assert received.startswith(b"HTTP/1.1 204 ")
        for name in (NAMES[0], NAMES[-1]):
            assert server.send(REQUEST.format("GET", f"/notes/{name}").encode()).startswith(b"HTTP/1.1 404 ")


def disturbed(app: MockApp, monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """Let another request change an item before a commit; return the numbers of these changes."""
    done: list[int] = []
    commit = app.store.commit
    (api,) = app._collections

    def commit_later(rows: Sequence[Write]) -> bool:
        if len(done) < times:
            done.append(len(done))
            value = json.dumps({"id": "n7", "text": "x", "status": f"changed {done[-1]}"}).encode()
            app.store.change(f"items {api}:/notes", "n7", lambda _: value)
        return commit(rows)

    monkeypatch.setattr(app.store, "commit", commit_later)
    return done


@pytest.mark.parametrize("times", [1, many_items.ATTEMPTS + 1])
def test_no_write_of_another_request_is_lost(app: MockApp, monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    done = disturbed(app, monkeypatch, times)
    reply = Client(app)("PATCH", "/notes", texts(NAMES))
    assert reply.status == 200
    assert len(done) == min(times, many_items.ATTEMPTS)
    found = Client(app)("GET", "/notes/n7").json
    assert (found["text"], found["status"]) == ("y", f"changed {len(done) - 1}")
    assert reply.json[7] == found


def test_an_item_that_is_deleted_meanwhile_stays_deleted(app: MockApp, monkeypatch: pytest.MonkeyPatch) -> None:
    commit = app.store.commit
    (api,) = app._collections

    def commit_later(rows: Sequence[Write]) -> bool:
        app.store.change(f"items {api}:/notes", "n7", lambda _: b"")
        return commit(rows)

    monkeypatch.setattr(app.store, "commit", commit_later)
    assert Client(app)("PATCH", "/notes", texts(NAMES)).status == 404
    assert Client(app)("GET", "/notes/n7").status == 404
    assert Client(app)("GET", "/notes/n8").json["text"] == "x"


def test_a_failed_request_leaves_nothing_to_the_next_one(app: MockApp, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as changed:
        changed.setattr("mockserver.http.request_limit.SECONDS", 0.0)
        assert Client(app)("DELETE", "/notes").status == 500
    assert len(Client(app)("PATCH", "/notes", texts(NAMES[:200])).json) == 200
    assert Client(app)("GET", "/notes/n300").json["text"] == "x"


def test_few_items_need_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    app = create_app(TREE)
    monkeypatch.setattr(many_items, "_THREAD", None)
    assert len(Client(app)("PATCH", "/notes", texts(NAMES[:MANY_WRITES])).json) == MANY_WRITES
    assert Client(app)("DELETE", "/notes", {"ids": NAMES[:MANY_WRITES]}).status == 204


# ---------------------------------------------------------------------- queries to Redis


@needs_redis
@writes
def test_the_number_of_round_trips_to_redis_does_not_grow_with_each_item(write: str) -> None:
    with RedisServer() as server:
        app = filled(server.url)
        Client(app)("GET", "/notes/n1")

        def scripts() -> int:
            stats = cast("dict[str, Any]", server.client.info("commandstats"))
            return sum(int(stats.get(f"cmdstat_{name}", {}).get("calls", 0)) for name in ("evalsha", "publish"))

        before = scripts()
        Client(app)(*WRITES[write])
        counted = NUMBER if write == "create" else 0  # a counter for each new id
        assert scripts() - before - counted < 30
        app.store.close()


@needs_redis
def test_many_new_items_are_announced_in_one_message() -> None:
    with RedisServer() as server:
        here, there = open_store(server.url), open_store(server.url)
        before = server.client.info("commandstats").get("cmdstat_publish", {}).get("calls", 0)  # type: ignore[union-attr]
        here.replace(NO_NAMES, NO_NAMES, Contents({"t": [(name, b"1") for name in NAMES]}))
        after = server.client.info("commandstats")["cmdstat_publish"]["calls"]  # type: ignore[index]
        there.refresh()
        assert all(there.get("t", name) == b"1" for name in NAMES)
        assert after - before == 2  # before the write, and for processes that subscribe meanwhile
        here.close()
        there.close()
