"""The id of a created item is the same in ``Location``, in the response to the creation and in the item."""

from __future__ import annotations

from typing import Any

from mockserver.app import create_app
from tests.mockserver.kit import Client, Reply, document, path_parameter, response

TEXT = {"type": "string"}
NAMED = {"type": "object", "required": ["label"], "properties": {"label": TEXT}}
NUMBER = {"type": "integer", "minimum": 1, "maximum": 9999}


def created(item: Any, made: Any, parameter: str) -> tuple[Reply, Reply]:
    """Return the responses to a creation and to GET at its ``Location``.

    :param made: the Media Type Object of the response to the creation.
    """
    sent = {"requestBody": {"content": {"application/json": {"schema": NAMED}}}}
    reply = {"201": {"description": "created", "content": {"application/json": made}}}
    paths = {
        "/pages": {"post": {**sent, "responses": reply}},
        f"/pages/{{{parameter}}}": {
            "parameters": [path_parameter(parameter, NUMBER)],
            "get": {"responses": {"200": response(item)}},
        },
    }
    client = Client(create_app(document(paths)))
    first = client("POST", "/pages", {"label": "a"})
    return first, client("GET", first.header("location"))


def test_a_creation_may_return_the_id_with_another_type() -> None:
    item = {"type": "object", "required": ["pageKey"], "properties": {"pageKey": NUMBER, "label": TEXT}}
    only_key = {"type": "object", "required": ["pageKey"], "properties": {"pageKey": TEXT}}
    first, read = created(item, {"schema": only_key}, "pageKey")
    assert first.header("location") == f"/pages/{first.json['pageKey']}"
    assert str(read.json["pageKey"]) == first.json["pageKey"]


def test_a_creation_may_return_an_id_that_items_lack() -> None:
    only_key = {"type": "object", "required": ["pageKey"], "properties": {"pageKey": TEXT}}
    first, read = created(NAMED, {"schema": only_key}, "pageKey")
    assert first.header("location") == f"/pages/{first.json['pageKey']}"
    assert read.json["label"] == "a"


def test_an_example_without_schema_gets_the_id() -> None:
    first, read = created(NAMED, {"example": {"id": 53, "label": "x", "html": "<p>"}}, "id")
    assert first.json == {"id": int(first.header("location").rpartition("/")[2]), "label": "a", "html": "<p>"}
    assert read.json["label"] == "a"
