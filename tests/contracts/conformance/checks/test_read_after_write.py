"""Servers for which a read after an update does not return the update."""

from __future__ import annotations

import html
import json

import pytest

from contracts.conformance.checks import immutable_fields, lost_updates, read_after_write, replacement, updated_at
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Note, Notes, answer, document, findings, rules

WRITES = read_after_write.CHECK


class Ignoring(Notes):
    def patch(self, identifier, body):
        return super().patch(identifier, {name: value for name, value in body.items() if name != "title"})


class Stale(Notes):
    """Returns the item as it was before the last update."""

    def __init__(self) -> None:
        super().__init__()
        self.before: dict[str, Note] = {}

    def patch(self, identifier, body):
        self.before[identifier] = self.notes[identifier]
        return super().patch(identifier, body)

    def read(self, identifier, query):
        return answer(self.before.get(identifier, self.notes[identifier]))


class Old(Notes):
    """Returns the old item in the response to an update."""

    def patch(self, identifier, body):
        before = self.notes[identifier]
        super().patch(identifier, body)
        return answer(before)


class Wiping(Notes):
    """PATCH replaces the whole item."""

    def patch(self, identifier, body):
        self.notes[identifier].pop("stars", None)
        return super().patch(identifier, body)


class Mangling(Notes):
    """Truncates each character to seven bits."""

    def taken(self, body):
        kept = super().taken(body)
        if isinstance(kept.get("title"), str):
            kept["title"] = kept["title"].encode("ascii", "replace").decode()
        return kept


class Cutting(Notes):
    """Truncates titles."""

    def taken(self, body):
        kept = super().taken(body)
        return {**kept, "title": kept["title"][:50]} if "title" in kept else kept


class Shouting(Notes):
    """Converts strings to upper case."""

    def taken(self, body):
        kept = super().taken(body)
        return {**kept, "text": kept["text"].upper()} if kept.get("text") else kept


class Escaping(Notes):
    """Escapes HTML."""

    def shown(self, note):
        return {**note, "title": html.escape(note["title"])}


class Columns(Notes):
    """Truncates strings to 255 characters."""

    def taken(self, body):
        kept = super().taken(body)
        return {**kept, "text": kept["text"][:255]} if kept.get("text") else kept


class Sociable(Notes):
    """Accepts a property only together with others, and never the state."""

    def patch(self, identifier, body):
        if len(body) < 2:
            return Response(400)
        return super().patch(identifier, {name: value for name, value in body.items() if name != "state"})


class Falsy(Notes):
    """Ignores empty values."""

    def taken(self, body):
        return {name: value for name, value in super().taken(body).items() if value or value is None}


class Nullproof(Notes):
    """Ignores null."""

    def taken(self, body):
        return {name: value for name, value in super().taken(body).items() if value is not None}


class Vanishing(Notes):
    """An updated item cannot be read."""

    def read(self, identifier, query):
        note = self.notes[identifier]
        return Response(404) if note["updated_at"] != note["created_at"] else super().read(identifier, query)


class Restless(Notes):
    """Changes properties that were not sent."""

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
def test_update_errors(server, rule):
    assert rule in rules(WRITES, server())


def test_a_finding_has_expected_and_actual_values():
    finding = next(one for one in findings(WRITES, Stale()) if one.rule == "read-after-write/not-kept")
    assert finding.evidence is not None
    write, read = finding.evidence.requests
    assert (write.method, read.method) == ("PATCH", "GET")
    assert write.path == read.path
    (name,) = json.loads(write.body)
    assert finding.evidence.expected == f"{name} {json.dumps(json.loads(write.body)[name])}"
    assert finding.location.pointer.endswith(f"/properties/{name}")


def test_each_part_is_reported_once():
    told = rules(WRITES, Stale())
    assert len(told) == len(set(told))


def test_the_original_values_are_restored():
    server = Notes()
    before = json.loads(json.dumps(server.notes))
    for check in (WRITES, immutable_fields.CHECK, lost_updates.CHECK, updated_at.CHECK, replacement.CHECK):
        findings(check, server)
    assert server.clock > Notes().clock
    stay = {identifier: _writable(note) for identifier, note in before.items()}
    assert {identifier: _writable(note) for identifier, note in server.notes.items()} == stay


def _writable(note: Note) -> Note:
    return {name: value for name, value in note.items() if not name.endswith("_at")}


JSON_PATCH = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "required": ["op", "path"],
        "properties": {"op": {"enum": ["add", "replace"]}, "path": {"type": "string"}, "value": {}},
    },
}


class Patching(Notes):
    """Takes JSON Patch."""

    def route(self, request, segments, query):
        if request.method != "PATCH" or segments[-1] not in self.notes:
            return super().route(request, segments, query)
        changes = json.loads(request.body)
        if not all(one["op"] in {"add", "replace"} for one in changes):
            return Response(400)
        return self.patch(segments[-1], {one["path"][1:]: one["value"] for one in changes})


class PatchingOthers(Patching):
    """A JSON Patch changes all notes in the same state."""

    def patch(self, identifier, body):
        state = self.notes[identifier]["state"]
        for other, note in self.notes.items():
            if note["state"] == state and other != identifier:
                super().patch(other, body)
        return super().patch(identifier, body)


class PatchingNothing(Patching):
    def patch(self, identifier, body):
        return answer(self.shown(self.notes[identifier]))


def patch_document(media_type: str, schema: object) -> dict[str, object]:
    changed = document()
    content = changed["paths"]["/notes/{id}"]["patch"]["requestBody"]["content"]
    del content["application/json"]
    content[media_type] = {"schema": schema}
    return changed


def test_json_patch():
    changed = patch_document("application/json-patch+json", JSON_PATCH)
    for check in (WRITES, lost_updates.CHECK, immutable_fields.CHECK, updated_at.CHECK):
        assert rules(check, Patching(), changed) == []
    assert "read-after-write/not-kept" in rules(WRITES, PatchingNothing(), changed)
    assert rules(lost_updates.CHECK, PatchingOthers(), changed) == ["lost-updates/other-item"]


class Removing(Notes):
    """Null removes the due date."""

    def route(self, request, segments, query):
        if request.method != "PATCH" or segments[-1] not in self.notes:
            return super().route(request, segments, query)
        body = json.loads(request.body)
        response = self.patch(segments[-1], {name: value for name, value in body.items() if value is not None})
        for name in [name for name in body if body[name] is None]:
            response = self.remove(segments[-1], name)
        return response

    def remove(self, identifier, name):
        self.notes[identifier].pop(name, None)
        return answer(self.shown(self.notes[identifier]))


class Unremoving(Removing):
    def remove(self, identifier, name):
        return answer(self.shown(self.notes[identifier]))


def test_null_in_a_merge_patch_removes_a_property():
    due = {"type": ["string", "null"], "format": "date-time"}
    changed = patch_document("application/merge-patch+json", {"type": "object", "properties": {"due": due}})
    assert rules(WRITES, Removing(), changed) == []
    assert rules(WRITES, Unremoving(), changed) == ["read-after-write/ignored", "read-after-write/not-kept"]


def test_a_time_whose_offset_is_dropped():
    class WithoutOffset(Notes):
        def taken(self, body):
            due = body.get("due")
            changed = {"due": due.replace("+05:30", "Z")} if isinstance(due, str) else {}
            return super().taken({**body, **changed})

    assert set(rules(WRITES, WithoutOffset())) == {"read-after-write/ignored", "read-after-write/not-kept"}
