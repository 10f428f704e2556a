"""The recorder: what it hands to sinks and log, and what it keeps of streams that do not end."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Sequence
from typing import Any

import pytest

from mockserver.exchange import MAX_BODY, Exchange
from mockserver.http.messages import Message, Receive, Scope, Send
from mockserver.http.notes import NOTES
from mockserver.http.route import ROUTE, Route
from mockserver.recorder import Recorder
from tests.mockserver.kit import Client

Entry = tuple[Exchange, Sequence[str]]

CHUNK = b"x" * 10_000


def no_operation(_: Scope) -> None:
    return None


async def streaming(scope: Scope, _receive: Receive, send: Send) -> None:
    """Send many chunks, and end without the last message, as a stream whose client has gone."""
    scope[ROUTE] = Route(scope["path"], scope["path"])
    scope[NOTES].violations = ("one", "two")
    await send({"type": "http.response.start", "status": 200, "headers": []})
    for _ in range(50):
        await send({"type": "http.response.body", "body": CHUNK, "more_body": True})


def recorded(app: Any, path: str, *, own_pages: bool) -> tuple[list[Exchange], list[Entry]]:
    kept: list[Exchange] = []
    logged: list[Entry] = []
    recorder = Recorder(app, no_operation, [kept.append])
    recorder.log_to(lambda exchange, violations: logged.append((exchange, violations)), own_pages=own_pages)
    Client(recorder)("GET", path)
    return kept, logged


def test_a_stream_of_our_own_pages_is_logged_with_its_start_only() -> None:
    kept, [(exchange, violations)] = recorded(streaming, "/__mock__/admin/events", own_pages=True)
    assert kept == []
    assert (exchange.status, violations) == (200, ("one", "two"))
    assert MAX_BODY < len(exchange.response_body) <= MAX_BODY + len(CHUNK)


def test_our_own_pages_are_not_logged_unless_wanted() -> None:
    assert recorded(streaming, "/__mock__/", own_pages=False) == ([], [])


def test_an_incomplete_response_is_only_logged() -> None:
    kept, [(exchange, _)] = recorded(streaming, "/pets", own_pages=False)
    assert kept == []
    assert len(exchange.response_body) == 50 * len(CHUNK)


def test_a_request_that_cannot_be_routed() -> None:
    async def broken(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise ZeroDivisionError

    logged: list[Entry] = []
    recorder = Recorder(broken, no_operation, [])
    recorder.log_to(lambda exchange, violations: logged.append((exchange, violations)), own_pages=False)
    with pytest.raises(ZeroDivisionError):
        Client(recorder)("GET", "/a%20b?x=1")
    [(exchange, _)] = logged
    assert (exchange.target, exchange.status) == ("/a%20b?x=1", 0)


def test_without_sinks_and_log_nothing_is_noted() -> None:
    scopes: list[Scope] = []

    async def note(scope: Scope, _receive: Receive, send: Send) -> None:
        scopes.append(scope)
        start: Message = {"type": "http.response.start", "status": 200, "headers": []}
        await send(start)
        await send({"type": "http.response.body"})

    assert Client(Recorder(note, no_operation, []))("GET", "/pets").status == 200
    assert NOTES not in scopes[0]


class Kept:
    """An object that lives as long as the scope."""


def test_nothing_is_left_for_the_garbage_collector() -> None:
    """Reference cycles would keep the messages of each request until the garbage collector runs."""
    received: list[weakref.ref[Kept]] = []

    async def note(scope: Scope, _receive: Receive, send: Send) -> None:
        scope[ROUTE] = Route(scope["path"], scope["path"])
        scope["kept"] = kept = Kept()
        received.append(weakref.ref(kept))
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body"})

    gc.disable()
    try:
        Client(Recorder(note, no_operation, [lambda _: None]))("GET", "/pets")
        assert received[0]() is None
    finally:
        gc.enable()
