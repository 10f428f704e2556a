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
