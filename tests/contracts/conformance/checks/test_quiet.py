"""Correct servers with various behaviors cause no findings."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import contracts
from contracts.conformance.checks import (
    creation,
    deletion,
    determinism,
    filtering,
    hostile_input,
    immutable_fields,
    item_identity,
    languages,
    limits,
    lost_updates,
    multi_get,
    pagination,
    projection,
    read_after_write,
    replacement,
    sorting,
    updated_at,
)
from contracts.conformance.credentials import Identity
from contracts.conformance.session import Session, SessionPlan
from contracts.messages import Request, Response
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app
from tests.conftest import DOCUMENTS, ROOT
from tests.contracts.conformance.checks.notes import Note, Notes, answer, findings, session

CHECKS = [
    creation.CHECK,
    deletion.CHECK,
    filtering.CHECK,
    hostile_input.CHECK,
    immutable_fields.CHECK,
    item_identity.CHECK,
    languages.CHECK,
    limits.CHECK,
    lost_updates.CHECK,
    updated_at.CHECK,
    pagination.CHECK,
    projection.CHECK,
    read_after_write.CHECK,
    replacement.CHECK,
    multi_get.CHECK,
    sorting.CHECK,
    determinism.CHECK,
]


class Rounding(Notes):
    """Truncates timestamps to minutes."""

    def taken(self, body: Note) -> Note:
        taken = super().taken(body)
        if "due" not in taken:
            return taken
        due = datetime.fromisoformat(taken["due"]).astimezone(UTC)
        return {**taken, "due": due.strftime("%Y-%m-%dT%H:%M:00Z")}


class Trimming(Notes):
    """Trims strings, collapses whitespace, and converts short strings to lower case."""

    def taken(self, body: Note) -> Note:
        texts = {name for name, value in body.items() if name in {"title", "text"} and isinstance(value, str)}
        return {name: _tidy(value) if name in texts else value for name, value in super().taken(body).items()}


def _tidy(text: str) -> str:
    words = text.split()
    return " ".join(words) if len(words) > 2 else " ".join(words).lower()


class Defaulting(Notes):
    """Adds default values and additional keys."""

    def shown(self, note: Note) -> Note:
        return {"stars": 0, "text": None, "links": {"self": f"/notes/{note['id']}"}, **note, "version": len(note)}


class Terse(Notes):
    """Returns no body for writes, and omits null values."""

    def patch(self, identifier: str, body: Note) -> Response:
        super().patch(identifier, body)
        return Response(204)

    def shown(self, note: Note) -> Note:
        return {name: value for name, value in note.items() if value is not None}


class Counting(Notes):
    """Returns a view counter, a request id and alternating server names in the body."""

    views = 0

    def read(self, identifier: str, query: dict[str, str]) -> Response:
        self.views += 1
        told = {"views": self.views, "request_id": f"r-{self.views}", "served_by": f"node {self.views % 2}"}
        return (
            answer({**super().read(identifier, query).json, **told})
            if "fields" not in query
            else super().read(identifier, query)
        )


class Strict(Notes):
    """Rejects unknown properties and every change of the state."""

    def patch(self, identifier: str, body: Note) -> Response:
        if "state" in body or self.taken(body) != body:
            return Response(400)
        return super().patch(identifier, body)


class Archiving(Notes):
    """Marks items as deleted instead of removing them."""

    def delete(self, identifier: str) -> Response:
        self.notes[identifier] = {**self.notes[identifier], "deleted_at": self.now()}
        return Response(204)


class Ranking(Notes):
    """Sorts states by rank, and lists the newest first by default."""

    def ordered(self, notes, query):
        if query.get("sort") == "state":
            down = query.get("order") == "desc"
            return sorted(notes, key=lambda note: ["open", "done"].index(note["state"]), reverse=down)
        return super().ordered(notes if "sort" in query else [*notes][::-1], query)


class Auditing(Notes):
    """Adds a history and derived values on each update."""

    def patch(self, identifier: str, body: Note) -> Response:
        super().patch(identifier, body)
        note = self.notes[identifier]
        note["history"] = [*note.get("history", ()), {"changed": sorted(body)}]
        note["slug"] = note["title"].lower().replace(" ", "-")
        note["words"] = len(note["title"].split())
        return answer(self.shown(note))


class Aliasing(Notes):
    """Accepts the alias ``me`` and ids in upper case."""

    def route(self, request: Request, segments: list[str], query: dict[str, str]) -> Response:
        named = [{"me": "n003"}.get(segment.lower(), segment.lower()) for segment in segments]
        return super().route(request, named, query)


class Busy(Notes):
    """Limits the number of requests."""

    number_of_requests = 0

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        self.number_of_requests += 1
        return Response(429) if self.number_of_requests > 40 else super().send(request)


class TruncatingToSeconds(Notes):
    """Truncates timestamps to seconds, and updates twice within a second."""

    def now(self) -> str:
        self.clock = self.clock.replace(year=2090)
        return "2090-01-01T00:00:00Z"

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        response = super().send(request)
        return replace(response, headers=(*response.headers, ("date", "Sun, 01 Jan 2090 00:00:01 GMT")))


SERVERS = [
    Notes,
    Rounding,
    Trimming,
    Defaulting,
    Terse,
    Counting,
    Strict,
    Archiving,
    Ranking,
    Auditing,
    Busy,
    TruncatingToSeconds,
]


@pytest.mark.parametrize("server", SERVERS, ids=lambda server: server.__name__)
@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_correct_server(check, server):
    assert [(finding.rule, finding.message) for finding in findings(check, server())] == []


def test_aliases_of_ids():
    known = {"id": ("me", "N002", "n001")}
    assert findings(item_identity.CHECK, Aliasing(), known=known) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_an_empty_server(check):
    class Empty(Notes):
        first = 0

    assert findings(check, Empty()) == []


IDENTITIES = (
    Identity("desk", "key", None, "deskKey"),
    Identity("keeper", "token", None, "keeper"),
    Identity("till", "7", None, "till"),
    Identity("kiosk", "session", None, "kiosk"),
    Identity("staff", "token", None, "staffToken"),
    Identity("owner", "anna:secret", None, "owner"),
    Identity("desk", "cookie", None, "desk"),
    Identity("room", "key", None, "roomKey"),
)
PLAYED = {
    "openapi": (ROOT / "openapi.yaml", ()),
    "petstore-3.0": (DOCUMENTS / "petstore-3.0.yaml", IDENTITIES),
    "petstore-3.1": (DOCUMENTS / "petstore-3.1.yaml", IDENTITIES),
}


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", PLAYED)
def test_the_mock(name, seed):
    path, identities = PLAYED[name]
    contract = contracts.load(path)
    transport = AsgiTransport(create_app(contract, seed=seed))
    known = tuple(one for one in identities if one.scheme in contract.security_schemes)
    asked = Session(contract, transport, SessionPlan(seed=seed, identities=known, fast=seed == 2))
    try:
        found = [(finding.rule, finding.message) for check in CHECKS for finding in check.run(asked)]
    finally:
        transport.close()
    assert found == []
    looked = {cell.check for cell in asked.cells()}
    assert {"determinism", "read-after-write", "item-identity", "hostile-input"} <= looked


def test_each_check_makes_assertions_about_the_notes():
    """A check without findings must have made assertions."""
    asked = session(Notes())
    for check in CHECKS:
        list(check.run(asked))
    assert {cell.check for cell in asked.cells()} == {check.id for check in CHECKS} - {languages.CHECK.id}


def test_the_same_seed_gives_the_same_findings_in_order():
    class Wrong(Notes):
        def patch(self, identifier, body):
            return super().patch(identifier, {**body, "title": "Always this"})

    runs = [json.dumps([str(one) for check in CHECKS for one in findings(check, Wrong())]) for _ in range(2)]
    assert runs[0] == runs[1] != "[]"


def test_the_document_is_not_modified():
    before = copy.deepcopy(session(Notes()).contract.tree)
    for check in CHECKS:
        findings(check, Notes())
    assert session(Notes()).contract.tree == before
