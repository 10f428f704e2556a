"""Regular expressions read as ECMA-262 has them, and the searches that explode."""

import pytest

from contracts.schema.regex.analysis import can_match, shortest
from contracts.schema.regex.backtracking import find_explosion
from contracts.schema.regex.charsets import ANY, CLASSES, common_character, complement, overlap, union
from contracts.schema.regex.parser import PatternError, parse_pattern

EXPLODING = [
    r"^(a+)+$",
    r"^(a*)*$",
    r"^(a|a)*$",
    r"^(a|b|ab)*$",
    r"^(a|a?b|ba?)*$",
    r"^([a-z]+-?)+$",
    r"^(\w+\s?)*$",
    r"^(\s*,?\s*)*$",
    r"^(x+x+)+y$",
    r"^(a{1,3})*$",
    r"^(a{2,3})+$",
    r"^(a+b?){2,}$",
    r"^(?:a+){9,12}$",
    r"^([a-z]{1,63}[.]?)+$",
    r"^(.*)*x",
    r"(x|y|xy)+z",
    r"^(?=(a+)+$)b",
    r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+$",
    r"^[0-9](.[0-9]*)*$",
    r"^[A-Za-z0-9]+@([-_.A-Za-z0-9]+\.)+[A-Za-z]{2,}$",
    r"^([0-9A-Fa-f]{6}(?:[0-9A-Fa-f]{2})?,?\|?)+$",
    r"^(.*a){12}$",
    r"(a*){12}b",
    r"(.*a){30}",
]
"""Each was seen to take more than 0.3 s in a JavaScript engine on a text of a few dozen characters."""

WHOLE = [r"(a+)+", r"([a-zA-Z]+)*", r"(a|a?)+", r"^(a|aa)+", r"(\w+\s?)*"]
"""The same, but only where the whole text is to match."""

CALM = [
    r"^(a?)*$",
    r"^(a|ab)*c$",
    r"^([a-z]+\.)+[a-z]+$",
    r"^\d+(\.\d+)*$",
    r"^(a{2}){1,}$",
    r"^([a-z]{1,3}-)+$",
    r"^([a-z]{0,3}-)+$",
    r"^([a-z]{1,63}\.)*$",
    r"^((a?){3}b)+$",
    r"^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$",
    r"^(?:[^|]*\|?)+$",
    r"^[\p{L}]+(\p{L}+)*$",
    r"^(\ba+)+$",
    r"^(a+){0}$",
    r"^[a-z]{2,4}$",
    "",
]


@pytest.mark.parametrize("text", EXPLODING)
def test_a_pattern_that_explodes_is_found_with_what_to_repeat(text):
    found = find_explosion(parse_pattern(text).root)
    assert found
    assert found.is_of_search


@pytest.mark.parametrize("text", WHOLE)
def test_a_pattern_that_explodes_where_the_whole_text_is_to_match_is_found(text):
    found = find_explosion(parse_pattern(text).root)
    assert found
    assert not found.is_of_search


@pytest.mark.parametrize("text", CALM)
def test_a_pattern_that_does_not_explode_is_left_alone(text):
    assert find_explosion(parse_pattern(text).root) is None


def test_what_is_too_large_to_judge_is_left_alone():
    assert find_explosion(parse_pattern(f"^({'|'.join(f'word{number}' for number in range(200))})+$").root) is None


@pytest.mark.parametrize(
    "text",
    [
        "(",
        ")",
        "a)",
        "[a",
        "*a",
        "+",
        "a**",
        "(?#x)",
        "(?P<n>a)",
        "(?i)a",
        "(?>a)",
        "[z-a]",
        "\\",
        r"\u{zz}",
        r"\x1",
        "(?<n",
    ],
)
def test_what_is_no_pattern_is_refused(text):
    with pytest.raises(PatternError):
        parse_pattern(text)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("abc", 3),
        ("a|bc", 1),
        ("(ab){2,}", 4),
        ("a?b*c+", 1),
        (r"^\d{4}-\d\d$", 7),
        (r"(?<year>\d+)\k<year>", 1),
        (r"(a)\1", 1),
        ("(?=abc)d", 1),
        ("[]", 1),
        ("a{,3}", 5),
        ("a{2", 3),
        (r"\u0041\u{1F600}\x41\cA\0\n", 6),
        ("[^]", 1),
        (r"[\]a-]", 1),
        (r"[\b]", 1),
        ("a+?", 1),
    ],
)
def test_the_shortest_match_is_known(text, length):
    assert shortest(parse_pattern(text).root) == length


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("^a$", True),
        ("a^", False),
        ("$a", False),
        ("/^a$/", False),
        ("(a^)|b", True),
        ("(a^)+", False),
        ("(a^)*", True),
        ("(?:x|a$b)", True),
        ("^^a$$", True),
        (r"a?^b", True),
        ("(^|,)a", True),
        ("a(^|,)", True),
    ],
)
def test_whether_anything_can_match(text, answer):
    assert can_match(parse_pattern(text).root) is answer


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        (r"\-\_", [(0, r"\-", False), (2, r"\_", False)]),
        (r"[\-\.\_]", [(5, r"\_", False)]),
        (r"\Aa\z", [(0, r"\A", True), (3, r"\z", True)]),
        (r"\p{Alnum}\p{L}\p{IsGreek}\p{Script=Greek}", [(0, r"\p{Alnum}", True), (14, r"\p{IsGreek}", True)]),
        (r"\.\/\$\d\w\b\t", []),
    ],
)
def test_what_only_leniency_lets_pass_is_noted(text, slips):
    assert [(slip.at, slip.text, slip.is_foreign) for slip in parse_pattern(text).slips] == slips


def test_sets_of_characters():
    assert union(((1, 3),), ((4, 5), (9, 9))) == ((1, 5), (9, 9))
    assert complement(complement(ANY)) == ANY
    assert overlap(CLASSES["w"], CLASSES["d"])
    assert not overlap(CLASSES["w"], CLASSES["W"])
    assert common_character(CLASSES["w"], CLASSES["S"]) == "a"
    assert common_character(CLASSES["d"], CLASSES["D"]) == ""
