"""Written YAML is readable, and parsers return the same values."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from contracts.bundle.yaml_writer import write_yaml
from contracts.spec.source import parse

STRINGS = st.one_of(
    st.text(),
    st.text(alphabet="aé 0-:#\n\t'\"\\|>,[]{}&*!%@`?.~😀", max_size=40),
    st.lists(st.sampled_from(["word", "-", "#", "a:", "x" * 50, "", "'"]), min_size=20).map(" ".join),
    st.sampled_from(
        ["", "~", "null", "Yes", "off", "1e3", "0o17", "0x1F", "1_000", "12:30", "2020-01-01", "=", "<<", "---", "...",
         ".5", "+1", "-", "- a", "? a", "a: b", "a #b", "a:", "1.2.3", "N", "\x85", "\u2028", "\ufeff", "key" * 400]
    ),
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), STRINGS),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(STRINGS, below, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(STRINGS, VALUES, max_size=4))
@example({"a": [[], {}, [[1]], {"b": {}}, [{"c": ["d\n\ne\n\n"]}]]})
def test_two_parsers_return_the_same_values(tree: dict[str, Any]) -> None:
    text = write_yaml(tree)
    # Neither parser accepts lone surrogates, which hypothesis does not generate.
    source = parse(text, "x.yaml")
    assert source.findings == ()
    assert source.tree == tree
    assert yaml.load(text, yaml.CSafeLoader) == tree


@pytest.mark.parametrize(
    ("tree", "text"),
    [
        ({}, "{}\n"),
        ({"a": ["b", "c, d", "e{", 1], "f": [[]]}, "a: [b, 'c, d', 'e{', 1]\nf:\n  - []\n"),
        ({"a": ["word " * 7, "x"]}, f"a:\n  - '{'word ' * 7}'\n  - x\n"),
        ({"openapi": "3.1.0", "a": [1, {"b": 2, "c": "x"}]}, "openapi: 3.1.0\na:\n  - 1\n  - b: 2\n    c: x\n"),
        ({"200": "no", "/a/{b}": "it's: so"}, "'200': 'no'\n/a/{b}: 'it''s: so'\n"),
        ({"a": "one\n\ntwo\n", "b": "x\ny"}, "a: |\n  one\n\n  two\nb: |-\n  x\n  y\n"),
        ({"a": {"b": "word " * 30 + "end"}}, f"a:\n  b: >-\n    {'word ' * 22}word\n    {'word ' * 7}end\n"),
        ({"a": 1e22, "b": 0.5, "c": None}, "a: 1.0e+22\nb: 0.5\nc: null\n"),
    ],
)
def test_style(tree: dict[str, Any], text: str) -> None:
    assert write_yaml(tree) == text
