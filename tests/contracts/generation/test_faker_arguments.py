"""Arguments of faker functions in ``x-faker``, as Prism's users write them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from contracts.generation.faker_arguments import READERS, read_arguments
from contracts.generation.generate import Generators

S, N = "string", "number"
INT = "integer"


@pytest.mark.parametrize(
    ("kind", "requested", "expected"),
    [
        (INT, {"random.number": {"min": 5, "max": 9}}, "[5-9]"),
        (INT, {"random.number": 3}, "[0-3]"),
        (INT, {"datatype.number": [{"min": 5, "max": 6}]}, "[56]"),
        (N, {"datatype.float": {"min": 1, "max": 2, "precision": 0.1}}, r"[12](\.\d)?"),
        (INT, {"random_int": {"min": 70, "max": 71}}, "7[01]"),
        (N, {"commerce.price": [1, 3]}, r"[1-3](\.\d\d?)?"),
        (S, {"commerce.price": {"min": 1, "max": 3, "dec": 1}}, r"[1-3]\.\d"),
        (S, {"finance.amount": [10, 20, 2]}, r"[12]\d\.\d\d"),
        (S, {"helpers.arrayElement": [["a", "b"]]}, "[ab]"),
        (S, {"random.arrayElement": ["a", "b"]}, "[ab]"),
        (INT, {"helpers.arrayElement": [[4, 5]]}, "[45]"),
        (S, {"helpers.weightedArrayElement": [[{"weight": 1, "value": "a"}]]}, "a"),
        (S, {"string.alphanumeric": 5}, "[A-Za-z0-9]{5}"),
        (S, {"string.numeric": {"length": 4}}, r"\d{4}"),
        (S, {"string.alpha": {"length": {"min": 2, "max": 6}}}, "[A-Za-z]{6}"),
        (S, {"internet.password": 20}, "[A-Za-z0-9]{20}"),
        (S, {"lorem.words": 3}, r"\w+ \w+ \w+"),
        (S, {"lorem.sentence": [4]}, r"[A-Z]\w+ \w+ \w+ \w+\."),
        (S, {"lorem.slug": 2}, r"\w+-\w+"),
        (S, {"helpers.replaceSymbols": "##-??"}, r"\d\d-[A-Z]{2}"),
        (S, {"phone.phoneNumber": "+48 ## ### ## ##"}, r"\+48 \d\d \d{3} \d\d \d\d"),
        (S, {"bothify": {"text": "?#"}}, r"[A-Z]\d"),
        (S, {"helpers.fromRegExp": "[a-c]{4}"}, "[abc]{4}"),
        (S, {"date.between": ["2020-01-01", "2020-01-02"]}, r"2020-01-0[12]T\S+Z"),
        (S, {"internet.email": ["Ada", "King", "acme.test"]}, r"ada\.king\d{4}@acme\.test"),
        (S, {"fake": "{{name.lastName}}, {{name.firstName}}"}, r"\S.*, \S+"),
        (S, {"helpers.fake": ["{{random.number}} apples"]}, r"\d+ apples"),
    ],
    ids=str,
)
def test_arguments(build: Any, kind: str, requested: Any, expected: str) -> None:
    generators = Generators(seed=1)
    made = generators.compile(build({"type": kind, "x-faker": requested}))
    assert all(re.fullmatch(expected, str(made(str(number)))) for number in range(20))
    assert generators.findings == []


def test_a_date_between_has_the_format_of_the_schema(build: Any) -> None:
    requested = {"date.between": ["2020-01-01", "2020-01-02"]}
    made = Generators().compile(build({"type": "string", "format": "date", "x-faker": requested}))
    assert re.fullmatch(r"2020-01-0[12]", made("1"))


@pytest.mark.parametrize(
    ("requested", "message"),
    [
        ("helpers.arrayElement", "helpers.arrayElement in x-faker needs other arguments; x-faker is ignored"),
        ({"fake": "{{no.such}}"}, "fake in x-faker needs other arguments; x-faker is ignored"),
        ({"helpers.fromRegExp": "("}, "helpers.fromRegExp in x-faker needs other arguments; x-faker is ignored"),
        ({"random.number": {"min": 9, "max": 1}}, "the arguments of random.number in x-faker are ignored"),
        ({"helpers.arrayElement": [[{}]]}, "helpers.arrayElement in x-faker needs other arguments; x-faker is ignored"),
    ],
    ids=str,
)
def test_arguments_that_cannot_be_used_are_a_finding(build: Any, requested: Any, message: str) -> None:
    generators = Generators(seed=1)
    assert generators.compile(build({"type": "string", "x-faker": requested}))("1")
    assert [finding.message for finding in generators.findings] == [message]


@pytest.mark.parametrize("name", sorted(READERS))
@pytest.mark.parametrize("value", [None, True, -1, 10**30, "", "(", [], [None], [[]], {}, {"min": "a"}, {"length": []}])
def test_other_arguments_are_refused_without_errors(name: str, value: Any) -> None:
    read_arguments(name, value)


def test_a_schema_takes_precedence_over_arguments(build: Any) -> None:
    made = Generators().compile(
        build({"type": "integer", "maximum": 4, "x-faker": {"random.number": {"min": 5, "max": 9}}})
    )
    assert made("1") <= 4
