"""Stubs, faults and rate limits of processes that share a store."""

from __future__ import annotations

from mockserver.app import create_app
from tests.mockserver.control.kiosk import PATHS, Mock
from tests.mockserver.kit import document
from tests.redis_server import RedisServer, needs_redis

ONE = {"operation": "getTicket"}


def test_processes_share_stubs_and_their_counts(shared_store: str) -> None:
    one, other = Mock(store=shared_store), Mock(store=shared_store)
    assert (one.statuses(1), other.statuses(1)) == ([200], [200])
    one.stub(ONE, [{"code": 503}, {"code": 404}], times=3)
    assert other.statuses(1) + one.statuses(1) + other.statuses(1) == [503, 404, 404]
    assert one.statuses(1) + other.statuses(1) == [200, 200]
    other.stub(ONE, {"code": 429})
    assert one.statuses(1) + other.statuses(1) == [429, 429]
    one.admin("DELETE", "/stubs/2")
    assert other.statuses(1) == [200]


def test_processes_share_faults_and_their_counts(shared_store: str) -> None:
    one, other = (Mock(store=shared_store, faults=("getTicket: 503 nth=2",)) for _ in range(2))
    assert one.statuses(1) + other.statuses(2) == [200, 503, 200]
    one.control.faults.entries.clear()
    assert other.statuses(1) + one.statuses(2) == [200, 503, 200]
    one.fault(ONE, status=404, nth=3)
    assert one.statuses(1) + other.statuses(2) + one.statuses(1) == [200, 200, 404, 200]


def test_processes_share_the_counts_of_the_rate_limit(shared_store: str) -> None:
    one, other = (Mock(store=shared_store, rate_limit="2/1d") for _ in range(2))
    for mock in (one, other):
        assert mock.control.limits is not None
        mock.control.limits.clock = lambda: 1_000_000_000.0
    assert one.statuses(1) + other.statuses(1) + one.statuses(1) + other.statuses(1) == [200, 200, 429, 429]


def test_a_stub_of_another_document_is_ignored(shared_store: str) -> None:
    Mock(store=shared_store).stub({"operation": "getMine"}, {"code": 200})
    Mock(store=shared_store).stub(ONE, {"code": 404})
    changed = {path: item for path, item in PATHS.items() if path != "/tickets/mine"}
    mock = Mock(create_app(document(changed), store=shared_store, store_mismatch="migrate"))
    assert mock.statuses(1) == [404]
    assert len(mock.admin("GET", "/stubs").json["stubs"]) == 2


@needs_redis
def test_a_store_that_is_lost() -> None:
    with RedisServer() as server:
        mock = Mock(store=server.url, journal_size=0, rate_limit="9/1d", faults=("getTicket: 404 nth=1",))
        mock.stub(ONE, {"code": 404}, times=5)
        assert mock.statuses(2) == [404, 404]
        server.stop()
        assert mock.statuses(2) == [503, 503]
        assert mock.statuses(1, "/nowhere") == [404]


def test_counters_of_removed_stubs_are_removed(shared_store: str) -> None:
    mock = Mock(store=shared_store, faults=("getTicket: 404 nth=9",))
    for _ in range(3):
        for removal in ("delete", "replace", "reset"):
            identifier = mock.stub(ONE, {"code": 503}, times=2).json["id"]
            assert mock.statuses(1) == [503]
            if removal == "delete":
                mock.admin("DELETE", f"/stubs/{identifier}")
            elif removal == "replace":
                mock.admin("PUT", f"/stubs/{identifier}", {"request": ONE, "response": {"code": 429}, "times": 1})
                assert mock.statuses(1) == [429]
        mock.admin("POST", "/reset")
        assert mock.statuses(1) == [200]
        assert len([name for name in mock.app.store.counters() if name.startswith("control stub ")]) == 0
        assert len([name for name in mock.app.store.counters() if name.startswith("control fault ")]) == 1
