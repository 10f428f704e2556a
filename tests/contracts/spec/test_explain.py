"""Why operations have no state."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.spec.resources.explain import NO_READS, NO_WRITES, Explanations
from tests.contracts.spec.test_resource_hints import DONE, TICKET, hint, response

ARRAY = {"type": "array", "items": {"type": "string"}}
NOTHING = {"responses": {"400": {"description": "d"}}}


def explanations(paths: dict[str, Any]) -> dict[str, str]:
    for path, item in paths.items():
        names = [part.partition("}")[0] for part in path.split("{")[1:]]
        item["parameters"] = [{"name": name, "in": "path", "required": True, "schema": {}} for name in names]
    contract = contracts.load({"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths})
    explained = Explanations(contract)
    return {f"{one.method} {one.path}": explained.why_not(one) for one in contract.operations if one.resource is None}


@pytest.mark.parametrize(
    ("path", "operation", "expected"),
    [
        ("/tickets", {"post": response(TICKET, **hint(role="none"))}, "x-mock-resource has the role 'none'"),
        ("/tickets", {"post": NOTHING}, "only errors are documented as responses"),
        ("/tickets", {"head": response()}, "HEAD does not act on items"),
        ("/tickets", {"get": response(DONE)}, "no array in the response is certainly a list of items of /tickets"),
        (
            "/tickets",
            {"post": response(DONE)},
            "neither the response nor the request body represents an item of /tickets",
        ),
        ("/tickets", {"patch": response()}, "the request body contains no array of items of /tickets"),
        ("/tickets/{id}/close", {"post": response(DONE)}, "the response is not an item of /tickets"),
        ("/tickets/{id}/copy", {"post": response(TICKET)}, "'copy' creates or restores another item"),
        ("/tickets/{id}/history", {"get": response(ARRAY)}, NO_WRITES),
        ("/tickets/stats", {"get": response(DONE)}, NO_WRITES),
        ("/login", {"post": response(DONE)}, NO_READS),
        ("/things/{id}", {"get": response(ARRAY)}, "no response of /things/{id} or /things describes an item"),
    ],
)
def test_reason(path: str, operation: dict[str, Any], expected: str) -> None:
    found = explanations({"/tickets/{id}": {"get": response(TICKET)}, path: operation})
    assert list(found.values()) == [expected]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (ARRAY, "the response is an array"),
        ({"type": "object"}, "the response is not an object with documented properties"),
    ],
)
def test_response_of_get_on_an_item(schema: Any, expected: str) -> None:
    paths = {"/tickets/{id}": {"get": response(schema), "put": response(TICKET), "post": response(DONE)}}
    assert explanations(paths) == {
        "GET /tickets/{id}": expected,
        "POST /tickets/{id}": "POST on an item of /tickets does not return the item",
    }


def test_other_operations_at_the_same_path() -> None:
    assert explanations({"/report": {"get": response(DONE), "post": response(ARRAY)}}) == {
        "GET /report": "the schemas of the other operations at this path do not match the response",
        "POST /report": "its schemas do not match the response of GET",
    }
