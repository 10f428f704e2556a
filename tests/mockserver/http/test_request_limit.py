"""A request that occupies the event loop for too long is interrupted; others are not."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

import pytest

from contracts.spec.processor_time import TooCostlyError
from mockserver.app import create_app
from mockserver.http import request_limit
from mockserver.http.request_limit import RequestLimit, limited_requests
from mockserver.pipeline import Pipeline
from tests.asgi_exchange import exchange

DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Items", "version": "1"},
    "paths": {"/items": {"get": {"operationId": "listItems", "responses": {"200": {"description": "ok"}}}}},
}


def looks(limit: RequestLimit) -> int:
    """Return the number of looks until the request is interrupted."""
    for number in range(1, 1000):
        try:
            limit.look()
        except TooCostlyError:
            return number
    return 0


def test_the_same_request_is_interrupted_again_and_again() -> None:
    limit = RequestLimit()
    with limit:
        assert looks(limit) == 1 + request_limit.SECONDS / request_limit.INTERVAL
        assert looks(limit) == 1
    assert looks(limit) == 0


def test_other_requests_are_not_interrupted() -> None:
    limit = RequestLimit()
    for _ in range(1000):
        with limit:
            limit.look()
        limit.look()


# Windows has no such timers; there, only the limits that count steps apply (docs/limits.md).
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs timers of the operating system")
def test_a_request_that_computes_gets_500(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_limit, "SECONDS", 0.1)
    monkeypatch.setattr(request_limit, "INTERVAL", 0.05)
    app = create_app(DOCUMENT)
    normal = Pipeline.respond

    def compute(*_: Any) -> Any:
        while True:
            sum(range(100))

    monkeypatch.setattr(Pipeline, "respond", compute)
    with limited_requests():
        status, reason = asyncio.run(get(app))
        assert (status, b"processor time" in reason) == (500, True)
        monkeypatch.setattr(Pipeline, "respond", normal)
        assert asyncio.run(get(app)) == (200, b"")


async def get(app: Any) -> tuple[int, bytes]:
    """Return the status code and the reason of a response."""
    status, headers, _ = await exchange(app, "GET", "/items")
    return status, headers.get(b"x-mock-reason", b"")
