"""Servers whose update timestamp does not advance or decreases."""

from __future__ import annotations

from email.utils import format_datetime

import pytest

from contracts.conformance.checks import updated_at
from contracts.messages import Response
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


def test_a_current_timestamp_may_be_unchanged():
    class Present(Notes):
        def send(self, request, *, fresh=False):
            response = super().send(request)
            date = ("date", format_datetime(self.clock, usegmt=True))
            return Response(response.status, (*response.headers, date), response.body)

        def now(self):
            return "2026-03-01T12:00:30Z"

    assert rules(updated_at.CHECK, Present()) == []


def test_a_rejected_update_is_ignored():
    class Refusing(Notes):
        def patch(self, identifier, body):
            return answer(self.notes[identifier])

    assert rules(updated_at.CHECK, Refusing()) == []
