"""Servers that ignore filters."""

from __future__ import annotations

from contracts.conformance.checks import filtering
from tests.contracts.conformance.checks.notes import Notes, rules


def test_an_ignored_filter():
    class Unfiltered(Notes):
        def list(self, query):
            return super().list({name: value for name, value in query.items() if name != "state"})

    assert rules(filtering.CHECK, Unfiltered()) == ["filtering"]
