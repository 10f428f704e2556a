from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contracts.generation.seed import MASK, RandomStream, mix, origin, origins, salt


def test_places_are_fixed_numbers():
    assert origin(0, "/cases\0case-1") == 9962240721048588910
    assert salt("title") == 10030652726910812776
    assert mix(1, 2) == 15755400384260043838


@given(st.integers(), st.text())
def test_a_prepared_seed_gives_the_same_places(seed, key):
    assert origins(seed)(key) == origin(seed, key) <= MASK


def test_lone_surrogates_are_keys_like_others():
    assert origin(0, "\ud800") != origin(0, "\ud801")


def test_seeds_and_keys_matter():
    assert len({origin(seed, key) for seed in range(50) for key in "abcdefgh"}) == 400


def test_mixed_places_spread_over_small_ranges():
    counts = [0] * 10
    for number in range(20_000):
        counts[mix(origin(0, str(number)), salt("title")) % 10] += 1
    assert max(counts) - min(counts) < 300


@given(st.integers(0, MASK), st.integers(1, 2**80))
def test_below_stays_below(place, bound):
    assert 0 <= RandomStream(place).below(bound) < bound


def test_below_reaches_bounds_beyond_64_bits():
    assert max(RandomStream(place).below(2**80) for place in range(40)) > 2**72


@given(st.integers(0, MASK), st.integers(-50, 50), st.integers(0, 50))
def test_between_includes_both_ends(place, low, extra):
    assert low <= RandomStream(place).between(low, low + extra) <= low + extra


def test_between_reaches_both_ends():
    assert {RandomStream(place).between(3, 5) for place in range(60)} == {3, 4, 5}


def test_chance_is_about_right():
    stream = RandomStream(7)
    assert 2_700 < sum(stream.chance(30) for _ in range(10_000)) < 3_300


@given(st.integers(0, MASK), st.lists(st.integers()))
def test_shuffled_keeps_all(place, values):
    assert sorted(RandomStream(place).shuffled(values)) == sorted(values)
