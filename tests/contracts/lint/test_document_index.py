"""Data derived from a document is computed once, cached with it and released with it."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from contracts.lint.declared_properties import entry_check_of
from contracts.lint.document_index import DocumentIndex
from contracts.lint.satisfiability import satisfiability_of
from contracts.lint.schema_index import schemas_of
from contracts.lint.value_validation import _all_verdicts, value_results
from contracts.lint.values import Role
from contracts.spec.load import read_document

TREE = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "components": {"schemas": {"A": {"type": "integer", "default": "x"}}},
}


def index() -> DocumentIndex:
    return DocumentIndex(read_document(TREE).document)


def test_a_derived_value_is_computed_once() -> None:
    calls: list[DocumentIndex] = []

    def derive(given: DocumentIndex) -> list[str]:
        calls.append(given)
        return [given.version]

    first, second = index(), index()
    assert first.cached(derive) == ["3.1"]
    assert first.cached(derive) is first.cached(derive)
    assert first.cached(derive) is not second.cached(derive)
    assert calls == [first, second]


def test_none_is_cached_too() -> None:
    calls: list[int] = []

    def nothing(_: DocumentIndex) -> None:
        calls.append(1)

    one = index()
    one.cached(nothing)
    one.cached(nothing)
    assert calls == [1]


@pytest.mark.parametrize("of", [schemas_of, satisfiability_of, entry_check_of])
def test_rules_share_what_they_derive(of: Callable[[DocumentIndex], Any]) -> None:
    one = index()
    assert of(one) is of(one)
    assert of(one) is not of(index())


def test_values_are_validated_once(monkeypatch: pytest.MonkeyPatch) -> None:
    one = index()
    assert len(list(value_results(one, Role.DEFAULT))) == 1
    monkeypatch.setattr("contracts.lint.value_validation.values_of", None)
    assert len(list(value_results(one, Role.DEFAULT))) == 1
    assert one.cached(_all_verdicts) is one.cached(_all_verdicts)


@pytest.mark.parametrize("of", [schemas_of, satisfiability_of, entry_check_of])
def test_cached_data_is_released_without_the_garbage_collector(of: Callable[[DocumentIndex], Any]) -> None:
    one = index()
    released = weakref.ref(of(one))
    gc.disable()
    try:
        del one
        assert released() is None
    finally:
        gc.enable()
