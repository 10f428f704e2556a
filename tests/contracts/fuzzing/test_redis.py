"""Failing examples in a real Redis server are shared between machines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from redis import Redis

from contracts.fuzzing.engine_settings import example_database
from contracts.messages import Request, Response
from tests.contracts.fuzzing.shop import Send, Shop, findings, session
from tests.redis_server import RedisServer, needs_redis

pytestmark = needs_redis


@pytest.fixture
def redis() -> Iterator[str]:
    """The URL of a Redis server."""
    with RedisServer() as server:
        yield server.url


def test_examples_are_shared(redis: str) -> None:
    one, other = example_database(redis), example_database(redis)
    assert one is not None
    assert other is not None
    one.save(b"key", b"example")
    assert set(other.fetch(b"key")) == {b"example"}


def test_a_failing_run_stores_its_examples_for_the_next_one(redis: str) -> None:
    def nameless(request: Request, send: Send) -> Response:
        answer = send(request)
        return replace(answer, body=b'{"id": 1}') if answer.status == 201 and b"count" in request.body else answer

    client = Redis.from_url(redis)
    assert client.dbsize() == 0
    assert findings(session(Shop(nameless)), phases=("fuzzing",), database=redis, max_examples=60)
    assert client.dbsize() > 0
    client.close()
