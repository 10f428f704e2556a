"""Servers that ignore filters."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from contracts.conformance.checks import filtering
from tests.contracts.conformance.checks.notes import Notes, answer, document, rules


def test_an_ignored_filter():
    class Unfiltered(Notes):
        def list(self, query):
            return super().list({name: value for name, value in query.items() if name != "state"})

    assert rules(filtering.CHECK, Unfiltered()) == ["filtering"]


class OnlyFirst(Notes):
    """Uses the first of several values of the filter."""

    used = 1

    def route(self, request, segments, query):
        chosen = parse_qs(request.target.partition("?")[2]).get("state", [])[: self.used]
        reply = super().route(request, segments, {name: value for name, value in query.items() if name != "state"})
        if segments != ["notes"] or request.method != "GET" or not chosen:
            return reply
        return answer([note for note in reply.json if note["state"] in chosen])


class All(OnlyFirst):
    used = 10


@pytest.mark.parametrize("keyword", ["anyOf", "oneOf"])
def test_several_values_of_a_nullable_list(keyword):
    changed = document()
    state = next(one for one in changed["paths"]["/notes"]["get"]["parameters"] if one["name"] == "state")
    values = {"type": "array", "items": {"type": "string", "enum": ["open", "done"]}}
    state["schema"] = {keyword: [values, {"type": "null"}]}
    assert rules(filtering.CHECK, OnlyFirst(), changed) == ["filtering/missing"]
    assert rules(filtering.CHECK, All(), changed) == []


def with_title_filter(schema):
    changed = document()
    changed["paths"]["/notes"]["get"]["parameters"].append({"name": "title", "in": "query", "schema": schema})
    return changed


class ByTitle(Notes):
    """Has a filter by title that matches if ``contains`` says so."""

    def contains(self, title, part):
        return part.casefold() in title.casefold()

    def list(self, query):
        part = query.get("title", "")
        kept, self.notes = self.notes, {
            key: note for key, note in self.notes.items() if self.contains(note["title"], part)
        }  # fmt: skip
        reply = super().list({name: value for name, value in query.items() if name != "title"})
        self.notes = kept
        return reply


class Exact(ByTitle):
    def contains(self, title, part):
        return not part or title == part


class Anything(ByTitle):
    def contains(self, title, part):
        return True


class Nothing(ByTitle):
    def contains(self, title, part):
        return not part


class Twisted(ByTitle):
    def contains(self, title, part):
        return not part or title != part


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        (ByTitle, []),
        (Exact, []),
        (Anything, ["filtering"]),
        (Nothing, ["filtering/missing"]),
        (Twisted, ["filtering"]),
    ],
)
def test_a_filter_by_any_string(server, expected):
    assert rules(filtering.CHECK, server(), with_title_filter({"type": "string"})) == expected


@pytest.mark.parametrize("schema", [{"type": "string", "format": "date"}, {"type": "integer"}])
def test_a_parameter_with_other_values_is_not_a_filter_by_the_property(schema):
    assert rules(filtering.CHECK, Anything(), with_title_filter(schema)) == []
