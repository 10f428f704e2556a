"""What is kept of the values that were sent: what a judgement needs, and nothing private."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.consumption.facts import MOST, Facts, facts_of
from contracts.consumption.places import Place

STATUS = Place({}, {"type": "string", "enum": ["open", "closed"]})
FREE = Place({}, {"type": "string"})


def seen(values: list[Any], place: Place | None = FREE, policy: str = "enums", **more: bool) -> Facts:
    facts = Facts()
    for value in values:
        facts.see(value, place, policy, **more)
    return facts


@pytest.mark.parametrize(
    ("values", "place", "policy", "kept"),
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
def test_which_values_are_kept(values: list[Any], place: Place | None, policy: str, kept: list[Any] | None) -> None:
    assert seen(values, place, policy).as_json().get("values") == kept


def test_ranges() -> None:
    facts = seen([3, 1.5, "abc", "", [1, 2], [], None, {}])
    assert facts.as_json() == {
        "types": {"array": 2, "integer": 1, "null": 1, "number": 1, "object": 1, "string": 2},
        "numbers": [1.5, 3],
        "lengths": [0, 3],
        "items": [0, 2],
        "forms": ["", "aaa"],
    }


@pytest.mark.parametrize(
    ("values", "policy", "told"),
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
def test_how_texts_are_built(values: list[str], policy: str, told: dict[str, list[str]]) -> None:
    written = seen(values, FREE, policy).as_json()
    assert {name: one for name, one in written.items() if name in {"formats", "forms"}} == told


def test_of_a_secret_nothing_but_its_type_is_kept() -> None:
    assert seen(["hunter2", 5], policy="all", is_secret=True).as_json() == {"types": {"integer": 1, "string": 1}}


@pytest.mark.parametrize(
    ("values", "matched"), [(["ab"], True), (["ab", "b"], False), ([1], None), (["a\ud800"], False)]
)
def test_the_pattern(values: list[Any], matched: bool | None) -> None:
    assert seen(values, Place({}, {"pattern": "^a"})).matched is matched


def test_a_pattern_that_is_none_says_nothing() -> None:
    assert seen(["a"], Place({}, {"pattern": "("})).matched is None


VALUES = st.lists(
    st.sampled_from(["open", "closed", "x", 1, 2.5, True, None]) | st.lists(st.none(), max_size=3), max_size=6
)


@given(VALUES, VALUES, st.sampled_from(["none", "enums", "all"]))
def test_merging_is_seeing_both(one: list[Any], other: list[Any], policy: str) -> None:
    merged = seen(one, STATUS, policy)
    merged.merge(seen(other, STATUS, policy))
    assert merged.as_json() == seen([*one, *other], STATUS, policy).as_json()


@given(VALUES, st.sampled_from(["none", "enums", "all"]))
def test_what_is_written_is_read(values: list[Any], policy: str) -> None:
    facts = seen(values, STATUS, policy)
    assert facts_of(facts.as_json()).as_json() == facts.as_json()
