"""CORS: trusted origins with credentials, other origins without, preflights."""

from __future__ import annotations

import pytest

from mockserver.http.cors import Cors, is_preflight, preflight
from mockserver.http.messages import MockResponse
from tests.mockserver.kit import http_scope

ORIGIN = {"origin": "https://app.example"}

TRUSTED = ("https://app.example", "https://*.preview.example", "null", "http://app.example:8080")


def headers_for(origin: str, *trusted: str) -> dict[bytes, bytes]:
    return dict(Cors(origins=trusted).headers(http_scope("GET", "/x", {"origin": origin}), MockResponse(200)))


def test_without_an_origin_there_are_no_headers() -> None:
    answer = MockResponse(200, headers=[(b"access-control-allow-origin", b"https://vendor.example")])
    assert Cors().headers(http_scope("GET", "/x"), answer) == []
    assert answer.headers


def test_without_cors_there_are_no_headers() -> None:
    answer = MockResponse(200, headers=[(b"access-control-allow-origin", b"https://vendor.example")])
    assert Cors(is_enabled=False).headers(http_scope("GET", "/x", ORIGIN), answer) == []
    assert answer.headers
    preflight_scope = http_scope("OPTIONS", "/x", {**ORIGIN, "access-control-request-method": "PUT"})
    assert [Cors(is_enabled=one).is_preflight(preflight_scope) for one in (True, False)] == [True, False]


def test_a_trusted_origin_is_echoed_with_credentials() -> None:
    answer = MockResponse(200, headers=[(b"x-rate", b"1"), (b"x-mock-reason", b"r"), (b"x-rate", b"2")])
    assert dict(Cors(origins=["https://app.example"]).headers(http_scope("GET", "/x", ORIGIN), answer)) == {
        b"access-control-allow-origin": b"https://app.example",
        b"access-control-allow-credentials": b"true",
        b"access-control-expose-headers": b"x-rate, x-mock-reason",
        b"vary": b"Origin",
    }


@pytest.mark.parametrize(
    "origin",
    [
        *("http://localhost", "http://localhost:3000", "https://LOCALHOST:8443", "http://shop.localhost:5173"),
        *("http://127.0.0.1:4200", "http://127.8.9.1", "http://[::1]:3000", "http://[::ffff:127.0.0.1]"),
        *("https://app.example", "https://one.preview.example", "https://a.b.preview.example", "null"),
        "http://app.example:8080",
    ],
)
def test_origins_with_credentials(origin: str) -> None:
    headers = headers_for(origin, *TRUSTED)
    assert headers[b"access-control-allow-origin"] == origin.encode()
    assert headers[b"access-control-allow-credentials"] == b"true"


@pytest.mark.parametrize(
    "origin",
    [
        *("https://evil.example", "http://app.example", "https://app.example:8443", "https://app.example.evil.example"),
        *(
            "https://localhost.evil.example",
            "https://evil-localhost.example",
            "http://localhost@evil.example",
            "file://",
        ),
        *("http://127.0.0.1.evil.example", "http://192.168.1.7", "http://10.0.0.1:80", "https://preview.example"),
        *("https://evil.example/preview.example", "https://evil.example/.preview.example", "localhost", "http://"),
        *("http://[::1", "http://0.0.0.0", "chrome-extension://localhost", "https://evil.example#.preview.example"),
    ],
)
def test_other_origins_have_no_credentials(origin: str) -> None:
    assert headers_for(origin, *TRUSTED) == {b"access-control-allow-origin": b"*", b"vary": b"Origin"}


def test_an_opaque_origin_is_not_trusted_by_itself() -> None:
    assert headers_for("null") == {b"access-control-allow-origin": b"*", b"vary": b"Origin"}


def test_any_origin_can_be_trusted() -> None:
    assert headers_for("https://evil.example", "*")[b"access-control-allow-origin"] == b"https://evil.example"


def test_documented_cors_headers_are_replaced() -> None:
    answer = MockResponse(200, headers=[(b"access-control-allow-origin", b"*"), (b"access-control-max-age", b"1")])
    assert Cors().headers(http_scope("GET", "/x", ORIGIN), answer)
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
