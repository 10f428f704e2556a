"""Lists that are objects: the items by their ids."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.spec.keys import EACH_VALUE
from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, load, path_parameter, response

POOL: dict[str, Any] = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "shops": {"type": "array", "items": {"type": "integer"}}},
}
LOCATION = {"Location": {"schema": {"type": "string"}}}
KINDS = {
    "type": "object",
    "required": ["pools"],
    "properties": {"pools": {"type": "object", "additionalProperties": POOL}, "total": {"type": "integer"}},
}


def paths(listed: Any, one: Any = POOL) -> dict[str, Any]:
    body = {"required": True, "content": json_content(POOL)}
    return {
        "/pools": {
            "get": {"responses": {"200": response(listed)}},
            "post": {"requestBody": body, "responses": {"201": response(headers=LOCATION)}},
        },
        "/pools/{poolId}": {
            "parameters": [path_parameter("poolId")],
            "get": {"responses": {"200": response(one)}},
            "delete": {"responses": {"204": response()}},
        },
    }


def of_list(listed: Any, one: Any = POOL) -> Any:
    found = [one for one in load(paths(listed, one)).operations if (one.method, one.path) == ("GET", "/pools")]
    return found[0].resource


@pytest.mark.parametrize(
    ("listed", "keys"),
    [
        ({"type": "object", "additionalProperties": POOL}, (EACH_VALUE,)),
        ({"type": "object", "properties": {"pool-id": POOL}}, (EACH_VALUE,)),
        (KINDS, ("pools", EACH_VALUE)),
    ],
)
def test_an_object_by_id_is_a_list(listed: Any, keys: tuple[str, ...]) -> None:
    assert of_list(listed).list_path == keys


@pytest.mark.parametrize(
    "listed",
    [
        {"type": "object", "additionalProperties": {"type": "object", "properties": {"error": {"type": "string"}}}},
        {"type": "object", "properties": {"pool-id": POOL}, "additionalProperties": False},
        {"type": "object", "properties": {"id": POOL}},
        {"type": "object", "properties": {name: {"additionalProperties": POOL} for name in ("open", "closed")}},
    ],
)
def test_other_objects_are_not_lists(listed: Any) -> None:
    assert of_list(listed) is None


def test_an_object_with_the_name_of_the_collection_describes_its_items() -> None:
    kind = {"type": "object", "properties": {"poolId": {"type": "string"}, "name": {"type": "string"}}}
    listed = {"type": "object", "properties": {"pools": {"additionalProperties": kind}}}
    found = of_list(listed, {"type": "object", "properties": {"duration": {"type": "string"}}})
    assert found is None or found.list_path == ("pools", EACH_VALUE)


@pytest.mark.parametrize("listed", [{"type": "object", "additionalProperties": POOL}, KINDS])
def test_created_items_are_listed_by_id(listed: Any) -> None:
    api = Client(create_app(document(paths(listed))))
    made = api("POST", "/pools", {"name": "west", "shops": [1]})
    identifier = made.header("location").rpartition("/")[2]
    shown = api("GET", "/pools").json
    pools = shown["pools"] if listed is KINDS else shown
    assert pools[identifier] == {"name": "west", "shops": [1]}
    assert all(api("GET", f"/pools/{key}").json == value for key, value in pools.items())
    api("DELETE", f"/pools/{identifier}")
    shown = api("GET", "/pools").json
    assert identifier not in (shown["pools"] if listed is KINDS else shown)
