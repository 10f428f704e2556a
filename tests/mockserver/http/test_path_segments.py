"""Tests for segments of path templates with names and literal parts."""

from __future__ import annotations

import pytest

from mockserver.http.path_segments import MAX_SPLITS, mixed_segments, possible_values, segment_pattern


@pytest.mark.parametrize(
    ("template", "segment", "values"),
    [
        ("{name}.{extension}", "report.tar.gz", ("report", "tar.gz")),
        ("v{version}", "v2", ("2",)),
        ("v{version}", "w2", None),
        ("{a}-{b}", "x-", None),
        ("{id}:activate", "7%3Aactivate", ("7",)),
        ("{a}b", "%62b", ("%62",)),
    ],
)
def test_a_segment_matches_its_pattern(template: str, segment: str, values: tuple[str, ...] | None) -> None:
    found = segment_pattern(template).fullmatch(segment)
    assert (found.groups() if found else None) == values


def test_segments_with_one_name_are_not_divided() -> None:
    assert mixed_segments(["files", "{id}", "v{version}"]) == ()


def test_a_segment_with_several_names_is_divided_in_all_ways() -> None:
    mixed = mixed_segments(["places", "{place}", "{lat}.{format}"])
    found = list(possible_values(mixed, ["", "places", "7", "51.5.json"], ("7", "51", "5.json")))
    assert found == [("7", "51", "5.json"), ("7", "51", "5.json"), ("7", "51.5", "json")]


def test_the_number_of_divisions_is_limited() -> None:
    mixed = mixed_segments(["{a}-{b}", "{c}-{d}"])
    segment = "-".join("x" * 100)
    found = list(possible_values(mixed, ["", segment, segment], ("x", "x", "x", "x")))
    assert len(found) == MAX_SPLITS + 1
