"""Regular expressions in a form that the validators compile."""

from __future__ import annotations

import time
from typing import Any

import pytest

from contracts.generation.generate import Generators
from contracts.schema.regex.tree import UNBOUNDED
from contracts.spec.usable_patterns import usable_pattern
from mockserver.app import create_app
from tests.mockserver.kit import Client, json_content, load, response

FORMS = [
    (r"^[\w-.+]+@[a-z]+$", r"^[\+\-\.0-9A-Z_a-z]+@[a-z]+$"),
    (r"[\d-x]", r"[\-0-9x]"),
    (r"^a{,3}$", r"^a\{,3\}$"),
    (r"^{a}$", r"^\{a\}$"),
    (r"^\p{XDigit}{4}$", r"^[0-9A-Fa-f]{4}$"),
    (r"^\p{javaLowerCase}?$", r"^\p{Ll}?$"),
    (r"^(?<name>a|b)\k<name>$", r"^(a|b)(?:\1)$"),
    (r"^[^]$", r"^[\u{0}-\u{10FFFF}]$"),
    (r"\Ax\h\Z", "^x[\\u{9} \\u{A0}]$"),
]
LENGTHS = [
    (r"^.{0,65535}$", "^.*$", 0, 65535, True),
    (r"^[a-z]{1,1000000}$", "^[a-z]+$", 1, 1000000, True),
    (r"^x[a-z-]{5000}$", r"^x[\-a-z]{1000,}$", 5001, 5001, True),
    (r"^(?!a)[^\u0000-\u001f]{1,32768}$", r"^(?!a)[^\u{0}-\u{1F}]+$", 1, 32768, True),
    (r"^(a{1,1000}){1,1000}$", "^(a{1,1000})+$", 1, 1000000, False),
    (r"^[\p{L}_]{1,256}$", r"^[_\p{L}]+$", 1, 256, True),
    (r"x.{0,5000}", "x.*", 0, UNBOUNDED, True),
]


@pytest.mark.parametrize(("pattern", "form"), FORMS)
def test_forms(pattern: str, form: str) -> None:
    usable = usable_pattern(pattern)
    assert usable is not None
    assert (usable.pattern, usable.low, usable.high) == (form, 0, UNBOUNDED)


@pytest.mark.parametrize(("pattern", "form", "low", "high", "is_exact"), LENGTHS)
def test_large_counts_become_lengths(pattern: str, form: str, low: int, high: int, is_exact: bool) -> None:
    usable = usable_pattern(pattern)
    assert usable is not None
    assert (usable.pattern, usable.low, usable.high, usable.is_exact) == (form, low, high, is_exact)


def test_unknown_properties_match_everything() -> None:
    usable = usable_pattern(r"^\p{InNowhere}\d$")
    assert usable is not None
    assert (usable.pattern, usable.is_exact) == (r"^[\u{0}-\u{10FFFF}][0-9]$", False)


@pytest.mark.parametrize("pattern", ["^a{2}$", r"^\p{L}+$", "(?i)abc"])
def test_usable_patterns_stay(pattern: str) -> None:
    usable = usable_pattern(pattern)
    assert usable is not None
    assert usable.pattern == pattern


def schema(pattern: str, **more: Any) -> Any:
    node = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "pattern": pattern, **more}}}
    return load({}, components={"schemas": {"S": node}}).schema("/components/schemas/S")


@pytest.mark.parametrize("pattern", [pattern for pattern, *_ in (*FORMS, *LENGTHS)])
def test_values_are_generated(pattern: str) -> None:
    one = schema(pattern)
    assert all(one.is_valid(Generators().compile(one)(key)) for key in "abc")


def test_the_length_of_the_schema_stays() -> None:
    one = schema("^.{2,65535}$", minLength=5, maxLength=70000)
    assert not one.is_valid({"a": "four"})
    assert one.is_valid({"a": "five!"})
    assert one.is_valid({"a": "x" * 65535})
    assert not one.is_valid({"a": "x" * 65536})


def test_requests_with_large_counts_are_fast() -> None:
    body = {"type": "object", "properties": {"a": {"type": "string", "pattern": r"^[\s\S]{0,100000}$"}}}
    operation = {"requestBody": {"content": json_content(body)}, "responses": {"200": response(body)}}
    client = Client(create_app(load({"/x": {"post": operation}})))
    start = time.process_time()
    assert client("POST", "/x", {"a": "x" * 100000}).status == 200
    assert client("POST", "/x", {"a": "x" * 100001}).status == 422
    assert time.process_time() - start < 5
