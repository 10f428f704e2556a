"""Servers that lose updates, or apply them to other items."""

from __future__ import annotations

import json

import pytest

from contracts.conformance.checks import lost_updates
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Notes, answer, rules


class Losing(Notes):
    """Applies each update to the original item."""

    def __init__(self) -> None:
        super().__init__()
        self.first_notes = json.loads(json.dumps(self.notes))

    def patch(self, identifier, body):
        self.notes[identifier] = dict(self.first_notes.setdefault(identifier, dict(self.notes[identifier])))
        return super().patch(identifier, body)


class UpdatingNext(Notes):
    """Updates the next item, too."""

    def patch(self, identifier, body):
        for note in self.notes.values():
            note.update(self.taken(body))
        return super().patch(identifier, body)


class Sometimes(Notes):
    """Loses the eleventh update."""

    changes = 0

    def patch(self, identifier, body):
        self.changes += 1
        if self.changes == 11:
            return answer({**self.notes[identifier], **self.taken(body)})
        return super().patch(identifier, body)


class Failing(Notes):
    """Fails on the ninth update."""

    changes = 0

    def patch(self, identifier, body):
        self.changes += 1
        return Response(500) if self.changes == 9 else super().patch(identifier, body)


@pytest.mark.parametrize(
    ("server", "part"), [(Losing, "lost"), (UpdatingNext, "other-item"), (Sometimes, "lost"), (Failing, "failed")]
)
def test_lost_updates(server, part):
    assert rules(lost_updates.CHECK, server()) == [f"lost-updates/{part}"]


class Ignoring(Notes):
    """Stores no title of an update."""

    def patch(self, identifier, body):
        return super().patch(identifier, {name: value for name, value in body.items() if name != "title"})


class Busy(Notes):
    """Is busy on the ninth update."""

    changes = 0

    def patch(self, identifier, body):
        self.changes += 1
        return Response(503) if self.changes == 9 else super().patch(identifier, body)


@pytest.mark.parametrize("server", [Ignoring, Busy])
def test_what_other_checks_report_is_not_a_lost_update(server):
    assert rules(lost_updates.CHECK, server()) == []
