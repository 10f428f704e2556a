"""Derivation of seeds, random streams and timestamps."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.generation.seed import MASK, RandomStream, mix, salt, value_seed, value_seeds
from contracts.generation.string_constraints import validator
from contracts.generation.timestamps import FORMS, ROLES, START, WINDOW, date, narrow, timestamp


def test_seeds_are_fixed_numbers():
    assert value_seed(0, "/cases\0case-1") == 9962240721048588910
    assert salt("title") == 10030652726910812776
    assert mix(1, 2) == 15755400384260043838


@given(st.integers(), st.text())
def test_origins_returns_the_same_seeds(seed, key):
    assert value_seeds(seed)(key) == value_seed(seed, key) <= MASK


def test_keys_may_contain_unpaired_surrogates():
    assert value_seed(0, "\ud800") != value_seed(0, "\ud801")


def test_seeds_depend_on_user_seed_and_key():
    assert len({value_seed(seed, key) for seed in range(50) for key in "abcdefgh"}) == 400


def test_mixed_seeds_are_evenly_distributed():
    counts = [0] * 10
    for number in range(20_000):
        counts[mix(value_seed(0, str(number)), salt("title")) % 10] += 1
    assert max(counts) - min(counts) < 300


@given(st.integers(0, MASK), st.integers(1, 2**80))
def test_below_excludes_the_bound(seed, bound):
    assert 0 <= RandomStream(seed).below(bound) < bound


def test_below_supports_bounds_beyond_64_bits():
    assert max(RandomStream(seed).below(2**80) for seed in range(40)) > 2**72


@given(st.integers(0, MASK), st.integers(-50, 50), st.integers(0, 50))
def test_between_includes_both_ends(seed, low, extra):
    assert low <= RandomStream(seed).between(low, low + extra) <= low + extra


def test_between_reaches_both_ends():
    assert {RandomStream(seed).between(3, 5) for seed in range(60)} == {3, 4, 5}


def test_chance_has_the_given_probability():
    stream = RandomStream(7)
    assert 2_700 < sum(stream.chance(30) for _ in range(10_000)) < 3_300


@given(st.integers(0, MASK), st.lists(st.integers()))
def test_shuffled_keeps_all_values(seed, values):
    assert sorted(RandomStream(seed).shuffled(values)) == sorted(values)


places = st.integers(0, 2**64 - 1)


@given(st.integers(START - 10**8, START + 10**8))
def test_timestamps_match_the_calendar(seconds):
    assert timestamp(seconds) == datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert date(seconds) == timestamp(seconds)[:10]


@given(places, places)
def test_a_narrowed_span_is_inside_the_outer_one(outer, inner):
    first, last = narrow(outer, WINDOW)
    assert WINDOW[0] <= first <= last <= WINDOW[1]
    assert first <= narrow(inner, (first, last))[0] <= narrow(inner, (first, last))[1] <= last


@given(places, places, places, places)
def test_roles_are_in_order(seed, noticed, ended, due):
    span = narrow(seed, WINDOW)
    seconds = [
        ROLES["begun"](seed, span),
        ROLES["noticed"](noticed, span),
        ROLES["ended"](ended, span),
        ROLES["changed"](seed, span),
        ROLES["due"](due, span),
    ]
    assert seconds == sorted(seconds)


@pytest.mark.parametrize("form", ["date-time", "date"])
def test_the_first_format_is_valid(form):
    assert all(validator((), (form,)).is_valid(FORMS[form][0](START + number * 7919)) for number in range(1000))


def test_midnight_has_no_milliseconds(values):
    node = {"type": "string", "format": "date-time", "examples": ["2026-03-17T16:00:00.000Z"]}
    due = {"type": "object", "required": ["due_at", "seen_at"], "properties": {"due_at": node, "seen_at": node}}
    found = values(due, 60)
    assert all(item["due_at"].endswith("T00:00:00.000Z") for item in found)
    assert any(not item["seen_at"].endswith(".000Z") for item in found)
