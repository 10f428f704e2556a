"""Lists of thousands of items: their pages, and other requests meanwhile."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockserver import many_items, pipeline
from mockserver.actions.limits import LONG_LIST
from mockserver.app import MockApp, create_app
from mockserver.http import request_limit
from mockserver.lists import comparison
from mockserver.lists.paging import DEFAULT_SIZE, LONGEST
from mockserver.state.stores.store import NO_LIMIT, NO_NAMES, Change, Contents
from tests.mockserver.held import Held
from tests.mockserver.kit import Client, document, response
from tests.mockserver.server.running_server import running
from tests.redis_server import RedisServer, needs_redis

NOTE = {
    "type": "object",
    "required": ["id", "text"],
    "properties": {"id": {"type": "string"}, "text": {"type": "string"}, "status": {"enum": ["open", "closed"]}},
}
SUMMARY = {"type": "object", "required": ["id", "author"], "properties": {"id": {}, "author": {"type": "string"}}}
NUMBER = 5_000


def query(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "in": "query", "schema": {"type": "integer"}} for name in names]


def lists(item: dict[str, Any], *names: str) -> dict[str, Any]:
    return {
        "get": {
            "parameters": [*query(*names), {"name": "status", "in": "query", "schema": {"type": "string"}}],
            "responses": {"200": response({"type": "array", "items": item})},
        }
    }


READ = {
    "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
    "get": {"responses": {"200": response(NOTE)}},
}
CHOSEN = {
    "get": {
        "parameters": [
            {
                "name": "ids",
                "in": "query",
                "explode": False,
                "schema": {"type": "array", "items": {"type": "string"}},
            }
        ],
        "responses": {"200": response({"type": "array", "items": NOTE})},
    }
}
SEARCH = {
    "post": {
        "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
        "responses": {"200": response({"type": "array", "items": NOTE})},
    }
}
COLLECTIONS = ("all", "summaries", "sized", "paged", "chosen")
TREE = document(
    {
        "/all": lists(NOTE),
        "/all/search": SEARCH,
        "/chosen": CHOSEN,
        "/summaries": lists(SUMMARY),
        "/sized": lists(NOTE, "limit"),
        "/paged": lists(NOTE, "limit", "offset"),
        **{f"/{name}/{{id}}": READ for name in COLLECTIONS},
    },
    servers=[{"url": "https://notes.example.com/v1"}],
)


def filled(store: str = "memory") -> MockApp:
    """A mock with ``NUMBER`` items in each collection, of which every hundredth is closed."""
    app = create_app(TREE, store=store)
    (api,) = app._collections
    items = [
        (f"n{number}", json.dumps({"id": f"n{number}", "text": "x", "status": "open" if number % 100 else "closed"}))
        for number in range(NUMBER)
    ]
    rows = [(name, text.encode()) for name, text in items]
    tables = {f"items {api}:/{name}": rows for name in COLLECTIONS}
    app.store.replace(NO_NAMES, NO_NAMES, Contents(tables))
    return app


@pytest.fixture(params=["memory", "sqlite", pytest.param("redis", marks=needs_redis)])
def app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MockApp]:
    with contextlib.ExitStack() as stack:
        url = "memory" if request.param == "memory" else f"sqlite:{tmp_path / 'items'}"
        made = filled(stack.enter_context(RedisServer()).url if request.param == "redis" else url)
        yield made
        made.store.close()


@pytest.fixture
def client(app: MockApp) -> Client:
    return Client(app)


@pytest.mark.parametrize(
    ("target", "number"),
    [
        ("/all", NUMBER + 5),
        ("/all?status=closed", NUMBER // 100),
        ("/summaries", NUMBER + 5),
        ("/sized", LONGEST),
        ("/sized?limit=3000", 3000),
        ("/paged", DEFAULT_SIZE),
        ("/paged?limit=3000&offset=10", 3000),
        ("/paged?status=closed&limit=1000", NUMBER // 100),
    ],
)
def test_pages(client: Client, target: str, number: int) -> None:
    found = client("GET", target).json
    closed = [one for one in found if one.get("status") == "closed" and one["id"].startswith("n")]
    written = [one for one in found if one["id"].startswith("n") and one["id"][1:].isdecimal()]
    if "closed" in target:
        assert len(closed) == number
    else:
        assert len(found) == number
        assert len({one["id"] for one in found}) == number
        assert len(written) >= number - 5
    if target.startswith("/summaries"):
        assert all(set(one) == {"id", "author"} for one in found)


def test_only_the_items_of_the_page_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    app = filled()
    client = Client(app)
    client("GET", "/paged")
    read: list[bytes] = []
    real = pipeline.decode_json

    def decode(text: bytes) -> Any:
        read.append(text)
        return real(text)

    monkeypatch.setattr("mockserver.state.collection.decode_json", decode)
    assert len(client("GET", "/paged?limit=30&offset=2000").json) == 30
    assert len(read) == 30


GET = "GET {} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def test_other_requests_are_handled_meanwhile(app: MockApp, monkeypatch: pytest.MonkeyPatch) -> None:
    with Held() as held, running(app) as server, server.connect() as client:
        monkeypatch.setattr(many_items, "_THREAD", held)
        client.sendall(GET.format("/all").encode())
        assert held.started.wait(30)
        assert server.send(GET.format("/paged/n7").encode()).startswith(b"HTTP/1.1 200 ")
        held.released.set()
        received = b""
        while part := client.recv(1 << 20):
            received += part
        assert len(json.loads(received.partition(b"\r\n\r\n")[2])) == NUMBER + 5


def test_the_event_loop_reads_only_the_beginning(app: MockApp, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[tuple[bool, int]] = []
    real = app.store.items

    def items(table: str, limit: int = NO_LIMIT) -> list[tuple[str, bytes]]:
        found = real(table, limit)
        read.append((threading.current_thread() is threading.main_thread(), len(found)))
        return found

    monkeypatch.setattr(app.store, "items", items)
    assert len(Client(app)("GET", "/all").json) == NUMBER + 5
    assert read == [(True, LONG_LIST + 1), (False, NUMBER)]


def test_ids_in_the_query_are_read_in_the_thread_if_there_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    app = filled()
    written = ",".join(f"n{number}" for number in range(LONG_LIST + 1))
    with Held() as held:
        held.released.set()
        monkeypatch.setattr(many_items, "_THREAD", held)
        assert len(Client(app)("GET", "/chosen?ids=n1,n2").json) == 2
        assert not held.started.is_set()
        assert len(Client(app)("GET", f"/chosen?ids={written}").json) == LONG_LIST + 1
        assert held.started.is_set()


def test_the_number_of_wanted_values_does_not_multiply_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value of a filter is parsed once, not once for each item."""
    parsed: list[Any] = []
    real = comparison.time_of

    def time_of(value: Any) -> Any:
        parsed.append(value)
        return real(value)

    monkeypatch.setattr(comparison, "time_of", time_of)
    values = ",".join(f"n{number}" for number in range(NUMBER))
    assert len(Client(filled())("GET", f"/chosen?ids={values}").json) == NUMBER
    assert len(parsed) <= 4 * NUMBER


def test_the_thread_has_a_limit_of_processor_time(app: MockApp, monkeypatch: pytest.MonkeyPatch) -> None:
    client = Client(app)
    with monkeypatch.context() as changed:
        changed.setattr(request_limit, "SECONDS", 0.0)
        reply = client("GET", "/all")
        assert (reply.status, "processor time" in reply.header("x-mock-reason")) == (500, True)
        assert client("GET", "/paged/n7").status == 200
    assert len(client("GET", "/all").json) == NUMBER + 5


@pytest.mark.parametrize("store", ["memory", "sqlite"])
def test_the_thread_writes_nothing(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search whose body has a URL of the server, which is remembered."""
    app = filled("memory" if store == "memory" else f"sqlite:{tmp_path / 'items'}")
    written: list[bool] = []
    real = app.store.change

    def change(table: str, key: str, change: Change) -> bytes:
        written.append(threading.current_thread() is threading.main_thread())
        return real(table, key, change)

    monkeypatch.setattr(app.store, "change", change)
    body = json.dumps({"text": "https://notes.example.com/v1/all/n7"}).encode()
    reply = Client(app)("POST", "/all/search", body, {"content-type": "application/json"})
    assert (reply.status, written) == (200, [True])


def test_short_lists_need_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_items, "_THREAD", None)
    assert len(Client(create_app(TREE))("GET", "/all").json) == 5
    assert NUMBER > LONG_LIST
