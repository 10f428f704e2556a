"""Content negotiation against RFC 9110, section 12.5.1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mockserver.negotiate import choose, parse_accept

JSON, XML, TEXT = "application/json", "application/xml", "text/plain"
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("header", "offered", "chosen"),
    [
        ("", [JSON, XML], JSON),
        ("   ", [JSON], JSON),
        ("*/*", [JSON, XML], JSON),
        ("application/xml", [JSON, XML], XML),
        ("APPLICATION/XML", [JSON, XML], XML),
        ("text/*", [JSON, TEXT], TEXT),
        ("application/*", [TEXT, JSON], JSON),
        ("application/json;q=0.5, application/xml", [JSON, XML], XML),
        ("application/json, application/xml", [XML, JSON], XML),
        ("*/*, application/json;q=0", [JSON, XML], XML),
        ("*/*;q=0.1, application/json;q=0.2", [XML, JSON], JSON),
        ("text/*;q=0.9, text/plain;q=0.1, application/xml;q=0.5", [TEXT, XML], XML),
        ("application/json", ["application/json; charset=utf-8"], "application/json; charset=utf-8"),
        ("application/json; charset=utf-8", [JSON], JSON),
        ('application/json;profile="a,b";q=1', [JSON], JSON),
        ("application/problem+json", [JSON, PROBLEM], PROBLEM),
        ("text/html, */*;q=0.8", [JSON], JSON),
        (" application/json ; Q=0.3 , application/xml;q=0.2", [XML, JSON], JSON),
        ("garbage, application/xml", [JSON, XML], XML),
        ("application/json;q=7", [JSON], JSON),
    ],
)
def test_chosen(header: str, offered: list[str], chosen: str) -> None:
    assert choose(header, offered) == chosen


@pytest.mark.parametrize(
    "header",
    [
        "text/html",
        "application/json;q=0",
        "application/json;q=0.0",
        "*/*;q=0",
        "*/*, application/*;q=0",
        "application/json;q=many",
        "application/json;q=nan",
        "application/json;q=-1",
        "garbage",
        "json",
        "/",
        "application/",
    ],
)
def test_nothing_fits(header: str) -> None:
    assert choose(header, [JSON]) is None


def test_nothing_offered() -> None:
    assert choose("", []) is None
    assert choose("application/json", []) is None


def test_ranges_keep_order_and_weight() -> None:
    assert parse_accept("a/b;q=0.5, c/*") == (("a", "b", 0.5), ("c", "*", 1.0))


@given(st.text(max_size=80), st.lists(st.sampled_from([JSON, XML, TEXT]), max_size=3))
def test_any_header_chooses_among_the_offered(header: str, offered: list[str]) -> None:
    assert choose(header, offered) in {None, *offered}
