"""Servers that return other properties than selected."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import projection
from tests.contracts.conformance.checks.notes import Notes, answer, document, rules


class Whole(Notes):
    def read(self, identifier, query):
        return super().read(identifier, {})


class First(Notes):
    def read(self, identifier, query):
        return super().read(identifier, {name: value.partition(",")[0] for name, value in query.items()})


class Always(Notes):
    """Returns the stars whenever another property is selected."""

    def read(self, identifier, query):
        fields = query.get("fields", "")
        return super().read(identifier, {"fields": f"{fields},stars"} if fields == "due" else query)


class Bare(Notes):
    """Returns the selected properties only."""

    def read(self, identifier, query):
        reply = super().read(identifier, query)
        asked = query.get("fields", "").split(",")
        return answer({name: value for name, value in reply.json.items() if name in asked}) if asked != [""] else reply


@pytest.mark.parametrize(
    ("server", "part"), [(Whole, "ignored"), (First, "missing"), (Always, "unasked"), (Bare, "mandatory")]
)
def test_projection_errors(server, part):
    assert rules(projection.CHECK, server()) == [f"projection/{part}"]


def test_a_projection_may_add_to_a_default_set():
    class Adding(Notes):
        def read(self, identifier, query):
            asked = query.get("fields", "id").split(",")
            reply = super().read(identifier, {})
            kept = {"id", "state", "created_at", "updated_at", *asked}
            return answer({name: value for name, value in reply.json.items() if name in kept})

    assert rules(projection.CHECK, Adding()) == []


def test_a_parameter_that_accepts_any_string_is_not_a_projection():
    tree = document()
    tree["paths"]["/notes/{id}"]["get"]["parameters"][0]["schema"] = {"type": "string"}
    assert rules(projection.CHECK, Whole(), tree) == []
