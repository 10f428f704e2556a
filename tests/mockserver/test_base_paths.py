"""Operations below the paths of their servers, and below ``--base-path``."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.errors import UsageError
from contracts.spec.servers import base_paths
from mockserver.app import create_app
from mockserver.mounting import collisions, mount
from tests.mockserver.kit import Client, document, json_content, load, path_parameter, response

ITEM = {
    "type": "object",
    "required": ["id", "url"],
    "properties": {"id": {"type": "string"}, "url": {"type": "string"}},
}
PETS = {
    "/pets": {
        "get": {"responses": {"200": response({"type": "array", "items": ITEM, "minItems": 1})}},
        "post": {
            "requestBody": {"content": json_content(ITEM)},
            "responses": {"201": {**response(ITEM), "headers": {"Location": {"schema": {"type": "string"}}}}},
        },
    },
    "/pets/{id}": {"get": {"parameters": [path_parameter("id")], "responses": {"200": response(ITEM)}}},
}


@pytest.mark.parametrize(
    ("servers", "paths"),
    [
        ([], ()),
        ([{"url": "https://a.test"}, {"url": "/"}, {"url": "https://a.test/"}], ()),
        (
            [{"url": "https://a.test/v1/"}, {"url": "/v2"}, {"url": "//b.test/v3"}, {"url": "v4"}],
            ("/v1", "/v2", "/v3", "/v4"),
        ),
        ([{"url": "./v1"}, {"url": "https://a.test/caf%C3%A9"}], ("/v1", "/café")),
        ([{"url": "/{v}/x", "variables": {"v": {"default": "v1", "enum": ["v1", "v2"]}}}], ("/v1/x", "/v2/x")),
        ([{"url": "/{v}", "variables": {"v": {"default": ""}}}, {"url": "/{unknown}"}], ()),
        ([{"url": "{s}/x", "variables": {"s": {"default": "https://a.test/api"}}}], ("/api/x",)),
        ([{"url": "http://[broken/v1"}, {"url": 7}, None], ()),
    ],
)
def test_base_paths(servers: list[Any], paths: tuple[str, ...]) -> None:
    assert base_paths(servers) == paths


def test_a_document_answers_at_the_root_and_below_each_server() -> None:
    client = Client(create_app(document(PETS, servers=[{"url": "https://pets.test/api/v1"}, {"url": "/v2"}])))
    found = client("GET", "/pets/7").json
    assert client("GET", "/api/v1/pets/7").json == found
    assert client("GET", "/v2/pets/7").json == found
    assert client("GET", "/v3/pets/7").status == 404
    assert client("DELETE", "/v2/pets").status == 405


def test_the_base_path_of_swagger() -> None:
    tree = {
        "swagger": "2.0",
        "info": {"title": "Pets", "version": "1"},
        "basePath": "/v2",
        "paths": {"/pets": {"get": {"responses": {"200": {"description": "fine"}}}}},
    }
    client = Client(create_app(tree))
    assert (client("GET", "/pets").status, client("GET", "/v2/pets").status) == (200, 200)


def test_location_and_urls_have_the_base_path_of_the_request() -> None:
    example = {"id": "7", "url": "https://pets.test/api/v1/pets/7"}
    paths = {**PETS, "/sample": {"get": {"responses": {"200": response(ITEM, example=example)}}}}
    client = Client(
        create_app(document(paths, servers=[{"url": "https://pets.test/api/v1"}, {"url": "/v2"}]), static=True)
    )
    for base in ("", "/api/v1", "/v2"):
        made = client("POST", f"{base}/pets", {"id": "9", "url": "x"})
        assert made.header("location").startswith(f"{base}/pets/")
        assert client("GET", made.header("location")).status == 200
        assert client("GET", f"{base}/sample", headers={"host": "here"}).json["url"] == f"http://here{base}/pets/7"


def test_servers_of_a_path_and_of_an_operation() -> None:
    paths = {
        "/files": {**PETS["/pets"], "servers": [{"url": "https://files.test/up"}]},
        "/files/{id}": PETS["/pets/{id}"],
        "/other": {"get": {"servers": [{"url": "/own"}]}},
    }
    client = Client(create_app(document(paths, servers=[{"url": "/v1"}])))
    made = client("POST", "/up/files", {"id": "9", "url": "x"})
    assert (made.status, made.header("location")) == (201, "/files/9")
    assert client("GET", "/files/9").status == 200
    assert client("GET", "/own/other").status == 200
    assert client("GET", "/up/other").status == 404
    assert client("GET", "/v1/other").status == 200


def test_a_path_of_the_document_takes_precedence() -> None:
    paths = {
        "/v2/pets": {"get": {"responses": {"200": response({"const": "own"})}}},
        "/pets": {"get": {"responses": {"200": response({"const": "below"})}}},
        "/{a}/dogs": {"get": {"parameters": [path_parameter("a")], "responses": {"200": response({"const": "any"})}}},
        "/dogs": {"get": {"responses": {"200": response({"const": "dogs"})}}},
    }
    client = Client(create_app(document(paths, servers=[{"url": "/v2"}])))
    assert client("GET", "/v2/pets").json == "own"
    assert client("GET", "/v2/v2/pets").json == "own"
    assert client("GET", "/pets").json == "below"
    assert client("GET", "/v2/dogs").json == "dogs"
    assert client("GET", "/v3/dogs").json == "any"


def test_another_base_path() -> None:
    client = Client(create_app(document(PETS, servers=[{"url": "/v1"}]), base_path="/mock"))
    for base in ("", "/v1", "/mock", "/mock/v1"):
        assert client("GET", f"{base}/pets/7").status == 200
    with pytest.raises(UsageError, match="base_path: expected a path such as /v2"):
        create_app(document(PETS), base_path="v2")


def test_several_documents_answer_below_their_names_and_servers() -> None:
    first = document({"/pets": {"get": {}}}, info={"title": "A", "version": "1"}, servers=[{"url": "/v1"}])
    second = document({"/dogs": {"get": {}}}, info={"title": "B", "version": "1"}, servers=[{"url": "/v2"}])
    app = create_app(first, second)
    client = Client(app)
    for path in ("/a/pets", "/pets", "/v1/pets", "/a/v1/pets", "/b/dogs", "/dogs", "/v2/dogs", "/b/v2/dogs"):
        assert client("GET", path).status == 200, path
    assert client("GET", "/v2/pets").status == 404
    assert client("GET", "/v1/pets", headers={"host": "a.localhost"}).status == 200
    assert collisions(app.apis) == []


def item(name: str, parameter: str) -> dict[str, Any]:
    return {"get": {"operationId": name, "parameters": [path_parameter(parameter)]}}


def test_collisions_name_both_locations() -> None:
    first = load({"/x/{id}": item("one", "id"), "/y": {"get": {}}}, info={"title": "A", "version": "1"})
    second = load({"/x/{key}": item("two", "key"), "/y": {"get": {}}}, info={"title": "B", "version": "1"})
    (message,) = collisions(mount([first, second]))
    assert message.startswith("GET /x/{key} is the path of two operations: one (<document>")
    assert "/paths/~1x~1{id}/get)) and two (<document>" in message
    assert message.endswith("; 1 more paths of these documents")
    same = load({"/x/{id}": item("one", "id"), "/x/{key}": item("two", "key")})
    assert len(collisions(mount([same]))) == 1
    assert collisions(mount([load({"/v1/x": {"get": {}}, "/x": {"get": {}}}, servers=[{"url": "/v1"}])])) == []


def test_two_documents_of_one_name_are_refused_with_their_locations() -> None:
    with pytest.raises(UsageError, match=r"'Kit' \(<document> .*\) and 'Kit' \(<document>"):
        mount([load({"/a": {"get": {}}}), load({"/b": {"get": {}}})])
