"""Names of created items are not repeated."""

from __future__ import annotations

import pytest

import contracts
from contracts.conformance.items.unique_names import UniqueNames


def creator(properties):
    """Return an operation that creates items with these properties."""
    schema = {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}, **properties}}
    content = {"application/json": {"schema": schema}}
    made = {"201": {"description": "created", "content": content}}
    identifier = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    found = {"200": {"description": "found", "content": content}}
    paths = {
        "/users": {"post": {"operationId": "add", "requestBody": {"content": content}, "responses": made}},
        "/users/{id}": {"get": {"operationId": "read", "parameters": [identifier], "responses": found}},
    }
    document = {"openapi": "3.1.0", "info": {"title": "Users", "version": "1"}, "paths": paths}
    return next(one for one in contracts.load(document).operations if one.id == "add")


@pytest.mark.parametrize(
    ("name", "schema", "value", "second"),
    [
        ("username", {"type": "string", "pattern": "^[a-z0-9_]+$"}, "afoster", "afoster_7"),
        ("email", {"type": "string", "format": "email"}, "ann@example.com", "ann-7@example.com"),
        ("title", {"type": "string", "maxLength": 5}, "Notes", "Notes"),
        ("customer_id", {"type": "string"}, "cus_1", "cus_1"),
        ("text", {"type": "string"}, "the same", "the same"),
    ],
)
def test_a_repeated_name(name, schema, value, second):
    names = UniqueNames(creator({name: schema}))
    assert names.apply({name: value}, 6) == {name: value}
    assert names.apply({name: value}, 7) == {name: second}
