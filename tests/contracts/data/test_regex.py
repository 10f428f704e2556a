from __future__ import annotations

import pytest

from contracts.data.regex import Again, Chars, Either, Group, PatternError, Row, Times, parse


def test_reads_the_parts_of_a_pattern():
    assert parse("^a|b{2,3}$") == Either((Chars("a"), Times(Chars("b"), 2, 3)))
    assert parse(r"(x)\1") == Row((Group(1, Chars("x")), Again(1)))
    assert parse("(?:x)") == Chars("x")


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
        (r"\/", "/"),
        ("é", "é"),
    ],
)
def test_reads_a_character(pattern, allowed):
    assert parse(pattern) == Chars(allowed)


def test_negated_classes_stay_printable():
    node = parse("[^a-z]")
    assert isinstance(node, Chars)
    assert "A" in node.allowed
    assert "a" not in node.allowed
    assert node.allowed.isprintable()


def test_assertions_hold_no_characters():
    assert parse(r"(?=.*\d)(?!x)\bab\B$") == Row((Chars("a"), Chars("b")))


def test_a_brace_may_be_a_character():
    assert parse("a{b}") == Row(tuple(map(Chars, "a{b}")))


def test_names_of_groups():
    assert parse(r"(?<year>a)\k<year>") == Row((Group(1, Chars("a")), Again(1)))


@pytest.mark.parametrize("pattern", ["(", ")", "[", "a)", "\\", r"\u{41", "(?<x", "[^\\s\\S]"])
def test_refuses_what_is_no_pattern(pattern):
    with pytest.raises(PatternError):
        parse(pattern)
