"""The values of ``--store``."""

from __future__ import annotations

import pytest

from mockserver.store_url import StoreUrl, parse_store_url


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("memory", StoreUrl("memory")),
        ("sqlite:mock.db", StoreUrl("sqlite", "mock.db", "sqlite:mock.db")),
        ("sqlite:/data/a b.db", StoreUrl("sqlite", "/data/a b.db", "sqlite:/data/a b.db")),
        ("redis://localhost", StoreUrl("redis", "redis://localhost", "redis://localhost")),
        ("redis://[::1]:6379/3", StoreUrl("redis", "redis://[::1]:6379/3", "redis://[::1]:6379/3")),
        (
            "rediss://me:geheim@cache.example:6380/1?prefix=ci-7&expire=3600&allow-eviction=yes",
            StoreUrl(
                "redis",
                "rediss://me:geheim@cache.example:6380/1",
                "rediss://cache.example:6380/1",
                "ci-7",
                3600,
                allow_eviction=True,
            ),
        ),
        (
            "unix:///run/redis.sock?prefix=a",
            StoreUrl("redis", "unix:///run/redis.sock", "unix:///run/redis.sock", "a"),
        ),
    ],
)
def test_values(text: str, expected: StoreUrl) -> None:
    found = parse_store_url(text)
    assert found == expected
    assert "geheim" not in repr(found)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "expected memory, sqlite:FILE or redis://HOST:PORT/DB, not ''"),
        ("sqlite:", "expected memory, sqlite:FILE"),
        ("postgres://me:geheim@host", "expected memory, sqlite:FILE or redis://HOST:PORT/DB"),
        ("redis://", "with a number as DB"),
        ("redis://:geheim@host/name", "with a number as DB"),
        ("redis://:ge/heim@host", "the host or port is not valid"),
        ("redis://:geheim@host:port/0", "the host or port is not valid"),
        ("redis://host?db=1", "unknown option of the Redis URL: db; known: prefix, expire, allow-eviction"),
        ("redis://host?expire=soon", "expected expire=SECONDS, at most 1000000000, not 'soon'"),
        ("redis://host?expire=99999999999", "expected expire=SECONDS"),
        ("redis://host?prefix=a%20b", "expected a prefix of letters, digits and -_.:, not 'a b'"),
        ("redis://host?allow-eviction=maybe", "expected allow-eviction=yes or no"),
    ],
)
def test_invalid_values(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=r".") as caught:
        parse_store_url(text)
    assert message in str(caught.value)
    assert "geheim" not in str(caught.value)
