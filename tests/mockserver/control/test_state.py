"""``/state``: snapshots, and the items of one collection."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mockserver.control import large_bodies
from tests.mockserver.control.shop import ADMIN, Shop, sqlite
from tests.mockserver.held import Held
from tests.mockserver.kit import document, json_content, path_parameter, response
from tests.mockserver.server.running_server import running


def written(shop: Shop) -> None:
    """Write something of every kind."""
    shop("POST", "/pets", {"name": "Rex"})
    shop("POST", "/pets", {"id": 77, "name": "Tom"})
    shop("PATCH", "/pets/9", {"name": "Max"})
    shop("DELETE", f"/pets/{next(iter(shop.names()))}")
    shop("POST", "/pets/7/visits", {"id": "a/b c", "reason": "checkup"})
    shop("PATCH", "/me", {"email": "a@example.com"})
    shop("PUT", "/photos/p%2F1", b"\x00\xff\n", **{"content-type": "application/octet-stream"})


READS = ("/pets", "/pets/9", "/pets/77", "/pets/7/visits", "/me", "/photos/p%2F1")


def reads(shop: Shop) -> list[tuple[int, bytes]]:
    return [(reply.status, reply.body) for reply in (shop("GET", path) for path in READS)]


# ---------------------------------------------------------------------- everything


def test_nothing_was_written_at_first() -> None:
    shop = Shop()
    for path in READS:
        shop("GET", path)
    assert shop.admin("GET", "/state").json == {"apis": {}}


@pytest.mark.parametrize("store", ["memory", "sqlite"])
def test_a_snapshot_restores_everything(store: str, tmp_path: Path) -> None:
    shop = Shop(store=sqlite(tmp_path) if store == "sqlite" else "memory")
    written(shop)
    before = reads(shop)
    snapshot = shop.admin("GET", "/state").json
    created = shop("POST", "/pets", {"name": "next"}).body
    assert shop.admin("DELETE", "/state").status == 204
    assert reads(shop) != before
    assert shop.admin("PUT", "/state", snapshot).status == 204
    assert reads(shop) == before
    assert shop.admin("GET", "/state").json == snapshot
    assert shop("POST", "/pets", {"name": "next"}).body == created


def test_a_snapshot_restores_another_server() -> None:
    one, other = Shop(), Shop()
    written(one)
    other("PATCH", "/pets/8", {"name": "removed by the snapshot"})
    other.admin("PUT", "/state", one.admin("GET", "/state").json)
    assert reads(other) == reads(one)
    assert other("GET", "/pets/8").body == Shop()("GET", "/pets/8").body


def test_a_snapshot_has_what_clients_wrote() -> None:
    shop = Shop()
    written(shop)
    deleted = next(iter(Shop().names()))
    collections = shop.admin("GET", "/state").json["apis"]["kit"]["collections"]
    pets = collections["/pets"]
    assert pets["counter"] == 1
    assert [entry["id"] for entry in pets["items"]][1:] == ["77", "9", str(deleted)]
    assert pets["items"][1]["item"] == shop("GET", "/pets/77").json
    assert pets["items"][-1] == {"id": str(deleted), "deleted": True}
    assert collections["/pets/7/visits"]["items"][0]["id"] == "a/b c"
    photo = {"id": "p/1", "media_type": "application/octet-stream", "name": "", "data": "AP8K"}
    assert collections["/photos"]["content"] == [photo]
    assert [entry["id"] for entry in collections["/me"]["items"]] == [""]


def test_ids_are_restored_as_they_are_spelled_in_paths() -> None:
    one, other = Shop(), Shop()
    one("PATCH", "/pets/007", {"name": "Bond"})
    snapshot = one.admin("GET", "/state").json
    assert other.admin("PUT", "/state", snapshot).status == 204
    assert other.admin("GET", "/state").json == snapshot
    assert other("GET", "/pets/007").body == one("GET", "/pets/007").body


@pytest.mark.parametrize("path", ["/photos/%FF", "/photos/%ED%B3%BF", "/photos/%00", "/photos/%F0%9F%90%B1"])
def test_any_id_can_be_saved(path: str) -> None:
    one, other = Shop(), Shop()
    assert one("PUT", path, b"x", **{"content-type": "application/octet-stream"}).status in {200, 422}
    reply = one.admin("GET", "/state")
    assert reply.status == 200
    assert other.admin("PUT", "/state", reply.json).status == 204
    assert other("GET", path).body == one("GET", path).body


def test_urls_that_clients_sent_are_restored() -> None:
    link = {"type": "object", "properties": {"id": {"type": "string"}, "url": {"type": "string", "format": "uri"}}}
    body = {"requestBody": {"content": json_content(link)}}
    item = {
        "parameters": [path_parameter("id")],
        "get": {"responses": {"200": response(link)}},
        "patch": {**body, "responses": {"200": response(link)}},
    }
    tree = document({"/links/{id}": item}, servers=[{"url": "https://api.example.com"}])
    one, other = Shop(tree), Shop(tree)
    one("PATCH", "/links/1", {"url": "https://api.example.com/x"}, host="localhost")
    sent = one("GET", "/links/1", host="localhost")
    assert sent.json["url"] == "https://api.example.com/x"
    other.admin("PUT", "/state", one.admin("GET", "/state").json)
    assert other("GET", "/links/1", host="localhost").body == sent.body


def owners() -> dict[str, Any]:
    """Items of a collection without item path are stored in the collection in which they can be read."""
    pet = {"type": "object", "required": ["id", "name"], "properties": {
        "id": {"type": "string"}, "name": {"type": "string"}}}  # fmt: skip
    paths = {
        "/owners/{owner}/pets": {
            "parameters": [path_parameter("owner")],
            "get": {"responses": {"200": response({"type": "array", "items": {"$ref": "#/components/schemas/Pet"}})}},
            "post": {
                "requestBody": {"content": json_content({"$ref": "#/components/schemas/Pet"})},
                "responses": {"201": response({"$ref": "#/components/schemas/Pet"})},
            },
        },
        "/pets/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"responses": {"200": response({"$ref": "#/components/schemas/Pet"})}},
            "delete": {"responses": {"204": {"description": "deleted"}}},
        },
    }
    return document(paths, components={"schemas": {"Pet": pet}})


def test_shared_items_are_restored() -> None:
    tree = owners()
    one, other = Shop(tree), Shop(tree)
    one("POST", "/owners/o1/pets", {"id": "p1", "name": "Rex"})
    assert one("GET", "/pets/p1").json["name"] == "Rex"
    snapshot = one.admin("GET", "/state").json
    entries = snapshot["apis"]["kit"]["collections"]["/owners/o1/pets"]["items"]
    assert entries == [{"id": "p1", "stored_in": "/pets"}]
    assert other.admin("PUT", "/state", snapshot).status == 204
    assert other("GET", "/pets/p1").json["name"] == "Rex"
    assert other("GET", "/owners/o1/pets").body == one("GET", "/owners/o1/pets").body

    given = [{"id": "p2", "name": "Tom"}]
    assert other.admin("PUT", "/state/owners/o1/pets", given).json["items"] == given
    assert other("GET", "/pets/p2").json == given[0]
    assert other("GET", "/pets/p1").status == 404
    other("DELETE", "/pets/p2")
    assert other("GET", "/owners/o1/pets").json == []
    other.admin("PUT", "/state/owners/o1/pets", given)
    assert other.admin("DELETE", "/state/owners/o1/pets").status == 204
    fresh = Shop(tree)
    assert other("GET", "/owners/o1/pets").body == fresh("GET", "/owners/o1/pets").body
    assert other("GET", "/pets/p2").body == fresh("GET", "/pets/p2").body


def test_many_shared_items_are_read_and_removed_with_few_queries(monkeypatch: pytest.MonkeyPatch) -> None:
    mock = Shop(owners())
    given = [{"id": f"p{number}", "name": "Tom"} for number in range(500)]
    assert mock.admin("PUT", "/state/owners/o1/pets", given).json["items"] == given
    store, queries = mock.app.store, Counter[str]()

    def counted(name: str) -> Callable[..., Any]:
        real = getattr(store, name)

        def call(*arguments: Any, **named: Any) -> Any:
            queries[name] += 1
            return real(*arguments, **named)

        return call

    for name in ("get", "items", "remove"):
        monkeypatch.setattr(store, name, counted(name))
    assert mock.admin("GET", "/state/owners/o1/pets").json["items"] == given
    assert mock("GET", "/owners/o1/pets").json == given
    assert mock.admin("DELETE", "/state/owners/o1/pets").status == 204
    assert queries.total() < 20
    assert mock("GET", "/pets/p7").body == Shop(owners())("GET", "/pets/p7").body


# ---------------------------------------------------------------------- large bodies


REQUEST = "{} {} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("path", ["/state", "/state/pets"])
def test_other_requests_are_handled_while_a_large_body_is_validated(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    mock = Shop()
    items = [{"id": 100 + number, "name": "x" * 100} for number in range(1000)]
    entries = [{"id": str(item["id"]), "item": item} for item in items]
    value = items if path == "/state/pets" else {"apis": {"kit": {"collections": {"/pets": {"items": entries}}}}}
    body = json.dumps(value).encode()
    assert len(body) > large_bodies.LARGE
    with Held() as held, running(mock.app) as server, server.connect() as client:
        monkeypatch.setattr(large_bodies, "_THREAD", held)
        client.sendall(REQUEST.format("PUT", ADMIN + path, len(body)).encode() + body)
        assert held.started.wait(30)
        assert b"xxx" not in server.send(REQUEST.format("GET", "/pets/100", 0).encode())
        held.released.set()
        assert client.recv(65536).startswith(b"HTTP/1.1 20")
        assert b"xxx" in server.send(REQUEST.format("GET", "/pets/100", 0).encode())


@pytest.mark.parametrize("path", ["/state", "/state/pets"])
def test_an_error_in_a_large_body(path: str) -> None:
    reply = Shop().admin("PUT", path, b"[" + b"1, " * large_bodies.LARGE)
    assert (reply.status, reply.json["location"]) == (400, "body")


def test_all_processes_have_the_restored_state(tmp_path: Path) -> None:
    here, there = Shop(store=sqlite(tmp_path)), Shop(store=sqlite(tmp_path))
    written(here)
    snapshot = there.admin("GET", "/state").json
    before = reads(there)
    there("GET", "/pets/9")
    here.admin("DELETE", "/state")
    assert reads(there) != before
    here.admin("PUT", "/state", snapshot)
    assert reads(there) == before


def collection(**parts: Any) -> dict[str, Any]:
    return {"apis": {"kit": {"collections": {"/pets": parts}}}}


PET = {"id": 1, "name": "Rex"}


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ([], None),
        ({}, None),
        ({"apis": []}, "/apis"),
        ({"apis": {}, "seed": 1}, "/seed"),
        ({"apis": {}, "validate": "no"}, "/validate"),
        ({"apis": {"cats": {}}}, "/apis/cats"),
        ({"apis": {"kit": {"items": {}}}}, "/apis/kit/items"),
        ({"apis": {"kit": {"collections": {"/cats": {}}}}}, "/apis/kit/collections/~1cats"),
        ({"apis": {"kit": {"collections": {"/pets/7": {}}}}}, "/apis/kit/collections/~1pets~17"),
        ({"apis": {"kit": {"collections": {"/pets": []}}}}, "/apis/kit/collections/~1pets"),
        (collection(item=[]), "/apis/kit/collections/~1pets/item"),
        (collection(items={}), "/apis/kit/collections/~1pets/items"),
        (collection(items=[5]), "/apis/kit/collections/~1pets/items/0"),
        (collection(items=[{"id": 1, "item": PET}]), "/apis/kit/collections/~1pets/items/0/id"),
        (collection(items=[{"id": "1"}]), "/apis/kit/collections/~1pets/items/0"),
        (collection(items=[{"id": "1", "deleted": False}]), "/apis/kit/collections/~1pets/items/0/deleted"),
        (collection(items=[{"id": "1", "deleted": True, "item": PET}]), "/apis/kit/collections/~1pets/items/0"),
        (collection(items=[{"id": "1", "item": "Rex"}]), "/apis/kit/collections/~1pets/items/0/item"),
        (collection(items=[{"id": "1", "item": {"id": 1}}]), "/apis/kit/collections/~1pets/items/0/item"),
        (
            collection(items=[{"id": "1", "item": {**PET, "name": ""}}]),
            "/apis/kit/collections/~1pets/items/0/item/name",
        ),
        (collection(items=[{"id": "2", "item": PET}]), "/apis/kit/collections/~1pets/items/0/item/id"),
        (collection(items=[{"id": "1", "item": PET}] * 2), "/apis/kit/collections/~1pets/items/1/id"),
        (collection(items=[{"id": "1", "stored_in": "/cats"}]), "/apis/kit/collections/~1pets/items/0/stored_in"),
        (collection(counter=-1), "/apis/kit/collections/~1pets/counter"),
        (collection(counter=True), "/apis/kit/collections/~1pets/counter"),
        (collection(counter=1e300), "/apis/kit/collections/~1pets/counter"),
        (collection(content=[{"id": "1"}]), "/apis/kit/collections/~1pets/content/0/media_type"),
        (
            collection(content=[{"id": "1", "media_type": "a/b", "name": "", "data": "!"}]),
            "/apis/kit/collections/~1pets/content/0/data",
        ),
        ({"apis": {"kit": {"sent_urls": ["https://example.com"]}}}, "/apis/kit/sent_urls/0"),
    ],
)
def test_an_invalid_snapshot_changes_nothing(body: Any, location: str | None) -> None:
    shop = Shop()
    written(shop)
    before = reads(shop)
    reply = shop.admin("PUT", "/state", body)
    assert (reply.status, reply.json.get("location")) == (422, location)
    assert reply.json["error"]
    assert reads(shop) == before


def test_a_snapshot_is_restored_without_validation() -> None:
    shop = Shop()
    body = collection(items=[{"id": "7", "item": {"id": 7, "color": "red"}}])
    body["apis"]["cats"] = {"collections": {"/cats": {"items": [{"id": "1", "deleted": True}]}}}
    assert shop.admin("PUT", "/state", body).status == 422
    assert shop.admin("PUT", "/state", {**body, "validate": False}).status == 204
    assert shop("GET", "/pets/7").json == {"id": 7, "color": "red"}
    assert shop.admin("GET", "/state").json == body


# ---------------------------------------------------------------------- one collection


def test_a_collection_has_its_initial_and_written_items() -> None:
    shop = Shop()
    shop("POST", "/pets", {"id": 77, "name": "Tom"})
    reply = shop.admin("GET", "/state/pets")
    assert reply.json == {"api": "kit", "path": "/pets", "items": shop("GET", "/pets").json}
    assert shop.admin("GET", "/state/pets/7/visits").json["items"] == shop("GET", "/pets/7/visits").json
    assert shop.admin("GET", "/state/pets%2F7%2Fvisits").json["path"] == "/pets/7/visits"
    assert shop.admin("GET", "/state/%2Fpets").json["path"] == "/pets"
    assert shop.admin("GET", "/state/me").json["items"] == [shop("GET", "/me").json]


def test_the_items_of_a_collection_are_replaced() -> None:
    shop = Shop()
    initial = [*shop.names()]
    shop("POST", "/pets", {"id": 77, "name": "Tom"})
    given = [{"id": 5, "name": "Rex"}, {"id": initial[0], "name": "Max"}]
    reply = shop.admin("PUT", "/state/pets", given)
    assert (reply.status, reply.json["items"]) == (200, [given[1], given[0]])
    assert shop.names() == {5: "Rex", initial[0]: "Max"}
    assert [shop("GET", f"/pets/{number}").status for number in (5, initial[0], initial[1], 77)] == [200, 200, 404, 404]
    assert shop.admin("PUT", "/state/pets", {"items": []}).json["items"] == []
    assert shop.names() == {}
    assert shop.admin("DELETE", "/state/pets").status == 204
    assert [*shop.names()] == initial


def test_other_collections_are_kept() -> None:
    shop = Shop()
    written(shop)
    visits = shop("GET", "/pets/7/visits").body
    shop.admin("PUT", "/state/pets", [])
    shop.admin("DELETE", "/state/pets")
    assert shop("GET", "/pets/7/visits").body == visits
    fresh = Shop()
    assert shop("GET", "/pets").body == fresh("GET", "/pets").body
    assert shop("POST", "/pets", {"name": "x"}).body == fresh("POST", "/pets", {"name": "x"}).body


def test_ids_are_added_and_write_only_properties_are_not_kept() -> None:
    shop = Shop()
    reply = shop.admin("PUT", "/state/pets", [{"name": "Rex", "secret": "x"}, {"name": "Tom", "id": 1}])
    assert reply.json["items"] == [{"id": 2, "name": "Rex"}, {"name": "Tom", "id": 1}]


def test_a_response_can_be_sent_back() -> None:
    shop = Shop()
    found = shop.admin("GET", "/state/pets").json
    assert shop.admin("PUT", "/state/pets", found).json == found
    assert shop("GET", "/pets").body == Shop()("GET", "/pets").body


def test_a_single_item_is_replaced() -> None:
    shop = Shop()
    assert shop.admin("PUT", "/state/me", [{"email": "a@example.com"}]).json["items"] == [{"email": "a@example.com"}]
    assert shop("GET", "/me").json == {"email": "a@example.com"}
    assert shop.admin("PUT", "/state/me", []).json["items"] == []
    assert shop.admin("DELETE", "/state/me").status == 204
    assert shop("GET", "/me").body == Shop()("GET", "/me").body
    reply = shop.admin("PUT", "/state/me", [{"email": "a"}, {"email": "b"}])
    assert (reply.status, reply.json["location"]) == (422, "/1")


def test_content_is_removed_with_its_collection() -> None:
    shop = Shop()
    written(shop)
    before = Shop()("GET", "/photos/p%2F1").body
    assert shop("GET", "/photos/p%2F1").body == b"\x00\xff\n" != before
    assert shop.admin("DELETE", "/state/photos").status == 204
    assert shop("GET", "/photos/p%2F1").body == before


def test_initial_items_of_files_are_deleted_and_restored(tmp_path: Path) -> None:
    data = tmp_path / "data.yaml"
    data.write_text("/pets: [{id: 1, name: Rex}, {id: 2, name: Tom}]")
    shop = Shop(data=str(data), closed=True)
    assert shop.admin("PUT", "/state/pets", [{"id": 2, "name": "Max"}]).status == 200
    assert (shop.names(), shop("GET", "/pets/1").status) == ({2: "Max"}, 404)
    shop.admin("DELETE", "/state/pets")
    assert shop.names() == {1: "Rex", 2: "Tom"}


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("/cats-of-neighbors", "known collections: "),
        ("/pet", "did you mean '/pets'?"),
        ("/%00/%FF/x", "known collections: "),
        ("//", "known collections: "),
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_unknown_collections_are_reported(method: str, path: str, hint: str) -> None:
    reply = Shop().admin(method, f"/state{path}", [] if method == "PUT" else b"")
    assert (reply.status, reply.json["location"]) == (404, "path")
    assert reply.json["hint"].startswith(hint)


@pytest.mark.parametrize(
    ("body", "location"),
    [
        ({}, None),
        ("pets", None),
        ({"items": {}}, "/items"),
        ({"items": [], "valid": False}, "/valid"),
        ({"items": [], "validate": 0}, "/validate"),
        ({"items": [], "path": "/photos"}, "/path"),
        ({"items": [], "api": 5}, "/api"),
        ([5], "/0"),
        ([{"id": 1}], "/0"),
        ({"items": [PET, {"id": 2, "name": ""}]}, "/items/1/name"),
        ([PET, PET], "/1"),
        ([{"id": "", "name": "Rex"}], "/0/id"),
        ([{"id": "one", "name": "Rex"}], "/0/id"),
        ([{"id": [], "name": "Rex"}], "/0/id"),
    ],
)
def test_invalid_items_change_nothing(body: Any, location: str | None) -> None:
    shop = Shop()
    before = shop("GET", "/pets").body
    reply = shop.admin("PUT", "/state/pets", body)
    assert (reply.status, reply.json.get("location")) == (422, location)
    assert reply.json["error"]
    assert shop("GET", "/pets").body == before


def test_items_are_replaced_without_validation() -> None:
    shop = Shop()
    items = [{"id": 1, "color": "red"}]
    assert shop.admin("PUT", "/state/pets", {"items": items}).status == 422
    assert shop.admin("PUT", "/state/pets", {"items": items, "validate": False}).json["items"] == items
    assert shop("GET", "/pets/1").json == items[0]


def test_a_collection_is_named_by_the_path_it_is_served_at(tmp_path: Path) -> None:
    tree = document(
        {"/shop/pets/{id}": {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(
            {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}})}}},
         "/shop/pets": {"get": {"responses": {"200": response({"type": "array", "items": {
             "type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}})}}}},
        **{"x-mock-apis": [{"name": "shop", "prefix": "/shop"}]},
    )  # fmt: skip
    shop = Shop(tree, api="shop")
    given = [{"id": "a"}]
    for path in ("/pets", "/shop/pets"):
        assert shop.admin("PUT", f"/state{path}", given).json == {"api": "shop", "path": "/pets", "items": given}
    assert shop("GET", "/pets").json == given
    (path,) = shop.admin("GET", "/state").json["apis"]["shop"]["collections"]
    assert path == "/pets"
