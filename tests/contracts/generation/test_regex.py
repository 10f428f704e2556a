from __future__ import annotations

import pytest

from contracts.generation.regex import UsableCharacters, characters, parse
from contracts.schema.regex.parser import PatternError
from contracts.schema.regex.tree import Alternation, BackReference, Group, Repeat, Sequence


def one_of(text: str) -> UsableCharacters:
    return characters(frozenset(text))


def test_reads_the_parts_of_a_pattern():
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
def test_reads_a_character(pattern, allowed):
    node = parse(pattern)
    assert isinstance(node, UsableCharacters)
    assert node.text == allowed


def test_negated_classes_stay_printable():
    node = parse("[^a-z]")
    assert isinstance(node, UsableCharacters)
    assert "A" in node.text
    assert "a" not in node.text
    assert node.text.isprintable()


def test_assertions_hold_no_characters():
    assert parse(r"(?=.*\d)(?!x)\bab\B$") == Sequence((one_of("a"), one_of("b")))


def test_a_brace_may_be_a_character():
    assert parse("a{b}") == Sequence(tuple(map(one_of, "a{b}")))


def test_names_of_groups():
    assert parse(r"(?<year>a)\k<year>") == Sequence((Group(1, one_of("a")), BackReference(1)))
    assert parse("(?P<year>a)") == Group(1, one_of("a"))


def test_possessive_quantifiers():
    assert parse("a{2}+") == Repeat(one_of("a"), 2, 2)


def test_huge_ranges_are_cut():
    node = parse("[一-龥]")
    assert isinstance(node, UsableCharacters)
    assert node.text[0] == "一"
    assert len(node.text) == 0x201


@pytest.mark.parametrize("pattern", ["(", ")", "[", "a)", "\\", r"\u{41", "(?<x", "[^\\s\\S]", r"\u{110000}", "*a"])
def test_refuses_what_is_no_pattern(pattern):
    with pytest.raises(PatternError):
        parse(pattern)
