"""Paths and host names of APIs."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import UsageError
from contracts.spec.model import Contract
from mockserver.app import create_app
from mockserver.mounting import MountedApi, mount
from tests.mockserver.kit import Client, Reply, document, json_content, load, path_parameter, response


def contract(title: str, *paths: str, apis: list[Any] | None = None) -> Contract:
    parts = {"x-mock-apis": apis} if apis else {}
    return load({path: {"get": {}} for path in paths}, info={"title": title, "version": "1"}, **parts)


def served(*mounted: MountedApi) -> dict[str, list[str]]:
    return {f"{item.api.name} {item.prefix}": [operation.path for operation in item.operations] for item in mounted}


TWO = [{"name": "shop", "prefix": "/shop"}, {"name": "bank", "prefix": "/bank"}]
PATHS = ("/shop", "/shop/pets", "/bank/")


def test_a_single_api_is_served_at_the_root() -> None:
    assert served(*mount([contract("Pets", "/pets", "/")])) == {"pets ": ["/pets", "/"]}


def test_apis_of_one_document_keep_their_paths() -> None:
    mounted = mount([contract("All", *PATHS, apis=TWO)])
    assert served(*mounted) == {"shop /shop": ["/shop", "/shop/pets"], "bank /bank": ["/bank/"]}


def test_the_selected_api_is_served_at_the_root() -> None:
    assert served(*mount([contract("All", *PATHS, apis=TWO)], "shop")) == {"shop ": ["/", "/pets"]}


def test_several_documents_are_served_under_their_names() -> None:
    mounted = mount([contract("My Pets", "/pets", "/"), contract("All", *PATHS, apis=TWO)])
    assert served(*mounted) == {
        "my-pets /my-pets": ["/my-pets/pets", "/my-pets/"],
        "shop /shop": ["/shop", "/shop/pets"],
        "bank /bank": ["/bank/"],
    }


def test_two_apis_with_one_prefix_are_refused() -> None:
    with pytest.raises(UsageError, match="several APIs have the path prefix /pets") as caught:
        mount([contract("Pets", "/a"), contract("Pets", "/b")])
    assert "--api" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "message", "hint"),
    [
        ("shp", "--api shp: no API has this name", "did you mean shop?"),
        ("zzz", "--api zzz: no API has this name", "available: bank, shop"),
    ],
)
def test_an_unknown_name(name: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        mount([contract("All", *PATHS, apis=TWO)], name)
    assert (caught.value.message, caught.value.hint) == (message, hint)


def test_an_ambiguous_name() -> None:
    with pytest.raises(UsageError, match="several APIs have this name"):
        mount([contract("Pets", "/a"), contract("Pets", "/b")], "pets")


ITEM = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}


def error(name: str) -> dict[str, Any]:
    return {"x-mock-errors": {"no_route": {"body": name}, "method_not_allowed": {"body": name}}}


TREE = document(
    {
        "/shop/pets": {
            "post": {
                "requestBody": {"content": json_content(ITEM)},
                "responses": {"201": response(ITEM)},
            }
        },
        "/shop/pets/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"responses": {"200": response(ITEM)}},
        },
        "/shop": {"get": {"responses": {"200": response({"const": "the shop"})}}},
        "/zoo/pets/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"responses": {"200": response({"const": "the zoo"})}},
        },
    },
    **{
        "x-mock-apis": [
            {"name": "shop", "prefix": "/shop", **error("shop")},
            {"name": "zoo", "prefix": "/zoo", **error("zoo")},
        ]
    },
)


def send(method: str, target: str, host: str, body: Any = b"", **settings: Any) -> Reply:
    return Client(create_app(TREE, **settings))(method, target, body, {"host": host})


@pytest.mark.parametrize("host", ["shop.localhost", "shop.localhost:8080", "SHOP.LocalHost:1", "shop.localhost:"])
def test_a_host_name_serves_its_api_at_native_paths(host: str) -> None:
    assert send("GET", "/pets/7", host).json == send("GET", "/shop/pets/7", "here").json
    assert send("GET", "/pets/7", "zoo.localhost").json == "the zoo"
    assert send("HEAD", "/pets/7", host).status == 200


@pytest.mark.parametrize("host", ["", "localhost", "other.localhost", "shop", "shop.localhost.com", "a.shop.localhost"])
def test_other_host_names_serve_all_apis_under_prefixes(host: str) -> None:
    assert send("GET", "/pets/7", host).status == 404
    assert send("GET", "/zoo/pets/7", host).json == "the zoo"


def test_prefixed_paths_work_with_every_host_name() -> None:
    assert send("GET", "/zoo/pets/7", "shop.localhost").json == "the zoo"
    assert send("GET", "/shop/pets/7", "shop.localhost").json["id"] == "7"


def test_the_prefix_is_the_root_of_its_host_name() -> None:
    assert send("GET", "/", "shop.localhost").json == "the shop"


@pytest.mark.parametrize(
    ("method", "target", "status"), [("GET", "/nowhere", 404), ("DELETE", "/pets/7", 405), ("DELETE", "/", 405)]
)
def test_a_failure_has_the_format_of_the_hosts_api(method: str, target: str, status: int) -> None:
    reply = send(method, target, "shop.localhost")
    assert (reply.status, reply.json) == (status, "shop")


def test_a_failure_at_a_prefixed_path_has_the_format_of_its_api() -> None:
    assert send("DELETE", "/zoo/pets/7", "shop.localhost").json == "zoo"


def test_location_has_the_path_that_the_client_used() -> None:
    reply = send("POST", "/pets", "shop.localhost", {"id": "a"})
    assert (reply.status, reply.header("location")) == (201, "/pets/a")


@pytest.mark.parametrize(("method", "allow"), [("OPTIONS", "GET, HEAD, OPTIONS"), ("PUT", "GET, HEAD, OPTIONS")])
def test_allowed_methods_are_those_of_the_native_path(method: str, allow: str) -> None:
    assert send(method, "/pets/7", "shop.localhost").header("allow") == allow


@pytest.mark.parametrize("target", ["/__mock__/", "/__mock__/openapi.json"])
def test_our_pages_work_with_every_host_name(target: str) -> None:
    assert send("GET", target, "zoo.localhost").status == 200


@pytest.mark.parametrize("target", ["*", ""])
def test_request_targets_without_a_path(target: str) -> None:
    assert send("OPTIONS", target, "shop.localhost").status == 404


def test_an_api_at_the_root_has_no_host_name() -> None:
    assert send("GET", "/pets/7", "zoo.localhost", api="shop").json["id"] == "7"


def test_an_ambiguous_name_is_not_a_host_name() -> None:
    first, second = (
        document({f"{prefix}/pets": {"get": {}}}, **{"x-mock-apis": [{"name": "twin", "prefix": prefix}]})
        for prefix in ("/a", "/b")
    )
    client = Client(create_app(first, second))
    assert client("GET", "/pets", headers={"host": "twin.localhost"}).status == 404
    assert client("GET", "/a/pets", headers={"host": "twin.localhost"}).status == 200
