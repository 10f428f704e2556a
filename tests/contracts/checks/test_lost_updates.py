"""Servers that lose updates, or make them somewhere else."""

from __future__ import annotations

import json

import pytest

from contracts.checks import lost_updates
from contracts.messages import Response
from tests.contracts.checks.notes import Notes, answer, rules


class Losing(Notes):
    """Each change starts from what was there in the beginning."""

    def __init__(self) -> None:
        super().__init__()
        self.first_notes = json.loads(json.dumps(self.notes))

    def patch(self, identifier, body):
        self.notes[identifier] = dict(self.first_notes.get(identifier, self.notes[identifier]))
        return super().patch(identifier, body)


class Bleeding(Notes):
    """Changes the item behind the right one too."""

    def patch(self, identifier, body):
        for note in self.notes.values():
            note.update(self.taken(body))
        return super().patch(identifier, body)


class Sometimes(Notes):
    """Loses the eleventh change."""

    changes = 0

    def patch(self, identifier, body):
        self.changes += 1
        if self.changes == 11:
            return answer({**self.notes[identifier], **self.taken(body)})
        return super().patch(identifier, body)


class Failing(Notes):
    """Fails with the ninth change."""

    changes = 0

    def patch(self, identifier, body):
        self.changes += 1
        return Response(500) if self.changes == 9 else super().patch(identifier, body)


@pytest.mark.parametrize(
    ("server", "part"), [(Losing, "lost"), (Bleeding, "other-item"), (Sometimes, "lost"), (Failing, "failed")]
)
def test_updates_one_after_the_other(server, part):
    assert rules(lost_updates.CHECK, server()) == [f"lost-updates/{part}"]
