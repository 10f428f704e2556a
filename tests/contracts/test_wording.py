"""Similar names are found, also among many and among long ones."""

from __future__ import annotations

import pytest

from contracts.wording import LONGEST, MANY, close_matches, suggestion


def test_the_most_similar_names_come_first() -> None:
    assert close_matches("statsu", ["state", "status", "name"], 2) == ["status", "state"]
    assert suggestion("statsu", iter(["status"])) == "did you mean 'status'?"
    assert suggestion("x", ["status"]) == ""


def test_of_many_names_those_with_the_same_first_letter_are_compared() -> None:
    names = [f"a{number}" for number in range(MANY)]
    assert close_matches("Statsu", [*names, "Status"]) == ["Status"]
    assert close_matches("status", [*names, "tatus"]) == []


@pytest.mark.parametrize("length", [LONGEST + 1, 100_000])
def test_long_names_are_not_compared(length: int) -> None:
    assert close_matches("a" * length, ["a" * length]) == []
    assert close_matches("a" * LONGEST, ["a" * length]) == []
