"""Requests for paths with selectors, and the operations that requests belong to."""

from __future__ import annotations

import shlex
from contextlib import closing

import pytest

from contracts.conformance.request_builder import RequestBuilder
from contracts.conformance.routes import Routes
from contracts.conformance.session import Session, SessionPlan
from contracts.generation.generate import Generators
from contracts.spec.path_selectors import Selector, selected_path
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app
from mockserver.console.index import Index
from tests.mockserver.kit import Client, document, load, parameter, path_parameter, response


def named(name: str, *parameters: object) -> dict[str, object]:
    return {"operationId": name, "parameters": [*parameters], "responses": {"200": response({"const": name})}}


TARGET = {"name": "X-Target", "in": "header", "required": True, "schema": {"type": "string", "enum": ["Get", "List"]}}
CORS = {"name": "cors", "in": "query", "schema": {"type": "boolean", "enum": [True]}}
PATHS = {
    "/#X-Target=Get": {"post": named("get", {**TARGET, "schema": {"enum": ["Get"]}})},
    "/#X-Target=List": {"post": named("list", {**TARGET, "schema": {"enum": ["List"]}})},
    "/rest?method=a.b": {"get": named("rest")},
    "/rest?kind={kind}": {"get": named("kind", path_parameter("kind", {"type": "integer"}))},
    "/{bucket}/x#cors": {"get": named("cors", path_parameter("bucket"), CORS)},
    "/{bucket}/x": {"get": named("bucket", path_parameter("bucket"))},
    "/files#share": {"put": named("share")},
    "/any#X-Target=Any": {"post": named("any", {**TARGET, "schema": {"type": "string"}})},
    "/numbered?v=2": {"get": named("second", {**CORS, "name": "v", "schema": {"type": "integer"}})},
}


def test_requests_reach_their_operations() -> None:
    contract = load(PATHS)
    client = Client(create_app(document(PATHS)))
    builder = RequestBuilder(Generators(seed=1), {})
    routes = Routes(contract.operations, native=False)
    for operation in contract.operations:
        request = builder.build(operation)
        assert "#" not in request.target
        found = client(request.method, request.target, headers=request.headers)
        assert (found.status, found.json) == (200, operation.id), request
        route = routes.match(request.method, request.path, request)
        assert route is not None
        assert route.operation is operation


LABELS = {
    "/{key}": {"get": named("item", path_parameter("key"))},
    "/{name}#first": {"get": named("first", path_parameter("name")), "put": named("replace", path_parameter("name"))},
    "/{name}#second": {"get": named("second", path_parameter("name")), "put": named("again", path_parameter("name"))},
    "/{name}#key": {"get": named("other", path_parameter("name"), {"name": "key", "in": "query", "schema": {}})},
}


def test_operations_with_the_path_of_another_one_are_not_tested() -> None:
    contract = load(LABELS)
    with closing(AsgiTransport(create_app(contract))) as transport:
        session = Session(contract, transport, SessionPlan())
    assert [one.id for one in session.operations] == ["item", "replace", "other"]
    assert [one.id for one in session.usable] == ["item", "replace", "other"]
    assert [(one.id, other.id) for one, other in session.hidden] == [
        ("first", "item"),
        ("second", "item"),
        ("again", "replace"),
    ]
    assert "second: its path is that of item without the label" in "\n".join(session.notes)


def test_the_sample_of_an_operation_with_the_path_of_another_one_reaches_it() -> None:
    app = create_app(document(LABELS))
    index = Index(app.apis, app.settings)
    operations = app.apis[0].operations
    for one in operations:
        command = shlex.split(index.curl(one, "http://mock"))
        (url,) = (part for part in command if part.startswith("http://mock"))
        method = command[command.index("-X") + 1] if "-X" in command else "GET"
        assert Client(app)(method, url.removeprefix("http://mock")).json == one.operation.id


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("/a", None),
        ("/{a#b}/{c?}", None),
        ("/a#share", ("/a", (), True)),
        ("/a#mode=fast", ("/a", (Selector(("query", "header"), "mode", "fast"),), True)),
        ("/a#x-key", ("/a", (Selector(("header",), "x-key"),), False)),
        ("/a#q=1&X-KEY=b%20c", ("/a", (Selector(("query",), "q", "1"), Selector(("header",), "X-KEY", "b c")), False)),
        ("/a?flag&p={id}", ("/a", (Selector(("query",), "flag"), Selector(("query",), "p", None, "id")), False)),
    ],
)
def test_selected_path(template: str, expected: object) -> None:
    parameters = [parameter("query", "q", {}), parameter("header", "X-Key", {})]
    assert selected_path(template, parameters) == expected
