"""CORS: echoed origins, credentials, preflights."""

from __future__ import annotations

import pytest

from mockserver.http.cors import cors_headers, is_preflight, preflight
from mockserver.http.messages import MockResponse
from tests.mockserver.kit import http_scope

ORIGIN = {"origin": "https://app.example"}


def test_without_an_origin_there_are_no_headers() -> None:
    answer = MockResponse(200, headers=[(b"access-control-allow-origin", b"https://vendor.example")])
    assert cors_headers(http_scope("GET", "/x"), answer) == []
    assert answer.headers


def test_the_origin_is_echoed_with_credentials() -> None:
    answer = MockResponse(200, headers=[(b"x-rate", b"1"), (b"x-mock-reason", b"r"), (b"x-rate", b"2")])
    assert dict(cors_headers(http_scope("GET", "/x", ORIGIN), answer)) == {
        b"access-control-allow-origin": b"https://app.example",
        b"access-control-allow-credentials": b"true",
        b"access-control-expose-headers": b"x-rate, x-mock-reason",
        b"vary": b"Origin",
    }


def test_an_opaque_origin_is_echoed() -> None:
    assert (b"access-control-allow-origin", b"null") in cors_headers(
        http_scope("GET", "/x", {"origin": "null"}), MockResponse(200)
    )


def test_documented_cors_headers_are_replaced() -> None:
    answer = MockResponse(200, headers=[(b"access-control-allow-origin", b"*"), (b"access-control-max-age", b"1")])
    assert cors_headers(http_scope("GET", "/x", ORIGIN), answer)
    assert answer.headers == [(b"access-control-max-age", b"1")]


@pytest.mark.parametrize(
    ("method", "headers", "expected"),
    [
        ("OPTIONS", {**ORIGIN, "access-control-request-method": "PUT"}, True),
        ("OPTIONS", ORIGIN, False),
        ("OPTIONS", {"access-control-request-method": "PUT"}, False),
        ("GET", {**ORIGIN, "access-control-request-method": "PUT"}, False),
    ],
)
def test_detection_of_preflights(method: str, headers: dict[str, str], expected: bool) -> None:
    assert is_preflight(http_scope(method, "/x", headers)) is expected


def test_a_preflight_allows_methods_and_requested_headers() -> None:
    scope = http_scope("OPTIONS", "/x", {**ORIGIN, "access-control-request-headers": "x-a, x-b"})
    answer = preflight(scope, ["GET", "PUT"])
    headers = dict(answer.headers)
    assert answer.status == 204
    assert headers[b"access-control-allow-methods"] == b"GET, PUT"
    assert headers[b"access-control-allow-headers"] == b"x-a, x-b"
    assert headers[b"access-control-max-age"].isdigit()


def test_a_preflight_without_requested_headers() -> None:
    assert b"access-control-allow-headers" not in dict(preflight(http_scope("OPTIONS", "/x", ORIGIN), ["GET"]).headers)
