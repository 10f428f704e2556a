"""Items of several alternatives keep what clients write: ``oneOf``, ``anyOf``, subtypes of a discriminator."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, Reply, document, json_content, path_parameter, response

REF = "#/components/schemas/"
TEXT = {"type": "string"}
NUMBER = {"type": "number"}
ID = {"type": "string"}

Schemas = dict[str, Any]


def variant(required: list[str], properties: Schemas, **more: Any) -> Schemas:
    return {"type": "object", "required": required, "properties": properties, **more}


def refs(*names: str) -> list[Schemas]:
    return [{"$ref": REF + name} for name in names]


def variants(identity: Schemas, **more: Any) -> Schemas:
    return {
        "Train": variant([*identity, "wagons"], {**identity, "wagons": NUMBER, "line": TEXT}, **more),
        "Ship": variant([*identity, "draught"], {**identity, "draught": NUMBER, "harbour": TEXT}, **more),
    }


def tagged(tag: Any, other: Any) -> Schemas:
    return {
        "Train": variant(["id", "kind", "wagons"], {"id": ID, "kind": tag, "wagons": NUMBER, "line": TEXT}),
        "Ship": variant(["id", "kind", "draught"], {"id": ID, "kind": other, "draught": NUMBER, "harbour": TEXT}),
    }


MAPPING = {"propertyName": "kind", "mapping": {"train": REF + "Train", "ship": REF + "Ship"}}
SERVER = {
    "id": {"type": "string", "format": "uuid", "readOnly": True},
    "createdAt": {"type": "string", "format": "date-time", "readOnly": True},
}

DOCUMENTS: dict[str, tuple[Schemas, bool]] = {
    # the schemas, and whether bodies have the property kind
    "oneOf": ({"Vehicle": {"oneOf": refs("Train", "Ship")}, **variants({"id": ID})}, False),
    "anyOf": ({"Vehicle": {"anyOf": refs("Train", "Ship")}, **variants({"id": ID})}, False),
    "closed": (
        {"Vehicle": {"oneOf": refs("Train", "Ship")}, **variants({"id": ID}, additionalProperties=False)},
        False,
    ),
    "read-only": ({"Vehicle": {"oneOf": refs("Train", "Ship")}, **variants(SERVER)}, False),
    "without id": ({"Vehicle": {"oneOf": refs("Train", "Ship")}, **variants({})}, False),
    "nested id": (
        {"Vehicle": {"oneOf": refs("Train", "Ship")}, **variants({"meta": variant(["id"], {"id": ID})})},
        False,
    ),
    "nested oneOf": (
        {
            "Vehicle": {"oneOf": [{"oneOf": refs("Train")}, {"$ref": REF + "Watercraft"}]},
            "Watercraft": {"anyOf": refs("Ship", "Raft")},
            "Raft": variant(["id", "logs"], {"id": ID, "logs": NUMBER}),
            **variants({"id": ID}),
        },
        False,
    ),
    "common properties": (
        {
            "Vehicle": {
                "allOf": [variant(["id"], {"id": ID, "name": TEXT}), {"oneOf": refs("Train", "Ship")}],
            },
            **variants({}),
        },
        False,
    ),
    "discriminator": (
        {"Vehicle": {"oneOf": refs("Train", "Ship"), "discriminator": MAPPING}, **tagged(TEXT, TEXT)},
        True,
    ),
    "constants": (
        {"Vehicle": {"oneOf": refs("Train", "Ship")}, **tagged({"const": "train"}, {"const": "ship"})},
        True,
    ),
    "subtypes": (
        {
            "Vehicle": variant(["id", "kind"], {"id": ID, "kind": TEXT}, discriminator=MAPPING),
            "Train": {"allOf": [*refs("Vehicle"), variant(["wagons"], {"wagons": NUMBER, "line": TEXT})]},
            "Ship": {"allOf": [*refs("Vehicle"), variant(["draught"], {"draught": NUMBER, "harbour": TEXT})]},
        },
        True,
    ),
}

OWN = {"train": {"wagons": 12, "line": "north"}, "ship": {"draught": 3.5, "harbour": "east"}}
OTHER = {"train": "ship", "ship": "train"}


def client_of(schemas: Schemas) -> Client:
    vehicle = {"$ref": REF + "Vehicle"}
    body = {"required": True, "content": json_content(vehicle)}
    created = {**response(vehicle), "headers": {"Location": {"schema": TEXT}}}
    paths = {
        "/vehicles": {
            "get": {"responses": {"200": response({"type": "array", "items": vehicle})}},
            "post": {"requestBody": body, "responses": {"201": created}},
        },
        "/vehicles/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"responses": {"200": response(vehicle)}},
            "put": {"requestBody": body, "responses": {"200": response(vehicle)}},
            "patch": {"requestBody": {"content": json_content({})}, "responses": {"200": response(vehicle)}},
        },
    }
    return Client(create_app(document(paths, components={"schemas": schemas})))


@pytest.fixture(params=DOCUMENTS)
def case(request: pytest.FixtureRequest) -> tuple[Client, bool, Schemas]:
    schemas, has_kind = DOCUMENTS[request.param]
    return client_of(schemas), has_kind, schemas


def sendable(schemas: Schemas, kind: str, *, has_kind: bool) -> Schemas:
    body: Schemas = {**OWN[kind], **({"kind": kind} if has_kind else {})}
    known = {name for one in schemas.values() for name in one.get("properties", {})}
    known |= {name for one in schemas["Vehicle"].get("allOf", ()) for name in one.get("properties", {})}
    if "meta" in known:
        return {**body, "meta": {"id": "7"}}
    return {**body, "id": "7"} if "id" in known and "createdAt" not in known else body


def own_part(reply: Reply) -> Schemas:
    """The properties of a vehicle, apart from those that all have."""
    assert reply.status in (200, 201), reply.body
    return {name: value for name, value in reply.json.items() if name not in ("id", "meta", "createdAt", "name")}


@pytest.mark.parametrize("kind", OWN)
def test_written_items_are_kept(case: tuple[Client, bool, Schemas], kind: str) -> None:
    client, has_kind, schemas = case
    for each in (kind, OTHER[kind], kind):  # from any generated item, and from one of the other alternative
        body = sendable(schemas, each, has_kind=has_kind)
        wanted = {**OWN[each], **({"kind": each} if has_kind else {})}
        assert own_part(client("PUT", "/vehicles/7", body)) == wanted
        reply = client("GET", "/vehicles/7")
        assert own_part(reply) == wanted
        assert reply.json in client("GET", "/vehicles").json
    changed = client("PATCH", "/vehicles/7", {name: value for name, value in OWN[kind].items() if name == "line"})
    assert own_part(changed) == wanted
    name = "line" if kind == "train" else "harbour"
    assert own_part(client("PATCH", "/vehicles/7", {name: "south"})) == {**wanted, name: "south"}
    assert own_part(client("GET", "/vehicles/7")) == {**wanted, name: "south"}


@pytest.mark.parametrize("kind", OWN)
def test_created_items_are_kept(case: tuple[Client, bool, Schemas], kind: str) -> None:
    client, has_kind, schemas = case
    wanted = {**OWN[kind], **({"kind": kind} if has_kind else {})}
    for _ in range(3):
        reply = client("POST", "/vehicles", sendable(schemas, kind, has_kind=has_kind))
        assert own_part(reply) == wanted
        location = reply.header("location")
        assert location.startswith("/vehicles/")
        assert client("GET", location).json == reply.json
        identifier = reply.json.get("id") or reply.json.get("meta", {}).get("id")
        assert identifier is None or location == f"/vehicles/{identifier}"


@pytest.mark.parametrize("kind", OWN)
def test_only_what_is_required_is_added(case: tuple[Client, bool, Schemas], kind: str) -> None:
    client, has_kind, schemas = case
    body = sendable(schemas, kind, has_kind=has_kind)
    for name in ("line", "harbour"):
        body.pop(name, None)
    wanted = {name: value for name, value in body.items() if name not in ("id", "meta")}
    assert own_part(client("POST", "/vehicles", body)) == wanted


@pytest.mark.parametrize("kind", OWN)
def test_a_patch_with_a_whole_item_of_another_alternative(case: tuple[Client, bool, Schemas], kind: str) -> None:
    client, has_kind, schemas = case
    client("PUT", "/vehicles/7", sendable(schemas, OTHER[kind], has_kind=has_kind))
    changed = own_part(client("PATCH", "/vehicles/7", sendable(schemas, kind, has_kind=has_kind)))
    assert changed == {**OWN[kind], **({"kind": kind} if has_kind else {})}


def test_ids_of_different_types() -> None:
    schemas = {
        "Vehicle": {"oneOf": refs("Train", "Ship")},
        **variants({"id": ID}),
        "Ship": variant(["id", "draught"], {"id": {"type": "integer"}, "draught": NUMBER}),
    }
    client = client_of(schemas)
    assert client("PUT", "/vehicles/7", {"id": 7, "draught": 3}).json == {"id": 7, "draught": 3}
    assert client("GET", "/vehicles/7").json == {"id": 7, "draught": 3}
    assert client("PUT", "/vehicles/7", {"id": "7", "wagons": 3}).json == {"id": "7", "wagons": 3}
    reply = client("POST", "/vehicles", {"id": 8, "draught": 3})
    assert reply.json["draught"] == 3
    assert reply.header("location") == f"/vehicles/{reply.json['id']}"
    assert client("GET", reply.header("location")).json == reply.json
