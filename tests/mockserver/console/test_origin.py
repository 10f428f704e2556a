"""The base URL that a client is told."""

from __future__ import annotations

import pytest

from mockserver.console.origin import base_url, named_url, request_base_url


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
        ("mock", "http://mock:80"),
    ],
)
def test_address(host: str, expected: str) -> None:
    assert base_url(host, 80) == expected


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        (b"mock.test:8080", "http://mock.test:8080"),
        (b"[::1]:8080", "http://[::1]:8080"),
        (b"127.0.0.1", "http://127.0.0.1"),
        (b"a'b<script>", "http://127.0.0.1:9"),
        (b"user@evil", "http://127.0.0.1:9"),
        (b"\xff", "http://127.0.0.1:9"),
        (None, "http://127.0.0.1:9"),
    ],
)
def test_host_header_is_taken_if_it_is_one(host: bytes | None, expected: str) -> None:
    headers = [] if host is None else [(b"host", host)]
    assert request_base_url({"headers": headers, "server": ("127.0.0.1", 9)}) == expected


def test_socket_without_a_port() -> None:
    assert request_base_url({"headers": [], "server": ("/run/mock.sock", None), "scheme": "https"}).startswith("https:")


@pytest.mark.parametrize(
    ("base", "named"),
    [
        ("http://127.0.0.1:8080", "http://shop.localhost:8080"),
        ("http://[::1]:9", "http://shop.localhost:9"),
        ("https://mock.test", "https://shop.localhost"),
    ],
)
def test_the_url_of_a_name(base: str, named: str) -> None:
    assert named_url(base, "shop.localhost") == named
