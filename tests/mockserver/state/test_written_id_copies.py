"""Copies of the id in an item, learned from examples, never replace what a client wrote."""

from __future__ import annotations

from typing import Any

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

TEXT = {"type": "string"}
ITEM: dict[str, Any] = {
    "type": "object",
    "properties": {"id": TEXT, "reference": TEXT},
    "required": ["id", "reference"],
}


def test_a_written_copy_of_the_id_stays() -> None:
    example = {"id": "SHOP_12345", "reference": "SHOP_12345"}
    sent = {"requestBody": {"content": json_content({"type": "object", "properties": {"reference": TEXT}})}}
    paths = {
        "/shops": {"post": {"responses": {"201": response(ITEM)}, **sent}},
        "/shops/{id}": {
            "parameters": [path_parameter("id")],
            "get": {"responses": {"200": response(ITEM, example=example)}},
        },
    }
    play = Client(create_app(document(paths)))
    assert play("GET", "/shops/SHOP_77777").json == {"id": "SHOP_77777", "reference": "SHOP_77777"}
    made = play("POST", "/shops", {"reference": "mine"}).json
    assert made["reference"] == "mine"
    assert play("GET", f"/shops/{made['id']}").json == made
