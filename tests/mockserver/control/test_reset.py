"""``POST /reset``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.mockserver.control.shop import Shop, sqlite
from tests.mockserver.kit import Reply


def run(shop: Shop) -> list[tuple[int, bytes]]:
    """A run of a client: reads and writes whose responses depend on what was written before."""
    replies: list[Reply] = [shop("GET", "/pets"), shop("POST", "/pets", {"name": "Rex"})]
    created = replies[-1].json["id"]
    replies += [
        shop("PATCH", f"/pets/{created}", {"name": "Max"}),
        shop("POST", "/pets", {"name": "Tom"}),
        shop("PATCH", "/me", {"email": "a@example.com"}),
        shop("POST", "/pets/7/visits", {"reason": "checkup"}),
        shop("PUT", "/photos/p1", b"\x00\xff", **{"content-type": "application/octet-stream"}),
        shop("DELETE", f"/pets/{created}"),
        shop("GET", "/pets"),
        shop("GET", "/pets/7/visits"),
        shop("GET", "/me"),
        shop("GET", "/photos/p1"),
    ]
    return [(reply.status, reply.body) for reply in replies]


@pytest.mark.parametrize("store", ["memory", "sqlite"])
def test_a_run_after_a_reset_gets_the_same_bytes(store: str, tmp_path: Path) -> None:
    shop = Shop(store=sqlite(tmp_path) if store == "sqlite" else "memory")
    first = run(shop)
    assert first != run(shop)
    shop.admin("PATCH", "/clock", {"now": "2030-01-01T00:00:00Z"})
    assert shop.admin("POST", "/reset").status == 204
    assert run(shop) == first


def test_a_reset_holds_for_all_processes(tmp_path: Path) -> None:
    here, there = Shop(store=sqlite(tmp_path)), Shop(store=sqlite(tmp_path))
    before = here.names()
    here("POST", "/pets", {"name": "Rex"})
    there.admin("PATCH", "/clock", {"now": "2030-01-01T00:00:00Z"})
    assert there.names() != before
    assert there.admin("POST", "/reset").status == 204
    assert here.names() == there.names() == before
    assert here.admin("GET", "/clock").json["now"] is None


def test_only_the_named_parts_are_reset() -> None:
    shop = Shop()
    before = shop.names()
    shop("POST", "/pets", {"name": "Rex"})
    shop.admin("PATCH", "/clock", {"now": "2030-01-01T00:00:00Z"})
    shop.admin("POST", "/tokens", {"token": "one"})
    assert shop.admin("POST", "/reset?only=state,tokens").status == 204
    assert shop.names() == before
    assert shop.admin("GET", "/tokens").json == {"tokens": []}
    assert shop.admin("GET", "/clock").json["now"] == "2030-01-01T00:00:00Z"
    assert shop.admin("POST", "/reset?only=clock").status == 204
    assert shop.admin("GET", "/clock").json["now"] is None


def test_the_exchanges_are_forgotten() -> None:
    shop = Shop()
    shop("GET", "/pets")
    shop.admin("POST", "/reset?only=state")
    assert shop.app.control.exchanges.count() == 1
    shop.admin("POST", "/reset?only=requests")
    assert shop.app.control.exchanges.count() == 0


@pytest.mark.parametrize(
    ("query", "location", "hint"),
    [
        ("?only=stat", "query/only", "did you mean 'state'?"),
        ("?only=", "query/only", "parts: state, "),
        ("?only=state,,clock", "query/only", "parts: state, "),
        ("?onyl=state", "query/onyl", "did you mean 'only'?"),
    ],
)
def test_unknown_parts_are_refused(query: str, location: str, hint: str) -> None:
    shop = Shop()
    shop("POST", "/pets", {"name": "Rex"})
    reply = shop.admin("POST", f"/reset{query}")
    assert (reply.status, reply.json["location"]) == (422, location)
    assert reply.json["hint"].startswith(hint)
    assert "Rex" in shop.names().values()


def test_a_body_is_refused() -> None:
    reply = Shop().admin("POST", "/reset", {"only": "state"})
    assert (reply.status, reply.json["hint"]) == (400, "name the parts in the query: ?only=state")
