"""The application: creation, lifespan, mounting, crashes."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.errors import DocumentError, StoreError, UsageError
from mockserver.app import MockApp, create_app
from mockserver.settings import Settings
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

ITEM = {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
ERROR = {"type": "object", "required": ["message"], "properties": {"message": {"type": "string"}}}


def things(**parts: Any) -> dict[str, Any]:
    return document(
        {
            "/things": {
                "post": {"requestBody": {"content": json_content(ITEM)}, "responses": {"201": response(ITEM)}},
                "get": {"responses": {"200": response({"type": "array", "items": ITEM})}},
            },
            "/things/{id}": {
                "parameters": [path_parameter("id", {"type": "integer"})],
                "get": {"responses": {"200": response(ITEM), "500": response(ERROR)}},
                "patch": {"requestBody": {"content": json_content({})}, "responses": {"200": response(ITEM)}},
            },
        },
        **parts,
    )


# ---------------------------------------------------------------------- creation


def test_a_document_can_be_a_mapping_a_path_or_a_contract(tmp_path: Path) -> None:
    import json

    file = tmp_path / "things.json"
    file.write_text(json.dumps(things()), encoding="utf-8")
    sources: list[Any] = [things(), file, str(file), contracts.load(things())]
    bodies = {Client(create_app(source))("GET", "/things/7").body for source in sources}
    assert len(bodies) == 1


def test_the_bundled_document_is_the_default() -> None:
    assert [api.api.name for api in create_app().apis] == ["serverops", "tines", "tracecat", "egain"]


def test_settings_and_overrides() -> None:
    app = create_app(things(), settings=Settings(seed=1, cors=False), seed=2)
    assert (app.settings.seed, app.settings.cors) == (2, False)


def test_several_documents() -> None:
    client = Client(create_app(things(), things(info={"title": "Other", "version": "1"})))
    assert client("GET", "/kit/things/7").status == 200
    assert client("GET", "/other/things/7").status == 200
    assert client("GET", "/things/7").status == 200  # at the root, requests go to the first document
    client("PATCH", "/kit/things/7", {"name": "mine"})
    assert client("GET", "/kit/things/7").json["name"] == "mine"
    assert client("GET", "/other/things/7").json.get("name") != "mine"


def test_a_single_api_at_the_root() -> None:
    client = Client(create_app(things(), things(info={"title": "Other", "version": "1"}), api="other"))
    assert client("GET", "/things/7").status == 200
    assert client("GET", "/other/things/7").status == 404


def test_invalid_arguments() -> None:
    with pytest.raises(DocumentError):
        create_app({"openapi": "3.1.0"})
    with pytest.raises(UsageError):
        create_app(things(), api="nowhere")
    with pytest.raises(UsageError, match="unknown setting sede"):
        create_app(things(), sede=7)


def test_applications_share_no_state() -> None:
    first, second = Client(create_app(things())), Client(create_app(things()))
    before = second("GET", "/things/7").json
    first("PATCH", "/things/7", {"name": "changed"})
    assert second("GET", "/things/7").json == before


def test_a_document_of_a_thousand_operations() -> None:
    paths = {f"/a{number}/{{id}}": {"parameters": [path_parameter("id")], "get": {}} for number in range(1000)}
    client = Client(create_app(document(paths)))
    assert {client("GET", f"/a{number}/7").status for number in (0, 500, 999)} == {200}
    assert client("GET", "/a1000/7").status == 404


# ---------------------------------------------------------------------- lifespan


def test_lifespan(tmp_path: Path) -> None:
    app = create_app(things(), store=f"sqlite:{tmp_path / 'world.sqlite'}")
    waiting = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    sent: list[str] = []

    async def receive() -> Any:
        return waiting.pop(0)

    async def send(message: Any) -> None:
        sent.append(message["type"])

    asyncio.run(_run(app, {"type": "lifespan"}, receive, send))
    assert sent == ["lifespan.startup.complete", "lifespan.shutdown.complete"]
    with pytest.raises(StoreError, match="closed"):
        app.store.change("t", "a", lambda _: b"1")


def test_websockets_are_refused() -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(_run(create_app(things()), {"type": "websocket", "path": "/things"}, receive, send))
    assert [message["type"] for message in sent] == ["websocket.close"]


async def _run(app: MockApp, scope: Any, receive: Any, send: Any) -> None:
    await app(scope, receive, send)


# ---------------------------------------------------------------------- mounted in another application


def test_mounted_under_starlette() -> None:
    from starlette.applications import Starlette
    from starlette.routing import Mount

    app = create_app(things(), cors=False)
    client = Client(Starlette(routes=[Mount("/my mock", app)]))
    assert client("GET", "/my%20mock/things/7").json["id"] == 7
    assert client("GET", "/my%20mock/nowhere").json["message"] == "no operation has the path /nowhere"
    created = client("POST", "/my%20mock/things", {"id": 9, "name": "new"})
    assert created.header("location") == "/my%20mock/things/9"
    assert client("GET", created.header("location")).json == created.json


@pytest.mark.parametrize(
    "changed",
    [
        {"raw_path": None},
        {"extensions": None},
        {"root_path": "/mock", "path": "/mock/things/7", "raw_path": b"/mock/things/7"},
        {"root_path": "/mock", "path": "/things/7", "raw_path": b"/things/7"},
    ],
)
def test_scopes_of_other_servers(changed: dict[str, Any]) -> None:
    assert Client(create_app(things()))("GET", "/things/7", **changed).json["id"] == 7


# ---------------------------------------------------------------------- crashes


def crashing(monkeypatch: pytest.MonkeyPatch, **parts: Any) -> Client:
    """A client of an application that crashes when it reads parameters."""

    def fail(*_: Any) -> Any:
        raise ZeroDivisionError("a secret of ours")

    monkeypatch.setattr("mockserver.pipeline.Pipeline.respond", fail)
    return Client(create_app(things(**parts)))


def test_a_crash_is_the_documented_500_without_details(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reply = crashing(monkeypatch)("GET", "/things/7")
    assert (reply.status, reply.json) == (500, {"message": "internal error in the mock: ZeroDivisionError"})
    assert reply.header("x-mock-reason") == "internal: internal error in the mock: ZeroDivisionError"
    assert b"secret" not in reply.body
    assert b"Traceback" not in reply.body
    assert "a secret of ours" in caplog.text
    assert "Traceback" in caplog.text


def test_an_undocumented_crash_has_the_common_error_schema(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    reply = crashing(monkeypatch)("GET", "/things")
    assert (reply.status, reply.json) == (500, {"message": "internal error in the mock: ZeroDivisionError"})
    assert caplog.records[0].levelno == logging.ERROR


def test_cors_headers_of_a_crash(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    reply = crashing(monkeypatch)("GET", "/things/7", headers={"origin": "http://localhost:3000"})
    assert reply.header("access-control-allow-origin") == "http://localhost:3000"
    assert caplog.records


def test_requests_work_after_a_crash(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    with monkeypatch.context() as broken:
        client = crashing(broken)
        assert client("GET", "/things/7").status == 500
    assert client("GET", "/things/7").status == 200
    assert len(caplog.records) == 1


IMPOSSIBLE = {"type": "string", "minLength": 5, "maxLength": 1}


def test_a_schema_without_values_is_reported_with_its_location() -> None:
    client = Client(create_app(document({"/x": {"get": {"responses": {"200": response(IMPOSSIBLE)}}}})))
    reply = client("GET", "/x")
    assert reply.status == 200
    assert isinstance(reply.json, str)
    assert "/paths/~1x/get/responses/200/content/application~1json/schema" in reply.header("x-mock-reason")


def test_an_error_schema_without_values_keeps_the_status_of_the_error() -> None:
    responses = {"200": response({}), "default": response(IMPOSSIBLE)}
    client = Client(
        create_app(
            document(
                {
                    "/x/{id}": {
                        "parameters": [path_parameter("id", {"type": "integer"})],
                        "get": {"responses": responses},
                    }
                }
            )
        )
    )
    assert client("GET", "/x/a").status == 422
    assert client("GET", "/nowhere").status == 404
    assert client("GET", "/x/7").status == 200
