"""Moments of items by their names."""

from __future__ import annotations

from mockserver.mutants.moments import BEGAN, CHANGED, moved, named

ITEM = {
    "created_at": "2026-02-28T10:00:00Z",
    "lastModified": "2026-03-01T10:00:00.5+02:00",
    "updated_by": "someone",
    "changed": None,
}


def test_they_are_told_by_name_and_value():
    assert named(ITEM, BEGAN) == ["created_at"]
    assert named(ITEM, CHANGED) == ["lastModified"]


def test_they_move_by_days_and_keep_their_form():
    assert moved(ITEM["created_at"], 1) == "2026-03-01T10:00:00Z"
    assert moved(ITEM["lastModified"], -1) == "2026-02-28T10:00:00.5+02:00"
    assert moved("soon", 1) == "soon"
