"""The body of a collection's GET: filtered, limited, in its documented envelope."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.data.generate import Generators
from mockserver.listing import Listing
from tests.mockserver.kit import exchange, load, path_parameter, response

PET = {
    "type": "object",
    "required": ["id", "kind"],
    "properties": {"id": {"type": "integer"}, "kind": {"type": ["string", "null"]}},
}
ARRAY = {"type": "array", "items": PET}
ITEMS: list[Any] = [{"id": number, "kind": kind} for number, kind in enumerate(["cat", "dog", "cat", None, "bird"], 1)]


def listing(body: Any, parameters: list[str] | None = None, item: Any = PET) -> tuple[Listing, Any]:
    """The listing of ``GET /pets`` with such a body and such query parameters; and the schema of the body."""
    query = [{"name": name, "in": "query", "schema": {}} for name in parameters or []]
    contract = load(
        {
            "/pets": {"get": {"parameters": query, "responses": {"200": response(body)}}},
            "/pets/{id}": {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(item)}}},
        }
    )
    operation = contract.operations[0]
    schema = operation.responses[0].content[0].schema
    assert schema is not None
    return Listing(operation, schema, Generators()), schema


def listed(body: Any, given: dict[str, Any] | None = None, parameters: list[str] | None = None) -> Any:
    made, _ = listing(body, parameters or list(given or {}))
    request = exchange()
    request.parameters = {("query", name): value for name, value in (given or {}).items()}
    return made(request, ITEMS, "key")


def numbers(items: Any) -> list[int]:
    return [item["id"] for item in items]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({}, [1, 2, 3, 4, 5]),
        ({"limit": 2}, [1, 2]),
        ({"limit": 0}, []),
        ({"limit": 100}, [1, 2, 3, 4, 5]),
        ({"limit": 10**30}, [1, 2, 3, 4, 5]),
        ({"limit": -1}, [1, 2, 3, 4, 5]),
        ({"limit": "two"}, [1, 2, 3, 4, 5]),
        ({"per_page": 3}, [1, 2, 3]),
        ({"$top": 3}, [1, 2, 3]),
        ({"kind": "cat"}, [1, 3]),
        ({"kind": ["cat", "bird"]}, [1, 3, 5]),
        ({"kind": "fish"}, []),
        ({"kind": "cat", "limit": 1}, [1]),
        ({"id": 4}, [4]),
        ({"color": "red"}, [1, 2, 3, 4, 5]),
    ],
)
def test_filters_and_limits(given: dict[str, Any], shown: list[int]) -> None:
    assert numbers(listed(ARRAY, given)) == shown


def test_a_filter_by_what_only_alternatives_have() -> None:
    kinds = [{"properties": {"kind": {"const": kind}}} for kind in ("cat", "dog")]
    pet = {"type": "object", "properties": {"id": {"type": "integer"}}, "oneOf": kinds}
    made, _ = listing({"type": "array", "items": pet}, ["kind"], pet)
    request = exchange()
    request.parameters = {("query", "kind"): "cat"}
    assert numbers(made(request, ITEMS, "key")) == [1, 3]


ENVELOPE: dict[str, Any] = {
    "type": "object",
    "required": ["items", "total", "has_more", "next", "label"],
    "properties": {
        "items": ARRAY,
        "total": {"type": "integer"},
        "has_more": {"type": "boolean"},
        "next": {"type": ["string", "null"]},
        "label": {"type": "string"},
    },
}


@pytest.mark.parametrize(
    ("given", "total", "more"), [({}, 5, False), ({"limit": 2}, 5, True), ({"kind": "cat"}, 2, False)]
)
def test_an_envelope_tells_the_truth(given: dict[str, Any], total: int, more: bool) -> None:
    body = listed(ENVELOPE, given)
    assert (body["total"], body["has_more"]) == (total, more)
    assert more or body["next"] is None
    assert isinstance(body["label"], str)


@pytest.mark.parametrize("given", [{}, {"limit": 0}, {"limit": 2}, {"kind": "fish"}])
def test_an_envelope_is_valid(given: dict[str, Any]) -> None:
    made, schema = listing(ENVELOPE, list(given))
    request = exchange()
    request.parameters = {("query", name): value for name, value in given.items()}
    assert schema.is_valid(made(request, ITEMS, "key"))


def test_what_would_break_the_envelope_stays_as_generated() -> None:
    narrow = {**ENVELOPE, "properties": {**ENVELOPE["properties"], "total": {"type": "integer", "maximum": 3}}}
    assert listed(narrow)["total"] <= 3


def test_the_envelope_is_the_same_for_the_same_request() -> None:
    assert listed(ENVELOPE) == listed(ENVELOPE)


def test_who_asks_for_items_by_their_ids_gets_each_of_them() -> None:
    """Neither filters nor limits count there, and an envelope tells how many there are."""
    query = [{"name": name, "in": "query", "schema": {}} for name in ("limit", "kind")]
    item = {
        "parameters": [path_parameter("ids")],
        "get": {
            "x-mock-resource": {"list": "items"},
            "parameters": query,
            "responses": {"200": response(ENVELOPE)},
        },
    }
    (operation,) = load({"/pets/{ids}": item}).operations
    schema = operation.responses[0].content[0].schema
    assert schema is not None
    assert operation.resource is not None
    assert operation.resource.role == "read_many"
    request = exchange()
    request.parameters = {("query", "limit"): 1, ("query", "kind"): "cat"}
    body = Listing(operation, schema, Generators())(request, ITEMS, "key")
    assert (numbers(body["items"]), body["total"], body["has_more"]) == ([1, 2, 3, 4, 5], 5, False)
