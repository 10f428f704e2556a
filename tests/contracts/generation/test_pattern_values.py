"""Strings generated from regular expressions."""

from __future__ import annotations

import pytest

from contracts.generation.pattern_values import PatternGenerator, UsableCharacters, characters, parse
from contracts.generation.seed import RandomStream
from contracts.generation.string_constraints import validator
from contracts.schema.regex.parser import PatternError
from contracts.schema.regex.tree import Alternation, BackReference, Group, Repeat, Sequence


def one_of(text: str) -> UsableCharacters:
    return characters(frozenset(text))


def test_the_tree_of_a_pattern():
    assert parse("^a|b{2,3}$") == Alternation((one_of("a"), Repeat(one_of("b"), 2, 3)))
    assert parse(r"(x)\1") == Sequence((Group(1, one_of("x")), BackReference(1)))
    assert parse("(?:x)") == one_of("x")


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        (r"\d", "0123456789"),
        ("[a-c_]", "_abc"),
        ("[a-]", "-a"),
        (r"[\]x]", "]x"),
        (r"\u0041", "A"),
        (r"\u{42}", "B"),
        (r"\x43", "C"),
        (r"\p{Lu}", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        (r"\pN", "0123456789"),
        (r"[^\P{Nd}]", "0123456789"),
        (r"\/", "/"),
        ("é", "é"),
    ],
)
def test_a_single_character(pattern, allowed):
    node = parse(pattern)
    assert isinstance(node, UsableCharacters)
    assert node.text == allowed


def test_negated_classes_are_printable():
    node = parse("[^a-z]")
    assert isinstance(node, UsableCharacters)
    assert "A" in node.text
    assert "a" not in node.text
    assert node.text.isprintable()


def test_assertions_match_no_characters():
    assert parse(r"(?=.*\d)(?!x)\bab\B$") == Sequence((one_of("a"), one_of("b")))


def test_a_brace_may_be_a_character():
    assert parse("a{b}") == Sequence(tuple(map(one_of, "a{b}")))


def test_named_groups():
    assert parse(r"(?<year>a)\k<year>") == Sequence((Group(1, one_of("a")), BackReference(1)))
    assert parse("(?P<year>a)") == Group(1, one_of("a"))


def test_possessive_quantifiers():
    assert parse("a{2}+") == Repeat(one_of("a"), 2, 2)


def test_huge_ranges_are_limited():
    node = parse("[一-龥]")
    assert isinstance(node, UsableCharacters)
    assert node.text[0] == "一"
    assert len(node.text) == 0x201


@pytest.mark.parametrize("pattern", ["(", ")", "[", "a)", "\\", r"\u{41", "(?<x", "[^\\s\\S]", r"\u{110000}", "*a"])
def test_an_invalid_pattern(pattern):
    with pytest.raises(PatternError):
        parse(pattern)


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
    for seed in range(200):
        value = maker.draw(RandomStream(seed))
        assert validator((pattern,), ()).is_valid(value), value


@pytest.mark.parametrize(("low", "high"), [(5, 5), (3, 9), (40, 60), (0, 2)])
def test_lengths_are_kept(low, high):
    lengths = {len(PatternGenerator("^[a-z]+[0-9]*$").draw(RandomStream(seed), low, high)) for seed in range(300)}
    assert max(1, low) <= min(lengths)
    assert max(lengths) <= high


def test_an_open_end_is_padded():
    assert len(PatternGenerator("^x-").draw(RandomStream(1), 10, 20)) >= 10


def test_values_differ():
    assert len({PatternGenerator("^[a-z]{8}$").draw(RandomStream(seed)) for seed in range(200)}) == 200


@pytest.mark.parametrize("pattern", ["(a?){1000000000}", "((a{1000}){1000}){1000}", "(" * 3000 + "a" + ")" * 3000])
def test_expensive_patterns_are_rejected(pattern):
    with pytest.raises((PatternError, RecursionError)):
        PatternGenerator(pattern)
