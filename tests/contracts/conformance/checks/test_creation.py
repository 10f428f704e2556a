"""Servers that do not store created items, or store other values."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.conformance.checks import creation
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import PROPERTIES, Note, Notes, answer, document, findings, rules


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


def _overwrite(server: Notes, reply: Response, body: Note) -> Response:
    """Replace the title of the note before."""
    earlier = server.notes.get(f"n{server.number - 1:03}")
    if reply.is_success and earlier is not None:
        earlier["title"] = reply.json["title"]
    return reply


def test_an_overwritten_item():
    assert "creation/overwritten" in rules(creation.CHECK, _creating(_overwrite)())


def test_a_status_that_the_server_changes_is_not_overwritten():
    class Working(Notes):
        """Each read finds the job one step further."""

        def read(self, identifier, query):
            note = self.notes[identifier]
            note["progress"] = min(note.get("progress", 0) + 25, 100)
            return super().read(identifier, query)

    changed = document()
    changed["components"]["schemas"]["SomeNote"]["properties"] = PROPERTIES | {"progress": {"type": "integer"}}
    assert "creation/overwritten" not in rules(creation.CHECK, Working(), changed)


def test_an_item_that_the_document_does_not_describe_is_not_missing():
    tree = document()
    tree["paths"]["/notes/{id}"]["get"]["responses"]["200"] = {"description": "the note, as a page"}

    class Pages(Notes):
        def read(self, identifier, query):
            return Response(200, (("content-type", "text/html"),), b"<p>a note</p>")

    assert rules(creation.CHECK, Pages(), tree) == []


def test_location_is_read_with_the_headers_of_the_creation():
    tree = document()
    edition = {"name": "X-Edition", "in": "header", "required": True, "schema": {"type": "string"}, "example": "second"}
    tree["paths"]["/notes"]["post"]["parameters"] = [edition]
    tree["paths"]["/notes/{id}"]["get"]["parameters"].append({**edition, "required": False})

    class Editions(Notes):
        def send(self, request, *, fresh=False):
            is_read = request.method == "GET" and request.path.startswith("/notes/")
            return Response(404) if is_read and request.header("x-edition") != "second" else super().send(request)

        def created(self, body):
            reply = super().created(body)
            return answer(reply.json, 201, location=f"/notes/{reply.json['id']}") if reply.is_success else reply

    assert "creation/location" not in rules(creation.CHECK, Editions(), tree)
