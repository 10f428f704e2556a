"""Foreign keys inferred from names, types and references of properties."""

from __future__ import annotations

import re
from typing import Any

import pytest

import contracts
from contracts.spec.foreign_keys import EACH, ForeignKey, foreign_keys
from contracts.spec.model import Resource

INTEGER: dict[str, Any] = {"type": "integer"}
TEXT: dict[str, Any] = {"type": "string"}
UUID: dict[str, Any] = {"type": "string", "format": "uuid"}
USER = {"type": "object", "properties": {"id": INTEGER, "email": TEXT}}
NULLABLE = {"type": ["integer", "null"]}


def an_item(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"id": INTEGER, **properties}}


def document(items: dict[str, dict[str, Any]], **schemas: Any) -> Any:
    """A document with the path of an item for each collection template; the id is ``id``, or else the ``slug``."""
    paths: dict[str, Any] = {}
    for template, item in items.items():
        parameter = "item_id" if "id" in item.get("properties", {"id": {}}) else "slug"
        path = f"{template}/{{{parameter}}}"
        paths[path] = {
            "parameters": [
                {"name": name, "in": "path", "required": True, "schema": TEXT}
                for name in re.findall(r"\{(.+?)\}", path)
            ],
            "get": {"responses": {"200": {"description": "d", "content": {"application/json": {"schema": item}}}}},
        }
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": paths}
    return contracts.load({**tree, "components": {"schemas": schemas}})


def keys_of(items: dict[str, dict[str, Any]], of: str, **schemas: Any) -> tuple[ForeignKey, ...]:
    contract = document(items, **schemas)
    found: dict[str, Resource] = {one.resource.collection: one.resource for one in contract.operations if one.resource}
    return foreign_keys(found[of], found)


def described(keys: tuple[ForeignKey, ...]) -> dict[str, str]:
    return {
        ".".join(key.path): key.collection
        + ("*" if key.many else "")
        + "".join(f"#{name}" for name in key.key)
        + (" back" if key.back else "")
        for key in keys
    }


def keys_of_book(collections: dict[str, dict[str, Any]], **properties: Any) -> dict[str, str]:
    return described(keys_of({"/books": an_item(**properties), **collections}, "/books"))


AUTHORS = {"/authors": an_item()}


@pytest.mark.parametrize("name", ["author_id", "authorId", "AuthorID", "author-id", "author_uuid", "author", "authorid",
                                  "main_author_id", "author_guid"])  # fmt: skip
def test_names_of_one_item(name: str) -> None:
    assert keys_of_book(AUTHORS, **{name: INTEGER}) == {name: "/authors"}


@pytest.mark.parametrize("name", ["author_ids", "authorIds", "authors", "author_id"])
def test_names_of_several_items(name: str) -> None:
    assert keys_of_book(AUTHORS, **{name: {"type": "array", "items": INTEGER}}) == {name: "/authors*"}


@pytest.mark.parametrize(("collection", "name"), [
    ("/categories", "category_id"), ("/boxes", "box_id"), ("/people", "person_id"), ("/children", "childId"),
    ("/ticket-comments", "ticketCommentId"), ("/ticket_comments", "ticket_comment_id"), ("/status", "status_id"),
    ("/addresses", "billing_address_id"), ("/v1/authors", "author_id"), ("/authors.json", "author_id"),
])  # fmt: skip
def test_names_of_collections(collection: str, name: str) -> None:
    assert keys_of_book({collection: an_item()}, **{name: INTEGER}) == {name: collection}


@pytest.mark.parametrize(("name", "schema"), [
    ("author_id", TEXT), ("author_id", UUID), ("author_id", {"type": "boolean"}), ("author_id", {}),
    ("author_id", {"type": "integer", "enum": [1, 2]}), ("author_name", TEXT), ("authors", INTEGER),
    ("author_count", INTEGER), ("author", TEXT), ("external_author_id", INTEGER), ("editor_id", INTEGER),
    ("ids", {"type": "array", "items": INTEGER}), ("book_id", INTEGER), ("page_id", INTEGER),
    ("authors", {"type": "array", "items": TEXT}), ("author", {"type": "object", "properties": {"name": TEXT}}),
])  # fmt: skip
def test_what_is_not_a_foreign_key(name: str, schema: Any) -> None:
    assert keys_of_book(AUTHORS, **{name: schema}) == {}


@pytest.mark.parametrize(("schema", "target", "found"), [
    (TEXT, TEXT, False), (UUID, UUID, True), (TEXT, UUID, False),
    ({"type": "string", "pattern": "^a"}, {"type": "string", "pattern": "^a"}, True),
    ({"type": "string", "description": "ID of the author"}, TEXT, True),
    ({"type": ["integer", "null"]}, INTEGER, True), ({"anyOf": [UUID, {"type": "null"}]}, UUID, True),
])  # fmt: skip
def test_types_of_names_without_id(schema: Any, target: Any, found: bool) -> None:
    authors = {"type": "object", "properties": {"id": target}}
    assert keys_of_book({"/authors": authors}, author=schema) == ({"author": "/authors"} if found else {})


def test_text_accepts_ids_with_a_format_but_not_the_reverse() -> None:
    assert keys_of_book({"/authors": {"properties": {"id": UUID}}}, author_id=TEXT) == {"author_id": "/authors"}
    assert keys_of_book({"/authors": {"properties": {"id": TEXT}}}, author_id=UUID) == {}


def test_an_amount_is_not_an_id() -> None:
    assert keys_of_book({"/orders": an_item()}, order=INTEGER, orders=INTEGER) == {}


def test_id_with_another_name() -> None:
    orgs = {"type": "object", "properties": {"slug": TEXT}}
    assert keys_of_book({"/orgs": orgs}, org_slug=TEXT, slug=TEXT) == {"org_slug": "/orgs"}


@pytest.mark.parametrize("name", ["owner_id", "created_by_id", "reviewer_ids", "assigned_to_id", "issue_assignee_id"])
def test_roles_of_people(name: str) -> None:
    schema = {"type": "array", "items": INTEGER} if name.endswith("s") else INTEGER
    found = "/users*" if name.endswith("s") else "/users"
    assert keys_of_book({"/users": USER}, **{name: schema}) == {name: found}
    assert keys_of_book({"/users": USER, "/members": USER}, **{name: schema}) == {}


def test_created_by_without_id_needs_the_type_of_an_id() -> None:
    assert keys_of_book({"/users": USER}, created_by=INTEGER, updated_by=TEXT) == {"created_by": "/users"}


def test_accounts_are_people_only_with_properties_of_people() -> None:
    assert keys_of_book({"/accounts": USER}, owner_id=INTEGER) == {"owner_id": "/accounts"}
    assert keys_of_book({"/accounts": an_item(iban=TEXT)}, owner_id=INTEGER) == {}


def test_nested_objects() -> None:
    author = an_item(name=TEXT)
    assert keys_of_book({"/authors": author}, author=author) == {"author": "/authors#id"}
    assert keys_of_book({"/authors": author}, authors={"type": "array", "items": author}) == {"authors": "/authors*#id"}
    assert keys_of_book({"/authors": author}, details={"properties": {"author_id": INTEGER}}) == {
        "details.author_id": "/authors"
    }
    lines = {"type": "array", "items": {"type": "object", "properties": {"author_id": INTEGER}}}
    assert keys_of_book({"/authors": author}, lines=lines) == {f"lines.{EACH}.author_id": "/authors"}


def test_an_object_with_the_schema_of_an_item_needs_no_name() -> None:
    user = {"$ref": "#/components/schemas/User"}
    book = an_item(contact=user, other={"anyOf": [user, {"type": "null"}]})
    found = keys_of({"/books": book, "/users": user}, "/books", User=USER)
    assert described(found) == {"contact": "/users#id", "other": "/users#id"}


def test_parent_of_the_same_collection() -> None:
    assert keys_of_book({}, parent_id=NULLABLE, parent_book_id=INTEGER) == {
        "parent_id": "/books",
        "parent_book_id": "/books",
    }
    required = {**an_item(parent_id=INTEGER), "required": ["parent_id"]}
    assert keys_of({"/books": required}, "/books") == ()


def test_nearest_collection() -> None:
    issue = an_item(label_id=INTEGER)
    items = {"/orgs/{org}/issues": issue, "/orgs/{org}/labels": an_item(), "/labels": an_item()}
    assert described(keys_of(items, "/orgs/{org}/issues")) == {"label_id": "/orgs/{org}/labels"}
    elsewhere = {"/orgs/{org}/issues": issue, "/teams/{team}/labels": an_item()}
    assert keys_of(elsewhere, "/orgs/{org}/issues") == ()
    two = {"/orgs/{org}/issues": issue, "/a/labels": an_item(), "/b/labels": an_item()}
    assert keys_of(two, "/orgs/{org}/issues") == ()


def test_collection_of_the_item_itself() -> None:
    items = {"/tickets": an_item(last_comment_id=INTEGER), "/tickets/{ticket}/comments": an_item()}
    assert described(keys_of(items, "/tickets")) == {"last_comment_id": "/tickets/{ticket}/comments"}


def test_nested_items_have_the_id_of_their_item() -> None:
    comment = an_item(book_id=INTEGER)
    comments = {"type": "array", "items": comment}
    assert keys_of_book({"/comments": comment}, comments=comments) == {f"comments.{EACH}.book_id": "/books back"}
    assert keys_of_book({"/books/{book}/comments": comment}, comments=comments) == {
        "comments": "/books/{book}/comments*#id"
    }


def test_relationships_of_json_api() -> None:
    one = {"properties": {"data": {"properties": {"id": INTEGER, "type": TEXT}}}}
    many = {"properties": {"data": {"type": "array", "items": {"properties": {"id": INTEGER, "type": TEXT}}}}}
    relationships = {"properties": {"author": one, "authors": many}}
    assert keys_of_book(AUTHORS, relationships=relationships) == {
        "relationships.author.data": "/authors#id",
        "relationships.authors.data": "/authors*#id",
    }


def test_depth() -> None:
    def nested(depth: int) -> dict[str, Any]:
        return {"properties": {"author_id": INTEGER} if depth == 0 else {"a": nested(depth - 1)}}

    assert keys_of_book(AUTHORS, a=nested(1)) == {"a.a.author_id": "/authors"}
    assert keys_of_book(AUTHORS, a=nested(2)) == {}


def test_recursive_schemas() -> None:
    node = {"$ref": "#/components/schemas/Node"}
    schemas: dict[str, Any] = {
        "Node": an_item(children={"type": "array", "items": node}, author_id=INTEGER, part={"properties": {"in": node}})
    }
    found = described(keys_of({"/nodes": node, "/authors": an_item()}, "/nodes", **schemas))
    assert found == {"children": "/nodes*#id", "author_id": "/authors", "part.in": "/nodes#id"}
