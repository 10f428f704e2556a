"""``GET`` and ``PATCH /clock``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.mockserver.control.shop import Shop, sqlite

REFERENCE = "2026-06-30T00:00:00Z"


def test_the_clock_is_logical_at_first() -> None:
    assert Shop().admin("GET", "/clock").json == {"now": None, "reference": REFERENCE}


def test_writes_get_the_time_of_a_frozen_clock() -> None:
    shop = Shop()
    reply = shop.admin("PATCH", "/clock", {"now": "2030-01-01T02:00:00+02:00"})
    assert reply.json == {"now": "2030-01-01T00:00:00Z", "reference": REFERENCE}
    created = shop("POST", "/pets", {"name": "Rex"}).json
    assert (created["created_at"], created["updated_at"]) == ("2030-01-01T00:00:00Z",) * 2
    assert shop("PATCH", f"/pets/{created['id']}", {"name": "Max"}).json["updated_at"] == "2030-01-01T00:00:00Z"
    assert shop("PATCH", "/pets/7", {"name": "Max"}).json["updated_at"] == "2030-01-01T00:00:00Z"


def test_a_write_is_never_earlier_than_the_last_change() -> None:
    shop = Shop()
    before = shop("GET", "/pets/7").json
    shop.admin("PATCH", "/clock", {"now": "2000-01-01T00:00:00Z"})
    assert shop("PATCH", "/pets/7", {"name": "Max"}).json["updated_at"] == before["updated_at"]


@pytest.mark.parametrize(
    ("step", "now"),
    [
        (90, "2030-01-01T00:01:30Z"),
        (0, "2030-01-01T00:00:00Z"),
        ("0s", "2030-01-01T00:00:00Z"),
        (0.5, "2030-01-01T00:00:00Z"),
        ("90s", "2030-01-01T00:01:30Z"),
        ("1h30m", "2030-01-01T01:30:00Z"),
        ("1w2d", "2030-01-10T00:00:00Z"),
        ("1500ms", "2030-01-01T00:00:01Z"),
    ],
)
def test_a_frozen_clock_is_advanced(step: Any, now: str) -> None:
    shop = Shop()
    shop.admin("PATCH", "/clock", {"now": "2030-01-01T00:00:00Z"})
    assert shop.admin("PATCH", "/clock", {"advance": step}).json["now"] == now
    assert shop("POST", "/pets", {"name": "Rex"}).json["created_at"] == now


def test_a_logical_clock_is_advanced_from_the_reference_time() -> None:
    shop = Shop()
    latest = max(pet["updated_at"] for pet in shop("GET", "/pets").json)
    assert latest <= REFERENCE
    assert shop.admin("PATCH", "/clock", {"advance": "1h"}).json["now"] == "2026-06-30T01:00:00Z"
    assert shop.admin("PATCH", "/clock", {"advance": 60}).json["now"] == "2026-06-30T01:01:00Z"


def test_the_clock_becomes_logical_again() -> None:
    shop = Shop()
    shop.admin("PATCH", "/clock", {"now": "2030-01-01T00:00:00Z"})
    shop("PATCH", "/pets/7", {"name": "Max"})
    assert shop.admin("PATCH", "/clock", {"now": None}).json["now"] is None
    assert shop("PATCH", "/pets/7", {"name": "Tom"}).json["updated_at"] == "2030-01-01T00:01:00Z"


def test_all_processes_have_the_same_clock(tmp_path: Path) -> None:
    here, there = Shop(store=sqlite(tmp_path)), Shop(store=sqlite(tmp_path))
    there("POST", "/pets", {"name": "Rex"})
    here.admin("PATCH", "/clock", {"now": "2030-01-01T00:00:00Z"})
    assert there("POST", "/pets", {"name": "Rex"}).json["created_at"] == "2030-01-01T00:00:00Z"
    there.admin("PATCH", "/clock", {"advance": "1d"})
    assert here.admin("GET", "/clock").json["now"] == "2030-01-02T00:00:00Z"


def test_the_last_time_is_not_exceeded() -> None:
    shop = Shop()
    shop.admin("PATCH", "/clock", {"now": "9999-12-31T23:59:59Z"})
    assert shop("PATCH", "/pets/7", {"name": "Max"}).json["updated_at"] == "9999-12-31T23:59:59Z"
    reply = shop.admin("PATCH", "/clock", {"advance": "1s"})
    assert (reply.status, reply.json["location"]) == (409, "/advance")
    assert shop.admin("PATCH", "/clock", {"advance": "999999999w"}).status == 409
    shop.admin("PATCH", "/clock", {"now": None})
    assert shop("PATCH", "/pets/7", {"name": "Tom"}).json["updated_at"] == "9999-12-31T23:59:59Z"


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ({}, None),
        ({"now": None, "advance": 1}, None),
        ({"then": 1}, "/then"),
        ([], None),
        ({"now": "soon"}, "/now"),
        ({"now": ""}, "/now"),
        ({"now": 5}, "/now"),
        ({"now": "2030-01-01"}, "/now"),
        ({"now": "2030-01-01T00:00:00"}, "/now"),
        ({"now": "2030-13-01T00:00:00Z"}, "/now"),
        ({"now": "0001-01-01T00:00:00+14:00"}, "/now"),
        ({"advance": -1}, "/advance"),
        ({"advance": True}, "/advance"),
        ({"advance": None}, "/advance"),
        ({"advance": "1 hour"}, "/advance"),
        ({"advance": "-1h"}, "/advance"),
        ({"advance": "1h" * 100}, "/advance"),
        ({"advance": 1e300}, "/advance"),
        ({"advance": ""}, "/advance"),
    ],
)
def test_nonsense_is_refused(body: Any, location: str | None) -> None:
    shop = Shop()
    reply = shop.admin("PATCH", "/clock", body)
    assert (reply.status, reply.json.get("location")) == (422, location)
    assert reply.json["error"]
    assert shop.admin("GET", "/clock").json["now"] is None
