"""Fixtures of the tests of the mock server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.redis_server import RedisServer, needs_redis


@pytest.fixture(params=["sqlite", pytest.param("redis", marks=needs_redis)])
def shared_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new store that several processes can open."""
    if request.param == "sqlite":
        yield f"sqlite:{tmp_path / 'items.sqlite'}"
        return
    with RedisServer() as server:
        yield server.url
