"""Servers whose ETag does not change, and conditional requests."""

from __future__ import annotations

import hashlib
import json

import pytest

from contracts.conformance.checks import etags
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Notes, document, rules


class Tagged(Notes):
    """Sends an ETag of the properties that matter, and checks If-Match and If-None-Match."""

    left_out: tuple[str, ...] = ()
    checks_match = True
    checks_none_match = True

    def tag(self, note):
        content = {name: value for name, value in note.items() if name not in self.left_out}
        return f'"{hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]}"'

    def route(self, request, segments, query):
        note = self.notes.get(segments[-1]) if segments[0] == "notes" and len(segments) == 2 else None
        if note is None:
            return super().route(request, segments, query)
        matches = request.header("if-match") in {None, self.tag(note)}
        if request.method in {"PATCH", "PUT"} and self.checks_match and not matches:
            return Response(412)
        if self.checks_none_match and request.header("if-none-match") == self.tag(note):
            return Response(304)
        reply = super().route(request, segments, query)
        now = self.notes.get(segments[-1])
        return Response(reply.status, (*reply.headers, ("etag", self.tag(now))), reply.body) if now else reply


def documented():
    changed = document()
    item = changed["paths"]["/notes/{id}"]
    item["get"]["responses"]["304"] = {"description": "not modified"}
    for method in ("patch", "put"):
        item[method]["parameters"] = [{"name": "If-Match", "in": "header", "schema": {"type": "string"}}]
        item[method]["responses"]["412"] = {"description": "changed meanwhile"}
    return changed


class Unchanged(Tagged):
    left_out = ("title", "text", "state", "stars", "due", "updated_at")


class Overwriting(Tagged):
    checks_match = False


class Resending(Tagged):
    checks_none_match = False


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        (Tagged, set()),
        (Unchanged, {"etags/unchanged"}),
        (Overwriting, {"etags/stale"}),
        (Resending, {"etags/not-modified"}),
    ],
)
def test_etags(server, expected):
    assert set(rules(etags.CHECK, server(), documented())) == expected
