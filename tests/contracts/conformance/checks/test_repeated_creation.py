"""Creations that are repeated: with an idempotency key, and where 409 is documented for what exists."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import repeated_creation
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Notes, document, rules


class Unique(Notes):
    """Refuses a second note with the same title."""

    def created(self, body):
        taken = any(note["title"] == body.get("title") for note in self.notes.values())
        return Response(409) if taken else super().created(body)


def documented(conflict: str, description: str = ""):
    changed = document()
    operation = changed["paths"]["/notes"]["post"]
    operation["responses"]["409"] = {"description": conflict}
    operation["description"] = description
    return changed


SAID = [
    ("A note of this title exists", ""),
    ("This title is already taken", ""),
    ("Conflict", "Creates a note. The title must be unique, otherwise 409."),
]


@pytest.mark.parametrize(("conflict", "description"), SAID)
def test_a_duplicate_that_must_not_exist(conflict, description):
    changed = documented(conflict, description)
    assert rules(repeated_creation.CHECK, Notes(), changed) == ["repeated-creation/duplicate"]
    assert rules(repeated_creation.CHECK, Unique(), changed) == []


@pytest.mark.parametrize(
    ("conflict", "description"),
    [
        ("The notebook is locked", ""),
        ("The notebook does not exist", ""),
        ("The notebook was already archived", ""),
        ("Conflict", "Creates a note. Its state must be one that exists"),
        ("Conflict", "Creates a note. The title need not be unique. It has a state"),
        ("Conflict", "Creates a note. Its number is unique. It has a title"),
    ],
)
def test_conflicts_of_other_kinds(conflict, description):
    assert rules(repeated_creation.CHECK, Notes(), documented(conflict, description)) == []


class Keyed(Notes):
    """Returns the same note for the same key."""

    def __init__(self):
        super().__init__()
        self.keys = {}

    def send(self, request, *, fresh=False):
        key = request.header("idempotency-key")
        if request.method != "POST" or key is None:
            return super().send(request)
        return self.keys.get(key) or self.keep(key, request)

    def keep(self, key, request):
        self.keys[key] = super().send(request)
        return self.keys[key]


def test_an_idempotency_key():
    changed = document()
    header = {"name": "Idempotency-Key", "in": "header", "schema": {"type": "string"}}
    changed["paths"]["/notes"]["post"]["parameters"] = [header]
    assert rules(repeated_creation.CHECK, Notes(), changed) == ["repeated-creation/key"]
    assert rules(repeated_creation.CHECK, Keyed(), changed) == []
