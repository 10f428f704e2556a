"""Servers with limits that differ from the document."""

from __future__ import annotations

import json

import pytest

from contracts.conformance.checks import limits
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import Notes, answer, document, rules


class Lenient(Notes):
    """Accepts any page size."""

    def list(self, query):
        return super().list({name: value for name, value in query.items() if name != "limit"})


class Tight(Notes):
    """Returns at most ten items per page."""

    def list(self, query):
        return Response(400) if query.get("limit", "1") in {"20", "11"} else super().list(query)


class Long(Notes):
    def with_body(self, request, act):
        return act(json.loads(request.body)) if request.method == "PATCH" else super().with_body(request, act)


class Generous(Notes):
    """Accepts any number of ids."""

    def several(self, ids):
        return answer({"notes": [self.shown(self.notes[one]) for one in dict.fromkeys(ids)]})


class Stingy(Notes):
    def several(self, ids):
        return Response(400) if len(ids) > 9 else super().several(ids)


@pytest.mark.parametrize(
    ("server", "told"),
    [
        (Lenient, {"limits/over"}),
        (Tight, {"limits/at"}),
        (Long, {"limits/over"}),
        (Generous, {"limits/over"}),
        (Stingy, {"limits/at"}),
    ],
)
def test_limits(server, told):
    assert set(rules(limits.CHECK, server())) == told


def test_rejection_is_not_required_without_a_documented_status():
    tree = document()
    for path in tree["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict) and "responses" in operation:
                operation["responses"].pop("400")
    assert rules(limits.CHECK, Lenient(), tree) == []
