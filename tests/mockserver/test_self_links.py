"""Properties of items with the URL of the item lead to the item at the mock."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, Reply, document, json_content, path_parameter, response

TEXT = {"type": "string"}
LINK = {"type": "string", "format": "uri"}
SERVER = "https://api.shop.example/v2"


def shown(properties: dict[str, Any], *, collection: str = "/pets", server: str = "", **settings: Any) -> Client:
    """An API of items that have all these properties besides their id."""
    item = {"type": "object", "required": ["id", *properties], "properties": {"id": TEXT, **properties}}
    sent = {"type": "object", "properties": {"name": TEXT, "site": LINK}}
    outer = [path_parameter("owner")] if "{owner}" in collection else []
    paths = {
        collection: {
            "parameters": outer,
            "get": {"responses": {"200": response({"type": "array", "items": item})}},
            "post": {"requestBody": {"content": json_content(sent)}, "responses": {"201": response(item)}},
        },
        f"{collection}/{{id}}": {
            "parameters": [*outer, path_parameter("id")],
            "get": {"responses": {"200": response(item)}},
            "put": {"requestBody": {"content": json_content(sent)}, "responses": {"200": response(item)}},
        },
    }
    more = {"servers": [{"url": server}]} if server else {}
    return Client(create_app(document(paths, **more), **settings))


def get(client: Client, target: str = "/pets/7", method: str = "GET", body: Any = b"") -> Reply:
    return client(method, target, body, server=("mock.test", 8000))


def enclosed(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


@pytest.mark.parametrize(
    ("properties", "keys"),
    [
        ({"self": LINK}, ["self"]),
        ({"selfLink": TEXT}, ["selfLink"]),
        ({"href": LINK}, ["href"]),
        ({"_links": enclosed(self=enclosed(href=TEXT))}, ["_links", "self", "href"]),
        ({"links": enclosed(self=LINK)}, ["links", "self"]),
        ({"url": {**LINK, "example": f"{SERVER}/pets/1"}}, ["url"]),
        ({"url": {**LINK, "description": "Canonical URL of the pet"}}, ["url"]),
    ],
)
def test_links(properties: dict[str, Any], keys: list[str]) -> None:
    value = get(shown(properties, server=SERVER)).json
    for key in keys:
        value = value[key]
    assert value == "http://mock.test:8000/pets/7"


def test_a_link_without_documented_servers() -> None:
    assert get(shown({"self": LINK})).json["self"] == "http://mock.test:8000/pets/7"


@pytest.mark.parametrize("name", ["url", "html_url", "site", "avatar_url", "next"])
def test_other_urls_stay(name: str) -> None:
    value = get(shown({name: LINK})).json[name]
    assert "mock.test" not in value


def test_the_link_is_the_same_after_creation_and_replacement() -> None:
    client = shown({"self": LINK, "name": TEXT})
    created = get(client, "/pets", "POST", {"name": "Rex"}).json
    assert created["self"] == f"http://mock.test:8000/pets/{created['id']}"
    path = f"/pets/{created['id']}"
    assert get(client, path).json == created
    assert created in get(client, "/pets").json
    assert get(client, path, "PUT", {"name": "Max"}).json["self"] == created["self"]


def test_the_path_of_nested_items() -> None:
    client = shown({"self": LINK}, collection="/owners/{owner}/pets")
    assert get(client, "/owners/a%20b/pets/7").json["self"] == "http://mock.test:8000/owners/a%20b/pets/7"


def test_the_url_of_the_documented_server_on_request() -> None:
    client = shown({"self": LINK}, server=SERVER, keep_server_urls=True)
    assert get(client).json["self"] == f"{SERVER}/pets/7"
