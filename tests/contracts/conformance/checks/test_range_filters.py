"""Filters by bounds that have no effect or the opposite one."""

from __future__ import annotations

import pytest

from contracts.conformance.checks import range_filters
from tests.contracts.conformance.checks.notes import Notes, document, rules

INTEGER = {"type": "integer"}
TIME = {"type": "string", "format": "date-time"}
DATE = {"type": "string", "format": "date"}


def with_bounds(**bounds):
    tree = document()
    tree["paths"]["/notes"]["get"]["parameters"] += [
        {"name": name, "in": "query", "schema": schema} for name, schema in bounds.items()
    ]
    return tree


class Bounded(Notes):
    """Has the filters ``min_stars``, ``stars_max``, ``due_after`` and ``dueBefore``."""

    def matches(self, note, query):
        stars, due = note.get("stars", 0), note.get("due", "")
        lower, upper = int(query.get("min_stars", "0")), int(query.get("stars_max", "5"))
        after, before = query.get("due_after", ""), query.get("dueBefore", "9")
        return lower <= stars <= upper and after <= due and due[: len(before)] <= before

    def list(self, query):
        kept = self.notes
        self.notes = {key: note for key, note in kept.items() if self.matches(note, query)}
        reply = super().list(query)
        self.notes = kept
        return reply


class Opposite(Bounded):
    def matches(self, note, query):
        return not super().matches(note, query) if query.keys() & {"min_stars", "due_after"} else True


BOUNDS = {"min_stars": INTEGER, "stars_max": INTEGER, "due_after": TIME, "dueBefore": DATE}


@pytest.mark.parametrize("name", BOUNDS)
def test_an_ignored_bound(name):
    assert rules(range_filters.CHECK, Notes(), with_bounds(**{name: BOUNDS[name]})) == ["range-filters"]


def test_bounds_that_are_applied():
    assert rules(range_filters.CHECK, Bounded(), with_bounds(**BOUNDS)) == []


@pytest.mark.parametrize("name", ["min_stars", "due_after"])
def test_the_opposite_bound(name):
    assert rules(range_filters.CHECK, Opposite(), with_bounds(**{name: BOUNDS[name]})) == ["range-filters"]


@pytest.mark.parametrize(
    ("name", "schema"),
    [("after", TIME), ("min_length", INTEGER), ("min_stars", {"type": "string"}), ("max_due", INTEGER)],
)
def test_parameters_that_are_no_bounds_of_a_property(name, schema):
    assert rules(range_filters.CHECK, Notes(), with_bounds(**{name: schema})) == []
