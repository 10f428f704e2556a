"""Operations on collections: each role, sequences of writes compared with a dict, unusual documents."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from mockserver.app import create_app
from tests.mockserver.kit import Client, Reply, document, json_content, path_parameter, response

ROOT = Path(__file__).parents[2]

MOMENT = {"type": "string", "format": "date-time"}
PET: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name", "created_at", "updated_at", "owner"],
    "properties": {
        "id": {"type": "integer", "minimum": 1, "maximum": 1_000_000},
        "name": {"type": "string", "minLength": 1, "maxLength": 20},
        "age": {"type": ["integer", "null"], "minimum": 0},
        "owner": {"type": "string", "readOnly": True},
        "created_at": MOMENT,
        "updated_at": MOMENT,
    },
}
CHANGE = {"type": "object", "properties": {name: PET["properties"][name] for name in ("name", "age", "id")}}
NOT_FOUND = response({"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}})


def collection(path: str, *parents: str) -> dict[str, Any]:
    """The usual operations on a collection of pets and its items."""
    above = [path_parameter(name, {"type": "integer"}) for name in parents]
    one, many = response(PET), response({"type": "array", "items": PET})
    body = {"required": True, "content": json_content(CHANGE)}
    named = {"required": True, "content": json_content({**CHANGE, "required": ["name"]})}
    return {
        path: {
            "parameters": above,
            "get": {"responses": {"200": many, "404": NOT_FOUND}},
            "post": {"requestBody": named, "responses": {"201": one, "404": NOT_FOUND, "409": NOT_FOUND}},
        },
        f"{path}/{{id}}": {
            "parameters": [*above, path_parameter("id", {"type": "integer"})],
            "get": {"responses": {"200": one, "404": NOT_FOUND}},
            "patch": {"requestBody": body, "responses": {"200": one, "404": NOT_FOUND}},
            "put": {"requestBody": named, "responses": {"200": one, "404": NOT_FOUND}},
            "delete": {"responses": {"204": {"description": "gone"}, "404": NOT_FOUND}},
        },
    }


SHOP = document({**collection("/shops"), **collection("/shops/{shop}/pets", "shop")})


def client(tree: Any = None, **options: Any) -> Client:
    return Client(create_app(tree or SHOP, **options))


@pytest.fixture
def play() -> Client:
    return client()


# ---------------------------------------------------------------------- single requests


def test_read_after_patch(play: Client) -> None:
    before = play("GET", "/shops/7").json
    after = play("PATCH", "/shops/7", {"name": "Max", "age": None}).json
    assert after == {**before, "name": "Max", "age": None, "updated_at": after["updated_at"]}
    assert after["updated_at"] > before["updated_at"]
    assert play("GET", "/shops/7").json == after
    again = play("PATCH", "/shops/7", {"name": "Max"}).json
    assert again["updated_at"] > after["updated_at"]


@pytest.mark.parametrize("body", [{}, {"owner": "me"}, {"created_at": "2000-01-01T00:00:00Z"}, {"id": 8}, {"x": 1}])
def test_a_patch_without_writable_properties_changes_nothing(play: Client, body: Any) -> None:
    before = play("GET", "/shops/7").json
    assert play("PATCH", "/shops/7", body).json == before
    assert play("GET", "/shops/7").json == before


@pytest.mark.parametrize(
    ("media_type", "removed"), [("application/merge-patch+json", True), ("application/json", False)]
)
def test_null_removes_properties_only_in_a_merge_patch(media_type: str, removed: bool) -> None:
    tree = document(collection("/shops"))
    content = tree["paths"]["/shops/{id}"]["patch"]["requestBody"]["content"]
    content["application/merge-patch+json"] = content["application/json"]
    play = client(tree)
    play("PUT", "/shops/7", {"name": "Max", "age": 3})
    headers = {"content-type": f"{media_type}; charset=utf-8"}
    after = play("PATCH", "/shops/7", b'{"age":null}', headers=headers).json
    assert ("age" not in after) is removed
    assert play("GET", "/shops/7").json == after


def test_put_replaces_writable_properties(play: Client) -> None:
    before = play("PATCH", "/shops/7", {"age": 3}).json
    after = play("PUT", "/shops/7", {"name": "Max", "id": 8}).json
    assert after == {
        "id": 7,
        "name": "Max",
        "owner": before["owner"],
        "created_at": before["created_at"],
        "updated_at": after["updated_at"],
    }
    assert play("GET", "/shops/7").json == after


def test_a_deleted_item_stays_deleted(play: Client) -> None:
    assert play("DELETE", "/shops/7").status == 204
    for method, body in [("GET", b""), ("PATCH", {"name": "x"}), ("PUT", {"name": "x"}), ("DELETE", b"")]:
        assert play(method, "/shops/7", body).status == 404
    assert 7 not in [item["id"] for item in play("GET", "/shops").json]


def test_a_created_item_is_at_its_location(play: Client) -> None:
    created = play("POST", "/shops", {"name": "Max"})
    assert created.status == 201
    assert created.header("location") == f"/shops/{created.json['id']}"
    assert created.json["name"] == "Max"
    assert "age" not in created.json
    assert created.json["created_at"] == created.json["updated_at"]
    assert play("GET", created.header("location")).json == created.json
    assert created.json in play("GET", "/shops").json


def test_generated_ids_are_unique(play: Client) -> None:
    assert play("POST", "/shops", {"name": "a", "id": 77}).status == 201
    assert play("POST", "/shops", {"name": "b", "id": 77}).status == 409
    assert play("GET", "/shops/77").json["name"] == "a"


def test_list_and_read_return_the_same_items(play: Client) -> None:
    first = play("GET", "/shops").json[0]["id"]
    play("PATCH", f"/shops/{first}", {"name": "changed"})
    play("POST", "/shops", {"name": "new"})
    listed = play("GET", "/shops").json
    assert len(listed) == 6
    assert [play("GET", f"/shops/{item['id']}").json for item in listed] == listed
    assert {"changed", "new"} <= {item["name"] for item in listed}


@pytest.mark.parametrize("same", ["/shops/%37", "/shops/7?x=1"])
def test_equivalent_encodings_of_an_id(play: Client, same: str) -> None:
    play("PATCH", "/shops/7", {"name": "Max"})
    assert play("GET", same).json["name"] == "Max"
    play("DELETE", same)
    assert play("GET", "/shops/7").status == 404


@pytest.mark.parametrize("other", ["/shops/007", "/shops/+7", "/shops/%207", "/shops/7.0", "/shops/7e0"])
def test_a_number_has_one_representation_in_a_path(play: Client, other: str) -> None:
    reply = play("GET", other)
    assert reply.status == 404
    assert reply.header("x-mock-reason").startswith("invalid_parameter path/")


@pytest.mark.parametrize("identifier", ["404", "0"])
def test_ids_of_missing_items(play: Client, identifier: str) -> None:
    reply = play("GET", f"/shops/{identifier}")
    assert reply.status == 404
    assert "no item with id" in reply.json["error"]


def test_nested_collections_are_separate(play: Client) -> None:
    play("PATCH", "/shops/1/pets/7", {"name": "One"})
    play("PATCH", "/shops/7", {"name": "Shop"})
    assert play("GET", "/shops/1/pets/7").json["name"] == "One"
    assert play("GET", "/shops/2/pets/7").json["name"] not in {"One", "Shop"}
    assert play("POST", "/shops/1/pets", {"name": "x"}).header("location").startswith("/shops/1/pets/")
    assert len(play("GET", "/shops/1/pets").json) == len(play("GET", "/shops/2/pets").json) + 2


def test_collections_of_a_deleted_item_are_missing(play: Client) -> None:
    play("DELETE", "/shops/1")
    for method, target, body in [("GET", "/shops/1/pets", b""), ("POST", "/shops/1/pets", {"name": "x"}),
                                 ("GET", "/shops/1/pets/7", b"")]:  # fmt: skip
        assert play(method, target, body).status == 404
    assert play("GET", "/shops/2/pets").status == 200


def test_prefer_seed_changes_contents_but_not_ids(play: Client) -> None:
    usual, other = play("GET", "/shops/7").json, play("GET", "/shops/7", headers={"prefer": "seed=2"}).json
    assert usual["id"] == other["id"] == 7
    assert usual["name"] != other["name"]
    play("PATCH", "/shops/7", {"name": "Max"})
    assert play("GET", "/shops/7", headers={"prefer": "seed=2"}).json["name"] == "Max"


def test_the_seed_determines_the_responses() -> None:
    bodies = [client(seed=seed)("GET", "/shops").body for seed in (1, 1, 2)]
    assert bodies[0] == bodies[1] != bodies[2]


REPLAY = """
import json, sys
from tests.mockserver.test_operations import SHOP, bodies, client
sys.stdout.write(json.dumps(bodies(client(SHOP)), sort_keys=True))
"""


def bodies(play: Client) -> list[str]:
    """The bodies of the responses to several requests, including writes."""
    replies = [
        play("GET", "/shops"),
        play("PATCH", "/shops/7", {"name": "Max"}),
        play("POST", "/shops", {"name": "New"}),
        play("PUT", "/shops/8", {"name": "Put"}),
        play("GET", "/shops/1/pets"),
        play("GET", "/shops/404"),
    ]
    return [reply.body.decode() for reply in replies]


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_responses_are_the_same_in_another_process(hash_seed: str) -> None:
    import json

    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": hash_seed}
    child = subprocess.run(
        [sys.executable, "-c", REPLAY],
        capture_output=True,
        text=True,
        env=environment,
        cwd=ROOT,
        timeout=60,
        check=True,
    )
    assert json.loads(child.stdout) == bodies(client())


def test_processes_with_one_store_share_collections(tmp_path: Path) -> None:
    store = f"sqlite:{tmp_path / 'world.sqlite'}"
    left, right = client(store=store), client(store=store)
    left("PATCH", "/shops/7", {"name": "Max"})
    assert right("GET", "/shops/7").json["name"] == "Max"
    created = right("POST", "/shops", {"name": "New"}).json
    assert created in left("GET", "/shops").json
    assert left("POST", "/shops", {"name": "Other"}).json["id"] != created["id"]
    left("DELETE", "/shops/7")
    assert right("GET", "/shops/7").status == 404
    left.app.store.close()
    right.app.store.close()


# ---------------------------------------------------------------------- compared with a dict

IDS = st.integers(1, 4)
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
BODIES = st.fixed_dictionaries({}, optional={"name": NAMES, "age": st.none() | st.integers(0, 2**70)})


class Shops(RuleBasedStateMachine):
    """After any sequence of writes, the server has the same items as a dict."""

    def __init__(self) -> None:
        super().__init__()
        self.play = client()
        self.items: dict[int, Any] = {}
        self.deleted: set[int] = set()

    def known(self, number: int) -> Any:
        """The item as the model has it; one nobody wrote is taken over when it is first read."""
        if number not in self.items and number not in self.deleted:
            self.items[number] = self.play("GET", f"/shops/{number}").json
        return self.items.get(number)

    def written(self, number: int, reply: Reply, expected: Any) -> None:
        before = self.items[number]
        after = reply.json
        assert after["updated_at"] > before["updated_at"]
        assert after == {**expected, "updated_at": after["updated_at"]}
        self.items[number] = after

    @rule(number=IDS, body=BODIES)
    def patch(self, number: int, body: Any) -> None:
        before = self.known(number)
        reply = self.play("PATCH", f"/shops/{number}", body)
        if before is None:
            assert reply.status == 404
        elif body:
            self.written(number, reply, {**before, **body})
        else:
            assert reply.json == before

    @rule(number=IDS, body=BODIES, name=NAMES)
    def put(self, number: int, body: Any, name: str) -> None:
        before = self.known(number)
        reply = self.play("PUT", f"/shops/{number}", {**body, "name": name})
        if before is None:
            assert reply.status == 404
        else:
            kept = {field: before[field] for field in ("id", "owner", "created_at")}
            self.written(number, reply, {**kept, **body, "name": name})

    @rule(number=IDS)
    def delete(self, number: int) -> None:
        assert self.play("DELETE", f"/shops/{number}").status == (404 if number in self.deleted else 204)
        self.items.pop(number, None)
        self.deleted.add(number)

    @rule(body=BODIES, name=NAMES)
    def create(self, body: Any, name: str) -> None:
        reply = self.play("POST", "/shops", {**body, "name": name})
        made = reply.json
        assert reply.status == 201
        assert made["id"] not in self.items
        assert {key: made[key] for key in {**body, "name": name}} == {**body, "name": name}
        self.items[made["id"]] = made

    @rule(number=IDS, name=NAMES)
    def create_with_id(self, number: int, name: str) -> None:
        reply = self.play("POST", "/shops", {"id": number, "name": name})
        if reply.status == 409:
            assert number in self.items
            return
        assert reply.status == 201
        assert reply.json["id"] == number
        self.items[number] = reply.json
        self.deleted.discard(number)

    @rule(number=IDS)
    def read(self, number: int) -> None:
        expected = self.known(number)
        reply = self.play("GET", f"/shops/{number}")
        assert (reply.status == 404) if expected is None else (reply.json == expected)

    @invariant()
    def the_listing_agrees(self) -> None:
        listed = {item["id"]: item for item in self.play("GET", "/shops").json}
        assert not listed.keys() & self.deleted
        for number in listed.keys() & self.items.keys():
            assert listed[number] == self.items[number]


def test_any_sequence_of_writes_behaves_like_a_dict() -> None:
    run_state_machine_as_test(
        Shops,
        settings=settings(
            max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


# ---------------------------------------------------------------------- unusual documents


def pets(item: Any, **more: Any) -> Any:
    one = response(item)
    return document(
        {
            "/pets": {
                "get": {"responses": {"200": response({"type": "array", "items": item})}},
                "post": {"requestBody": {"content": json_content({})}, "responses": {"201": one}},
            },
            "/pets/{id}": {
                "parameters": [path_parameter("id")],
                "get": {"responses": {"200": one}},
                "patch": {"requestBody": {"content": json_content({})}, "responses": {"200": one}},
                "delete": {"responses": {"204": {"description": "gone"}}},
            },
            **more,
        }
    )


ITEMS: dict[str, Any] = {
    "no id": {"type": "object", "properties": {"color": {"type": "string"}}},
    "nothing required": {"type": "object", "properties": {"id": {"type": "string"}}},
    "nullable": {"type": ["object", "null"], "properties": {"id": {"type": "string"}}, "required": ["id"]},
    "no type": {"properties": {"id": {"type": "string"}}, "required": ["id"]},
    "null id": {"type": "object", "properties": {"id": {"type": ["string", "null"]}}, "required": ["id"]},
    "few ids": {"type": "object", "properties": {"id": {"enum": ["a", "b"]}}, "required": ["id"]},
    "one id": {"type": "object", "properties": {"id": {"const": "a"}}, "required": ["id"]},
    "uuid": {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}, "required": ["id"]},
    "number": {"type": "object", "properties": {"id": {"type": "number"}}, "required": ["id"]},
    "object id": {"type": "object", "properties": {"id": {"type": "object"}}, "required": ["id"]},
    "closed": {"type": "object", "properties": {"id": {"type": "integer"}}, "additionalProperties": False},
    "either": {"oneOf": [{"type": "string"}, {"type": "object"}], "properties": {"id": {"type": "string"}}},
    "choice": {
        "type": "object",
        "properties": {"id": {"type": "integer"}},
        "required": ["id"],
        "oneOf": [{"required": ["cat"]}, {"required": ["dog"]}],
    },
}


@pytest.mark.parametrize("name", ITEMS)
@pytest.mark.parametrize("static", [False, True])
def test_unusual_items_can_be_written(name: str, static: bool) -> None:
    app = create_app(pets(ITEMS[name]), static=static)
    play = Client(app)
    schema = app.contracts[0].schema("/paths/~1pets~1{id}/get/responses/200/content/application~1json/schema")
    sent: list[Any] = [{}, {"id": "a"}, {"id": 7, "cat": 1}, {"id": None}, {"color": "red"}, [], 7, None]
    for body in sent:
        assert play("PATCH", "/pets/7", body).status == 200
        assert play("POST", "/pets", body).status in {201, 409}
    assert play("DELETE", "/pets/8").status == 204
    assert schema.is_valid(play("GET", "/pets/7").json)
    for item in play("GET", "/pets").json:
        assert schema.is_valid(item)


def test_ids_can_contain_any_character() -> None:
    play = client(pets(ITEMS["nothing required"]))
    for identifier in ["a/b", "a b", "é", "a\0b", "..", ".", "%", "a%2Fb", "\x01created", "?", "#", "\U0001f436", "'"]:
        target = f"/pets/{quote(identifier, safe='')}"
        assert play("GET", target).json.get("id", identifier) == identifier
        assert play("POST", "/pets", {"id": identifier}).header("location") == target
        assert play("GET", target).json["id"] == identifier
        assert play("DELETE", target).status == 204
        assert play("GET", target).status == 404


def test_a_response_with_another_schema_contains_written_values() -> None:
    summary = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer"}, "age": {"type": "integer"}},
    }
    tree = document(
        {
            "/shops/{id}": {
                "parameters": [path_parameter("id", {"type": "integer"})],
                "get": {"responses": {"200": response(PET)}},
                "patch": {
                    "requestBody": {"content": json_content(CHANGE)},
                    "responses": {"200": response(summary)},
                },
            }
        }
    )
    play = client(tree)
    told = play("PATCH", "/shops/7", {"age": 5}).json
    assert told == {"id": 7, "age": 5}
    assert play("GET", "/shops/7").json["age"] == 5


def test_existence_can_be_checked_before_parameters() -> None:
    tree = {**SHOP, "x-mock-order": ["existence"]}
    play = client(tree)
    assert play("GET", "/shops/404").status == 404
    assert play("GET", "/shops/7").json["id"] == 7
    play("DELETE", "/shops/7")
    assert play("GET", "/shops/7").status == 404


# ---------------------------------------------------------------------- static servers


def test_static_items_can_be_written() -> None:
    example = {"id": 1, "name": "Doc", "owner": "Ann", "created_at": "2026-01-01T00:00:00Z",
               "updated_at": "2026-01-01T00:00:00Z"}  # fmt: skip
    tree = document(collection("/shops"))
    tree["paths"]["/shops/{id}"]["get"]["responses"]["200"]["content"]["application/json"]["example"] = example
    play = client(tree, static=True)
    assert play("GET", "/shops/7").json == {**example, "id": 7}
    changed = play("PATCH", "/shops/7", {"name": "Max"}).json
    assert changed == {**example, "id": 7, "name": "Max", "updated_at": "2026-01-01T00:01:00Z"}
    assert play("GET", "/shops/7").json == changed
    created = [play("POST", "/shops", {"name": name}).json["id"] for name in "abc"]
    assert len(set(created)) == 3
    assert [item["id"] for item in play("GET", "/shops").json] == [1, 7, *created]


# ---------------------------------------------------------------------- several media types


def test_a_list_can_have_another_schema_in_xml() -> None:
    listed = {"type": "object", "required": ["pets"], "properties": {"pets": {"type": "array", "items": PET}}}
    tree = document(collection("/pets"))
    tree["paths"]["/pets"]["get"]["responses"]["200"] = {
        "description": "pets",
        "content": {"application/xml": {"schema": {"type": "string"}}, "application/json": {"schema": listed}},
    }
    play = client(tree)
    assert play("GET", "/pets", headers={"accept": "application/json"}).json["pets"]
    assert play("GET", "/pets", headers={"accept": "application/xml"}).status == 200


def test_an_item_can_have_another_schema_in_another_version() -> None:
    other = {"type": "object", "required": ["key"], "properties": {"key": {"type": "string"}}}
    tree = document(collection("/pets"))
    tree["paths"]["/pets/{id}"]["get"]["responses"]["200"]["content"]["application/v2+json"] = {"schema": other}
    assert "key" in client(tree)("GET", "/pets/7", headers={"accept": "application/v2+json"}).json


# ---------------------------------------------------------------------- several items in one request

WHOLE = {**PET, "required": [*PET["required"], "secret"],
         "properties": {**PET["properties"], "secret": {"type": "string"}}}  # fmt: skip


DIGITS = {"type": "string", "pattern": "^[0-9]+(,[0-9]+)*$"}


def several(ids: Any = DIGITS) -> Client:
    """A shop with one operation that reads several pets, and operations that write one.

    :param ids: schema of the path parameter with the ids.
    """
    listed = {"type": "object", "required": ["pets"], "properties": {"pets": {"type": "array", "items": PET}}}
    tree = document(
        {
            **collection("/pets"),
            "/pets-by-id/{ids}": {
                "parameters": [path_parameter("ids", ids)],
                "get": {
                    "x-mock-resource": {"collection": "/pets", "list": "pets"},
                    "responses": {"200": response(listed), "404": NOT_FOUND},
                },
            },
        }
    )
    return client(tree)


def names(reply: Reply) -> list[int]:
    assert reply.status == 200, reply.body
    return [pet["id"] for pet in reply.json["pets"]]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("7", [7]),
        ("7,3,5", [7, 3, 5]),
        ("7%2C3,5", [7, 3, 5]),
        ("3,7,3,7", [3, 7]),
        (",".join(map(str, range(1, 200))), list(range(1, 200))),
    ],
)
def test_read_many_returns_items_in_the_order_of_ids_without_duplicates(path: str, expected: list[int]) -> None:
    assert names(several()("GET", f"/pets-by-id/{path}")) == expected


@pytest.mark.parametrize("kind", ["integer", "string"])
def test_ids_can_be_an_array_parameter(kind: str) -> None:
    play = several({"type": "array", "items": {"type": kind}})
    assert names(play("GET", "/pets-by-id/7,3,7")) == [7, 3]
    assert play("GET", "/pets-by-id/7,3").json == several()("GET", "/pets-by-id/7,3").json
    assert play("GET", "/pets-by-id/404,3").header("x-mock-reason") == "not_found path/ids: no item with id '404'"


@pytest.mark.parametrize("path", ["7,,3", ","])
def test_an_empty_id_is_404(path: str) -> None:
    reply = kept_whole()("GET", f"/pets/{path}")
    assert (reply.status, reply.header("x-mock-reason")) == (404, "not_found path/ids: no item with id ''")


def test_read_many_and_read_return_the_same_items() -> None:
    play = several()
    play("PATCH", "/pets/3", {"name": "Max"})
    read = [play("GET", f"/pets/{number}").json for number in (7, 3)]
    assert play("GET", "/pets-by-id/7,3").json == {"pets": read}
    assert read[1]["name"] == "Max"


def test_read_many_fails_with_the_missing_ids() -> None:
    play = kept_whole()
    reply = play("GET", "/pets/7,404,missing-one,3,404")
    assert reply.status == 404
    assert reply.header("x-mock-reason") == "not_found path/ids: no item with id '404,missing-one'"
    assert names(play("GET", "/pets/7,3")) == [7, 3]


def test_responses_can_show_a_part_of_stored_items() -> None:
    (pet,) = kept_whole()("GET", "/pets/7").json["pets"]
    assert pet["id"] == 7
    assert "secret" not in pet


def kept_whole() -> Client:
    """An operation that reads several pets and returns only a part of each stored item."""
    shown = {**PET, "additionalProperties": False}
    listed = {"type": "object", "required": ["pets"], "properties": {"pets": {"type": "array", "items": shown}}}
    tree = document(
        {
            "/pets/{ids}": {
                "parameters": [path_parameter("ids")],
                "get": {
                    "x-mock-resource": {"list": "pets", "item": "#/components/schemas/Whole"},
                    "responses": {"200": response(listed)},
                },
            }
        },
        components={"schemas": {"Whole": WHOLE}},
    )
    return client(tree)
