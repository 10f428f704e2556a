"""Requests of the admin API with random changes, and the requests of clients that its stubs and faults are for."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.app import create_app
from mockserver.control.interceptor import Interceptor
from tests.fuzzing.crashes import no_crashes
from tests.fuzzing.examples import IN_FOLDER
from tests.fuzzing.mutations import TEXTS, changed, damaged
from tests.mockserver.control.kiosk import ADMIN, DOCUMENT, Mock

MATCHER = {
    "operation": "getTicket",
    "api": {"contains": "Kit"},
    "method": {"matches": "^(GET|POST)$"},
    "path": {"matches": "/tickets/[0-9]+"},
    "path_params": {"id": {"contains": "1"}},
    "query": {"q": {"absent": True}},
    "headers": {"x-key": {"matches": "k"}},
    "body": {"title": {"contains": "a"}},
    "body_schema": {"type": "object", "required": ["title"]},
}
PARTS = [{name: value} for name, value in MATCHER.items()]
ANY_MATCHER = st.sampled_from([{}, MATCHER, *PARTS, {"method": "GET"}, {"operation": "createTicket"}])
TICKET = {"id": "1", "title": "a", "seats": 2}
RESPONSE = {"status": 503, "headers": {"x-a": ["b", 1], "retry-after": 1}, "body": {"code": 1, "message": "m"}}
RESPONSES: list[Any] = [
    RESPONSE,
    {"code": 404},
    {"example": "gold"},
    {"body_base64": "AAEC"},
    [RESPONSE, {"code": 429}],
]
FAULTS: list[dict[str, Any]] = [
    {"delay_ms": 5},
    {"delay_ms": {"median": 5, "sigma": 1}, "rate": 0.5},
    {"status": 503, "retry_after": 1, "nth": [1, 2]},
    {"abort": "truncate"},
    {"abort": "slow", "interval_ms": 1},
    {"abort": "reset"},
    {"abort": "empty"},
    {"malformed": True},
    {"stale": True, "nth": 1},
]
STATE = {
    "validate": False,
    "apis": {
        "Kit": {
            "collections": {
                "/tickets": {
                    "items": [{"id": "1", "item": TICKET}, {"id": "2", "deleted": True}],
                    "content": [{"id": "1", "media_type": "text/plain", "name": "a.txt", "data": "AA=="}],
                    "counter": 3,
                }
            },
            "sent_urls": ["0" * 32],
        }
    },
}


def stub(request: Any, response: Any) -> Any:
    return {"request": request, "response": response, "times": 2, "priority": 1, "validate": False}


BODIES: dict[tuple[str, str], Any] = {
    ("POST", "/stubs"): st.builds(stub, ANY_MATCHER, st.sampled_from(RESPONSES)),
    ("PUT", "/stubs/1"): st.builds(stub, ANY_MATCHER, st.sampled_from(RESPONSES)),
    ("POST", "/faults"): st.builds(
        lambda request, fault: {"request": request, "fault": fault}, ANY_MATCHER, st.sampled_from(FAULTS)
    ),
    ("POST", "/requests/verify"): st.builds(
        lambda request, more: {"request": request, **more},
        st.sampled_from([{**MATCHER, "status": "4XX"}, {"status": {"matches": "^2"}}, *PARTS]),
        st.sampled_from([{"times": 1}, {"at_least": 1, "at_most": 2}, {}]),
    )
    | st.just({"sequence": [{"method": "GET"}, {"operation": "createTicket"}]}),
    ("PUT", "/state"): st.just(STATE),
    ("PUT", "/state/tickets"): st.sampled_from([[TICKET], {"items": [TICKET], "merge": True, "validate": False}]),
    ("PATCH", "/clock"): st.sampled_from([{"now": "2030-01-01T00:00:00Z"}, {"advance": "1h"}, {"now": None}]),
    ("POST", "/tokens"): st.just({"token": "test-token-of-a-reader", "scopes": ["pets:read"]}),
    ("POST", "/reset"): st.just({}),
    ("POST", "/webhooks/unknown"): st.just({"url": "http://localhost:1/hooks"}),
}
READS = [
    ("GET", "/health"),
    ("GET", "/metrics"),
    ("GET", "/requests"),
    ("DELETE", "/requests"),
    ("GET", "/stubs"),
    ("GET", "/stubs/1"),
    ("DELETE", "/stubs/1"),
    ("GET", "/faults"),
    ("GET", "/state"),
    ("DELETE", "/state"),
    ("GET", "/state/tickets"),
    ("DELETE", "/state/tickets"),
    ("GET", "/tokens"),
    ("DELETE", "/tokens/1"),
    ("GET", "/clock"),
]
QUERIES = ["limit=2", "after=1", "method=GET", "path=/tickets", "status=4XX", "operation=getTicket", "only=state,clock"]
NAMES = st.sampled_from([one.partition("=")[0] for one in QUERIES]) | TEXTS


def encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="/,")


@st.composite
def queries(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return draw(st.sampled_from(["", *QUERIES]))
    pairs = draw(st.lists(st.tuples(NAMES, TEXTS), max_size=3))
    return "&".join(f"{encoded(name)}={encoded(value)}" for name, value in pairs)


@st.composite
def admin_requests(draw: st.DrawFn) -> tuple[str, str, bytes]:
    """Return method, target and body of a request that is nearly valid."""
    if draw(st.integers(0, 9)) == 0:
        method, path = draw(st.sampled_from(READS))
        body = b""
    else:
        method, path = draw(st.sampled_from(list(BODIES)))
        original = draw(BODIES[method, path])
        body = draw(
            changed(original).map(lambda tree: json.dumps(tree).encode()) | damaged(json.dumps(original).encode())
        )
    if draw(st.integers(0, 4)) == 0:
        start = path.split("/")[1]
        path = f"/{start}/{encoded(draw(TEXTS))}"
    query = draw(queries())
    return method, f"{path}?{query}" if query else path, body


CLIENTS = [
    ("GET", "/tickets/1", b""),
    ("GET", "/tickets?q=1", b""),
    ("POST", "/tickets", json.dumps(TICKET).encode()),
    ("DELETE", "/tickets/1", b""),
    ("PUT", "/tickets/2", b'{"title": "a", "id": "2"}'),
]


@pytest.fixture
def mock(monkeypatch: pytest.MonkeyPatch) -> Mock:
    async def sleep(_: float) -> None:
        """Wait for no delay of a fault."""

    monkeypatch.setattr(Interceptor.__init__, "__defaults__", (sleep,))
    return Mock(create_app(DOCUMENT, journal_size=50))


def test_the_admin_api(mock: Mock) -> None:
    """Each request gets a response that is JSON, and no stub, fault or state that it sets ends in an exception."""

    @IN_FOLDER
    @given(st.lists(admin_requests(), min_size=1, max_size=2), st.sampled_from(CLIENTS))
    def play(requests: list[tuple[str, str, bytes]], client: tuple[str, str, bytes]) -> None:
        with no_crashes():
            mock.admin("POST", "/reset")
            known = mock.stub({"method": "GET"}, {"code": 404}, times=1).json["id"]
            for method, path, body in requests:
                target = ADMIN + path.replace("/stubs/1", f"/stubs/{known}")
                reply = mock.send(method, target, body, {"host": "127.0.0.1", "content-type": "application/json"})
                assert reply.finished == 1
                assert reply.status < 500, reply.body
                assert not reply.body or "/metrics" in path or reply.header("content-type") == "application/json"
            method, target, body = client
            mock.send(method, target, body, {"content-type": "application/json", "x-key": "k"} if body else {})
            assert mock.admin("GET", "/requests?limit=1").status == 200
            assert mock.admin("GET", "/state").status == 200

    play()
