"""Lookups in a contract."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.spec.model import Contract, Example, MediaType, Operation, ResponseSpec


def operation(*statuses: str) -> Operation:
    responses = {status: {"description": status} for status in statuses} or {"default": {"description": ""}}
    return load({"/x": {"get": {"responses": responses}}}).operations[0]


def load(paths: Any, **parts: Any) -> Contract:
    return contracts.load({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths, **parts})


@pytest.mark.parametrize(
    ("name", "is_json"),
    [
        ("application/json", True),
        ("Application/JSON; charset=utf-8", True),
        ("text/json", True),
        ("application/problem+json", True),
        ("application/jsonp", False),
        ("application/xml", False),
        ("*/*", False),
    ],
)
def test_is_json(name: str, is_json: bool) -> None:
    assert MediaType(name, None).is_json is is_json


def test_example_by_name() -> None:
    media = MediaType("application/json", None, (Example("a", 1), Example("b", 2)))
    found = [media.example(name) for name in ("", "a", "b", "c")]
    assert [example.value if example else None for example in found] == [1, 1, 2, None]
    assert MediaType("application/json", None).example() is None


@pytest.mark.parametrize(
    ("statuses", "asked", "found"),
    [
        (["200", "404", "4XX", "default"], 404, "404"),
        (["200", "404", "4XX", "default"], 400, "4XX"),
        (["200", "404", "4XX", "default"], 500, "default"),
        (["200", "4XX"], 500, None),
        (["200"], 200, "200"),
        (["2XX"], 204, "2XX"),
    ],
)
def test_response_for_status_code(statuses: list[str], asked: int, found: str | None) -> None:
    response = operation(*statuses).response(asked)
    assert (response.status if response else None) == found


def test_documents_requires_exact_status_code() -> None:
    made = operation("200", "4XX", "default")
    assert made.documents(200)
    assert not made.documents(404)
    assert not made.documents(500)


@pytest.mark.parametrize(
    ("statuses", "success"),
    [
        (["404", "201", "200"], "200"),
        (["2XX", "404"], "2XX"),
        (["404", "default"], "default"),
        (["404"], None),
        (["302"], None),
    ],
)
def test_success(statuses: list[str], success: str | None) -> None:
    found = operation(*statuses).success
    assert (found.status if found else None) == success


@pytest.mark.parametrize(("status", "is_success"), [("200", True), ("2XX", True), ("default", False), ("302", False)])
def test_response_is_success(status: str, is_success: bool) -> None:
    assert ResponseSpec(status, "", ()).is_success is is_success


def test_contract_is_frozen() -> None:
    contract = load({"/x": {"get": {"responses": {"200": {"description": ""}}}}})
    for frozen in (contract, contract.apis[0], contract.operations[0], contract.operations[0].responses[0]):
        with pytest.raises(AttributeError):
            frozen.description = ""  # type: ignore[union-attr,misc] # that is what is tried


def test_schema_and_location_lookup() -> None:
    contract = load({}, components={"schemas": {"S": {"type": "integer"}}})
    assert contract.schema("/components/schemas/S").is_valid(1)
    assert contract.locate("/components/schemas/S").pointer == "/components/schemas/S"
    with pytest.raises(KeyError):
        contract.schema("/components/schemas/T")
