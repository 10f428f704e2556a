"""``GET /events`` of the admin API: order, resumption, lost events, limits, latency."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.control import events as module
from mockserver.control.admin_request import AdminError, AdminRequest, Stream
from mockserver.control.events import MAX_READERS, Events
from mockserver.control.exchanges import Exchanges
from mockserver.state.stores.memory import MemoryStore
from tests.mockserver.control.control_kit import exchange, get_pet, pets, pets_document
from tests.mockserver.kit import http_scope

CONTRACT = pets()


def local_events(size: int = 100) -> Events:
    return Events(Exchanges(MemoryStore(), size, is_shared=False), [CONTRACT], is_shared=False)


async def all_wait() -> None:
    """Run all tasks until they wait for a timer or an event."""
    for _ in range(10):
        await asyncio.sleep(0)


def record(events: Events, number: int = 1, **more: Any) -> None:
    for _ in range(number):
        events.exchanges(get_pet(**more))
        events(get_pet(**more))


def open_stream(events: Events, headers: dict[str, str] | None = None, **query: str) -> Stream:
    return events.open(AdminRequest("GET", {}, query, b"", headers or {}))


def parsed(chunk: bytes) -> Iterator[tuple[str, str, Any]]:
    """Yield the name, id and data of the events in a chunk."""
    for text in chunk.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in text.split("\n") if line and not line.startswith(":"))
        if "data" in lines:
            yield lines.get("event", ""), lines.get("id", ""), json.loads(lines["data"])


async def numbers(stream: Stream, count: int) -> list[int]:
    """Return the numbers of the next exchanges; the number that was dropped is negative."""
    found: list[int] = []
    while len(found) < count:
        for name, _, data in parsed(await asyncio.wait_for(stream.next(), 5)):
            found.append(data["number"] if name == "exchange" else -data["dropped"])
    return found


def test_a_reader_gets_what_follows() -> None:
    async def run() -> None:
        events = local_events()
        record(events, 2)
        stream = open_stream(events)
        await stream.next()
        record(events, 2)
        assert await numbers(stream, 2) == [3, 4]
        waiting = asyncio.ensure_future(numbers(stream, 1))
        await all_wait()
        record(events)
        assert await waiting == [5]

    asyncio.run(run())


def test_an_event_has_the_summary_of_an_exchange_without_secrets() -> None:
    async def run() -> None:
        events = local_events()
        stream = open_stream(events)
        await stream.next()
        made = exchange("POST", "/pets?token=abcdefghij", {"password": "geheim1"}, status=201)
        events.exchanges(made)
        events(made)
        chunk = await stream.next()
        ((name, identifier, data),) = parsed(chunk)
        assert (name, identifier) == ("exchange", "1")
        assert (data["method"], data["status"], data["target"]) == ("POST", 201, "/pets?token=…")
        assert data["request_bytes"] == len(made.request_body)
        assert "geheim1" not in chunk.decode()

    asyncio.run(run())


def test_a_reader_resumes_after_its_last_event() -> None:
    async def run() -> None:
        events = local_events(3)
        record(events, 5)
        assert await numbers(open_stream(events, {"last-event-id": "3"}), 2) == [4, 5]
        assert await numbers(open_stream(events, since="2"), 3) == [3, 4, 5]
        assert await numbers(open_stream(events, {"last-event-id": "1"}), 4) == [-1, 3, 4, 5]

    asyncio.run(run())


def test_a_reader_of_a_server_before_gets_all_events_of_this_one() -> None:
    async def run() -> None:
        events = local_events()
        stream = open_stream(events, {"last-event-id": "900"})
        await stream.next()
        waiting = asyncio.ensure_future(numbers(stream, 1))
        await all_wait()
        record(events)
        assert await waiting == [1]

    asyncio.run(run())


def test_a_slow_reader_misses_the_oldest_events_and_is_told_how_many() -> None:
    async def run() -> None:
        events = local_events(10)
        stream = open_stream(events)
        await stream.next()
        record(events, 500)
        assert await numbers(stream, 11) == [-490, *range(491, 501)]

    asyncio.run(run())


def test_a_comment_keeps_the_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ALIVE", 0.05)

    async def run() -> None:
        stream = open_stream(local_events())
        await stream.next()
        assert await stream.next() == b": alive\n\n"

    asyncio.run(run())


@pytest.mark.parametrize("is_shared", [False, True])
def test_the_end_of_the_server_ends_the_streams(*, is_shared: bool) -> None:
    async def run() -> None:
        events = Events(Exchanges(MemoryStore(), 10, is_shared=is_shared), [CONTRACT], is_shared=is_shared)
        stream = open_stream(events)
        await stream.next()
        waiting = asyncio.ensure_future(stream.next())
        await all_wait()
        events.end()
        assert await asyncio.wait_for(waiting, 3) == b""

    asyncio.run(run())


def test_the_number_of_readers_is_limited() -> None:
    async def run() -> None:
        events = local_events()
        streams = [open_stream(events) for _ in range(MAX_READERS)]
        with pytest.raises(AdminError) as found:
            open_stream(events)
        assert found.value.status == 503
        streams[0].close()
        open_stream(events)

    asyncio.run(run())


@pytest.mark.parametrize("text", ["x", "-1", "1" * 19, "²"])
def test_nonsense_as_last_event_is_refused(text: str) -> None:
    with pytest.raises(AdminError) as found:
        open_stream(local_events(), {"last-event-id": text})
    assert found.value.location == "header/last-event-id"
    with pytest.raises(AdminError) as found:
        open_stream(local_events(), since=text)
    assert found.value.location == "query/since"


def test_events_of_other_processes_arrive() -> None:
    async def run() -> None:
        store = MemoryStore()
        ours = Events(Exchanges(store, 50, is_shared=True), [CONTRACT], is_shared=True)
        other = Exchanges(store, 50, is_shared=True)
        other(get_pet())
        other.flush()
        streams = [open_stream(ours), open_stream(ours), open_stream(ours, since="0")]
        for stream in streams:
            await stream.next()
        waiting = [asyncio.ensure_future(numbers(stream, 2)) for stream in streams]
        await all_wait()
        other(get_pet())
        other(get_pet())
        assert await waiting[0] == [2, 3]
        assert await waiting[1] == [2, 3]
        assert (await waiting[2])[:2] == [1, 2]

    asyncio.run(run())


def test_a_reader_that_reads_nothing_keeps_no_event_from_another_one() -> None:
    """Through the whole application. The delay is measured by ``python -m benchmarks control --part events``."""

    async def run() -> None:
        app = create_app(pets_document())
        targets: list[str] = []
        opened, complete, stop, blocked = (asyncio.Event() for _ in range(4))

        bodies = [b"", b""]

        async def receive() -> Any:
            if bodies:
                return {"type": "http.request", "body": bodies.pop()}
            await stop.wait()
            return {"type": "http.disconnect"}

        async def read(message: Any) -> None:
            opened.set()
            targets.extend(data["target"] for _, _, data in parsed(message.get("body", b"")))
            if len(targets) == 500:
                complete.set()

        async def read_nothing(message: Any) -> None:
            if message["type"] == "http.response.body":
                await blocked.wait()

        headers = {"host": "localhost"}
        readers = [
            asyncio.ensure_future(app(http_scope("GET", "/__mock__/admin/events", headers), receive, send))
            for send in (read_nothing, read)
        ]
        await asyncio.wait_for(opened.wait(), 30)

        async def ignore(_: Any) -> None:
            pass

        async def no_body() -> Any:
            return {"type": "http.request", "body": b""}

        for index in range(500):
            await app(http_scope("GET", f"/pets/{index}"), no_body, ignore)
        await asyncio.wait_for(complete.wait(), 30)
        stop.set()
        blocked.set()
        await asyncio.wait_for(asyncio.gather(*readers), 30)
        assert targets == [f"/pets/{index}" for index in range(500)]

    asyncio.run(run())
