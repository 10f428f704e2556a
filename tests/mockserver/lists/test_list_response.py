"""The responses of list operations: items, envelopes and headers."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.generation.generate import Generators
from mockserver.lists.items import Listed
from mockserver.lists.list_response import ListBody, ListResponse
from tests.mockserver.kit import load, make_request, path_parameter, response

LISTED_PET = {
    "type": "object",
    "required": ["id", "kind"],
    "properties": {"id": {"type": "integer"}, "kind": {"type": ["string", "null"]}},
}
ARRAY = {"type": "array", "items": LISTED_PET}
ITEMS: list[Any] = [{"id": number, "kind": kind} for number, kind in enumerate(["cat", "dog", "cat", None, "bird"], 1)]


def listing(body: Any, parameters: list[str] | None = None, item: Any = LISTED_PET) -> tuple[ListResponse, Any]:
    """The list response of ``GET /pets`` with this body and these query parameters, and the schema of the body."""
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
    return ListResponse(operation, schema, Generators()), schema


def listed(body: Any, given: dict[str, Any] | None = None, parameters: list[str] | None = None) -> Any:
    made, _ = listing(body, parameters or list(given or {}))
    request = make_request()
    request.parameters = {("query", name): value for name, value in (given or {}).items()}
    return shown_by(made, request)


def shown_by(made: ListResponse, request: Any) -> Any:
    """The body for a request; items are shown as they are stored."""
    body = made(request, [Listed(str(item["id"]), item) for item in ITEMS], lambda one: one.item, "key")
    assert isinstance(body, ListBody)
    return body.value


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


def test_a_filter_by_a_property_of_alternatives() -> None:
    kinds = [{"properties": {"kind": {"const": kind}}} for kind in ("cat", "dog")]
    pet = {"type": "object", "properties": {"id": {"type": "integer"}}, "oneOf": kinds}
    made, _ = listing({"type": "array", "items": pet}, ["kind"], pet)
    request = make_request()
    request.parameters = {("query", "kind"): "cat"}
    assert numbers(shown_by(made, request)) == [1, 3]


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
def test_totals_and_cursors_of_an_envelope(given: dict[str, Any], total: int, more: bool) -> None:
    body = listed(ENVELOPE, given)
    assert (body["total"], body["has_more"]) == (total, more)
    assert more or body["next"] is None
    assert isinstance(body["label"], str)


@pytest.mark.parametrize("given", [{}, {"limit": 0}, {"limit": 2}, {"kind": "fish"}])
def test_an_envelope_is_valid(given: dict[str, Any]) -> None:
    made, schema = listing(ENVELOPE, list(given))
    request = make_request()
    request.parameters = {("query", name): value for name, value in given.items()}
    assert schema.is_valid(shown_by(made, request))


def test_an_invalid_total_keeps_the_generated_value() -> None:
    narrow = {**ENVELOPE, "properties": {**ENVELOPE["properties"], "total": {"type": "integer", "maximum": 3}}}
    assert listed(narrow)["total"] <= 3


def test_equal_requests_get_equal_envelopes() -> None:
    assert listed(ENVELOPE) == listed(ENVELOPE)


def test_read_many_ignores_filters_and_limits() -> None:
    """Filters and limits are ignored; the envelope contains the total."""
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
    request = make_request()
    request.parameters = {("query", "limit"): 1, ("query", "kind"): "cat"}
    body = shown_by(ListResponse(operation, schema, Generators()), request)
    assert (numbers(body["items"]), body["total"], body["has_more"]) == ([1, 2, 3, 4, 5], 5, False)
