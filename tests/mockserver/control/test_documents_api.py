"""``/documents`` of the admin API."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest

import contracts
from contracts.cli.main import main
from contracts.errors import SettingsError
from mockserver.app import create_app
from mockserver.control import document_findings, documents_api
from tests.conftest import ROOT
from tests.mockserver.control.shop import ADMIN, Shop, shop
from tests.mockserver.kit import Client, document, http_scope

BROKEN = """\
openapi: 3.1.0
info: {title: Broken, version: "7"}
paths:
  /pets:
    get:
      operationId: listPets
      responses:
        "200":
          description: pets
          content:
            application/json:
              schema: {type: strin}
  /cats:
    get:
      operationId: listPets
      responses: {"200": {description: cats}}
"""


def findings(shop: Shop, index: int = 0) -> dict[str, Any]:
    reply = shop.admin("GET", f"/documents/{index}/findings")
    assert reply.status == 200
    found: dict[str, Any] = reply.json
    return found


def validated(path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> set[tuple[str, int]]:
    """Rules and lines that ``contracts validate`` reports."""
    monkeypatch.chdir(path.parent)
    main(["validate", str(path), "--show", "hint", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    return {(one["rule"], one["location"]["line"]) for one in report["findings"]}


def test_the_documents(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(BROKEN)
    app = create_app(str(file), shop(), api="")
    listed = Client(app)("GET", f"{ADMIN}/documents", b"", {"host": "localhost"}).json["documents"]
    broken, kit = listed
    assert {name: broken[name] for name in ("index", "name", "title", "version", "openapi", "operations", "url")} == {
        "index": 0,
        "name": str(file),
        "title": "Broken",
        "version": "7",
        "openapi": "3.1.0",
        "operations": 2,
        "url": "/__mock__/openapi/broken.json",
    }
    assert (kit["index"], kit["name"], kit["problems"], kit["operations"]) == (1, "<document>", [], 11)
    assert Client(app)("GET", kit["url"]).json["info"]["title"] == "Kit"
    lines = {one["location"]["line"]: one for one in broken["problems"]}
    assert lines.keys() == {12, 15}
    assert lines[12]["location"] == {
        "file": str(file),
        "line": 12,
        "column": 24,
        "pointer": "/paths/~1pets/get/responses/200/content/application~1json/schema/type",
    }
    assert lines[12]["message"]
    assert lines[12]["change"]


def test_a_document_of_which_no_api_is_served() -> None:
    other = {**shop(), "info": {"title": "Other", "version": "1"}}
    app = create_app(shop(), other, api="other")
    kit, served = Client(app)("GET", f"{ADMIN}/documents", b"", {"host": "localhost"}).json["documents"]
    assert (kit["url"], kit["operations"]) == ("", 0)
    assert (served["url"], served["operations"]) == ("/__mock__/openapi.json", 11)


def test_the_findings_are_those_of_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(BROKEN)
    mock = Shop(str(file))
    found = findings(mock)
    assert found["total"] == len(found["findings"])
    shown = {(one["rule"], one["location"]["line"]) for one in found["findings"]}
    assert shown == validated(file, capsys, monkeypatch)
    first = found["findings"][0]
    assert first.keys() == {"rule", "severity", "location", "message", "hint"}
    assert {one["severity"] for one in found["findings"]} == {"error", "hint"}


def test_ignored_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "broken.yaml"
    text = BROKEN.replace("  /cats:", "  /cats: # casemock-ignore: operation-summary, nothing-of-the-kind")
    file.write_text(text)
    mock = Shop(str(file))
    shown = {(one["rule"], one["location"]["line"]) for one in findings(mock)["findings"]}
    assert shown == validated(file, capsys, monkeypatch)


def test_files_that_a_document_refers_to(tmp_path: Path) -> None:
    (tmp_path / "parts.yaml").write_text("Pet: {type: object, properties: {name: {type: strin}}}\n")
    (tmp_path / "openapi.yaml").write_text(BROKEN.replace("{type: strin}", "{$ref: 'parts.yaml#/Pet'}"))
    mock = Shop(str(tmp_path / "openapi.yaml"))
    files = {one["location"]["file"] for one in findings(mock)["findings"]}
    assert files == {str(tmp_path / "parts.yaml"), str(tmp_path / "openapi.yaml")}


def test_a_document_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "openapi.yaml").write_text(BROKEN)
    mock = Shop(str(tmp_path / "openapi.yaml"))
    (tmp_path / "openapi.yaml").unlink()
    (found,) = findings(mock)["findings"]
    assert (found["rule"], found["severity"]) == ("unreadable", "error")


def test_a_mapping_and_a_compiled_contract() -> None:
    tree = shop()
    tree["paths"]["/pets"]["get"]["responses"]["200"]["content"]["application/json"]["schema"] = {"type": "strin"}
    found = findings(Shop(tree))["findings"]
    errors = [one for one in found if one["severity"] == "error"]
    assert [one["location"]["pointer"] for one in errors] == [
        "/paths/~1pets/get/responses/200/content/application~1json/schema/type"
    ]
    app = create_app(contracts.load(shop()))
    compiled = Client(app)("GET", f"{ADMIN}/documents/0/findings", b"", {"host": "localhost"}).json
    assert compiled == findings(Shop(shop()))


def test_swagger_as_a_mapping() -> None:
    tree = {
        "swagger": "2.0",
        "info": {"title": "Kit", "version": "1"},
        "paths": {"/x": {"get": {"responses": {"200": {"description": "fine", "schema": {"type": "file"}}}}}},
    }
    mock = Shop(tree)
    (listed,) = mock.admin("GET", "/documents").json["documents"]
    assert listed["openapi"] == "2.0"
    assert findings(mock)["total"] > 0


def test_they_are_computed_once_and_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    monkeypatch.setattr(documents_api, "MAX_FINDINGS", 3)
    original = document_findings.findings_of

    def counted(*arguments: Any) -> Any:
        calls.append(threading.get_ident())
        return original(*arguments)

    monkeypatch.setattr(documents_api, "findings_of", counted)
    mock = Shop(document({f"/x{number}": {"get": {}} for number in range(9)}))
    first = findings(mock)
    assert first["total"] > 3 == len(first["findings"])
    assert findings(mock) == first
    assert len(calls) == 1
    assert calls[0] != threading.get_ident()


def test_other_requests_are_handled_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def held(*_: Any) -> list[Any]:
        assert released.wait(60)
        return []

    monkeypatch.setattr(documents_api, "findings_of", held)
    app = create_app(shop(), journal_size=10)

    async def run() -> None:
        async def get(target: str) -> int:
            statuses: list[int] = []

            async def receive() -> Any:
                return {"type": "http.request", "body": b""}

            async def send(message: Any) -> None:
                statuses.append(message.get("status", 0))

            await app(http_scope("GET", target, {"host": "localhost"}), receive, send)
            return statuses[0]

        waiting = asyncio.ensure_future(get(f"{ADMIN}/documents/0/findings"))
        cancelled = asyncio.ensure_future(get(f"{ADMIN}/documents/0/findings"))
        assert await get("/pets") == 200
        cancelled.cancel()
        assert not waiting.done()
        released.set()
        assert await waiting == 200

    asyncio.run(run())


def test_a_rule_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: Any) -> list[Any]:
        raise SettingsError("the rule x is not valid", hint="correct it")

    mock = Shop()
    with monkeypatch.context() as patch:
        patch.setattr(documents_api, "findings_of", refused)
        reply = mock.admin("GET", "/documents/0/findings")
    assert (reply.status, reply.json) == (503, {"error": "the rule x is not valid", "hint": "correct it"})
    assert findings(mock)["findings"]


@pytest.mark.parametrize("index", ["1", "-1", "x", "9" * 30, "%C2%B2"])
def test_unknown_documents(index: str) -> None:
    reply = Shop().admin("GET", f"/documents/{index}/findings")
    assert (reply.status, reply.json["location"]) == (404, "path")


def test_the_bundled_document() -> None:
    mock = Shop(str(ROOT / "openapi.yaml"))
    assert "error" not in {one["severity"] for one in findings(mock)["findings"]}
    assert mock.admin("GET", "/documents").json["documents"][0]["name"] == str(ROOT / "openapi.yaml")
