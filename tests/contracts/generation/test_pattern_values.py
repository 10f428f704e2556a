from __future__ import annotations

import pytest

from contracts.generation.pattern_values import PatternGenerator
from contracts.generation.seed import RandomStream
from contracts.generation.string_constraints import validator
from contracts.schema.regex.parser import PatternError

ALWAYS = [
    r"^f_[0-9A-HJKMNP-TV-Z]{26}$",
    r"^\d{3}-\d{4}$",
    "^[A-Z]{2,}(-[a-z]+)*$",
    r"^(a|b{3}|c+)\d?$",
    "foo|bar",
    r"^\p{L}+$",
    "^so_(live|test)_[A-Za-z0-9]+$",
    r"^[^\s@]+@[^\s@]+\.[^\s@]{2,}$",
    "^#(?:[0-9a-f]{3}){1,2}$",
    r"^([01]\d|2[0-3]):[0-5]\d$",
    r"^\+[1-9]\d{1,14}$",
    "",
    r"^(ab?)\1$",
    r"^\S{5,9}$",
    "^.*$",
]


@pytest.mark.parametrize("pattern", ALWAYS)
def test_every_value_matches(pattern):
    maker = PatternGenerator(pattern)
    for place in range(200):
        value = maker.draw(RandomStream(place))
        assert validator((pattern,), ()).is_valid(value), value


@pytest.mark.parametrize(("low", "high"), [(5, 5), (3, 9), (40, 60), (0, 2)])
def test_lengths_are_kept(low, high):
    lengths = {len(PatternGenerator("^[a-z]+[0-9]*$").draw(RandomStream(place), low, high)) for place in range(300)}
    assert max(1, low) <= min(lengths)
    assert max(lengths) <= high


def test_an_open_end_is_filled_up():
    assert len(PatternGenerator("^x-").draw(RandomStream(1), 10, 20)) >= 10


def test_values_differ():
    assert len({PatternGenerator("^[a-z]{8}$").draw(RandomStream(place)) for place in range(200)}) == 200


@pytest.mark.parametrize("pattern", ["(a?){1000000000}", "((a{1000}){1000}){1000}", "(" * 3000 + "a" + ")" * 3000])
def test_patterns_that_would_take_forever_are_refused(pattern):
    with pytest.raises((PatternError, RecursionError)):
        PatternGenerator(pattern)
