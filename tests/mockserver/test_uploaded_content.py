"""Uploaded content is downloaded again byte for byte, with a documented media type."""

from __future__ import annotations

from typing import Any

import pytest

from mockserver.app import create_app
from tests.mockserver.kit import Client, document, path_parameter, response

FILE = {"type": "string", "format": "binary"}
ITEM = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}


def files(*media: str, sent: str = "*/*") -> Client:
    content: dict[str, Any] = {name: {"schema": FILE} for name in media}
    path = [path_parameter("id")]
    paths = {
        "/files": {
            "post": {"requestBody": {"content": {sent: {"schema": FILE}}}, "responses": {"201": response(ITEM)}},
        },
        "/files/{id}": {
            "parameters": path,
            "get": {"responses": {"200": response(ITEM), "404": response(ITEM)}},
            "delete": {"responses": {"204": {"description": "d"}}},
        },
        "/files/{id}/content": {
            "parameters": path,
            "get": {"responses": {"200": {"description": "d", "content": content}, "404": response(ITEM)}},
            "put": {"requestBody": {"content": {sent: {"schema": FILE}}}, "responses": {"204": {"description": "d"}}},
        },
    }
    return Client(create_app(document(paths)))


@pytest.mark.parametrize(
    ("documented", "media_type"),
    [
        (("application/octet-stream",), "application/octet-stream"),
        (("image/*",), "image/png"),
        (("image/jpeg", "image/png"), "image/png"),
        (("*/*",), "image/png"),
    ],
)
def test_content_of_a_new_item(documented: tuple[str, ...], media_type: str) -> None:
    send = files(*documented)
    created = send("POST", "/files", b"\0\xff\r\n", {"content-type": "image/png"}).json
    found = send("GET", f"/files/{created['id']}/content")
    assert (found.body, found.header("content-type")) == (b"\0\xff\r\n", media_type)


def test_content_is_replaced_and_deleted_with_its_item() -> None:
    send = files("*/*")
    path = f"/files/{send('POST', '/files', b'one', {'content-type': 'text/plain'}).json['id']}"
    assert send("PUT", f"{path}/content", b"two", {"content-type": "text/plain"}).status == 204
    assert send("GET", f"{path}/content").body == b"two"
    send("DELETE", path)
    assert send("GET", f"{path}/content").status == 404


def test_content_that_is_put_to_a_new_path_is_listed() -> None:
    content = {"text/plain": {"schema": {"type": "string"}}}
    send = Client(
        create_app(
            document(
                {
                    "/policies": {"get": {"responses": {"200": response({"type": "array", "items": ITEM})}}},
                    "/policies/{id}": {
                        "parameters": [path_parameter("id")],
                        "get": {"responses": {"200": response(ITEM)}},
                        "put": {"requestBody": {"content": content}, "responses": {"200": response(ITEM)}},
                    },
                }
            )
        )
    )
    before = [item["id"] for item in send("GET", "/policies").json]
    assert send("PUT", "/policies/mine", b"package a", {"content-type": "text/plain"}).json["id"] == "mine"
    assert [item["id"] for item in send("GET", "/policies").json] == [*before, "mine"]
    assert send("PUT", "/policies/mine", b"package b", {"content-type": "text/plain"}).status == 200
    assert [item["id"] for item in send("GET", "/policies").json] == [*before, "mine"]
