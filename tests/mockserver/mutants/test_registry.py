"""Choosing mutants."""

from __future__ import annotations

import pytest

from contracts.errors import UsageError
from mockserver.mutants.registry import all_mutants, chosen_mutants


def test_no_ids_are_all_of_them():
    assert chosen_mutants([]) == all_mutants()


def test_some_by_their_ids_in_the_order_of_all():
    assert [one.id for one in chosen_mutants(["stale-read", "allow-wrong"])] == ["allow-wrong", "stale-read"]


def test_an_unknown_one_with_a_suggestion():
    with pytest.raises(UsageError, match="unknown mutant 'stale-reed'") as caught:
        chosen_mutants(["stale-reed"])
    assert "stale-read" in caught.value.hint
