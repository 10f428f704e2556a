"""URLs of the documented servers, and the address of the mock in their place."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.http.messages import MockResponse
from mockserver.http.own_urls import OwnUrls, base_url
from tests.mockserver.kit import http_scope, load, make_request, only, response

SERVERS = ("https://api.acme.test/v1", "https://api.acme.test/v1/eu/", "http://acme.test:8443")
HOST = {"host": "mock.test:80"}


def rewritten(body: str, media_type: str = "application/json", schema: Any = None, sent: tuple[str, ...] = ()) -> str:
    operation = only(load({"/x": {"get": {"responses": {"200": response(schema or {})}}}}))
    reply = MockResponse(200, body.encode(), media_type)
    request = make_request("/x", HOST, template="/x")
    result = OwnUrls(SERVERS).rewrite(request, operation, reply, lambda url: url.decode() in sent)
    return result.body.decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"https://api.acme.test/v1"', '"http://mock.test:80"'),
        ('"https://api.acme.test/v1/pets?page=2#a"', '"http://mock.test:80/pets?page=2#a"'),
        ('"http://api.acme.test/v1/pets"', '"http://mock.test:80/pets"'),
        ('"https://api.acme.test/v1/eu/pets"', '"http://mock.test:80/pets"'),
        ('"https://api.acme.test/v1/europe"', '"http://mock.test:80/europe"'),
        ('"http://acme.test:8443/pets"', '"http://mock.test:80/pets"'),
        ('"https://api.acme.test/v1{/id}"', '"http://mock.test:80{/id}"'),
        ('["see https://api.acme.test/v1/a, https://api.acme.test/v1"]', '["see http://mock.test:80/a, http://mock.test:80"]'),
        ('{"https://api.acme.test/v1/a":1}', '{"http://mock.test:80/a":1}'),
    ],
)  # fmt: skip
def test_replaced(text: str, expected: str) -> None:
    assert rewritten(text) == expected
    assert rewritten(text, "text/plain; charset=utf-8") == expected
    assert rewritten(text, "application/xml") == expected


@pytest.mark.parametrize(
    "url",
    [
        "https://api.acme.test",
        "https://api.acme.test/v10/pets",
        "https://api.acme.test/v1.2",
        "https://api.acme.test.evil/v1",
        "https://acme.test:84430/x",
        "https://acme.test/x",
        "https://acme.test:8443@evil.test/",
        "https://evil.test/https://api.acme.test/v1",
        "https://evil.test/?u=https://api.acme.test/v1",
        "xhttps://api.acme.test/v1",
        "ftp://api.acme.test/v1",
        "api.acme.test/v1",
    ],
)
def test_not_replaced(url: str) -> None:
    assert rewritten(f'"{url}"') == f'"{url}"'


def test_binary_content_is_not_changed() -> None:
    assert rewritten("https://api.acme.test/v1", "application/octet-stream") == "https://api.acme.test/v1"


def test_urls_of_clients_are_kept() -> None:
    body = '["https://api.acme.test/v1/a?b","https://api.acme.test/v1/a"]'
    assert rewritten(body, sent=("https://api.acme.test/v1/a",)) == (
        '["http://mock.test:80/a?b","https://api.acme.test/v1/a"]'
    )


def test_the_body_stays_valid() -> None:
    fixed, free = "https://api.acme.test/v1/fixed", "https://api.acme.test/v1/free"
    schema = {"type": "object", "properties": {"fixed": {"const": fixed}, "free": {"type": "string"}}}
    body = f'{{"a":"{free}","fixed":"{fixed}","free":"{free}"}}'
    assert rewritten(body, schema=schema) == (
        f'{{"a":"http://mock.test:80/free","fixed":"{fixed}","free":"http://mock.test:80/free"}}'
    )


def test_headers() -> None:
    headers = {"Link": {"schema": {"type": "string"}}, "Fixed": {"schema": {"const": "https://api.acme.test/v1"}}}
    operation = only(load({"/x": {"get": {"responses": {"200": {"description": "a", "headers": headers}}}}}))
    link = b'<https://api.acme.test/v1/x?since=3>; rel="next", <https://api.acme.test/v1{?q}>; rel="first"'
    reply = MockResponse(200, headers=[(b"link", link), (b"fixed", SERVERS[0].encode()), (b"x-mock-reason", link)])
    result = OwnUrls(SERVERS).rewrite(make_request("/x", HOST, template="/x"), operation, reply, lambda _: False)
    assert result.headers == [
        (b"link", b'<http://mock.test:80/x?since=3>; rel="next", <http://mock.test:80{?q}>; rel="first"'),
        (b"fixed", b"https://api.acme.test/v1"),
        (b"x-mock-reason", link),
    ]


def test_urls_in_a_request() -> None:
    own = OwnUrls(SERVERS)
    payload = {"a": ["https://api.acme.test/v1/a b", "none"], "https://api.acme.test/v1/key": 7, "c": None}
    found = own.found_in(payload, b"... api.acme.test ...")
    assert sorted(found) == [b"https://api.acme.test/v1/a", b"https://api.acme.test/v1/key"]
    assert list(own.found_in(payload, b"...")) == []


@pytest.mark.parametrize(
    ("headers", "more", "base", "expected"),
    [
        ({"host": "localhost:8080"}, {}, "", "http://localhost:8080"),
        ({"host": "[::1]:8080"}, {"scheme": "https"}, "/api", "https://[::1]:8080/api"),
        ({"host": "a.test"}, {"root_path": "/mock server/"}, "/api", "http://a.test/mock%20server/api"),
        ({}, {}, "", "http://127.0.0.1:80"),
        ({"host": 'a"b'}, {}, "", "http://127.0.0.1:80"),
        ({"host": "a/b"}, {"server": None}, "", ""),
    ],
)
def test_address_of_the_mock(headers: dict[str, str], more: dict[str, Any], base: str, expected: str) -> None:
    assert base_url(http_scope("GET", "/pets", headers, **more), base).decode() == expected
