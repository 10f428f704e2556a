"""``/documents`` of the admin API."""

from __future__ import annotations

from pathlib import Path

import httpx

from mockserver.testing import MockServer
from tests.mockserver.control.shop import Shop, shop

BROKEN = """
openapi: 3.1.0
info: {title: Notes, version: '2'}
paths:
  /notes:
    get:
      responses:
        '200': {description: Notes., content: {application/json: {schema: {$ref: '#/components/schemas/Missing'}}}}
"""


def test_a_document_without_problems() -> None:
    (found,) = Shop().admin("GET", "/documents").json["documents"]
    assert found["problems"] == []
    assert (found["index"], found["openapi"], found["url"]) == (0, shop()["openapi"], "/__mock__/openapi.json")


def test_problems_have_a_position_and_a_change(tmp_path: Path) -> None:
    file = tmp_path / "notes.yaml"
    file.write_text(BROKEN, "utf-8")
    (found,) = Shop(str(file)).admin("GET", "/documents").json["documents"]
    (problem,) = found["problems"]
    assert (problem["location"]["file"], problem["location"]["line"]) == (str(file), 8)
    assert "Missing" in problem["message"]
    assert problem["change"]


def test_findings_of_a_file_and_of_a_mapping(tmp_path: Path) -> None:
    file = tmp_path / "notes.yaml"
    file.write_text(BROKEN, "utf-8")
    for source, line in ((str(file), 8), (shop(), 1)):
        with MockServer(source) as mock:
            found = httpx.get(f"{mock.url}/__mock__/admin/documents/0/findings", timeout=120).json()
        assert found["total"] == len(found["findings"]) > 0
        assert {"rule", "severity", "message", "hint", "location"} == found["findings"][0].keys()
        assert any(one["location"]["line"] >= line for one in found["findings"])


def test_an_unknown_document() -> None:
    for index in ("1", "x", "9" * 20):
        reply = Shop().admin("GET", f"/documents/{index}/findings")
        assert (reply.status, reply.json["location"]) == (404, "path/index")


def test_findings_are_kept() -> None:
    server = Shop()
    first = server.admin("GET", "/documents/0/findings")
    assert first.status == 200
    assert server.admin("GET", "/documents/0/findings").json == first.json
