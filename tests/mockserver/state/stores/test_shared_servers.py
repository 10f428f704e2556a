"""Several server processes with one store behave as one server."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count, cycle, islice
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.conftest import DOCUMENTS, servers
from tests.redis_server import RedisServer, needs_redis

DOCUMENT = DOCUMENTS / "notes.yaml"
CHANGES = 1000
CLIENTS = 12
"""Connections at the same time; each server has the same number of them."""

JSON = "application/json"
JSON_PATCH = "application/json-patch+json"


@pytest.fixture(scope="module", params=[pytest.param("redis", marks=needs_redis), "workers"])
def urls(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    """The URLs of three servers with one Redis, or that of one with two workers: its kernel distributes connections."""
    folder = tmp_path_factory.mktemp("servers")
    with contextlib.ExitStack() as stack:
        start = stack.enter_context(servers(folder))
        if request.param == "workers":
            yield [start(DOCUMENT, "--workers", "2", "--store", "sqlite:notes.sqlite")]
        else:
            redis = stack.enter_context(RedisServer(tcp=True))
            yield [start(DOCUMENT, "--store", redis.url) for _ in range(3)]


class Client:
    """A client on one connection."""

    def __init__(self, url: str) -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=60)

    def send(self, method: str, target: str, body: Any = None, media_type: str = JSON) -> tuple[int, Any]:
        """Return the status code and the JSON of the response."""
        headers = {} if body is None else {"Content-Type": media_type}
        self._connection.request(method, target, None if body is None else json.dumps(body), headers)
        response = self._connection.getresponse()
        content = response.read()
        return response.status, json.loads(content) if content else None

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


@pytest.fixture
def clients(urls: list[str]) -> Iterator[list[Client]]:
    """Clients of all servers in turn."""
    found = [Client(url) for _, url in zip(range(CLIENTS), cycle(urls), strict=False)]
    yield found
    for client in found:
        client.close()


def in_parallel(
    clients: Sequence[Client], method: str, target: str, bodies: Sequence[Any], media_type: str
) -> set[int]:
    """Send a request for each body, from all clients at the same time; return the status codes."""

    def send(client: Client, part: Sequence[Any]) -> set[int]:
        return {client.send(method, target, body, media_type)[0] for body in part}

    parts = [bodies[first :: len(clients)] for first in range(len(clients))]
    with ThreadPoolExecutor(len(clients)) as pool:
        return set[int]().union(*pool.map(send, clients, parts))


def test_concurrent_changes_of_different_properties_lose_none(clients: list[Client]) -> None:
    changes = [{f"property_{number}": number} for number in range(CHANGES)]
    assert in_parallel(clients, "PATCH", "/notes/7", changes, JSON) == {200}
    expected = {name: value for change in changes for name, value in change.items()}
    for client in clients:
        status, note = client.send("GET", "/notes/7")
        assert status == 200
        assert {name: note.get(name) for name in expected} == expected


def test_concurrent_additions_to_an_array_lose_none(clients: list[Client]) -> None:
    assert clients[0].send("PATCH", "/notes/8", {"marks": []})[0] == 200
    changes = [[{"op": "add", "path": "/marks/-", "value": number}] for number in range(CHANGES)]
    assert in_parallel(clients, "PATCH", "/notes/8", changes, JSON_PATCH) == {200}
    for client in clients:
        assert sorted(client.send("GET", "/notes/8")[1]["marks"]) == [*range(CHANGES)]


def test_concurrent_creations_have_different_ids(clients: list[Client]) -> None:
    notes = [{"title": f"note {number}"} for number in range(200)]
    assert in_parallel(clients, "POST", "/notes", notes, JSON) == {201}
    for client in clients:
        found = [note for page in pages([client]) for note in page]
        assert len({note["id"] for note in found}) == len(found)
        assert {note["title"] for note in found} >= {note["title"] for note in notes}


def test_a_list_created_through_one_server_is_paged_through_the_others(clients: list[Client]) -> None:
    writer, *readers = clients
    before = [note["id"] for page in pages([writer]) for note in page]
    created = [writer.send("POST", "/notes", {"title": f"note {number}"})[1]["id"] for number in range(50)]
    # Each page is requested from another server, with the cursor of the page before.
    found = [[note["id"] for note in page] for page in pages(readers)]
    assert [identifier for page in found for identifier in page] == before + created
    assert {len(page) for page in found[:-1]} == {7}


def pages(readers: Sequence[Client]) -> Iterator[list[Any]]:
    """Yield the pages of the list, each from the next client."""
    cursor = ""
    for number in count():
        target = f"/notes?limit=7{f'&cursor={cursor}' if cursor else ''}"
        status, page = readers[number % len(readers)].send("GET", target)
        assert status == 200
        yield page["items"]
        cursor = page["next_cursor"]
        if not cursor:
            return


def test_a_write_through_one_server_is_read_through_the_others_immediately(clients: list[Client]) -> None:
    for number in range(100):
        title = f"title {number}"
        assert clients[number % CLIENTS].send("PATCH", f"/notes/{1000 + number}", {"title": title})[0] == 200
        assert {client.send("GET", f"/notes/{1000 + number}")[1]["title"] for client in clients} == {title}


def test_an_item_deleted_through_one_server_is_404_through_all(clients: list[Client]) -> None:
    for number in range(20):
        writer, target = clients[number % CLIENTS], f"/notes/{2000 + number}"
        assert {client.send("GET", target)[0] for client in clients} == {200}
        assert writer.send("DELETE", target)[0] == 204
        assert {client.send("GET", target)[0] for client in clients} == {404}
        assert {client.send("PATCH", target, {"title": "again"})[0] for client in clients} == {404}


ADMIN = "/__mock__/admin"


def admin(client: Client, method: str, path: str, body: Any = None) -> Any:
    status, value = client.send(method, f"{ADMIN}{path}", body)
    assert status < 300, value
    return value


def test_any_server_returns_the_requests_of_all(clients: list[Client]) -> None:
    admin(clients[0], "DELETE", "/requests")
    targets = {f"/notes/{number}" for number in range(100, 100 + len(clients))}
    for client, target in zip(clients, sorted(targets), strict=True):
        assert client.send("GET", target)[0] == 200
    for client in clients:
        kept = admin(client, "GET", "/requests?operation=getNote")["requests"]
        assert {one["target"] for one in kept} == targets
        assert [one["number"] for one in kept] == sorted(one["number"] for one in kept)
        verified = admin(
            client, "POST", "/requests/verify", {"request": {"operation": "getNote"}, "times": len(clients)}
        )
        assert verified["verified"] is True


def test_stubs_are_used_as_often_as_wanted_by_all_servers_together(clients: list[Client]) -> None:
    stub = {"request": {"operation": "getNote"}, "response": {"code": 404}, "times": 5}
    admin(clients[0], "POST", "/stubs", stub)
    statuses = [client.send("GET", "/notes/7")[0] for client in clients]
    assert statuses == [404] * 5 + [200] * (len(clients) - 5)


def test_any_server_resets_all(clients: list[Client]) -> None:
    admin(clients[0], "POST", "/stubs", {"request": {"operation": "getNote"}, "response": {"code": 404}})
    for client in clients:
        assert client.send("GET", "/notes/7")[0] == 404
    admin(clients[-1], "POST", "/reset")
    for client in clients:
        assert client.send("GET", "/notes/7")[0] == 200
        assert admin(client, "GET", "/stubs")["stubs"] == []


def test_events_are_those_of_all_servers(urls: list[str], clients: list[Client]) -> None:
    connection = HTTPConnection(urlsplit(urls[0]).netloc, timeout=60)
    connection.request("GET", f"{ADMIN}/events")
    stream = connection.getresponse()
    assert stream.status == 200
    assert stream.readline() == b"retry: 1000\n"
    targets = [f"/notes/{number}" for number in range(300, 300 + len(clients))]
    for client, target in zip(clients, targets, strict=True):
        client.send("GET", target)
    lines = (stream.readline() for _ in count())
    data = (json.loads(line[5:]) for line in lines if line.startswith(b"data:"))
    assert {one["target"] for one in islice(data, len(targets))} == set(targets)
    connection.close()
