"""Creations whose response only has ids."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.spec.keys import FIRST
from contracts.spec.model import Resource
from tests.mockserver.kit import json_content, load, path_parameter, response

TEXT = {"type": "string"}


def an_object(*names: str) -> dict[str, Any]:
    return {"type": "object", "properties": dict.fromkeys(names, TEXT)}


def creation(result: dict[str, Any]) -> Resource | None:
    """The resource of a POST whose body has no property of the item, and whose response is an array of ``result``."""
    one = an_object("parcel_id", "status", "weight")
    body = {"required": True, "content": json_content(an_object("street", "city"))}
    found = {"type": "object", "properties": {"results": {"type": "array", "items": result}}}
    paths = {
        "/parcels": {
            "get": {"responses": {"200": response({"type": "array", "items": one})}},
            "post": {"requestBody": body, "responses": {"200": response(found)}},
        },
        "/parcels/{parcel_id}": {
            "parameters": [path_parameter("parcel_id")],
            "get": {"responses": {"200": response(one)}},
        },
    }
    return next(one.resource for one in load(paths).operations if one.method == "POST")


def test_a_response_with_the_id_only_is_that_of_a_creation() -> None:
    found = creation(an_object("parcel_id", "route_id"))
    assert found is not None
    assert (found.role, found.item_path) == ("create", ("results", FIRST))


@pytest.mark.parametrize("names", [("parcel_id", "status", "weight"), ("parcel_id", "street"), ("route_id",)])
def test_a_response_with_more_may_be_that_of_a_search(names: tuple[str, ...]) -> None:
    assert creation(an_object(*names)) is None
