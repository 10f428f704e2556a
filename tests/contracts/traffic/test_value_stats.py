"""Statistics of values: enough to decide about stricter schemas, without private data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.traffic.schema_location import SchemaLocation
from contracts.traffic.value_stats import MOST, ValueStats, formats_of, samples_of, shape_of, value_stats

STATUS = SchemaLocation({}, {"type": "string", "enum": ["open", "closed"]})
FREE = SchemaLocation({}, {"type": "string"})


def statistics(
    values: list[Any], location: SchemaLocation | None = FREE, policy: str = "enums", **more: bool
) -> ValueStats:
    stats = ValueStats()
    for value in values:
        stats.add(value, location, policy, **more)
    return stats


@pytest.mark.parametrize(
    ("values", "location", "policy", "kept"),
    [
        (["open", "open"], STATUS, "enums", ["open"]),
        (["open", "other"], STATUS, "enums", None),
        (["Ann Smith"], FREE, "enums", None),
        (["Ann Smith"], FREE, "all", ["Ann Smith"]),
        (["x" * 41], FREE, "all", None),
        ([str(number) for number in range(MOST + 1)], FREE, "all", None),
        (["open"], STATUS, "none", None),
        ([True, False], None, "enums", [False, True]),
        ([True], None, "none", None),
        (["open", None], STATUS, "enums", ["open"]),
        (["…", "open"], STATUS, "all", None),
    ],
)
def test_kept_values(values: list[Any], location: SchemaLocation | None, policy: str, kept: list[Any] | None) -> None:
    assert statistics(values, location, policy).as_json().get("values") == kept


def test_ranges() -> None:
    stats = statistics([3, 1.5, "abc", "", [1, 2], [], None, {}])
    assert stats.as_json() == {
        "types": {"array": 2, "integer": 1, "null": 1, "number": 1, "object": 1, "string": 2},
        "numbers": [1.5, 3],
        "lengths": [0, 3],
        "items": [0, 2],
        "forms": ["", "aaa"],
    }


@pytest.mark.parametrize(
    ("values", "policy", "expected"),
    [
        (["2026-01-31", "2026-02-28"], "enums", {"formats": ["date"], "forms": ["9999-99-99"]}),
        (["12", "-3"], "enums", {"formats": ["integer", "number"], "forms": ["-9", "99"]}),
        (["AB-1", "x@example.com"], "enums", {"forms": ["[AB-]9", "a@aaaaaaa.aaa"]}),
        (["Ann Smith"], "enums", {}),
        (["é"], "enums", {}),
        (["x" * 41], "enums", {}),
        (["a", "bb", "ccc", "dddd", "eeeee", "ffffff"], "enums", {}),
        (["2026-01-31"], "none", {}),
        (["a", "…"], "enums", {}),
    ],
)
def test_formats_and_shapes(values: list[str], policy: str, expected: dict[str, list[str]]) -> None:
    found = statistics(values, FREE, policy).as_json()
    assert {name: one for name, one in found.items() if name in {"formats", "forms"}} == expected


def test_only_the_type_of_a_secret_is_kept() -> None:
    assert statistics(["hunter2", 5], policy="all", is_secret=True).as_json() == {"types": {"integer": 1, "string": 1}}


@pytest.mark.parametrize(
    ("values", "matched"), [(["ab"], True), (["ab", "b"], False), ([1], None), (["a\ud800"], False)]
)
def test_matching_the_pattern(values: list[Any], matched: bool | None) -> None:
    assert statistics(values, SchemaLocation({}, {"pattern": "^a"})).matched is matched


def test_invalid_patterns_are_ignored() -> None:
    assert statistics(["a"], SchemaLocation({}, {"pattern": "("})).matched is None


VALUES = st.lists(
    st.sampled_from(["open", "closed", "x", 1, 2.5, True, None]) | st.lists(st.none(), max_size=3), max_size=6
)


@given(VALUES, VALUES, st.sampled_from(["none", "enums", "all"]))
def test_merging_equals_adding_all_values(one: list[Any], other: list[Any], policy: str) -> None:
    merged = statistics(one, STATUS, policy)
    merged.merge(statistics(other, STATUS, policy))
    assert merged.as_json() == statistics([*one, *other], STATUS, policy).as_json()


@given(VALUES, st.sampled_from(["none", "enums", "all"]))
def test_round_trip(values: list[Any], policy: str) -> None:
    stats = statistics(values, STATUS, policy)
    assert value_stats(stats.as_json()).as_json() == stats.as_json()


@pytest.mark.parametrize(
    ("string", "shape"),
    [
        ("o-17", "[o-]99"),
        ("inv_2026", "[inv_]9999"),
        ("order-17", "aaaaa-99"),
        ("ann-smith", "aaa-aaaaa"),
        ("2026-01-31T08:00Z", "9999-99-99A99:99A"),
        ("", ""),
        ("Ann Smith", None),
        ("é", None),
        ("a\n", None),
        ("[a]", None),
        ("x" * 41, None),
    ],
)
def test_shapes(string: str, shape: str | None) -> None:
    assert shape_of(string) == shape


@given(st.text(st.characters(codec="ascii"), max_size=12))
def test_samples_have_the_shape(string: str) -> None:
    shape = shape_of(string)
    if shape is not None:
        samples = list(samples_of(shape))
        assert len(samples) == 3
        assert {shape_of(one) for one in samples} == {shape}


@pytest.mark.parametrize(
    ("string", "formats"),
    [
        ("-12", {"integer", "number"}),
        ("1.5", {"number"}),
        ("2026-01-31", {"date"}),
        ("2026-01-31T08:00:00Z", {"date-time"}),
        ("ann@example.com", {"email"}),
        ("3c90c3cc-0d44-4b50-8888-000000000008", {"uuid"}),
        ("https://example.com/", {"uri"}),
        ("word", set()),
        ("\ud800", set()),
    ],
)
def test_formats(string: str, formats: set[str]) -> None:
    assert formats_of(string) == formats
