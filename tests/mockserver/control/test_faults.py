"""Faults: which requests they apply to, what they do to the response, and what is refused."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from contracts.errors import UsageError
from mockserver.app import create_app
from mockserver.control.exchange_view import ExchangeView
from mockserver.control.fault import compile_fault
from mockserver.control.interceptor import Interceptor
from mockserver.exchange import Exchange
from mockserver.fault_syntax import MAX_DELAY
from mockserver.http.route import ROUTE, Route
from tests.mockserver.control.kiosk import DOCUMENT, PATHS, Mock
from tests.mockserver.kit import document, http_scope, play

ONE = {"operation": "getTicket"}


def drawn(number: int, **settings: Any) -> list[int]:
    mock = Mock(faults=("getTicket: 503 rate=0.3",), **settings)
    return mock.statuses(number)


def test_the_documented_error() -> None:
    mock = Mock()
    assert mock.fault(ONE, status=503).status == 201
    reply = mock.send("GET", "/tickets/1")
    assert (reply.status, reply.json["code"]) == (503, 503)
    assert reply.header("x-mock-reason") == "fault 1: status 503"
    assert mock.send("GET", "/tickets").status == 200


def test_an_error_that_is_not_documented_has_the_usual_form() -> None:
    mock = Mock()
    mock.fault(ONE, status=507)
    reply = mock.send("GET", "/tickets/1")
    assert (reply.status, reply.json["code"]) == (507, 507)


def test_an_error_for_an_unknown_path() -> None:
    mock = Mock()
    mock.fault({}, status=503)
    assert mock.send("GET", "/nowhere").status == 503
    assert mock.admin("GET", "/health").status == 200


@pytest.mark.parametrize(("nth", "statuses"), [(3, [200, 200, 503, 200]), ([1, 2], [503, 503, 200, 200])])
def test_the_nth_request(nth: Any, statuses: list[int]) -> None:
    mock = Mock()
    mock.fault(ONE, status=503, nth=nth)
    assert mock.statuses(4) == statuses


def test_only_matching_requests_are_counted() -> None:
    mock = Mock()
    mock.fault({**ONE, "headers": {"authorization": "Bearer one"}}, status=503, nth=2)
    one = {"authorization": "Bearer one"}
    found = [mock.send("GET", "/tickets/1", headers=headers).status for headers in (one, {}, {}, one, one)]
    assert found == [200, 200, 200, 503, 200]


def test_a_rate_repeats_with_the_seed() -> None:
    found = drawn(200, seed=1)
    assert found == drawn(200, seed=1)
    assert found != drawn(200, seed=2)
    assert 40 <= found.count(503) <= 80


def test_a_rate_repeats_after_a_reset() -> None:
    mock = Mock()
    mock.fault(ONE, status=503, rate=0.5)
    first = mock.statuses(50)
    mock.control.faults.entries.clear()
    assert mock.statuses(3) == [200, 200, 200]
    mock.fault(ONE, status=503, rate=0.5)
    assert mock.statuses(50) == first


def test_the_counts_of_the_settings_start_again_after_a_reset() -> None:
    mock = Mock(faults=("getTicket: 503 nth=2",))
    assert mock.statuses(3) == [200, 503, 200]
    mock.control.faults.entries.clear()
    assert mock.statuses(3) == [200, 503, 200]


@pytest.mark.parametrize(("rate", "statuses"), [(0, [200] * 20), (1, [503] * 20)])
def test_none_and_all(rate: float, statuses: list[int]) -> None:
    mock = Mock()
    mock.fault(ONE, status=503, rate=rate)
    assert mock.statuses(20) == statuses


def test_the_next_fault_if_the_first_is_not_drawn() -> None:
    mock = Mock()
    mock.fault(ONE, status=404)
    mock.fault(ONE, status=503, nth=2)
    assert mock.statuses(3) == [404, 503, 404]


def test_too_many_requests() -> None:
    mock = Mock()
    mock.fault(ONE, status=429, retry_after=7)
    reply = mock.send("GET", "/tickets/1")
    assert (reply.status, reply.json["code"]) == (429, 429)
    assert [reply.header(name) for name in ("retry-after", "ratelimit-remaining", "ratelimit-reset")] == ["7", "0", "7"]


def test_retry_after_is_sent_if_it_is_not_documented() -> None:
    mock = Mock()
    mock.fault(ONE, status=503, retry_after=2)
    assert mock.send("GET", "/tickets/1").header("retry-after") == "2"


def test_a_fault_comes_before_stubs_which_do_not_count_it() -> None:
    mock = Mock()
    mock.stub(ONE, [{"code": 404}, {"code": 429}])
    mock.fault(ONE, status=503, nth=1)
    assert mock.statuses(3) == [503, 404, 429]


# ---------------------------------------------------------------------- bodies


@pytest.mark.parametrize("target", ["/tickets/1", "/tickets", "/nowhere"])
def test_a_malformed_body(target: str) -> None:
    mock = Mock()
    mock.fault({}, malformed=True)
    reply = mock.send("GET", target)
    assert reply.header("content-length") == str(len(reply.body))
    with pytest.raises(ValueError, match=r"."):
        json.loads(reply.body)


@pytest.mark.parametrize("value", [1, 12, "a", "", [], {}, None, True, 12.5])
def test_a_short_malformed_body(value: Any) -> None:
    mock = Mock()
    mock.stub({"path": "/x"}, {"status": 200, "body": value, "headers": {"content-type": "application/json"}},
              validate=False)  # fmt: skip
    mock.fault({}, malformed=True)
    with pytest.raises(ValueError, match=r"."):
        json.loads(mock.send("GET", "/x").body)


def test_a_response_without_a_body_stays_as_it_is() -> None:
    mock = Mock()
    mock.fault({}, malformed=True)
    assert mock.send("DELETE", "/tickets/1").body == b""
    assert mock.send("HEAD", "/tickets/1").body == b""


def test_stale_items() -> None:
    mock = Mock()
    before = mock.send("GET", "/tickets/1").json
    changed = {"id": "1", "title": "Changed"}
    mock.fault(ONE, stale=True, nth=[1, 3])
    assert mock.send("PUT", "/tickets/1", changed).status == 200
    assert [mock.send("GET", "/tickets/1").json for _ in range(4)] == [before, changed, before, changed]


def test_a_stale_list_and_a_stale_write() -> None:
    mock = Mock()
    before = mock.send("GET", "/tickets").json
    mock.fault({}, stale=True)
    assert mock.send("POST", "/tickets", {"id": "new", "title": "New"}).status == 201
    assert mock.send("GET", "/tickets").json == before
    mock.control.faults.entries.clear()
    assert {"id": "new", "title": "New"}.items() <= mock.send("GET", "/tickets").json[-1].items()


# ---------------------------------------------------------------------- delays


def delays(number: int, *, seed: int = 0, **fault: Any) -> list[float]:
    """The seconds that the requests are delayed."""
    app = create_app(DOCUMENT, seed=seed)
    mock = Mock(app)
    assert mock.fault({}, **fault).status == 201
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async def inner(_scope: Any, _receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"0123456789" * 2})

    interceptor = Interceptor(inner, {}, app.control.rules, sleep)
    for _ in range(number):
        reply = play(interceptor, {**http_scope("GET", "/x"), ROUTE: Route("/x", "/x")}, [b""])
        assert (reply.status, reply.body, reply.finished) == (200, b"0123456789" * 2, 1)
    return slept


def test_a_fixed_delay() -> None:
    assert delays(2, delay_ms=300) == [0.3, 0.3]


def test_a_log_normal_delay() -> None:
    found = delays(400, delay_ms={"median": 100, "sigma": 0.5})
    assert found == delays(400, delay_ms={"median": 100, "sigma": 0.5})
    assert found != delays(400, delay_ms={"median": 100, "sigma": 0.5}, seed=1)
    assert 150 <= sum(one < 0.1 for one in found) <= 250
    # 68 % are within one standard deviation of the logarithm: 61 to 165 ms.
    assert 240 <= sum(0.0606 < one < 0.1649 for one in found) <= 300


def chosen(mock: Mock) -> Any:
    """The fault that is chosen for a request."""
    faults = mock.control.faults
    exchange = Exchange(0.0, "GET", "/tickets/1", (), b"", 0, (), b"", 0.0, "kit", "getTicket", "/tickets/{id}")
    return faults.choose(ExchangeView(exchange), faults.entries.active())


def test_a_delay_and_another_fault() -> None:
    mock = Mock(faults=("*: delay=300", "*: delay=9000", "getTicket: 503 delay=20 nth=2"), delay=50)
    found = [chosen(mock) for _ in range(3)]
    assert [(one.identifier, one.seconds) for one in found] == [("flag-1", 0.3), ("flag-3", 0.32), ("flag-1", 0.3)]


def test_a_delay_of_all_responses() -> None:
    found = chosen(Mock(delay=50))
    assert (found.identifier, found.seconds) == ("flag-1", 0.05)


def test_the_longest_delay_of_two_faults() -> None:
    assert chosen(Mock(faults=("*: delay=59000", "*: 503 delay=59000"))).seconds == MAX_DELAY / 1000


def test_the_longest_delay() -> None:
    found = delays(50, delay_ms={"median": MAX_DELAY, "sigma": 10})
    assert max(found) == MAX_DELAY / 1000


def test_a_slow_response() -> None:
    assert delays(1, abort="slow", interval_ms=20) == [0.02] * 10


def test_a_delay_does_not_delay_other_requests() -> None:
    """A request is delayed until another one has been answered."""
    app = create_app(DOCUMENT)
    Mock(app).fault({"path": "/slow"}, delay_ms=1000)
    order: list[str] = []
    done = asyncio.Event()

    async def sleep(_: float) -> None:
        await done.wait()

    async def inner(scope: Any, _receive: Any, _send: Any) -> None:
        order.append(scope["path"])
        done.set()

    interceptor = Interceptor(inner, {}, app.control.rules, sleep)

    async def call(path: str) -> None:
        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(_: Any) -> None:
            pass

        await interceptor({**http_scope("GET", path), ROUTE: Route(path, path)}, receive, send)

    async def both() -> None:
        await asyncio.wait_for(asyncio.gather(call("/slow"), call("/fast")), 60)

    asyncio.run(both())
    assert order == ["/fast", "/slow"]


# ---------------------------------------------------------------------- routes and settings


def test_the_routes_of_faults() -> None:
    mock = Mock(faults=("getTicket: 503 nth=5",))
    added = mock.fault({}, delay_ms=1)
    assert added.json == {"id": "1", "request": {}, "fault": {"delay_ms": 1}, "enabled": True, "uses": 0}
    effect = {"status": 503, "nth": 5}
    fixed = {"id": "flag-1", "request": ONE, "fault": effect, "enabled": True, "uses": 0, "settings": True}
    assert mock.admin("GET", "/faults").json == {"faults": [added.json, fixed]}
    assert mock.admin("DELETE", "/faults/1").status == 204
    assert mock.admin("DELETE", "/faults/1").status == 404
    assert mock.admin("DELETE", "/faults/flag-1").status == 409
    assert mock.admin("GET", "/faults").json == {"faults": [fixed]}


@pytest.mark.parametrize(
    ("fault", "location"),
    [
        ({"request": {}}, "/fault"),
        ({"fault": {"status": 503}}, "/request"),
        ({"request": {}, "fault": {}}, "/fault"),
        ({"request": {}, "fault": {"rate": 0.5}}, "/fault"),
        ({"request": {}, "fault": {"malformed": False}}, "/fault"),
        ({"request": {}, "fault": []}, "/fault"),
        ({"request": {}, "fault": {"status": 503, "rate": 2}}, "/fault/rate"),
        ({"request": {}, "fault": {"status": 503, "rate": -0.1}}, "/fault/rate"),
        ({"request": {}, "fault": {"status": 503, "rate": "0.1"}}, "/fault/rate"),
        ({"request": {}, "fault": {"status": 503, "rate": True}}, "/fault/rate"),
        ({"request": {}, "fault": {"status": 200}}, "/fault/status"),
        ({"request": {}, "fault": {"status": 503.5}}, "/fault/status"),
        ({"request": {}, "fault": {"status": 503, "nth": 0}}, "/fault/nth"),
        ({"request": {}, "fault": {"status": 503, "nth": [1, 0]}}, "/fault/nth/1"),
        ({"request": {}, "fault": {"status": 503, "nth": []}}, "/fault/nth"),
        ({"request": {}, "fault": {"delay_ms": -1}}, "/fault/delay_ms"),
        ({"request": {}, "fault": {"delay_ms": 60_001}}, "/fault/delay_ms"),
        ({"request": {}, "fault": {"delay_ms": {"median": 5}}}, "/fault/delay_ms/sigma"),
        ({"request": {}, "fault": {"delay_ms": {"median": 5, "sigma": -1}}}, "/fault/delay_ms/sigma"),
        ({"request": {}, "fault": {"delay_ms": {"mean": 5, "sigma": 1}}}, "/fault/delay_ms/mean"),
        ({"request": {}, "fault": {"retry_after": 1}}, "/fault/retry_after"),
        ({"request": {}, "fault": {"status": 429, "retry_after": "1"}}, "/fault/retry_after"),
        ({"request": {}, "fault": {"abort": "explode"}}, "/fault/abort"),
        ({"request": {}, "fault": {"abort": "reset", "status": 503}}, "/fault/status"),
        ({"request": {}, "fault": {"abort": "empty", "malformed": True}}, "/fault/malformed"),
        ({"request": {}, "fault": {"abort": "reset", "interval_ms": 5}}, "/fault/interval_ms"),
        ({"request": {}, "fault": {"abort": "slow", "interval_ms": 6001}}, "/fault/interval_ms"),
        ({"request": {}, "fault": {"status": 503, "stale": True}}, "/fault/stale"),
        ({"request": {}, "fault": {"statsu": 503}}, "/fault/statsu"),
        ({"request": {"operation": "getTickets"}, "fault": {"status": 503}}, "/request/operation"),
        ({"request": {"path": {"matches": "("}}, "fault": {"status": 503}}, "/request/path/matches"),
    ],
)
def test_a_fault_that_is_not_valid(fault: Any, location: str) -> None:
    mock = Mock()
    reply = mock.admin("POST", "/faults", fault)
    assert (reply.status, reply.json.get("location", "")) == (422, location)
    assert mock.admin("GET", "/faults").json == {"faults": []}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("getTickets: 503", "request/operation: no operation 'getTickets'"),
        ("getTicket: 503 rate=2", "fault/rate: must be a number from 0 to 1, not 2"),
        ("getTicket: delay=-5", "fault/delay_ms: must be a number from 0 to 60000, not -5"),
    ],
)
def test_a_setting_that_does_not_fit_the_document(text: str, message: str) -> None:
    with pytest.raises(UsageError, match="--fault") as caught:
        create_app(DOCUMENT, faults=(text,))
    assert message in caught.value.message


def test_requests_are_recorded_with_the_fault() -> None:
    mock = Mock()
    mock.fault(ONE, status=503, nth=1)
    mock.statuses(2)
    recorded = mock.control.exchanges.read()
    assert [(one.status, one.fault) for one in recorded] == [(503, "1"), (200, "")]


def test_requests_without_a_response_are_recorded_with_the_status_0(tmp_path: Path) -> None:
    journal = tmp_path / "traffic.ndjson"
    mock = Mock(journal=str(journal))
    mock.fault(ONE, abort="reset", nth=2)
    assert mock.statuses(3) == [200, 0, 200]
    assert [(one.status, one.fault) for one in mock.control.exchanges.read()] == [(200, ""), (0, "1"), (200, "")]
    # The file has only exchanges with a response.
    assert [json.loads(line)["status"] for line in journal.read_text().splitlines()] == [200, 200]


def test_equal_faults_have_equal_keys() -> None:
    mounted = create_app(document(PATHS)).apis
    one = compile_fault({"request": {}, "fault": {"status": 503, "rate": 0.5}}, mounted)
    other = compile_fault({"fault": {"rate": 0.5, "status": 503}, "request": {}}, mounted)
    assert one.key == other.key
