"""Searches that have no effect, and searches that cannot be judged."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import searching
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Notes, document, rules


def with_search(description="", schema=None):
    tree = document()
    parameter = {"name": "q", "in": "query", "description": description, "schema": schema or {"type": "string"}}
    tree["paths"]["/notes"]["get"]["parameters"].append(parameter)
    return tree


class Searched(Notes):
    def list(self, query):
        kept = self.notes
        self.notes = {key: note for key, note in kept.items() if query.get("q", "") in note["title"]}
        reply = super().list({name: value for name, value in query.items() if name != "q"})
        self.notes = kept
        return reply


class Refusing(Notes):
    def list(self, query):
        return Response(400) if "q" in query else super().list(query)


@pytest.mark.parametrize(("server", "expected"), [(Notes, ["searching"]), (Searched, []), (Refusing, [])])
def test_a_search(server, expected):
    assert rules(searching.CHECK, server(), with_search()) == expected


@pytest.mark.parametrize(
    ("description", "schema"),
    [("Semantic search", None), ("", {"type": "integer"}), ("", {"type": "string", "enum": ["milk", "vet"]})],
)
def test_searches_that_are_not_judged(description, schema):
    assert rules(searching.CHECK, Notes(), with_search(description, schema)) == []
