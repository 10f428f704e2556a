"""``MockServer``: requests over a port, verification, stubs, faults, items, clock, credentials."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from contracts.errors import UsageError
from mockserver.testing import MockServer, VerificationError
from mockserver.testing.errors import ControlError
from tests.mockserver.control.kiosk import PATHS
from tests.mockserver.kit import document

SCHEMES = {
    "user": {
        "type": "oauth2",
        "flows": {"clientCredentials": {"tokenUrl": "https://a.example/token", "scopes": {"read": "", "write": ""}}},
    },
    "key": {"type": "apiKey", "in": "cookie", "name": "session"},
    "url": {"type": "apiKey", "in": "query", "name": "key"},
}


@pytest.fixture
def mock() -> Iterator[MockServer]:
    with MockServer(document(PATHS)) as server:
        yield server


def status(mock: MockServer, target: str = "/tickets/7", method: str = "GET", **more: Any) -> int:
    return httpx.request(method, f"{mock.url}{target}", **more).status_code


def test_it_listens_on_a_free_port_until_the_end_of_the_block() -> None:
    with MockServer(document(PATHS)) as server:
        assert server.url == server.url
        assert status(server) == 200
        host, port = urlsplit(server.url).netloc.split(":")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((host, int(port)), timeout=5)


def test_errors_of_documents_and_settings_come_at_once() -> None:
    with pytest.raises(UsageError, match="seed"):
        MockServer(document(PATHS), seed="x")


def test_verified_requests(mock: MockServer) -> None:
    status(mock)
    status(mock, "/tickets", "POST", json={"id": "1", "title": "Stalls"})
    assert mock.verify("getTicket") == 1
    assert mock.verify("createTicket", times=1, body={"title": "Stalls"}) == 1
    assert mock.verify(path="/tickets/8", at_most=0) == 0
    assert mock.verify(sequence=[{"operation": "getTicket"}, {"operation": "createTicket"}]) == 2
    assert [one["operation"] for one in mock.requests()] == ["getTicket", "createTicket"]
    assert [one["method"] for one in mock.requests(method="POST", limit=1)] == ["POST"]


def test_a_failed_verification_shows_the_closest_requests(mock: MockServer) -> None:
    with pytest.raises(VerificationError, match="no requests were recorded"):
        mock.verify("getTicket")
    status(mock, "/tickets/7?seat=5")
    with pytest.raises(VerificationError) as caught:
        mock.verify("getTicket", times=1, query={"seat": "6"})
    assert str(caught.value).splitlines() == [
        'expected exactly 1 request, but found 0: {"query":{"seat":"6"},"operation":"getTicket"}',
        "closest requests:",
        "  1. GET /tickets/7?seat=5 -> 200",
        '     /query/seat: differs; expected "6", found "5"',
    ]


def test_stubs_and_faults(mock: MockServer) -> None:
    mock.stub("getTicket", status=404, times=1)
    assert [status(mock), status(mock)] == [404, 200]
    mock.stub(
        "getTicket", {"code": 503}, {"status": 200, "body": {"id": "7", "title": "Box"}}, request={"path": "/tickets/7"}
    )
    assert [status(mock), status(mock, "/tickets/8"), status(mock), status(mock)] == [503, 200, 200, 200]
    mock.reset("stubs")
    mock.fault("getTicket", status=429, nth=2, retry_after=7)
    assert [status(mock), status(mock), status(mock)] == [200, 429, 200]


def test_refused_stubs_say_where_and_why(mock: MockServer) -> None:
    with pytest.raises(ControlError) as caught:
        mock.stub("getTickets", status=404)
    assert caught.value.message == "/request/operation: no operation 'getTickets'"
    assert "getTicket" in caught.value.hint
    with pytest.raises(ControlError, match="/response/body/title") as caught:
        mock.stub("getTicket", body={"id": 7, "title": 8})
    assert len(caught.value.message.splitlines()) == 2


def test_items(mock: MockServer) -> None:
    tickets = mock.state["/tickets"]
    tickets.replace([{"id": "1", "title": "Stalls"}])
    tickets.put({"id": "2", "title": "Circle"}, {"id": "1", "title": "Box"})
    assert {one["id"]: one["title"] for one in tickets} == {"1": "Box", "2": "Circle"}
    snapshot = mock.state.snapshot()
    with mock.saved():
        assert status(mock, "/tickets/1", "DELETE") == 204
        assert status(mock, "/tickets/1") == 404
    assert status(mock, "/tickets/1") == 200
    mock.state.clear()
    assert {"1", "2"} != {one["id"] for one in tickets}
    mock.state.restore(snapshot)
    assert {"1", "2"} == {one["id"] for one in tickets}
    tickets.clear()
    assert tickets.items() == []
    with pytest.raises(ControlError, match="path"):
        mock.state["/nowhere"].items()


def test_reset_brings_back_the_start(mock: MockServer) -> None:
    before = mock.state["/tickets"].items()
    mock.state["/tickets"].clear()
    mock.stub("getTicket", code=404)
    mock.fault("getTicket", status=503)
    mock.clock.set("2030-01-01T00:00:00Z")
    mock.reset()
    assert status(mock) == 200
    assert mock.state["/tickets"].items() == before
    assert mock.clock.now is None
    mock.verify("getTicket", times=1)


def test_the_clock(mock: MockServer) -> None:
    mock.clock.set(datetime(2030, 1, 1, tzinfo=UTC))
    mock.clock.advance(timedelta(hours=1))
    mock.clock.advance("30m")
    assert mock.clock.now == datetime(2030, 1, 1, 1, 30, tzinfo=UTC)


def secured(*rules: dict[str, list[str]]) -> dict[str, object]:
    paths = {"/tickets/{id}": PATHS["/tickets/{id}"]}
    return document(paths, components={"securitySchemes": SCHEMES}, security=[*rules])


def test_credentials_have_the_scopes() -> None:
    with MockServer(secured({"user": ["read"]})) as mock:
        assert status(mock) == 401
        assert status(mock, headers=mock.auth()) == 200
        assert status(mock, headers=mock.auth("read", "write")) == 200
        assert status(mock, headers=mock.auth("write")) == 403
        with pytest.raises(ControlError, match="no operation has a security scheme 'users'") as caught:
            mock.auth(scheme="users")
        assert "user" in caught.value.hint


def test_credentials_of_all_schemes_of_a_rule() -> None:
    with MockServer(secured({"url": []}, {"user": [], "key": []})) as mock:
        assert sorted(mock.auth()) == ["Authorization", "Cookie"]
        assert status(mock, headers=mock.auth()) == 200
        assert [*mock.auth(scheme="key")] == ["Cookie"]


def test_without_security_there_are_no_credentials(mock: MockServer) -> None:
    assert mock.auth("read") == {}
