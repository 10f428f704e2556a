from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.generation.string_constraints import validator
from contracts.generation.timestamps import FORMS, ROLES, START, WINDOW, date, narrow, timestamp

places = st.integers(0, 2**64 - 1)


@given(st.integers(START - 10**8, START + 10**8))
def test_timestamps_are_those_of_the_calendar(seconds):
    assert timestamp(seconds) == datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert date(seconds) == timestamp(seconds)[:10]


@given(places, places)
def test_narrowing_stays_inside(outer, inner):
    first, last = narrow(outer, WINDOW)
    assert WINDOW[0] <= first <= last <= WINDOW[1]
    assert first <= narrow(inner, (first, last))[0] <= narrow(inner, (first, last))[1] <= last


@given(places, places, places, places)
def test_roles_come_in_order(place, noticed, ended, due):
    span = narrow(place, WINDOW)
    seconds = [
        ROLES["begun"](place, span),
        ROLES["noticed"](noticed, span),
        ROLES["ended"](ended, span),
        ROLES["changed"](place, span),
        ROLES["due"](due, span),
    ]
    assert seconds == sorted(seconds)


@pytest.mark.parametrize("form", ["date-time", "date"])
def test_the_first_form_is_valid(form):
    assert all(validator((), (form,)).is_valid(FORMS[form][0](START + number * 7919)) for number in range(1000))


def test_a_day_begins_without_milliseconds(values):
    node = {"type": "string", "format": "date-time", "examples": ["2026-03-17T16:00:00.000Z"]}
    due = {"type": "object", "required": ["due_at", "seen_at"], "properties": {"due_at": node, "seen_at": node}}
    found = values(due, 60)
    assert all(item["due_at"].endswith("T00:00:00.000Z") for item in found)
    assert any(not item["seen_at"].endswith(".000Z") for item in found)
