"""``x-mock-resource``: roles, ids and envelopes that the inference does not find."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.errors import DocumentError
from contracts.spec.model import Resource

TICKET: dict[str, Any] = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "title": {"type": "string"}, "state": {"type": "string"}},
}
DONE = {"type": "object", "properties": {"ok": {"type": "boolean"}}}


def response(schema: Any = None, **further: Any) -> dict[str, Any]:
    content = {"content": {"application/json": {"schema": schema}}} if schema is not None else {}
    return {"responses": {"200": {"description": "d", **content}}, **further}


def hint(**keys: str) -> dict[str, Any]:
    return {"x-mock-resource": keys}


def load(paths: dict[str, Any]) -> dict[str, Resource | None]:
    for path, item in paths.items():
        names = [part.partition("}")[0] for part in path.split("{")[1:]]
        item["parameters"] = [{"name": name, "in": "path", "required": True, "schema": {}} for name in names]
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    return {f"{one.method} {one.path}": one.resource for one in contracts.load(tree).operations}


def tickets(**further: Any) -> dict[str, Any]:
    return {"/tickets/{id}": {"get": response(TICKET)}, **further}


def loaded(paths: dict[str, Any], key: str) -> Resource:
    found = load(paths)[key]
    assert found is not None
    return found


def error(paths: dict[str, Any]) -> str:
    with pytest.raises(DocumentError) as caught:
        load(paths)
    return caught.value.findings[0].message


def test_role_none_removes_state() -> None:
    paths = tickets(**{"/tickets": {"post": response(TICKET, **hint(role="none"))}})
    assert load(paths)["POST /tickets"] is None


def test_role_of_an_action_that_does_not_return_the_item() -> None:
    path = "/tickets/{id}/close"
    assert load(tickets(**{path: {"post": response(DONE)}}))[f"POST {path}"] is None
    found = loaded(tickets(**{path: {"post": response(DONE, **hint(role="act"))}}), f"POST {path}")
    assert (found.collection, found.role, found.id_parameter) == ("/tickets", "act", "id")
    assert found.reason == "the role of x-mock-resource"


def test_role_with_a_collection_elsewhere() -> None:
    correction = hint(role="create", collection="/tickets")
    found = loaded(tickets(**{"/open-ticket": {"post": response(DONE, **correction)}}), "POST /open-ticket")
    assert (found.collection, found.role, found.id_parameter) == ("/tickets", "create", "")


def test_role_of_an_action_instead_of_a_creation() -> None:
    path, correction = "/tickets/{id}/reopen", hint(role="act", collection="/tickets")
    found = loaded(tickets(**{path: {"post": response(TICKET, **correction)}}), f"POST {path}")
    assert (found.role, found.id_parameter) == ("act", "id")


@pytest.mark.parametrize("pointer", ["/metadata/name", "/metadata/uid"])
def test_id_as_json_pointer(pointer: str) -> None:
    text = {"type": "string"}
    metadata = {"type": "object", "properties": {"name": text, "uid": text}}
    item = {"type": "object", "properties": {"kind": text, "metadata": metadata}}
    found = loaded({"/pods/{pod}": {"get": response(item, **hint(id=pointer))}}, "GET /pods/{pod}")
    assert found.id_path == tuple(pointer[1:].split("/"))


def test_list_as_json_pointer() -> None:
    array = {"type": "array", "items": TICKET}
    body = {"type": "object", "properties": {"old": array, "result": {"properties": {"new": array}}}}
    paths = tickets(**{"/tickets": {"get": response(body, **hint(list="/result/new"))}})
    assert loaded(paths, "GET /tickets").list_path == ("result", "new")


def wrapped() -> dict[str, Any]:
    """A response with two objects that could be the item."""
    return {"type": "object", "properties": {"before": TICKET, "after": TICKET, "requested": DONE}}


@pytest.mark.parametrize(("envelope", "keys"), [("after", ("after",)), ("/after", ("after",))])
def test_envelope(envelope: str, keys: tuple[str, ...]) -> None:
    correction = hint(envelope=envelope)
    paths = {"/tickets/{id}": {"get": response(wrapped(), **correction), "delete": response(**correction)}}
    found = loaded(paths, "GET /tickets/{id}")
    assert (found.item_path, found.id_path) == (keys, ("id",))
    assert loaded(paths, "DELETE /tickets/{id}").role == "delete"


def test_empty_envelope_means_that_the_body_is_the_item() -> None:
    item = {"type": "object", "properties": {"kind": {"type": "string"}, "data": TICKET}}
    paths = {"/tickets/{id}": {"get": response(item)}}
    assert loaded(paths, "GET /tickets/{id}").item_path == ("data",)
    paths = {"/tickets/{id}": {"get": response(item, **hint(envelope=""))}}
    found = loaded(paths, "GET /tickets/{id}")
    assert (found.item_path, {*found.item.possible_properties}) == ((), {"kind", "data"})


def test_envelope_of_the_request_body() -> None:
    body = {"requestBody": {"content": {"application/json": {"schema": wrapped()}}}}
    paths = tickets(**{"/tickets": {"post": response(TICKET, **body, **hint(envelope="after"))}})
    found = loaded(paths, "POST /tickets")
    assert (found.body_path, found.item_path) == (("after",), ())


def test_errors() -> None:
    assert error({"/tickets/{id}": {"get": response(TICKET, **hint(envelope="dta"))}}) == (
        "x-mock-resource: neither the response nor the request body has a property 'dta'"
    )
    assert error({"/jobs/run": {"post": response(DONE, **hint(role="act"))}}) == (
        "x-mock-resource: role 'act': no collection with a known item schema is in the path; name one with 'collection'"
    )
    failing = {"responses": {"400": {"description": "d"}}, **hint(role="delete")}
    assert error(tickets(**{"/tickets/{id}/remove": {"post": failing}})) == (
        "x-mock-resource: role 'delete': only errors are documented as responses"
    )


def nested(*keys: str, schema: Any, **others: Any) -> dict[str, Any]:
    for key in reversed(keys):
        schema = {"type": "object", "properties": {key: schema, **others}}
    return schema


def test_examples_of_the_documentation() -> None:
    array = {"type": "array", "items": TICKET}
    results = nested("result", schema=nested("current", schema=array, archived=array))
    order = nested("payload", schema=nested("order", schema=TICKET, customer=TICKET))
    paths = tickets(
        **{
            "/search/tickets": {"get": response(array, **hint(collection="/tickets"))},
            "/invoices": {"get": response(results, **hint(list="/result/current"))},
            "/invoices/{id}": {"get": response(TICKET)},
            "/orders/{id}": {"get": response(order, **hint(envelope="/payload/order"))},
            "/tickets/{id}/escalate": {"post": response(DONE, **hint(role="act"))},
            "/tickets/preview": {"post": response(TICKET, **hint(role="none"))},
        }
    )
    found = load(paths)
    shown = {key: one and (one.collection, one.role, one.list_path or one.item_path) for key, one in found.items()}
    assert shown == {
        "GET /tickets/{id}": ("/tickets", "read", ()),
        "GET /search/tickets": ("/tickets", "list", ()),
        "GET /invoices": ("/invoices", "list", ("result", "current")),
        "GET /invoices/{id}": ("/invoices", "read", ()),
        "GET /orders/{id}": ("/orders", "read", ("payload", "order")),
        "POST /tickets/{id}/escalate": ("/tickets", "act", ()),
        "POST /tickets/preview": None,
    }
