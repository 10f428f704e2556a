"""The registry of mutants: selection by id, and completeness."""

from __future__ import annotations

import pkgutil

import pytest

from contracts.errors import UsageError
from mockserver.mutation import families
from mockserver.mutation.families import FAMILIES, all_mutants, select_mutants


def test_no_ids_select_all():
    assert select_mutants([]) == all_mutants()


def test_selected_mutants_are_sorted():
    assert [one.id for one in select_mutants(["stale-read", "allow-wrong"])] == ["allow-wrong", "stale-read"]


def test_an_unknown_id_gets_a_suggestion():
    with pytest.raises(UsageError, match="unknown mutant 'stale-reed'") as caught:
        select_mutants(["stale-reed"])
    assert "stale-read" in caught.value.hint


def test_every_module_is_registered():
    modules = [getattr(families, module.name) for module in pkgutil.iter_modules(families.__path__)]
    assert [module.FAMILY for module in modules] == list(FAMILIES)
