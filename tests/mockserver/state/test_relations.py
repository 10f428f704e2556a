"""Relations of generated items: foreign keys to existing items, ids of parents, nested copies."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import contracts
from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

INTEGER: dict[str, Any] = {"type": "integer", "minimum": 1, "maximum": 1_000_000}
TEXT: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": 20}
NULLABLE: dict[str, Any] = {"type": ["integer", "null"]}


def an_object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def named(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


TEAM = an_object(id=INTEGER, name=TEXT, lead_id=INTEGER, member_ids={"type": "array", "items": INTEGER, "minItems": 2})
USER = an_object(id=INTEGER, name=TEXT, email=TEXT, team_id=INTEGER, manager_id=NULLABLE)
PERSON = an_object(id=INTEGER, name=TEXT)
COMMENT = an_object(
    id=INTEGER, text=TEXT, ticket_id=INTEGER, author_id=INTEGER, ticket=an_object(id=INTEGER, title=TEXT)
)
TICKET = an_object(
    id=INTEGER,
    title=TEXT,
    author=PERSON,
    author_id=INTEGER,
    reviewer=named("User"),
    parent_id=NULLABLE,
    watchers={"type": "array", "items": an_object(user_id=INTEGER, since=TEXT), "minItems": 1, "maxItems": 3},
)
SCHEMAS = {"Team": TEAM, "User": USER, "Ticket": TICKET, "Comment": COMMENT}


def crud(path: str, parameter: str, schema: str, *outer: str) -> dict[str, Any]:
    """The operations on a collection and its items."""
    above, one = [path_parameter(name, INTEGER) for name in outer], response(named(schema))
    body = {"required": True, "content": json_content({"type": "object"})}
    return {
        path: {
            "parameters": above,
            "get": {"responses": {"200": response({"type": "array", "items": named(schema)})}},
            "post": {"requestBody": body, "responses": {"201": one}},
        },
        f"{path}/{{{parameter}}}": {
            "parameters": [*above, path_parameter(parameter, INTEGER)],
            "get": {"responses": {"200": one}},
            "put": {"requestBody": body, "responses": {"200": one}},
            "patch": {"requestBody": body, "responses": {"200": one}},
        },
    }


PATHS = {
    **crud("/teams", "id", "Team"),
    **crud("/users", "id", "User"),
    **crud("/tickets", "ticket_id", "Ticket"),
    **crud("/tickets/{ticket_id}/comments", "id", "Comment", "ticket_id"),
    "/reports/{year}/{month}": {
        "parameters": [path_parameter("year", INTEGER), path_parameter("month", TEXT)],
        "get": {
            "responses": {"200": response(an_object(year=INTEGER, month={"enum": ["may", "june"]}, total=INTEGER))}
        },
    },
}


def client(**settings: Any) -> Client:
    return Client(create_app(document(PATHS, components={"schemas": SCHEMAS}), **settings))


def items(send: Client, path: str, **headers: str) -> list[Any]:
    found = send("GET", path, headers=headers).json
    assert isinstance(found, list)
    assert found
    return found


def by_id(send: Client, path: str) -> dict[int, Any]:
    return {item["id"]: item for item in items(send, path)}


@pytest.fixture(scope="module", params=[0, 1, 7])
def send(request: pytest.FixtureRequest) -> Client:
    return client(seed=request.param)


def test_every_foreign_key_names_a_listed_item(send: Client) -> None:
    users, teams = by_id(send, "/users"), by_id(send, "/teams")
    for user in users.values():
        assert user["team_id"] in teams
    for team in teams.values():
        assert {*team["member_ids"]} <= users.keys()
        assert len({*team["member_ids"]}) == len(team["member_ids"]) >= 2
    for ticket in items(send, "/tickets"):
        assert {
            ticket["author_id"],
            ticket["author"]["id"],
            *(one["user_id"] for one in ticket["watchers"]),
        } <= users.keys()
        assert ticket["reviewer"]["id"] in users


def test_two_properties_of_one_role_name_the_same_item(send: Client) -> None:
    assert all(ticket["author_id"] == ticket["author"]["id"] for ticket in items(send, "/tickets"))


def test_references_to_the_own_collection_have_no_cycle(send: Client) -> None:
    for path, name in (("/tickets", "parent_id"), ("/users", "manager_id")):
        seen: set[int] = set()
        for item in items(send, path):
            assert item[name] is None or item[name] in seen
            seen.add(item["id"])
        assert items(send, path)[0][name] is None


def test_nested_items_equal_the_items_by_their_id(send: Client) -> None:
    for ticket in items(send, "/tickets"):
        assert ticket["reviewer"] == send("GET", f"/users/{ticket['reviewer']['id']}").json
        author = send("GET", f"/users/{ticket['author']['id']}").json
        assert ticket["author"] == {"id": author["id"], "name": author["name"]}


def test_nested_items_follow_changes() -> None:
    send = client()
    ticket = items(send, "/tickets")[0]
    send("PATCH", f"/users/{ticket['author_id']}", {"name": "Ada"})
    assert send("GET", f"/tickets/{ticket['id']}").json["author"]["name"] == "Ada"
    assert items(send, "/tickets")[0]["author"]["name"] == "Ada"


def test_listed_items_equal_the_items_by_their_id(send: Client) -> None:
    ticket = items(send, "/tickets")[0]["id"]
    for path in ("/teams", "/users", "/tickets", f"/tickets/{ticket}/comments"):
        for item in items(send, path):
            assert item == send("GET", f"{path}/{item['id']}").json == send("GET", f"{path}/{item['id']}").json


def test_nested_collections_have_the_id_of_their_parent(send: Client) -> None:
    for ticket in [*by_id(send, "/tickets"), 4711]:
        title = send("GET", f"/tickets/{ticket}").json["title"]
        for comment in items(send, f"/tickets/{ticket}/comments"):
            assert comment["ticket_id"] == ticket
            assert comment["ticket"] == {"id": ticket, "title": title}


def test_a_created_item_has_the_id_of_its_parent_unless_the_client_sends_another() -> None:
    send = client()
    created = send("POST", "/tickets/12/comments", {"text": "x"}).json
    assert (created["ticket_id"], created["text"]) == (12, "x")
    assert created["author_id"] in by_id(send, "/users")
    assert send("POST", "/tickets/12/comments", {"text": "x", "ticket_id": 13}).json["ticket_id"] == 13


def test_a_foreign_key_that_the_client_wrote_stays() -> None:
    send = client()
    created = send("POST", "/users", {"team_id": 999, "manager_id": None}).json
    assert send("GET", f"/users/{created['id']}").json["team_id"] == 999
    replaced = send("PUT", "/tickets/12/comments/5", {"author_id": 998}).json
    assert (replaced["author_id"], replaced["ticket_id"]) == (998, 12)


def test_relations_with_another_seed_in_a_preference() -> None:
    send = client()
    users = {user["id"] for user in items(send, "/users", prefer="seed=3")}
    assert {ticket["author_id"] for ticket in items(send, "/tickets", prefer="seed=3")} <= users


def test_relations_do_not_change_ids_and_are_reproducible() -> None:
    assert items(client(seed=5), "/tickets") == items(client(seed=5), "/tickets")


# 404 is the id of a missing item.
IDS = st.integers(min_value=1, max_value=1_000_000).filter(lambda number: number != 404)


@given(IDS, IDS)
def test_any_item_is_related(ticket: int, comment: int) -> None:
    send = SEND
    found = send("GET", f"/tickets/{ticket}/comments/{comment}").json
    assert (found["id"], found["ticket_id"], found["ticket"]["id"]) == (comment, ticket, ticket)
    assert found["author_id"] in USERS


PROPERTIES: dict[str, Any] = {
    "user_id": INTEGER,
    "user": named("User"),
    "user_ids": {"type": "array", "items": INTEGER, "uniqueItems": True},
    "thing_id": {"type": "integer", "maximum": 3},
    "parent_id": NULLABLE,
    "parent": {"anyOf": [named("Thing"), {"type": "null"}]},
    "children": {"type": "array", "items": named("Thing"), "maxItems": 2},
    "owner": {"type": "object", "properties": {"id": INTEGER, "name": {"enum": ["x", "y"]}}},
    "author_id": {"type": "integer", "minimum": 1, "maximum": 2},
    "place": an_object(user_id=INTEGER, thing_id=INTEGER),
}


@settings(max_examples=25)
@given(st.sets(st.sampled_from(sorted(PROPERTIES))), st.booleans(), st.integers(0, 9))
def test_related_items_are_valid(names: set[str], required: bool, seed: int) -> None:
    properties = {"id": INTEGER, **{name: PROPERTIES[name] for name in names}}
    needed = ["id", *(names - {"parent", "children"} if required else ())]
    schemas = {**SCHEMAS, "Thing": {"type": "object", "properties": properties, "required": needed}}
    made = document({**PATHS, **crud("/things", "id", "Thing")}, components={"schemas": schemas})
    schema = contracts.load(made).schema("/components/schemas/Thing")
    send = Client(create_app(made, seed=seed))
    for thing in items(send, "/things"):
        assert schema.is_valid(thing)
        assert thing == send("GET", f"/things/{thing['id']}").json


SEND = client()
USERS = by_id(SEND, "/users").keys()


def test_generated_responses_repeat_values_of_the_path() -> None:
    found = client()("GET", "/reports/2024/june").json
    assert (found["year"], found["month"]) == (2024, "june")


def test_values_of_the_path_that_are_invalid_in_the_response_are_left_out() -> None:
    found = client()("GET", "/reports/2024/july").json
    assert found["year"] == 2024
    assert found["month"] in {"may", "june"}


def test_documented_examples_keep_their_foreign_keys() -> None:
    example = {"id": 1, "name": "Rex", "email": "r", "team_id": 42, "manager_id": 43}
    paths = {**PATHS, "/users/{id}": {
        "parameters": [path_parameter("id", INTEGER)],
        "get": {"responses": {"200": response(named("User"), example=example)}},
    }}  # fmt: skip
    send = Client(create_app(document(paths, components={"schemas": SCHEMAS}), static=True))
    assert send("GET", "/users/7").json == {**example, "id": 7}


def test_item_of_a_deleted_target_stays() -> None:
    paths = {
        **PATHS,
        "/users/{id}": {**PATHS["/users/{id}"], "delete": {"responses": {"204": {"description": "gone"}}}},
    }
    send = Client(create_app(document(paths, components={"schemas": SCHEMAS})))
    ticket = items(send, "/tickets")[0]
    send("DELETE", f"/users/{ticket['author_id']}")
    assert send("GET", f"/tickets/{ticket['id']}").json["author_id"] == ticket["author_id"]
