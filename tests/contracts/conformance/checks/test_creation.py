"""Servers that do not store created items, or store other values."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.conformance.checks import creation
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Note, Notes, answer, findings, rules


def _creating(change: Any) -> type[Notes]:
    class Creating(Notes):
        def created(self, body):
            return change(self, super().created(body), body)

    return Creating


def _forget(server: Notes, reply: Response, body: Note) -> Response:
    if reply.is_success:
        del server.notes[reply.json["id"]]
    return reply


def _elsewhere(server: Notes, reply: Response, body: Note) -> Response:
    return answer(reply.json, 201, location="/notes/n001") if reply.is_success else reply


def _nowhere(server: Notes, reply: Response, body: Note) -> Response:
    return answer(reply.json, 201, location="/note/1") if reply.is_success else reply


def _ignore(server: Notes, reply: Response, body: Note) -> Response:
    return answer({**reply.json, "title": "Untitled"}, 201) if reply.is_success else reply


def _same(server: Notes, reply: Response, body: Note) -> Response:
    return answer({**reply.json, "id": "n001"}, 201) if reply.is_success else reply


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (_forget, "not-found"),
        (_elsewhere, "location"),
        (_nowhere, "location"),
        (_ignore, "ignored"),
        (_ignore, "differs"),
        (_same, "same-id"),
    ],
)
def test_creation_errors(change, part):
    assert f"creation/{part}" in rules(creation.CHECK, _creating(change)())


def test_created_items_are_deleted():
    server = Notes()
    findings(creation.CHECK, server)
    assert len(server.notes) == Notes.first
