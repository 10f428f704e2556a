"""Stubs and faults that are switched on and off, and how often they were applied."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contracts.errors import DocumentError
from mockserver.fault_syntax import parse_fault
from tests.mockserver.control.kiosk import Mock

ONE = {"operation": "getTicket"}
STUB = {"request": ONE, "response": {"code": 404}}
FAULT = {"request": ONE, "fault": {"status": 503}}
BODIES = {"stubs": STUB, "faults": FAULT}
STATUS = {"stubs": 404, "faults": 503}
NOUNS = pytest.mark.parametrize("nouns", ["stubs", "faults"])


def entries(mock: Mock, nouns: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = mock.admin("GET", f"/{nouns}").json[nouns]
    return found


def switch(mock: Mock, path: str, *, enabled: bool) -> dict[str, Any]:
    reply = mock.admin("PATCH", path, {"enabled": enabled})
    assert reply.status == 200
    found: dict[str, Any] = reply.json
    return found


@NOUNS
def test_an_entry_is_switched_off_and_on(nouns: str) -> None:
    mock = Mock()
    mock.admin("POST", f"/{nouns}", BODIES[nouns])
    assert mock.statuses(1) == [STATUS[nouns]]
    shown = switch(mock, f"/{nouns}/1", enabled=False)
    assert shown == {"id": "1", **BODIES[nouns], "enabled": False, "uses": 1}
    assert entries(mock, nouns) == [shown]
    assert mock.admin("GET", f"/{nouns}/1").json == shown
    assert mock.statuses(2) == [200, 200]
    assert switch(mock, f"/{nouns}/1", enabled=True)["uses"] == 1
    assert mock.statuses(1) == [STATUS[nouns]]
    assert entries(mock, nouns)[0]["uses"] == 2


@NOUNS
def test_an_entry_can_be_added_switched_off(nouns: str) -> None:
    mock = Mock()
    added = mock.admin("POST", f"/{nouns}", {**BODIES[nouns], "enabled": False})
    assert (added.status, added.json["enabled"]) == (201, False)
    assert mock.statuses(1) == [200]
    replaced = mock.admin("PUT", f"/{nouns}/1", {**added.json, "enabled": True})
    assert (replaced.status, replaced.json["enabled"]) == (200, True)
    assert mock.statuses(1) == [STATUS[nouns]]


@NOUNS
def test_an_entry_can_be_sent_back_as_it_was_shown(nouns: str) -> None:
    mock = Mock(faults=("getTicket: 503",))
    mock.admin("POST", f"/{nouns}", BODIES[nouns])
    for shown in entries(mock, nouns):
        assert mock.admin("PUT", f"/{nouns}/1", shown).status == 200
        assert mock.admin("POST", f"/{nouns}", shown).status == 201


def test_the_count_of_a_stub_continues() -> None:
    mock = Mock()
    mock.stub(ONE, [{"code": 404}, {"code": 503}, {"code": 429}], times=3)
    assert mock.statuses(1) == [404]
    switch(mock, "/stubs/1", enabled=False)
    assert mock.statuses(2) == [200, 200]
    switch(mock, "/stubs/1", enabled=True)
    assert mock.statuses(3) == [503, 429, 200]
    assert entries(mock, "stubs")[0]["uses"] == 3


def test_the_count_of_a_fault_continues() -> None:
    mock = Mock()
    mock.fault(ONE, status=503, nth=[1, 3])
    assert mock.statuses(2) == [503, 200]
    switch(mock, "/faults/1", enabled=False)
    assert mock.statuses(2) == [200, 200]
    switch(mock, "/faults/1", enabled=True)
    assert mock.statuses(1) == [503]
    assert entries(mock, "faults")[0]["uses"] == 2


def test_the_switch_does_not_change_what_is_drawn() -> None:
    one, other = Mock(), Mock()
    one.fault(ONE, status=503, rate=0.5)
    body = {"request": ONE, "fault": {"status": 503, "rate": 0.5}}
    other.admin("POST", "/faults", {**body, "enabled": False})
    switch(other, "/faults/1", enabled=True)
    assert one.statuses(20) == other.statuses(20)
    assert len(set(one.statuses(20))) == 2


def test_a_stub_below_another_one_responds_while_that_is_off() -> None:
    mock = Mock()
    mock.stub(ONE, {"code": 503})
    mock.stub(ONE, {"code": 404})
    assert mock.statuses(1) == [404]
    switch(mock, "/stubs/2", enabled=False)
    assert mock.statuses(1) == [503]
    assert [one["uses"] for one in entries(mock, "stubs")] == [1, 1]


def test_entries_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "stubs.yaml").write_text(
        "- {request: {operation: getTicket}, response: {code: 404}}\n"
        "- {request: {operation: getTicket}, response: {code: 429}, enabled: false}\n"
    )
    mock = Mock(stubs=str(tmp_path), faults=("getMine: 503 disabled",))
    assert [(one["enabled"], one["settings"]) for one in entries(mock, "stubs")] == [(True, True), (False, True)]
    assert mock.statuses(1) == [404]
    assert switch(mock, "/stubs/file-1", enabled=False)["settings"] is True
    assert mock.statuses(1) == [200]
    switch(mock, "/stubs/file-2", enabled=True)
    assert mock.statuses(1) == [429]
    assert mock.statuses(1, "/tickets/mine") == [200]
    switch(mock, "/faults/flag-1", enabled=True)
    assert mock.statuses(1, "/tickets/mine") == [503]
    assert [one["uses"] for one in entries(mock, "stubs")] == [1, 1]
    mock.admin("POST", "/reset")
    assert [(one["enabled"], one["uses"]) for one in entries(mock, "stubs")] == [(True, 0), (False, 0)]
    assert (mock.statuses(1), mock.statuses(1, "/tickets/mine")) == ([404], [200])


def test_processes_share_switches(shared_store: str) -> None:
    one, other = (Mock(store=shared_store, faults=("getTicket: 503",)) for _ in range(2))
    one.stub(ONE, {"code": 404})
    switch(one, "/faults/flag-1", enabled=False)
    assert other.statuses(1) == [404]
    switch(other, "/stubs/1", enabled=False)
    assert one.statuses(1) == [200]
    assert [one["enabled"] for one in entries(one, "stubs") + entries(other, "faults")] == [False, False]
    assert entries(one, "stubs")[0]["uses"] == 1


@NOUNS
@pytest.mark.parametrize(
    ("body", "location"),
    [({}, "/enabled"), ({"enabled": 1}, "/enabled"), ({"enabled": True, "times": 1}, "/times"), ([], "")],
)
def test_switches_that_are_refused(nouns: str, body: Any, location: str) -> None:
    mock = Mock()
    mock.admin("POST", f"/{nouns}", BODIES[nouns])
    reply = mock.admin("PATCH", f"/{nouns}/1", body)
    assert (reply.status, reply.json.get("location", "")) == (422, location)
    refused = mock.admin("POST", f"/{nouns}", {**BODIES[nouns], "enabled": None})
    assert (refused.status, refused.json["location"]) == (422, "/enabled")


@NOUNS
def test_unknown_entries(nouns: str) -> None:
    mock = Mock()
    assert mock.admin("PATCH", f"/{nouns}/7", {"enabled": True}).status == 404
    assert mock.admin("GET", f"/{nouns}/7").status == 404
    assert mock.admin("PUT", f"/{nouns}/7", BODIES[nouns]).status == 404


def test_a_stub_file_with_an_invalid_switch(tmp_path: Path) -> None:
    (tmp_path / "stubs.yaml").write_text("request: {operation: getTicket}\nresponse: {code: 404}\nenabled: 'no'\n")
    with pytest.raises(DocumentError, match="must be true or false"):
        Mock(stubs=str(tmp_path))


def test_the_word_in_options() -> None:
    assert parse_fault("getPet: 503 disabled")["enabled"] is False
    assert "enabled" not in parse_fault("getPet: 503")
