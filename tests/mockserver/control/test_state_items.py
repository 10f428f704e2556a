"""``/state/PATH/ID``: single items, and parts of a collection."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.control.shop import ADMIN, Shop, shop, sqlite
from tests.mockserver.control.test_state import owners
from tests.mockserver.kit import Client, document, json_content, path_parameter, response
from tests.redis_server import RedisServer, needs_redis

STORES = ["memory", "sqlite", pytest.param("redis", marks=needs_redis)]
REX = {"id": 7, "name": "Rex"}


@pytest.fixture(params=STORES)
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a new store."""
    if request.param == "redis":
        with RedisServer() as server:
            yield server.url
    else:
        yield sqlite(tmp_path) if request.param == "sqlite" else "memory"


def ids(shop: Shop) -> list[int]:
    return list(shop.names())


def test_an_item_is_created_read_replaced_and_deleted(store: str) -> None:
    mock = Shop(store=store)
    before = ids(mock)
    created = mock.admin("PUT", "/state/pets/7", {"name": "Rex"})
    assert (created.status, created.json) == (201, {"api": "kit", "path": "/pets", "id": "7", "item": REX})
    assert mock.admin("GET", "/state/pets/7").json == created.json
    assert mock("GET", "/pets/7").json == REX
    assert ids(mock) == [*before, 7]
    replaced = mock.admin("PUT", "/state/pets/7", {"item": {"id": 7, "name": "Max"}})
    assert (replaced.status, replaced.json["item"]["name"]) == (200, "Max")
    assert ids(mock) == [*before, 7]
    assert mock.admin("DELETE", "/state/pets/7").status == 204
    assert [mock("GET", "/pets/7").status, mock.admin("GET", "/state/pets/7").status] == [404, 404]
    assert mock.admin("DELETE", "/state/pets/7").status == 404
    assert mock.admin("PUT", "/state/pets/7", REX).status == 201
    assert mock("GET", "/pets/7").json == REX


def test_the_items_of_a_list_keep_their_order(store: str) -> None:
    mock = Shop(store=store)
    for number in (71, 72, 73):
        mock.admin("PUT", f"/state/pets/{number}", {"name": "x"})
    before = ids(mock)
    assert mock.admin("PUT", "/state/pets/72", {"name": "y"}).status == 200
    assert mock.admin("PUT", f"/state/pets/{before[0]}", {"name": "first"}).status == 200
    assert ids(mock) == before
    mock.admin("DELETE", "/state/pets/72")
    mock.admin("DELETE", f"/state/pets/{before[0]}")
    assert ids(mock) == [one for one in before[1:] if one != 72]


def test_all_processes_have_the_items(shared_store: str) -> None:
    one, other = Shop(store=shared_store), Shop(store=shared_store)
    other("GET", "/pets/7")
    one.admin("PUT", "/state/pets/7", REX)
    assert other("GET", "/pets/7").json == other.admin("GET", "/state/pets/7").json["item"] == REX
    other.admin("DELETE", "/state/pets/7")
    assert one.admin("GET", "/state/pets/7").status == 404


def test_generated_items_can_be_read() -> None:
    mock = Shop()
    assert mock.admin("GET", "/state/pets/12").json["item"] == mock("GET", "/pets/12").json
    assert mock.admin("GET", "/state").json == {"apis": {}}
    assert mock.admin("GET", "/state/pets/404").status == 404
    assert mock.admin("GET", "/state/pets/abc").status == 404
    assert mock.admin("GET", "/state/me/1").status == 404


def test_the_id_in_the_path_counts() -> None:
    mock = Shop()
    assert mock.admin("PUT", "/state/pets/7", {"id": 8, "name": "Rex"}).json["item"] == REX
    assert list(mock.admin("PUT", "/state/pets/9", {"name": "Rex"}).json["item"]) == ["id", "name"]
    shown = mock.admin("PUT", "/state/pets/7/visits/a%2Fb", {"reason": "x"}).json
    assert (shown["path"], shown["id"], shown["item"]["id"]) == ("/pets/7/visits", "a/b", "a/b")
    assert mock.admin("GET", "/state/pets%2F7").json["id"] == "7"


def test_the_response_can_be_sent_back() -> None:
    mock = Shop()
    shown = mock.admin("PUT", "/state/pets/7", REX).json
    shown["item"]["name"] = "Max"
    assert mock.admin("PUT", "/state/pets/7", shown).json == shown
    assert mock.admin("PUT", "/state/pets/8", shown).json["location"] == "/id"


def test_an_item_with_a_property_item() -> None:
    line = {"type": "object", "properties": {"id": {"type": "string"}, "item": {"type": ["string", "object"]}}}
    item = {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(line)}}}
    mock = Shop(document({"/lines/{id}": item}))
    assert mock.admin("PUT", "/state/lines/1", {"item": "x"}).json["item"] == {"id": "1", "item": "x"}
    assert mock.admin("PUT", "/state/lines/1", {"item": {}, "size": 1}).json["item"]["size"] == 1
    wrapped = mock.admin("PUT", "/state/lines/1", {"item": {"item": {}}}).json
    assert wrapped["item"] == {"id": "1", "item": {}}


@pytest.mark.parametrize(
    ("path", "body", "location"),
    [
        ("pets/7", {"name": ""}, "/name"),
        ("pets/7", {"item": {"name": ""}}, "/item/name"),
        ("pets/7", {"item": {"name": "x"}, "validate": 1}, "/validate"),
        ("pets/7", {}, ""),
        ("pets/7", [REX], ""),
        ("pets/7", "x", ""),
        ("pets/abc", {"name": "x"}, "path"),
        ("pets/7", {"item": {"name": "x"}, "path": "/cats"}, "/path"),
    ],
)
def test_invalid_items_change_nothing(path: str, body: Any, location: str) -> None:
    mock = Shop()
    reply = mock.admin("PUT", f"/state/{path}", body)
    assert (reply.status, reply.json.get("location", "")) == (422, location)
    assert mock.admin("GET", "/state").json == {"apis": {}}


def test_items_without_validation() -> None:
    mock = Shop()
    assert mock.admin("PUT", "/state/pets/7", {"item": {"name": 1}, "validate": False}).status == 201
    assert mock("GET", "/pets/7").json == {"id": 7, "name": 1}


def test_write_only_properties_are_not_kept() -> None:
    mock = Shop()
    assert mock.admin("PUT", "/state/pets/7", {**REX, "secret": "x"}).json["item"] == REX


def test_a_large_item() -> None:
    mock = Shop()
    assert mock.admin("PUT", "/state/pets/7", {"name": "x" * 100_000}).status == 201
    assert mock.admin("PUT", "/state/pets/7", {"name": "x" * 100_000, "id": [1] * 9}).status == 200


def test_items_that_are_stored_elsewhere() -> None:
    mock = Shop(owners())
    assert mock.admin("PUT", "/state/owners/o1/pets/p1", {"name": "Rex"}).status == 201
    assert mock("GET", "/pets/p1").json == {"id": "p1", "name": "Rex"}
    assert mock.admin("PUT", "/state/pets/p1", {"name": "Max"}).status == 200
    assert mock.admin("GET", "/state/owners/o1/pets/p1").json["item"]["name"] == "Max"
    assert mock.admin("DELETE", "/state/owners/o1/pets/p1").status == 204
    assert mock("GET", "/pets/p1").status == 404


def test_the_content_of_a_deleted_item(store: str) -> None:
    mock = Shop(store=store)
    for name in "ab":
        mock("PUT", f"/photos/{name}", name.encode(), **{"content-type": "application/octet-stream"})
    mock.admin("PUT", "/state/photos/a", {})
    assert mock("GET", "/photos/a").body == b"a"
    assert mock.admin("DELETE", "/state/photos/a").status == 204
    content = mock.admin("GET", "/state").json["apis"]["kit"]["collections"]["/photos"]["content"]
    assert [one["id"] for one in content] == ["b"]
    assert (mock("GET", "/photos/a").status, mock("GET", "/photos/b").body) == (404, b"b")


def test_initial_items(tmp_path: Path) -> None:
    (tmp_path / "data.yaml").write_text("/pets: [{id: 1, name: Rex}, {id: 2, name: Tom}]")
    mock = Shop(data=str(tmp_path / "data.yaml"), closed=True)
    assert mock.admin("GET", "/state/pets/3").status == 404
    assert mock.admin("PUT", "/state/pets/1", {"name": "Max"}).status == 200
    assert mock.admin("PUT", "/state/pets/3", {"name": "Ada"}).status == 201
    mock.admin("DELETE", "/state/pets/2")
    assert mock.names() == {1: "Max", 3: "Ada"}
    mock.admin("POST", "/reset")
    assert mock.names() == {1: "Rex", 2: "Tom"}


# ---------------------------------------------------------------------- parts of a collection


def test_parts_of_a_collection(store: str) -> None:
    mock = Shop(store=store)
    mock.admin("PUT", "/state/pets", [{"id": number, "name": "x"} for number in range(1, 101)])
    part = mock.admin("GET", "/state/pets?limit=2&offset=97").json
    assert part == {
        "api": "kit",
        "path": "/pets",
        "total": 100,
        "ids": ["98", "99"],
        "items": [{"id": number, "name": "x"} for number in (98, 99)],
    }
    assert mock.admin("GET", "/state/pets?limit=0").json["total"] == 100
    assert mock.admin("GET", "/state/pets?offset=99").json["ids"] == ["100"]
    assert mock.admin("GET", "/state/pets?offset=500").json["items"] == []
    assert "total" not in mock.admin("GET", "/state/pets").json
    single = mock.admin("GET", "/state/me?limit=5").json
    assert (single["total"], len(single["items"])) == (1, 1)


def test_a_part_cannot_replace_the_collection() -> None:
    mock = Shop()
    part = mock.admin("GET", "/state/pets?limit=1").json
    assert mock.admin("PUT", "/state/pets", part).status == 422


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("pets?limit=-1", "query/limit"),
        ("pets?limit=10001", "query/limit"),
        ("pets?offset=x", "query/offset"),
        ("pets/7?limit=1", "query/limit"),
        ("pets?start=1", "query/start"),
    ],
)
def test_queries_that_are_refused(path: str, location: str) -> None:
    assert Shop().admin("GET", f"/state/{path}").json["location"] == location


# ---------------------------------------------------------------------- collections


def test_the_collections() -> None:
    found = {one["path"]: one for one in Shop().admin("GET", "/collections").json["collections"]}
    assert list(found) == ["/pets", "/me", "/photos", "/pets/{id}/visits"]
    pets = found["/pets"]
    assert (pets["api"], pets["parameters"], pets["single"], pets["id"]) == ("kit", [], False, "id")
    assert pets["roles"] == {
        "list": "listPets",
        "create": "createPet",
        "read": "getPet",
        "update": "updatePet",
        "delete": "deletePet",
    }
    assert pets["operations"][2] == {"id": "getPet", "method": "GET", "path": "/pets/{id}", "role": "read"}
    assert pets["reason"] == "/pets/{id} is an item of /pets"
    assert (found["/me"]["single"], found["/me"]["id"]) == (True, "")
    assert found["/pets/{id}/visits"]["parameters"] == ["id"]


def test_every_collection_can_be_read() -> None:
    mock = Shop(shop(), base_path="/v1")
    for one in mock.admin("GET", "/collections").json["collections"]:
        path = one["path"].replace("{id}", "7")
        assert mock.admin("GET", f"/state{path}?limit=1").json["path"] == path


def test_the_paths_are_those_of_the_server() -> None:
    other = {**shop(), "info": {"title": "Other", "version": "1"}}
    both = Client(create_app(shop(), other))
    found = both("GET", f"{ADMIN}/collections", b"", {"host": "localhost"}).json["collections"]
    assert ("other", "/other/pets", "/other/pets/{id} is an item of /other/pets") in {
        (one["api"], one["path"], one["reason"]) for one in found
    }


def test_ids_below_other_properties() -> None:
    pet = {"type": "object", "properties": {"metadata": {"type": "object", "properties": {"id": {"type": "string"}}}}}
    hint = {"x-mock-resource": {"id": "/metadata/id"}, "responses": {"200": response(pet)}}
    item = {
        "parameters": [path_parameter("id")],
        "get": {"operationId": "getPet", **hint},
        "put": {"requestBody": {"content": json_content(pet)}, **hint},
    }
    mock = Shop(document({"/pets/{id}": item}))
    (found,) = mock.admin("GET", "/collections").json["collections"]
    assert found["id"] == "metadata.id"
    assert mock.admin("PUT", "/state/pets/p1", {}).json["item"] == {"metadata": {"id": "p1"}}


def test_a_document_without_collections() -> None:
    mock = Shop(document({"/health": {"get": {}}}))
    assert mock.admin("GET", "/collections").json == {"collections": []}
