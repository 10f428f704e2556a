"""``GET /metrics``: the text format of Prometheus."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

import pytest

from contracts.errors import StoreError
from mockserver.control import metrics
from mockserver.control.metrics import MAX_SERIES, Metrics
from mockserver.exchange import Exchange
from mockserver.state.stores.memory import MemoryStore
from mockserver.state.stores.store import Change
from tests.mockserver.control.shop import Shop, sqlite
from tests.mockserver.kit import http_scope, play

SAMPLE = re.compile(r'([a-z_]+)(?:\{((?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)*)\})? (-?[0-9.e+-]+|\+Inf|NaN)')


def samples(text: str) -> dict[str, float]:
    """The values by name and labels; checks the syntax of all lines."""
    found = {}
    typed: set[str] = set()
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            assert line.split()[2] not in typed
            typed.add(line.split()[2])
            continue
        if not line.startswith("# HELP "):
            match = SAMPLE.fullmatch(line)
            assert match, line
            assert re.sub("_(bucket|sum|count)$", "", match[1]) in typed or match[1] in typed
            name = line.rpartition(" ")[0]
            assert name not in found
            found[name] = float(match[3])
    return found


def read(shop: Shop) -> dict[str, float]:
    reply = shop.admin("GET", "/metrics")
    assert reply.header("content-type") == "text/plain; version=0.0.4; charset=utf-8"
    return samples(reply.body.decode())


def test_requests_are_counted() -> None:
    shop = Shop()
    for path in ("/pets", "/pets", "/pets/7", "/pets/x", "/nowhere"):
        shop("GET", path)
    shop("BREW", "/pets")
    found = read(shop)
    requests = {name: value for name, value in found.items() if name.startswith("casemock_requests_total")}
    start = 'casemock_requests_total{api="kit",operation='
    assert requests == {
        start + '"listPets",method="GET",status="200"}': 2,
        start + '"getPet",method="GET",status="200"}': 1,
        start + '"getPet",method="GET",status="422"}': 1,
        'casemock_requests_total{api="",operation="",method="GET",status="404"}': 1,
        'casemock_requests_total{api="",operation="",method="other",status="405"}': 1,
    }
    assert found['casemock_refusals_total{api="kit",kind="invalid_parameter"}'] == 1
    assert found['casemock_refusals_total{api="",kind="no_route"}'] == 1
    assert found["casemock_store_errors_total"] == 0
    assert found["casemock_exchanges_kept"] == 6
    assert found["casemock_uptime_seconds"] >= 0
    assert [value for name, value in found.items() if name.startswith('casemock_info{version="')] == [1]


def test_the_admin_api_is_not_counted() -> None:
    shop = Shop()
    read(shop)
    shop("GET", "/__mock__/health")
    assert not [name for name in read(shop) if name.startswith("casemock_requests_total")]


def test_requests_are_counted_without_kept_exchanges() -> None:
    shop = Shop(journal_size=0)
    shop("GET", "/pets")
    found = read(shop)
    assert found['casemock_requests_total{api="kit",operation="listPets",method="GET",status="200"}'] == 1
    assert found["casemock_exchanges_kept"] == 0


def test_the_histogram_is_cumulative() -> None:
    sink = Metrics(MemoryStore(), is_shared=False, kept=lambda: 0)
    for milliseconds in (0.5, 1.0, 1.1, 700, 20_000):
        sink(exchange(milliseconds=milliseconds))
    found = samples("\n".join([*sink._lines(sink._all()), ""]))
    name, labels = "casemock_request_duration_seconds", '{api="a",operation="o"'
    buckets = [value for key, value in found.items() if key.startswith(f"{name}_bucket")]
    assert buckets == [2, 3, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 5]
    assert found[f"{name}_count{labels}}}"] == 5
    assert found[f"{name}_sum{labels}}}"] == pytest.approx(20.7026)


def exchange(*, operation: str = "o", milliseconds: float = 1, status: int = 200, reason: str = "") -> Exchange:
    return Exchange(0, "GET", "/", (), b"", status, (), b"", milliseconds, "a", operation, reason=reason)


def test_labels_are_escaped_and_reasons_limited() -> None:
    sink = Metrics(MemoryStore(), is_shared=False, kept=lambda: 0)
    sink(exchange(operation='a"b\\c\nd', reason="not_found path/id: no item"))
    sink(exchange(reason="something new: of a stub"))
    sink(exchange(status=503, reason="unavailable: the disk is full"))
    found = samples("\n".join([*sink._lines(sink._all()), ""]))
    assert r'casemock_requests_total{api="a",operation="a\"b\\c\nd",method="GET",status="200"}' in found
    kinds = {name: value for name, value in found.items() if name.startswith("casemock_refusals_total")}
    start = 'casemock_refusals_total{api="a",kind='
    assert kinds == {start + '"not_found"}': 1, start + '"other"}': 1, start + '"unavailable"}': 1}
    assert found["casemock_store_errors_total"] == 1


def test_the_number_of_time_series_is_limited() -> None:
    sink = Metrics(MemoryStore(), is_shared=False, kept=lambda: 0)
    for number in range(MAX_SERIES + 10):
        sink(exchange(status=number))
    requests = [labels for labels in sink._all() if labels[0] == "requests"]
    assert len(requests) <= MAX_SERIES + 10
    others = [labels for labels in requests if labels[2] == "other"]
    assert len(others) == 10


def test_any_process_returns_the_sums_of_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(metrics, "FLUSH_SECONDS", 0.02)
    here, there = Shop(store=sqlite(tmp_path)), Shop(store=sqlite(tmp_path))
    name = 'casemock_requests_total{api="kit",operation="listPets",method="GET",status="200"}'

    async def client() -> None:
        scope = http_scope("GET", "/pets")

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(_: object) -> None:
            pass

        for _ in range(3):
            await here.app(dict(scope), receive, send)
        end = time.monotonic() + 5
        while here.app.control.metrics._sums and time.monotonic() < end:
            await asyncio.sleep(0.01)

    asyncio.run(client())
    assert read(there)[name] == 3
    play(there.app, http_scope("GET", "/pets"), [b""])
    assert read(there)[name] == 4
    assert read(here)[name] == 4
    assert read(here)["casemock_exchanges_kept"] == 4


class FailingStore(MemoryStore):
    """Fails while ``fails`` is set."""

    fails = False

    def change(self, table: str, key: str, change: Change) -> bytes:
        if self.fails:
            raise StoreError("the disk is full", hint="")
        return super().change(table, key, change)


def test_no_number_is_lost_while_the_store_fails() -> None:
    async def count() -> None:
        for _ in range(2):
            sink(exchange())

    store = FailingStore()
    sink = Metrics(store, is_shared=True, kept=lambda: 0)
    name = ("requests", "a", "o", "GET", "200")
    asyncio.run(count())
    assert sink._all()[name] == 2
    store.fails = True
    asyncio.run(count())
    assert sink._all()[name] == 4
    store.fails = False
    assert sink._all()[name] == 4
    assert Metrics(store, is_shared=True, kept=lambda: 0)._all()[name] == 4
