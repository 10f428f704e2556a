"""``--rate-limit``: who is counted, when a request is refused, and the headers of all responses."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import UsageError
from mockserver.app import create_app
from mockserver.control.rate_limit_headers import rate_limit_headers
from mockserver.control.rate_limits import TABLE, Usage
from mockserver.rate import Rate, parse_rate
from tests.mockserver.control.kiosk import Mock
from tests.mockserver.kit import OK, document, load, only, path_parameter

START = 1_000_000_000 // 60 * 60 + 10.5
"""A time that is 10.5 seconds after the beginning of a minute."""


def limited(rate: str = "2/1m", **settings: Any) -> Mock:
    mock = Mock(rate_limit=rate, **settings)
    set_time(mock, START)
    return mock


def set_time(mock: Mock, now: float) -> None:
    limits = mock.control.limits
    assert limits is not None
    limits.clock = lambda: now


def test_the_headers_of_all_responses() -> None:
    mock = limited()
    names = ("x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset")
    replies = [mock.send("GET", "/tickets/1") for _ in range(2)]
    window = str(int(START - 10.5) + 60)
    assert [[reply.header(name) for name in names] for reply in replies] == [["2", "1", window], ["2", "0", window]]
    refused = mock.send("GET", "/tickets/1")
    assert (refused.status, refused.json["code"]) == (429, 429)
    assert {name: value for name, value in refused.headers if "rate" in name or "retry" in name} == {
        "ratelimit-limit": "2",
        "ratelimit-remaining": "0",
        "ratelimit-reset": "50",
        "retry-after": "50",
    }
    assert refused.header("x-mock-reason") == "rate limit: more than 2 requests in 60 seconds"


def test_the_next_window() -> None:
    mock = limited()
    assert mock.statuses(3) == [200, 200, 429]
    set_time(mock, START + 49.4)
    assert mock.send("GET", "/tickets/1").header("retry-after") == "1"
    set_time(mock, START + 49.5)
    assert mock.statuses(3) == [200, 200, 429]


def test_each_credential_is_counted() -> None:
    mock = limited()
    one, other = {"authorization": "Bearer one"}, {"authorization": "Bearer other"}
    found = [mock.send("GET", "/tickets/1", headers=headers).status for headers in (one, one, one, other, {}, other)]
    assert found == [200, 200, 429, 200, 200, 200]


def test_each_client_is_counted_without_a_credential() -> None:
    mock = limited("1/1m")
    found = [mock.send("GET", "/tickets/1", client=(host, 1)).status for host in ("10.0.0.1", "10.0.0.2", "10.0.0.1")]
    assert found == [200, 200, 429]


@pytest.mark.parametrize(
    ("scheme", "one", "other"),
    [
        ({"type": "apiKey", "in": "header", "name": "X-Key"}, {"headers": {"x-key": "a"}}, {"headers": {"x-key": "b"}}),
        ({"type": "apiKey", "in": "query", "name": "key"}, {"query": "?key=a"}, {"query": "?key=b"}),
        ({"type": "apiKey", "in": "cookie", "name": "key"}, {"headers": {"cookie": "key=a"}},
         {"headers": {"cookie": "key=b"}}),
        ({"type": "http", "scheme": "bearer"}, {"headers": {"authorization": "Bearer a"}},
         {"headers": {"authorization": "Bearer b"}}),
    ],
)  # fmt: skip
def test_the_credential_of_the_document(scheme: Any, one: Any, other: Any) -> None:
    paths = {"/x": {"get": {"responses": {"200": OK, "429": OK}, "security": [{"scheme": []}]}}}
    app = create_app(document(paths, components={"securitySchemes": {"scheme": scheme}}), rate_limit="1/1d")
    mock = Mock(app)
    found = [mock.send("GET", "/x" + use.get("query", ""), headers=use.get("headers", {})).status
             for use in (one, other, one)]  # fmt: skip
    assert found == [200, 200, 429]


def test_operations_that_do_not_document_429() -> None:
    mock = limited("1/1m")
    assert mock.statuses(3, "/tickets") == [200, 200, 200]
    assert mock.statuses(2) == [200, 429]


def test_the_counts_of_former_windows_are_removed() -> None:
    mock = limited()
    for number in range(50):
        set_time(mock, START + number * 60)
        mock.statuses(1)
    assert len(mock.app.store.keys(TABLE)) <= 2


def test_a_fault_and_a_stub_have_the_headers() -> None:
    mock = limited("5/1m")
    mock.stub({"operation": "getTicket"}, {"example": "gold"})
    assert mock.send("GET", "/tickets/1").header("x-ratelimit-remaining") == "4"


def test_a_document_without_429() -> None:
    with pytest.raises(UsageError, match="no operation documents 429"):
        create_app(document({"/x": {"get": {}}}), rate_limit="1/1m")


@pytest.mark.parametrize("text", ["", "5", "0/1m", "5/0m", "5/1w", "-1/1m", "1.5/1m", "5 / 1m", "5/1m/1m"])
def test_a_rate_that_is_not_valid(text: str) -> None:
    with pytest.raises(ValueError, match="expected requests in a time such as 100/1m"):
        parse_rate(text)


def test_rates() -> None:
    assert [parse_rate(text) for text in ("100/1m", "5/10s", "7/h", "1/1d")] == [
        Rate(100, 60),
        Rate(5, 10),
        Rate(7, 3600),
        Rate(1, 86400),
    ]


@pytest.mark.parametrize(
    ("name", "node", "value"),
    [
        ("X-RateLimit-Limit", {"schema": {"type": "string"}}, "10"),
        ("X-Rate-Limit-Remaining", {"schema": {"type": "integer"}}, "3"),
        ("X-RateLimit-Used", {"schema": {"type": "integer"}}, "7"),
        ("X-RateLimit-Reset", {"schema": {"type": "integer"}}, "40"),
        ("X-RateLimit-Reset", {"schema": {"type": "integer"}, "example": 1700000000}, "1000000040"),
        ("X-RateLimit-Reset", {"schema": {"type": "integer", "examples": [1700000000000]}}, "1000000040000"),
        ("X-RateLimit-Reset", {"schema": {"type": "integer"}, "description": "UTC epoch seconds"}, "1000000040"),
        ("X-RateLimit-Reset", {"schema": {"type": "integer"}, "description": "epoch in ms"}, "1000000040000"),
        ("X-RateLimit-Reset", {"schema": {"type": "string", "format": "date-time"}}, "2001-09-09T01:47:20Z"),
        ("X-RateLimit-Reset-After", {"schema": {"type": "number"}, "description": "not a timestamp"}, "40"),
        ("RateLimit-Reset", {"schema": {"type": "integer"}, "example": 30}, "40"),
        ("RateLimit", {"schema": {"type": "string"}}, '"default";r=3;t=40'),
        ("RateLimit", {"schema": {"type": "string"}, "example": "limit=9, remaining=5, reset=4"},
         "limit=10, remaining=3, reset=40"),
        ("RateLimit-Policy", {"schema": {"type": "string"}}, '"default";q=10;w=60'),
        ("RateLimit-Policy", {"schema": {"type": "string"}, "example": "100;w=60"}, "10;w=60"),
        ("X-RateLimit-Remaining", {"schema": {"type": "integer", "minimum": 5}}, None),
        ("X-Corporate-Limit", {"schema": {"type": "integer"}}, None),
        ("Retry-After", {"schema": {"type": "integer"}}, None),
    ],
)  # fmt: skip
def test_the_value_of_a_header(name: str, node: Any, value: str | None) -> None:
    responses = {"200": {**OK, "headers": {name: node}}}
    operation = only(load({"/x/{id}": {"parameters": [path_parameter("id")], "get": {"responses": responses}}}))
    usage = Usage(10, 3, 40, 60, 1_000_000_000.0)
    documented = operation.responses[0].headers
    found = rate_limit_headers(documented, usage, is_refused=False)
    expected = [] if value is None else [(name.lower().encode(), value.encode())]
    assert found == expected
