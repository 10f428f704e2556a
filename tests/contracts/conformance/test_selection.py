"""Selection of operations by API, selectors and shards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contracts
from contracts.conformance.selection import parse_selector, select_operations, select_shard
from contracts.errors import UsageError
from contracts.spec.model import Contract, Operation
from mockserver.settings import bundled_document
from tests.conftest import DOCUMENTS

PETS = contracts.load(DOCUMENTS / "petstore-3.1.yaml")
BUNDLED = contracts.load(bundled_document())


def ids(contract: Contract, api: str = "", include: str = "", exclude: str = "") -> list[str]:
    chosen = [[parse_selector(text, "--x") for text in texts.split()] if texts else [] for texts in (include, exclude)]
    return [operation.id for operation in select_operations(contract, api, *chosen)]


def test_all_operations_are_selected_by_default() -> None:
    assert ids(PETS) == [operation.id for operation in PETS.operations]


def test_an_api_is_selected_by_name() -> None:
    assert ids(BUNDLED, "serverops") == ["serverops_getCase", "serverops_updateCase"]


@pytest.mark.parametrize(
    ("include", "exclude", "expected"),
    [
        ("method:patch", "", ["serverops_updateCase"]),
        ("path:/serverops/*", "", ["serverops_getCase", "serverops_updateCase"]),
        ("path:/cases/{id}", "method:GET", ["serverops_updateCase"]),
        ("operation:*_getCase", "operation:nothing* path:/tines/*", []),
        ("operation:serverops_* operation:tines_*", "method:PATCH", ["serverops_getCase", "tines_getCase"]),
    ],
)
def test_include_and_exclude(include: str, exclude: str, expected: list[str]) -> None:
    if not expected:
        with pytest.raises(UsageError, match="no operation matches operation:nothing"):
            ids(BUNDLED, "", include, exclude)
        return
    assert ids(BUNDLED, "", include, exclude) == expected


def test_tags_are_those_of_the_document() -> None:
    tag = next(tag for operation in PETS.operations for tag in operation.tags)
    assert ids(PETS, "", f"tag:{tag}") == [one.id for one in PETS.operations if tag in one.tags]


@pytest.mark.parametrize("text", ["", "path", "path:", "colour:red", ":x"])
def test_invalid_selectors_are_rejected(text: str) -> None:
    with pytest.raises(UsageError, match="--include"):
        parse_selector(text, "--include")


def test_an_empty_selection_is_rejected() -> None:
    with pytest.raises(UsageError, match="no operation to test"):
        ids(PETS, "", "", "path:*")
    with pytest.raises(UsageError, match="no API 'nope'"):
        ids(BUNDLED, "nope")


def paths(count: int, per_path: int) -> tuple[Operation, ...]:
    methods = ("get", "put", "delete")[:per_path]
    tree = {
        f"/r{number}/{{id}}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            **{
                method: {"operationId": f"{method}{number}", "responses": {"200": {"description": "ok"}}}
                for method in methods
            },
        }
        for number in range(count)
    }
    return contracts.load({"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": tree}).operations


@given(st.integers(1, 9), st.integers(1, 3), st.integers(1, 12))
def test_shards_cover_every_operation_once_and_evenly(count: int, per_path: int, shards: int) -> None:
    operations = paths(count, per_path)
    parts = [select_shard(operations, f"{number}/{shards}") for number in range(1, shards + 1)]
    assert sorted(one.id for part in parts for one in part) == sorted(one.id for one in operations)
    assert max(map(len, parts)) - min(map(len, parts)) <= per_path
    for part in parts:
        own = {one.path for one in part}
        assert [one for one in operations if one.path in own] == part


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "a/b", "1/0", "-1/2", "1/2/3", "99999/99999"])
def test_invalid_shards_are_rejected(text: str) -> None:
    with pytest.raises(UsageError, match="--shard"):
        select_shard(PETS.operations, text)
