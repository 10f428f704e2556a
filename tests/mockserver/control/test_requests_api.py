"""``/requests`` of the admin API: list, delete, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts.redaction.messages import Masker
from mockserver.app import create_app
from mockserver.control.exchange_json import exchange_json
from mockserver.control.exchanges import Exchanges
from mockserver.exchange import MAX_BODY
from mockserver.state.stores.memory import MemoryStore
from tests.mockserver.control.control_kit import exchange, get_pet, pets_document
from tests.mockserver.kit import Client, Reply

LOCAL = {"host": "localhost"}


class Mock:
    """A mock server in this process with its admin API."""

    def __init__(self, **settings: Any) -> None:
        self.send = Client(create_app(pets_document(), **{"journal_size": 10_000, **settings}))

    def admin(self, method: str, path: str, body: Any = b"") -> Reply:
        return self.send(method, f"/__mock__/admin{path}", body, headers=LOCAL)

    def numbers(self, query: str = "") -> list[int]:
        reply = self.admin("GET", f"/requests{query}")
        assert reply.status == 200, reply.body
        return [one["number"] for one in reply.json["requests"]]

    def verify(self, status: int, **body: Any) -> Any:
        reply = self.admin("POST", "/requests/verify", body)
        assert reply.status == status, reply.body
        return reply.json


@pytest.fixture(params=["memory", "sqlite"])
def mock(request: pytest.FixtureRequest, tmp_path: Path) -> Mock:
    """A mock server that has received five requests."""
    made = Mock() if request.param == "memory" else Mock(store=f"sqlite:{tmp_path / 'items.db'}")
    made.send("GET", "/pets?token=abcdefghij")
    made.send("POST", "/pets", {"name": "Rex", "password": "geheim123"})
    made.send("GET", "/pets/5")
    made.send("GET", "/pets/7")
    made.send("GET", "/nothing")
    return made


def test_the_newest_exchange_comes_last(mock: Mock) -> None:
    assert mock.numbers() == [1, 2, 3, 4, 5]
    assert mock.numbers("?limit=2") == [4, 5]
    assert mock.numbers("?limit=0") == []
    assert mock.admin("GET", "/requests?limit=2").json["total"] == 5


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("operation=getPet", [3, 4]),
        ("operation=getPet&limit=1", [4]),
        ("method=post", [2]),
        ("path=/pets/{petId}", [3, 4]),
        ("path=/pets/7", [4]),
        ("status=404", [5]),
        ("status=2XX", [1, 2, 3, 4]),
        ("api=kit", [1, 2, 3, 4]),
        ("since=3", [4, 5]),
        ("since=1&limit=2", [2, 3]),
        ("since=9", []),
        ("since=2020-01-01T00:00:00Z", [1, 2, 3, 4, 5]),
        ("since=2999-01-01T00:00:00%2B01:00", []),
    ],
)
def test_filters(mock: Mock, query: str, numbers: list[int]) -> None:
    assert mock.numbers(f"?{query}") == numbers


@pytest.mark.parametrize(
    ("query", "location"),
    [
        ("operation=getPett", "query/operation"),
        ("api=other", "query/api"),
        ("method=a%20b", "query/method"),
        ("path=pets", "query/path"),
        ("status=1", "query/status"),
        ("status=²", "query/status"),
        ("since=yesterday", "query/since"),
        ("limit=-1", "query/limit"),
        ("limit=10001", "query/limit"),
        ("stats=200", "query/stats"),
    ],
)
def test_nonsense_in_the_query_is_refused(query: str, location: str) -> None:
    reply = Mock().admin("GET", f"/requests?{query}".encode().decode("latin-1"))
    assert (reply.status, reply.json["location"]) == (422, location)


def test_secrets_are_masked(mock: Mock) -> None:
    body = mock.admin("GET", "/requests").body.decode()
    assert "geheim123" not in body
    assert "abcdefghij" not in body
    failed = mock.admin("POST", "/requests/verify", {"request": {"body": {"password": "x"}}})
    assert failed.status == 409
    assert "geheim123" not in failed.body.decode()


def test_an_exchange_has_all_its_parts(mock: Mock) -> None:
    created = mock.admin("GET", "/requests?operation=createPet").json["requests"][0]
    assert created["request"]["json"] == {"name": "Rex", "password": "…"}
    assert created["response"]["json"] == {"name": "Rex"}
    assert created["response"]["headers"]["location"] == "/pets/6"
    assert created["time"].endswith("Z")
    assert created["duration_ms"] > 0
    refused = mock.admin("GET", "/requests?status=404").json["requests"][0]
    assert refused["reason"] == "no_route: no operation has the path /nothing"
    assert (refused["operation"], refused["api"]) == ("", "")


def test_bodies_are_json_or_text_or_base64() -> None:
    def body(sent: bytes) -> Any:
        made = exchange_json(kept_of(exchange(body=sent)), Masker())["request"]
        return {name: value for name, value in made.items() if name != "headers"}

    assert body(b"") == {}
    assert body(b"[1]") == {"json": [1]}
    assert body("ä".encode()) == {"text": "ä"}
    assert body(b"a\xff") == {"base64": "Yf8="}
    assert body(b"x" * MAX_BODY) == {"text": "x" * MAX_BODY}
    assert body(("x" * (MAX_BODY - 1) + "ä").encode()) == {"text": "x" * (MAX_BODY - 1), "cut": True}


def kept_of(made: Any) -> Any:
    kept = Exchanges(MemoryStore(), 1, is_shared=False)
    kept(made)
    return kept.read()[0]


def test_the_oldest_exchanges_are_dropped() -> None:
    kept = Exchanges(MemoryStore(), 3, is_shared=False)
    for _ in range(5):
        kept(get_pet())
    assert [one.number for one in kept.read()] == [3, 4, 5]
    assert [one.number for one in kept.read(after=3)] == [4, 5]
    assert [one.number for one in kept.read(after=1, limit=2)] == [3, 4]
    assert kept.read(after=9) == []
    kept.clear()
    assert (kept.read(), kept.last_number()) == ([], 5)


def test_delete_forgets_the_exchanges(mock: Mock) -> None:
    assert mock.admin("DELETE", "/requests").status == 204
    assert mock.numbers() == []
    mock.send("GET", "/pets/5")
    assert mock.numbers() == [6]


def test_without_a_journal_the_requests_cannot_be_verified() -> None:
    mock = Mock(journal_size=0)
    for reply in (mock.admin("GET", "/requests"), mock.admin("POST", "/requests/verify", {"request": {}})):
        assert reply.status == 409
        assert "--journal-size" in reply.json["hint"]


@pytest.mark.parametrize(
    ("count", "is_verified"),
    [
        ({}, True),
        ({"times": 2}, True),
        ({"times": 1}, False),
        ({"times": 0}, False),
        ({"at_least": 2}, True),
        ({"at_least": 3}, False),
        ({"at_most": 2}, True),
        ({"at_most": 1}, False),
        ({"at_least": 1, "at_most": 2}, True),
    ],
)
def test_the_number_of_requests_is_verified(mock: Mock, count: dict[str, int], is_verified: bool) -> None:
    found = mock.verify(200 if is_verified else 409, request={"operation": "getPet"}, **count)
    assert (found["verified"], found["count"]) == (is_verified, 2)


def test_near_misses_say_what_differs(mock: Mock) -> None:
    found = mock.verify(409, request={"operation": "getPet", "path_params": {"petId": 8}}, times=1)
    assert found["error"] == "expected exactly 1 request, but found 0"
    near = found["near_misses"]
    assert [one["request"]["number"] for one in near[:2]] == [4, 3]
    assert near[0]["mismatches"] == [{"field": "/path_params/petId", "expected": 8, "actual": "7", "reason": "differs"}]


def test_a_similar_path_is_the_nearest(mock: Mock) -> None:
    mock.send("GET", "/unrelated")
    found = mock.verify(409, request={"path": "/nothin"})
    assert found["near_misses"][0]["request"]["target"] == "/nothing"


def test_a_sequence_is_verified(mock: Mock) -> None:
    create, read = {"operation": "createPet"}, {"operation": "getPet"}
    assert mock.verify(200, sequence=[create, read, read]) == {"verified": True, "count": 3}
    found = mock.verify(409, sequence=[read, create])
    assert (found["count"], found["error"]) == (1, "no request for step 1 of the sequence (counted from 0)")
    nearest = found["near_misses"][0]
    assert nearest["request"]["number"] == 2
    assert nearest["mismatches"] == [
        {"field": "/number", "expected": {"after": 3}, "actual": 2, "reason": "was sent too early"}
    ]


@pytest.mark.parametrize(
    ("body", "status", "location"),
    [
        (b"", 400, ""),
        (b"{", 400, "body"),
        ([], 422, ""),
        ({}, 422, ""),
        ({"request": {}, "sequence": [{}]}, 422, ""),
        ({"request": {"metod": "GET"}}, 422, "/request/metod"),
        ({"request": {}, "tims": 1}, 422, "/tims"),
        ({"request": {}, "times": -1}, 422, "/times"),
        ({"request": {}, "times": True}, 422, "/times"),
        ({"request": {}, "times": 1.5}, 422, "/times"),
        ({"request": {}, "times": 1, "at_least": 1}, 422, "/times"),
        ({"request": {}, "at_least": 2, "at_most": 1}, 422, "/at_least"),
        ({"sequence": []}, 422, "/sequence"),
        ({"sequence": [{}] * 101}, 422, "/sequence"),
        ({"sequence": [{}, {"path": 5}]}, 422, "/sequence/1/path"),
        ({"sequence": [{}], "times": 1}, 422, "/times"),
    ],
)
def test_nonsense_in_a_verification_is_refused(body: Any, status: int, location: str) -> None:
    reply = Mock().admin("POST", "/requests/verify", body)
    assert (reply.status, reply.json.get("location", "")) == (status, location)
    assert reply.json["error"]
