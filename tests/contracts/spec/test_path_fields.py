"""Properties with the value of a path parameter."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.spec.path_fields import path_fields
from contracts.spec.schemas import Schema

INTEGER: dict[str, Any] = {"type": "integer"}
TEXT: dict[str, Any] = {"type": "string"}


def schema(**properties: Any) -> Schema:
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {}}
    components = {"schemas": {"Item": {"type": "object", "properties": properties}}}
    return contracts.load({**tree, "components": components}).schema("/components/schemas/Item")


@pytest.mark.parametrize(("name", "parameter", "collection"), [
    ("org_id", "orgId", ""), ("OrgID", "org_id", ""), ("year", "year", ""), ("ticket_id", "id", "/tickets"),
    ("ticketId", "id", "/v1/tickets"), ("category_uuid", "uuid", "/categories"), ("org", "org", "/orgs"),
])  # fmt: skip
def test_scalars(name: str, parameter: str, collection: str) -> None:
    assert path_fields(schema(**{name: TEXT}), [(parameter, collection)]) == {parameter: ((name,),)}


@pytest.mark.parametrize(("name", "parameter", "collection"), [
    ("id", "id", "/tickets"), ("name", "name", "/tickets"), ("ticket", "id", "/tickets"), ("tickets", "id", "/tickets"),
    ("month", "year", ""), ("other_id", "id", "/tickets"), ("ticket_name", "id", "/tickets"),
])  # fmt: skip
def test_other_names(name: str, parameter: str, collection: str) -> None:
    assert path_fields(schema(**{name: TEXT}), [(parameter, collection)]) == {}


def test_nouns_with_the_type_of_an_id() -> None:
    assert path_fields(schema(ticket=INTEGER), [("id", "/tickets")]) == {"id": (("ticket",),)}
    assert path_fields(schema(ticket={"type": "string", "format": "uuid"}), [("id", "/tickets")]) == {
        "id": (("ticket",),)
    }
    assert path_fields(schema(tickets=INTEGER), [("id", "/tickets")]) == {}


def test_objects() -> None:
    ticket = {"type": "object", "properties": {"id": INTEGER, "uuid": TEXT}}
    assert path_fields(schema(ticket=ticket), [("id", "/tickets")]) == {"id": (("ticket", "id"),)}
    owner = {"type": "object", "properties": {"login": TEXT, "id": INTEGER}}
    assert path_fields(schema(user=owner), [("user_login", "/users")]) == {"user_login": (("user", "login"),)}


def test_attributes_of_json_api() -> None:
    attributes = {"type": "object", "properties": {"ticket_id": TEXT}}
    assert path_fields(schema(id=TEXT, attributes=attributes), [("id", "/tickets")]) == {
        "id": (("attributes", "ticket_id"),)
    }


def test_each_property_belongs_to_one_parameter() -> None:
    item = schema(id=TEXT, ticketId=TEXT, ticket_id=TEXT)
    assert path_fields(item, [("ticketId", "/tickets"), ("ticket_id", "")]) == {
        "ticketId": (("ticketId",), ("ticket_id",))
    }
    assert path_fields(item, [("ticketId", "")], ("ticketId",)) == {"ticketId": (("ticket_id",),)}
