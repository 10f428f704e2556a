"""Servers that reject values which the document lists, and servers that may do so."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import documented_values
from contracts.messages import Response
from tests.contracts.conformance.checks.notes import PROPERTIES, Notes, document, rules

COLORS = {"type": "string", "enum": ["red", "green", "blue"]}


def with_color(schema=COLORS):
    """Return the document of the notes with another property and another filter."""
    tree = document()
    schemas = tree["components"]["schemas"]
    for name in ("Note", "SomeNote", "NoteBody", "NoteChange"):
        schemas[name]["properties"] = {**schemas[name]["properties"], "color": schema}
    tree["paths"]["/notes"]["get"]["parameters"].append({"name": "color", "in": "query", "schema": schema})
    return tree


class Colored(Notes):
    """Stores colors."""

    def taken(self, body):
        kept = {"color": body["color"]} if "color" in body else {}
        return {**super().taken(body), **kept}


class WithoutBlue(Colored):
    def created(self, body):
        return Response(400) if body.get("color") == "blue" else super().created(body)


class WithoutBlueFilter(Colored):
    def list(self, query):
        return Response(400) if query.get("color") == "blue" else super().list(query)


class WithoutColors(Colored):
    """Rejects any color: the property may be for some callers only."""

    def created(self, body):
        return Response(400) if "color" in body else super().created(body)


class BlueNeedsStars(Colored):
    def created(self, body):
        return Response(400) if body.get("color") == "blue" and "stars" not in body else super().created(body)


class BlueExcludesText(Colored):
    def created(self, body):
        return Response(400) if body.get("color") == "blue" and "text" in body else super().created(body)


class TakenBlue(Colored):
    def created(self, body):
        return Response(409) if body.get("color") == "blue" else super().created(body)


class ShortTitles(Notes):
    def created(self, body):
        return Response(400) if len(body.get("title", "")) > 50 else super().created(body)


class UniqueTitles(Notes):
    def created(self, body):
        is_known = any(note["title"] == body.get("title") for note in self.notes.values())
        return Response(400) if is_known else super().created(body)


class OnlyOpen(Notes):
    """Notes are open at first."""

    def created(self, body):
        return Response(400) if body.get("state") == "done" else super().created(body)


@pytest.mark.parametrize("server", [WithoutBlue, WithoutBlueFilter])
def test_a_rejected_value_of_an_enum(server):
    assert rules(documented_values.CHECK, server(), with_color()) == ["documented-values"]


@pytest.mark.parametrize("server", [Colored, WithoutColors, BlueNeedsStars, BlueExcludesText, TakenBlue])
def test_a_value_may_depend_on_others(server):
    assert rules(documented_values.CHECK, server(), with_color()) == []


def test_a_rejected_length():
    assert rules(documented_values.CHECK, ShortTitles()) == ["documented-values"]


def test_other_kinds_may_need_other_properties():
    class WithoutBlueKind(Notes):
        def taken(self, body):
            return {**super().taken(body), "kind": body.get("kind", "red")}

        def created(self, body):
            return Response(400) if body.get("kind") == "blue" else super().created(body)

    tree = document()
    for name in ("Note", "SomeNote", "NoteBody", "NoteChange"):
        schema = tree["components"]["schemas"][name]
        schema["properties"] = {**schema["properties"], "kind": COLORS}
    assert rules(documented_values.CHECK, WithoutBlueKind(), tree) == []


def test_the_values_for_a_single_item_may_depend_on_it():
    class WithoutFields(Notes):
        def read(self, identifier, query):
            return Response(400) if "due" in query.get("fields", "") else super().read(identifier, query)

    assert rules(documented_values.CHECK, WithoutFields()) == []


@pytest.mark.parametrize("server", [UniqueTitles, OnlyOpen])
def test_unique_values_and_states(server):
    assert rules(documented_values.CHECK, server()) == []


def test_the_properties_of_the_notes_have_a_length():
    assert PROPERTIES["title"]["maxLength"] == 60
