"""Servers whose update timestamp does not advance or decreases."""

from __future__ import annotations

from typing import ClassVar

import pytest

from contracts.conformance.checks import updated_at
from tests.contracts.conformance.checks.notes import Notes, answer, rules


class Standing(Notes):
    def patch(self, identifier, body):
        moment = self.notes[identifier]["updated_at"]
        super().patch(identifier, body)
        self.notes[identifier]["updated_at"] = moment
        return answer(self.notes[identifier])


class Backwards(Notes):
    def patch(self, identifier, body):
        super().patch(identifier, body)
        self.notes[identifier]["updated_at"] = "2020-01-01T00:00:00Z"
        return answer(self.notes[identifier])


@pytest.mark.parametrize(("server", "part"), [(Standing, "unmoved"), (Backwards, "back")])
def test_wrong_update_timestamps(server, part):
    assert rules(updated_at.CHECK, server())[0] == f"updated-at/{part}"


@pytest.fixture(autouse=True)
def waiting(monkeypatch):
    """Seconds that the check has waited, without waiting."""
    waited: list[float] = []
    monkeypatch.setattr(updated_at.time, "sleep", waited.append)
    return waited


def test_a_timestamp_in_whole_seconds(waiting):
    class Present(Notes):
        def now(self):
            return f"2026-03-01T12:00:{30 + int(sum(waiting)):02}Z"

    assert rules(updated_at.CHECK, Present()) == []
    assert waiting


def test_a_timestamp_in_minutes_is_not_judged():
    class Minutes(Notes):
        def now(self):
            return "2026-03-01T12:00:00Z"

    assert rules(updated_at.CHECK, Minutes()) == []


def test_a_timestamp_that_advances_with_a_delay(waiting):
    class Eventual(Notes):
        pending: ClassVar[dict[str, str]] = {}

        def patch(self, identifier, body):
            before = self.notes[identifier]["updated_at"]
            super().patch(identifier, body)
            self.pending[identifier] = self.notes[identifier]["updated_at"]
            self.notes[identifier]["updated_at"] = before
            return answer(self.notes[identifier])

        def read(self, identifier, query):
            if waiting and identifier in self.pending:
                self.notes[identifier]["updated_at"] = self.pending.pop(identifier)
            return super().read(identifier, query)

    assert rules(updated_at.CHECK, Eventual()) == []


def test_a_rejected_update_is_ignored():
    class Refusing(Notes):
        def patch(self, identifier, body):
            return answer(self.notes[identifier])

    assert rules(updated_at.CHECK, Refusing()) == []
