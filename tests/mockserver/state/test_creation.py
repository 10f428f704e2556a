"""Properties of new items."""

from __future__ import annotations

from typing import Any

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

STATUS = {"type": "string", "enum": ["open", "closed"]}
SENT = {
    "subject": {"type": "string"},
    "priority": {"type": "string", "enum": ["low", "high"], "default": "low"},
    "note": {"type": "string"},
}
TICKET = {
    "type": "object",
    "required": ["id", "status", "severity", "subject"],
    "properties": {
        "id": {"type": "integer", "minimum": 1},
        "status": STATUS,
        "severity": {"type": "integer", "readOnly": True, "default": 3},
        **SENT,
        "owner": {"type": "string", "readOnly": True},
    },
}
BODY = {"required": True, "content": json_content({"type": "object", "required": ["subject"], "properties": SENT})}


def created(body: dict[str, Any]) -> dict[str, Any]:
    tree = document(
        {
            "/tickets": {"post": {"requestBody": BODY, "responses": {"201": response(TICKET)}}},
            "/tickets/{id}": {"parameters": [path_parameter("id")], "get": {"responses": {"200": response(TICKET)}}},
        }
    )
    found: dict[str, Any] = Client(create_app(tree))("POST", "/tickets", body).json
    return found


def test_a_new_item_has_the_first_state() -> None:
    assert created({"subject": "Printer"})["status"] == "open"


def test_a_new_item_has_defaults() -> None:
    found = created({"subject": "Printer"})
    assert (found["severity"], found["priority"]) == (3, "low")


def test_optional_properties_that_were_not_sent_are_missing() -> None:
    assert "note" not in created({"subject": "Printer"})
    assert created({"subject": "Printer", "note": "Floor 2"})["note"] == "Floor 2"


def test_properties_are_in_the_order_of_the_document() -> None:
    found = list(created({"priority": "high", "subject": "Printer"}))
    assert found == [name for name in TICKET["properties"] if name in found]
