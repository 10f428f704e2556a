"""Routes that depend on more than a path: conditions, path parameters, several values in one segment."""

from __future__ import annotations

import re
from typing import Any

import pytest

from mockserver.app import create_app
from mockserver.http.operation_routes import add_routes
from mockserver.http.routing import Router
from tests.mockserver.kit import Client, document, load, path_parameter, response


def named(name: str, *parameters: Any) -> dict[str, Any]:
    return {"operationId": name, "parameters": [*parameters], "responses": {"200": response({"const": name})}}


def parameter(location: str, name: str, *, required: bool = True, **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": location, "required": required, "schema": schema or {"type": "string"}}


def client(paths: dict[str, Any]) -> Client:
    return Client(create_app(document(paths)))


def test_operations_of_one_path_are_selected_by_a_header() -> None:
    target = parameter("header", "X-Amz-Target", type="string")
    send = client(
        {
            "/#X-Amz-Target=Table.Get": {"post": named("get", target)},
            "/#X-Amz-Target=Table.List": {"post": named("list", target)},
        }
    )
    assert send("POST", "/", headers={"x-amz-target": "Table.Get"}).json == "get"
    assert send("POST", "/", headers={"X-AMZ-TARGET": "Table.List"}).json == "list"
    assert send("POST", "/%23X-Amz-Target=Table.List", headers={"x-amz-target": "Table.List"}).json == "list"
    assert send("POST", "/", headers={"x-amz-target": "Table.None"}).status == 405  # the index page has GET only
    assert send("GET", "/").status == 200
    preflight = {"origin": "http://a.test", "access-control-request-method": "POST"}
    assert send("OPTIONS", "/", headers=preflight).header("access-control-allow-methods")


def test_a_missing_or_wrong_selector_is_explained() -> None:
    get = parameter("header", "X-Target", enum=["Get"])
    listed = parameter("header", "X-Target", enum=["List"])
    send = client({"/r#X-Target=Get": {"post": named("get", get)}, "/r#X-Target=List": {"post": named("list", listed)}})
    assert send("POST", "/r", headers={"x-target": "List"}).json == "list"
    for headers in ({}, {"x-target": "None"}):
        refused = send("POST", "/r", headers=headers)
        assert (refused.status, refused.header("x-mock-reason").partition(":")[0]) == (
            422,
            "invalid_parameter header/X-Target",
        )


def test_a_missing_selector_is_explained_on_a_path_with_other_methods() -> None:
    get = parameter("header", "X-Target", enum=["Get"])
    send = client(
        {
            "/#X-Target=Get": {"post": named("get", get)},
            "/r#X-Target=Get": {"post": named("r", get)},
            "/r": {"get": named("list")},
        }
    )
    for path in ("/", "/r"):
        assert send("POST", path, headers={"x-target": "Get"}).status == 200
        for headers in ({}, {"x-target": "None"}):
            refused = send("POST", path, headers=headers)
            reason = refused.header("x-mock-reason").partition(":")[0]
            assert (refused.status, reason) == (422, "invalid_parameter header/X-Target")
    assert send("GET", "/").status == 200
    assert send("PUT", "/").status == 405


def test_operations_of_one_path_are_selected_by_the_query() -> None:
    action = parameter("query", "action", type="string")
    send = client(
        {
            "/rest?action=a": {"get": named("a", action)},
            "/rest#action=b": {"get": named("b", action)},
            "/rest?action=b&deep": {"get": named("deep", action)},
            "/rest": {"get": named("plain")},
            "/items?kind={kind}": {"get": named("kind", path_parameter("kind", {"type": "integer"}))},
        }
    )
    assert send("GET", "/rest?action=a").json == "a"
    assert send("GET", "/rest?x=1&action=b").json == "b"
    assert send("GET", "/rest?deep=&action=b").json == "deep"
    assert send("GET", "/rest?action=c").json == "plain"
    assert send("GET", "/rest").json == "plain"
    assert send("GET", "/rest%3Faction=a?action=a").json == "a"
    assert send("GET", "/items?kind=7").json == "kind"
    assert send("GET", "/items?kind=x").status == 422
    assert send("GET", "/items?kind=").status == 404
    assert send("GET", "/items").status == 404
    assert send("POST", "/rest?action=a").status == 405


def test_a_label_selects_nothing() -> None:
    send = client(
        {
            "/files/{id}#share": {
                "put": named("share", path_parameter("id")),
                "get": named("shared", path_parameter("id")),
            },
            "/files/{id}": {"put": named("update", path_parameter("id"))},
            "/analyze#overload=stream": {"post": named("stream")},
        }
    )
    assert send("PUT", "/files/7").json == "update"
    assert send("GET", "/files/7").json == "shared"
    assert send("PUT", "/files/7%23share").json == "share"
    assert send("POST", "/analyze").json == "stream"
    assert send("POST", "/analyze?overload=stream").json == "stream"


def test_the_second_of_two_paths_of_one_shape() -> None:
    send = client(
        {
            "/a/{id}": {
                "get": named("id", path_parameter("id", {"type": "integer"})),
                "put": named("put", path_parameter("id")),
            },
            "/a/{name}": {"get": named("name", path_parameter("name", {"enum": ["x", "y"]}))},
            "/a/{key}": {"get": named("key", path_parameter("key", {"type": "string", "pattern": "^k-"}))},
        }
    )
    assert [send("GET", f"/a/{value}").json for value in ("7", "x", "k-1", "y")] == ["id", "name", "key", "name"]
    refused = send("GET", "/a/z")
    assert (refused.status, refused.header("x-mock-reason").split(":")[0]) == (422, "invalid_parameter path/id")
    assert send("PUT", "/a/z").json == "put"
    assert send("HEAD", "/a/x").status == 200
    assert send("DELETE", "/a/x").status == 405


NUMBER: dict[str, Any] = {"type": "number"}
FORMAT: dict[str, Any] = {"enum": ["json", "xml"]}
TEXT: dict[str, Any] = {"type": "string"}


@pytest.mark.parametrize(
    ("template", "parameters", "path", "values"),
    [
        ("/{lat}.{format}", [NUMBER, FORMAT], "/51.5.json", ["51.5", "json"]),
        ("/{lat}.{format}", [NUMBER, FORMAT], "/51.json", ["51", "json"]),
        ("/{lat}.{format}", [NUMBER, FORMAT], "/51%2E5%2exml", ["51%2E5", "xml"]),
        ("/{id}{ext}", [TEXT, {"enum": [".json"]}], "/a-b.json", ["a-b", ".json"]),
        ("/{id}{ext}", [{"type": "integer"}, {"enum": [".a", ".b"]}], "/123.b", ["123", ".b"]),
        ("/at/{a},{b}", [NUMBER, NUMBER], "/at/51.5,-0.1", ["51.5", "-0.1"]),
        ("/f(x='{x}',y={y})", [TEXT, NUMBER], "/f(x='a',b',y=2)", ["a',b", "2"]),
        ("/{a}-{b}/{c}.{d}", [TEXT, NUMBER, NUMBER, FORMAT], "/x-y-1/2.5.xml", ["x-y", "1", "2.5", "xml"]),
    ],
)
def test_several_parameters_in_a_segment(template: str, parameters: list[Any], path: str, values: list[str]) -> None:
    names = re.findall(r"{(.+?)}", template)
    own = [path_parameter(name, node) for name, node in zip(names, parameters, strict=True)]
    (operation,) = load({template: {"get": named("file", *own)}}).operations
    router: Router[str] = Router()
    add_routes(router, operation, operation.path, "found")
    assert router.route("GET", path).path_values == dict(zip(names, values, strict=True))


def test_no_way_to_divide_a_segment() -> None:
    parameters = [path_parameter("id", {"type": "integer"}), path_parameter("ext", FORMAT)]
    send = client(
        {"/x/{id}.{ext}": {"get": named("file", *parameters)}, "/x/{id}": {"get": named("item", parameters[0])}}
    )
    assert send("GET", "/x/7.json").json == "file"
    assert send("GET", "/x/7").json == "item"
    assert send("GET", "/x/7.5.json").status == 422
    assert send("GET", "/x/" + "." * 3000).status == 422


def test_a_suffix_that_is_not_one() -> None:
    paths = {
        "/x/{id}.json": {"get": named("json", path_parameter("id", {"type": "integer"}))},
        "/x/{name}": {"get": named("name", path_parameter("name"))},
    }
    send = client(paths)
    assert (send("GET", "/x/7.json").json, send("GET", "/x/a.json").json) == ("json", "name")


@pytest.mark.parametrize("template", ["/send/#env/v1/items/{id}", "/send/#item-{id}", "/send?key={id}-{id}"])
def test_a_mark_that_selects_nothing_is_part_of_the_path(template: str) -> None:
    send = client({template: {"get": named("read", path_parameter("id"))}})
    target = template.replace("#", "%23").replace("?", "%3F").replace("{id}", "7")
    assert send("GET", target).json == "read"
    assert send("GET", "/send/").status == 404
