"""Servers that keep, lose, mix up or bring back what they should not, each found by the check that is about it."""

from __future__ import annotations

import html
import json
from email.utils import format_datetime
from typing import Any

import pytest

from contracts.checks import (
    creation,
    deletion,
    immutable_fields,
    item_identity,
    lost_updates,
    moment_of_change,
    read_after_write,
    replacement,
)
from contracts.messages import Response
from tests.contracts.checks.notes import Note, Notes, answer, document, findings, rules

WRITES = read_after_write.CHECK


class Ignoring(Notes):
    def patch(self, identifier, body):
        return super().patch(identifier, {name: value for name, value in body.items() if name != "title"})


class Stale(Notes):
    """Reads what was there before the last change."""

    def __init__(self) -> None:
        super().__init__()
        self.before: dict[str, Note] = {}

    def patch(self, identifier, body):
        self.before[identifier] = self.notes[identifier]
        return super().patch(identifier, body)

    def read(self, identifier, query):
        return answer(self.before.get(identifier, self.notes[identifier]))


class Old(Notes):
    """Answers a change with what was there before it."""

    def patch(self, identifier, body):
        before = self.notes[identifier]
        super().patch(identifier, body)
        return answer(before)


class Wiping(Notes):
    """PATCH as PUT: what is not sent is gone."""

    def patch(self, identifier, body):
        self.notes[identifier].pop("stars", None)
        return super().patch(identifier, body)


class Mangling(Notes):
    """Keeps seven bits of each character."""

    def taken(self, body):
        kept = super().taken(body)
        if isinstance(kept.get("title"), str):
            kept["title"] = kept["title"].encode("ascii", "replace").decode()
        return kept


class Cutting(Notes):
    """Cuts titles off."""

    def taken(self, body):
        kept = super().taken(body)
        return {**kept, "title": kept["title"][:50]} if "title" in kept else kept


class Shouting(Notes):
    """Writes in capitals."""

    def taken(self, body):
        kept = super().taken(body)
        return {**kept, "text": kept["text"].upper()} if kept.get("text") else kept


class Escaping(Notes):
    """Writes for a page of HTML."""

    def shown(self, note):
        return {**note, "title": html.escape(note["title"])}


class Columns(Notes):
    """Has 255 characters for a text."""

    def taken(self, body):
        kept = super().taken(body)
        return {**kept, "text": kept["text"][:255]} if kept.get("text") else kept


class Sociable(Notes):
    """Takes a property only beside others, and never the state."""

    def patch(self, identifier, body):
        if len(body) < 2:
            return Response(400)
        return super().patch(identifier, {name: value for name, value in body.items() if name != "state"})


class Falsy(Notes):
    """Takes an empty value for none."""

    def taken(self, body):
        return {name: value for name, value in super().taken(body).items() if value or value is None}


class Nullproof(Notes):
    """Takes null for a value that is not given."""

    def taken(self, body):
        return {name: value for name, value in super().taken(body).items() if value is not None}


class Vanishing(Notes):
    """An item that was changed cannot be found."""

    def read(self, identifier, query):
        note = self.notes[identifier]
        return Response(404) if note["updated_at"] != note["created_at"] else super().read(identifier, query)


class Restless(Notes):
    """Changes something even when nothing is asked for."""

    def patch(self, identifier, body):
        if not body:
            self.notes[identifier]["stars"] = (self.notes[identifier].get("stars", 0) + 1) % 6
        return super().patch(identifier, body)


@pytest.mark.parametrize(
    ("server", "rule"),
    [
        (Ignoring, "read-after-write/ignored"),
        (Stale, "read-after-write/not-kept"),
        (Old, "read-after-write/ignored"),
        (Wiping, "read-after-write/untouched"),
        (Mangling, "read-after-write/ignored"),
        (Cutting, "read-after-write/ignored"),
        (Shouting, "read-after-write/ignored"),
        (Escaping, "read-after-write/ignored"),
        (Columns, "read-after-write/ignored"),
        (Sociable, "read-after-write/ignored"),
        (Falsy, "read-after-write/ignored"),
        (Nullproof, "read-after-write/ignored"),
        (Vanishing, "read-after-write/unreadable"),
        (Restless, "read-after-write/untouched"),
    ],
)
def test_what_is_written_is_read(server, rule):
    assert rule in rules(WRITES, server())


def test_a_finding_says_what_was_asked_and_got():
    finding = next(one for one in findings(WRITES, Stale()) if one.rule == "read-after-write/not-kept")
    assert finding.evidence is not None
    write, read = finding.evidence.requests
    assert (write.method, read.method) == ("PATCH", "GET")
    assert write.path == read.path
    (name,) = json.loads(write.body)
    assert finding.evidence.expected == f"{name} {json.dumps(json.loads(write.body)[name])}"
    assert finding.location.pointer.endswith(f"/properties/{name}")


def test_each_part_is_told_once():
    told = rules(WRITES, Stale())
    assert len(told) == len(set(told))


def test_what_was_there_is_put_back():
    server = Notes()
    before = json.loads(json.dumps(server.notes))
    for check in (WRITES, immutable_fields.CHECK, lost_updates.CHECK, moment_of_change.CHECK, replacement.CHECK):
        findings(check, server)
    assert server.clock > Notes().clock
    stay = {identifier: _settable(note) for identifier, note in before.items()}
    assert {identifier: _settable(note) for identifier, note in server.notes.items()} == stay


def _settable(note: Note) -> Note:
    return {name: value for name, value in note.items() if not name.endswith("_at")}


# ---------------------------------------------------------------------- what no client may set


def _taking(name: str) -> type[Notes]:
    class Taking(Notes):
        def taken(self, body):
            return {**super().taken(body), **{key: value for key, value in body.items() if key == name}}

        def create(self, body):
            return super().create({key: value for key, value in body.items() if key != name})

    return Taking


@pytest.mark.parametrize("name", ["id", "created_at"])
def test_what_is_read_only_cannot_be_set(name):
    found = findings(immutable_fields.CHECK, _taking(name)())
    assert {finding.rule for finding in found} == {"immutable-fields"}
    assert all(name in finding.message for finding in found)


def test_a_change_does_not_move_the_beginning():
    class Moving(Notes):
        def patch(self, identifier, body):
            self.notes[identifier]["created_at"] = self.now()
            return super().patch(identifier, body)

    assert rules(immutable_fields.CHECK, Moving()) == ["immutable-fields"]
    assert "read-after-write/untouched" in rules(WRITES, Moving())


def test_a_read_only_version_may_count_on():
    tree = document()
    tree["components"]["schemas"]["SomeNote"]["properties"] = {
        **tree["components"]["schemas"]["SomeNote"]["properties"],
        "version": {"type": "integer", "readOnly": True},
    }

    class Counting(Notes):
        changes = 0

        def patch(self, identifier, body):
            self.changes += 1
            return super().patch(identifier, body)

        def shown(self, note):
            return {**note, "version": self.changes}

    assert rules(immutable_fields.CHECK, Counting(), tree) == []


# ---------------------------------------------------------------------- the moment of the last change


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
def test_the_moment_of_the_last_change_moves_on(server, part):
    assert rules(moment_of_change.CHECK, server())[0] == f"moment-of-change/{part}"


def test_a_moment_that_is_the_servers_present_may_stand():
    class Present(Notes):
        def send(self, request):
            response = super().send(request)
            date = ("date", format_datetime(self.clock, usegmt=True))
            return Response(response.status, (*response.headers, date), response.body)

        def now(self):
            return "2026-03-01T12:00:30Z"

    assert rules(moment_of_change.CHECK, Present()) == []


def test_a_change_that_is_refused_moves_nothing():
    class Refusing(Notes):
        def patch(self, identifier, body):
            return answer(self.notes[identifier])

    assert rules(moment_of_change.CHECK, Refusing()) == []


# ---------------------------------------------------------------------- one after the other


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


# ---------------------------------------------------------------------- PUT


class Merging(Notes):
    def put(self, identifier, body):
        return super().put(identifier, {**self.taken(self.notes[identifier]), **body})


class Piling(Notes):
    """Adds to the title with each PUT."""

    def put(self, identifier, body):
        return super().put(identifier, {**body, "text": f"{self.notes[identifier].get('text')} again"})


@pytest.mark.parametrize(("server", "part"), [(Merging, "merged"), (Piling, "not-idempotent")])
def test_put_replaces(server, part):
    assert f"replacement/{part}" in rules(replacement.CHECK, server())


# ---------------------------------------------------------------------- creating and deleting


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
def test_what_is_created_can_be_read(change, part):
    assert f"creation/{part}" in rules(creation.CHECK, _creating(change)())


def test_what_was_created_for_the_test_is_removed():
    server = Notes()
    findings(creation.CHECK, server)
    assert len(server.notes) == Notes.first


class Keeping(Notes):
    def delete(self, identifier):
        return Response(204)


class Crashing(Notes):
    def route(self, request, segments, query):
        if request.method == "DELETE" and segments[-1] not in self.notes:
            return Response(500)
        return super().route(request, segments, query)


class Listing(Notes):
    """Lists what is gone."""

    def __init__(self) -> None:
        super().__init__()
        self.gone: list[Note] = []

    def delete(self, identifier):
        self.gone.append(self.notes[identifier])
        return super().delete(identifier)

    def ordered(self, notes, query):
        return [*self.gone, *super().ordered(notes, query)]


@pytest.mark.parametrize(("server", "part"), [(Keeping, "still-there"), (Crashing, "again"), (Listing, "listed")])
def test_what_is_deleted_is_gone(server, part):
    assert rules(deletion.CHECK, server()) == [f"deletion/{part}"]


# ---------------------------------------------------------------------- ids


def _naming(name: Any) -> type[Notes]:
    class Naming(Notes):
        def read(self, identifier, query):
            reply = super().read(identifier, query)
            return answer({**reply.json, "id": name(identifier)}) if reply.is_success else reply

    return Naming


@pytest.mark.parametrize(
    "name",
    [lambda one: f"{one}0", lambda one: f"n{int(one[1:]) % 10 + 1:03}", lambda one: "n404"],
    ids=["longer", "next", "unknown"],
)
def test_the_id_in_the_item_is_that_of_the_path(name):
    assert rules(item_identity.CHECK, _naming(name)()) == ["item-identity"]


def test_two_ids_are_not_one_item():
    fixed = _naming(lambda one: "n001")()
    assert rules(item_identity.CHECK, fixed) == ["item-identity/one-for-two"]


def test_a_number_in_the_path_that_is_not_the_id_is_none_of_ours():
    tree = document()
    path = tree["paths"].pop("/notes/{id}")
    path["parameters"][0]["name"] = "number"
    tree["paths"]["/notes/{number}"] = path
    assert rules(item_identity.CHECK, _naming(lambda one: f"uid-{one}")(), tree) == []
