"""Rows of the settings, which name properties and their values."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.generation.field_rows import is_provider, read_rows
from contracts.generation.generate import Generators

TEXT = {"type": "string"}


def values(build: Any, rows: list[dict[str, Any]], name: str, schema: dict[str, Any], owner: str = "Ship") -> set[Any]:
    node = {"type": "object", "properties": {name: schema}, "required": [name]}
    made = Generators(seed=2, fields=read_rows(rows)).compile(
        build({"$ref": f"#/components/schemas/{owner}"}, **{owner: node})
    )
    return {made(f"/a\0{number}")[name] for number in range(30)}


@pytest.mark.parametrize("name", ["loyaltyTier", "loyalty_tier", "customer_loyalty_tier", "Loyalty-Tier"])
def test_values(build: Any, name: str) -> None:
    row = {"names": ["loyalty tier"], "values": ["bronze", "gold"]}
    assert values(build, [row], name, TEXT) == {"bronze", "gold"}


@pytest.mark.parametrize(
    ("row", "schema", "expected"),
    [
        ({"range": [700, 705]}, {"type": "integer"}, r"70[0-5]"),
        ({"range": [0, 1], "decimals": 2}, {"type": "number"}, r"[01](\.\d\d?)?"),
        ({"range": [1.5, 1.6]}, TEXT, r"1\.\d\d"),
        ({"pattern": "^CT-[0-9]{4}$"}, TEXT, r"CT-\d{4}"),
        ({"provider": "internet.email"}, TEXT, r"\S+@\S+"),
        ({"provider": "number:year"}, {"type": "integer"}, r"20\d\d"),
        ({"values": [True]}, {"type": "boolean"}, "True"),
        ({"values": ["b", "x"]}, {"enum": ["a", "b", "c"]}, "b"),
        ({"values": ["b"]}, {"type": "string", "examples": ["a"]}, "b"),
    ],
)
def test_kinds_of_rows(build: Any, row: dict[str, Any], schema: dict[str, Any], expected: str) -> None:
    found = values(build, [{"names": "blorp"} | row], "blorp", schema)
    assert all(re.fullmatch(expected, str(value)) for value in found)


@pytest.mark.parametrize(
    ("row", "schema"),
    [
        ({"values": ["too long for it"]}, {"type": "string", "maxLength": 4}),
        ({"range": [700, 705]}, {"type": "integer", "maximum": 5}),
        ({"pattern": "^[a-z]{9}$"}, {"type": "string", "pattern": "^[0-9]{3}$"}),
        ({"provider": "internet.email"}, {"type": "string", "maxLength": 3}),
        ({"values": ["x"]}, {"enum": ["a", "b"]}),
        ({"values": ["x"]}, {"type": "integer"}),
    ],
)
def test_a_row_that_contradicts_the_schema_is_ignored(build: Any, row: dict[str, Any], schema: dict[str, Any]) -> None:
    validator = build(schema)
    assert all(validator.is_valid(value) for value in values(build, [{"names": "score"} | row], "score", schema))


def test_the_longest_match_wins_and_parents_limit_a_row(build: Any) -> None:
    rows: list[dict[str, Any]] = [
        {"names": ["name"], "values": ["any"]},
        {"names": ["=name"], "values": ["exact"]},
        {"names": ["first name"], "values": ["first"]},
        {"names": ["name"], "parents": ["Station"], "values": ["of a station"]},
    ]
    assert values(build, rows, "name", TEXT) == {"exact"}
    assert values(build, rows, "firstName", TEXT) == {"first"}
    assert values(build, rows, "shipName", TEXT) == {"any"}
    assert values(build, rows, "shipName", TEXT, "SpaceStation") == {"of a station"}


def test_types_limit_a_row(build: Any) -> None:
    row = {"names": "code", "types": ["integer"], "range": [7, 7]}
    assert values(build, [row], "code", {"type": "integer"}) == {7}
    assert "7" not in values(build, [row], "code", TEXT)


def test_x_faker_precedes_a_row(build: Any) -> None:
    row = {"names": "blorp", "values": ["row"]}
    assert "row" not in values(build, [row], "blorp", {"type": "string", "x-faker": "internet.email"})


def test_related_properties_do_not_replace_a_row(build: Any) -> None:
    node = {"type": "object", "properties": {"first_name": TEXT, "email": TEXT}, "required": ["first_name", "email"]}
    made = Generators(fields=read_rows([{"names": "email", "values": ["a@b.test"]}])).compile(build(node))
    assert made("1")["email"] == "a@b.test"


def test_rows_are_sent_to_worker_processes() -> None:
    rows = read_rows([{"names": "a", "pattern": "x+"}, {"names": "b", "values": [1, "x"]}])
    assert pickle.loads(pickle.dumps(rows)) == rows
    assert hash(rows)


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (5, "expected tables"),
        (["a"], "expected tables"),
        ([{"names": ["a"]}], "row 1, names: expected one of values, range, pattern, provider"),
        ([{"names": ["a"], "values": [1], "range": [1, 2]}], "row 1, range: expected one of"),
        ([{"values": [1]}], "row 1, names: expected names"),
        ([{"names": [1], "values": [1]}], "row 1, names: expected a name"),
        ([{"names": ["-"], "values": [1]}], "row 1, names: expected a name"),
        ([{"name": ["a"], "values": [1]}], "row 1, name: unknown key; did you mean names"),
        ([{"names": ["a"], "types": ["int"], "values": [1]}], "row 1, types: unknown type 'int'"),
        ([{"names": ["a"], "values": []}], "row 1, values: expected a list"),
        ([{"names": ["a"], "values": [{}]}], "row 1, values: expected a list"),
        ([{"names": ["a"], "range": [2, 1]}], "row 1, range: expected"),
        ([{"names": ["a"], "range": [1, 2], "decimals": -1}], "row 1, decimals: expected"),
        ([{"names": ["a"], "values": [1], "decimals": 1}], "row 1, decimals: only a range"),
        ([{"names": ["a"], "pattern": "("}], "row 1, pattern: not a supported regular expression"),
        ([{"names": ["a"], "pattern": 5}], "row 1, pattern: expected"),
        (
            [{"names": ["a"], "provider": "internet.emial"}],
            "row 1, provider: unknown provider 'internet.emial'; did you",
        ),
        ([{"names": ["a"], "provider": "number:nothing"}], "row 1, provider: unknown provider"),
        ([{"names": ["a"], "values": [1]}, {"names": ["b"], "provider": "__class__"}], "row 2, provider: unknown"),
    ],
)
def test_rows_that_are_not_valid(rows: Any, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        read_rows(rows)


def test_providers_of_the_built_in_table() -> None:
    assert all(map(is_provider, ("person:email", "words:status", "draw:etag", "number:price", "time:due")))
    assert not any(map(is_provider, ("own:name", "words:nothing", "faker:seed", "", "person:nothing")))


rows = st.one_of(
    st.builds(lambda one: {"values": one}, st.lists(st.one_of(st.text(max_size=9), st.integers()), min_size=1)),
    st.builds(lambda low, more: {"range": [low, low + more]}, st.integers(-(10**6), 10**6), st.integers(0, 10**6)),
    st.sampled_from([{"pattern": "^[a-f]{2,9}$"}, {"provider": "person:email"}, {"provider": "number:year"}]),
)
schemas = st.one_of(
    st.builds(lambda low, more: {"type": "string", "minLength": low, "maxLength": low + more}, st.integers(0, 9),
              st.integers(0, 9)),
    st.builds(lambda low, more: {"type": "integer", "minimum": low, "maximum": low + more},
              st.integers(-(10**5), 10**5), st.integers(0, 10**5)),
    st.just({"enum": ["a", 5, None]}),
)  # fmt: skip


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=rows, schema=schemas)
def test_values_of_any_row_are_valid(build: Any, row: dict[str, Any], schema: dict[str, Any]) -> None:
    validator = build(schema)
    found = values(build, [{"names": "blorp"} | row], "blorp", schema)
    assert all(validator.is_valid(value) for value in found)
