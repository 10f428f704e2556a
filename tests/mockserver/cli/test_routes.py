"""``mockserver routes``: output in a pipe and on a terminal."""

from __future__ import annotations

import shlex
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from mockserver.app import create_app
from mockserver.cli.main import main
from tests.mockserver.kit import Client

DOCUMENTS = Path(__file__).parents[2] / "documents"


def test_bundled_document(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["routes", "--port", "4010"]) == 0
    output = capsys.readouterr().out
    assert output.startswith(
        "ServerOps  http://127.0.0.1:4010/serverops or http://serverops.localhost:4010\n\nMETHOD  PATH "
    )
    assert "\nPATCH   /serverops/cases/{id}  serverops_updateCase  ServerOpsBearerAuth (cases:write)\n" in output
    assert "\ncurl http://127.0.0.1:4010/serverops/cases/" in output


def test_one_api_at_the_root(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["routes", "--api", "serverops"]) == 0
    output = capsys.readouterr().out
    assert output.startswith("ServerOps  http://127.0.0.1:8080\n")
    assert "\nGET     /cases/{id}  " in output


@pytest.mark.parametrize("base", ["/v2", "/v2/"])
def test_a_base_path(capsys: pytest.CaptureFixture[str], base: str) -> None:
    name = str(DOCUMENTS / "petstore-3.1.yaml")
    assert main(["routes", name, "--base-path", base, "--port", "4010"]) == 0
    output = capsys.readouterr().out
    client = Client(create_app(name, base_path="/v2"))
    commands = [shlex.split(line) for line in output.splitlines() if line.startswith("curl ")]
    reads = [command for command in commands if "-X" not in command and "--data-raw" not in command]
    assert len(reads) > 5
    for command in reads:
        (url,) = (part for part in command if part.startswith("http://127.0.0.1:4010/v2/"))
        headers = dict(text.split(": ", 1) for option, text in pairwise(command) if option == "-H")
        assert client("GET", url.removeprefix("http://127.0.0.1:4010"), headers=headers).status == 200, command


def test_a_terminal_shows_a_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["routes", str(DOCUMENTS / "petstore-3.1.yaml")]) == 0
    assert "━━━┳━━━" in capsys.readouterr().out


def test_unknown_api(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["routes", "--api", "serverop"]) == 2
    assert "did you mean serverops?" in capsys.readouterr().err


def state(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["routes", "--state", *arguments]) == 0
    return capsys.readouterr().out


def test_state(capsys: pytest.CaptureFixture[str]) -> None:
    output = state(capsys, str(DOCUMENTS / "worlds" / "json-api" / "openapi.yaml"))
    assert output.startswith(
        "Gazette Content API  http://127.0.0.1:8080\n"
        "\n"
        "/articles\n"
        "  item          Article\n"
        "  id            id, path parameter id\n"
        "  list          page: page[number]; page size: page[size]; sort: sort; filter: filter[status]\n"
        "  foreign keys  relationships.author.data -> /people\n"
        "  METHOD  PATH            OPERATION      ROLE    LOCATION                    REASON\n"
        "  GET     /articles       listArticles   list    response /data              the response contains items "
    )
    assert output.endswith(
        "\n\nto correct an inference, add x-mock-resource to the operation or path item: docs/extensions.md\n"
    )


def test_state_of_one_api_has_its_own_paths(capsys: pytest.CaptureFixture[str]) -> None:
    output = state(capsys, "--api", "serverops")
    assert output.startswith("ServerOps  http://127.0.0.1:8080\n\n/cases\n")
    assert "/serverops/" not in output


def test_state_of_several_documents(capsys: pytest.CaptureFixture[str]) -> None:
    documents = [str(DOCUMENTS / "worlds" / name / "openapi.yaml") for name in ("etags", "nested")]
    output = state(capsys, *documents)
    first, second = "/marginalia-documents/documents", "/planwright/orgs/{orgId}/projects"
    assert f"\n\n{first}\n  item         Document\n" in output
    assert "  conditional  ETag, If-None-Match, 304, If-Match, 412\n" in output
    assert f"{first}/{{documentId}} is an item of {first}\n" in output
    assert f"\n\n{second}\n" in output
    assert "  from path  org_id = {orgId}\n" in output
    assert f"  foreign keys  project_id -> {second}\n" not in output


def test_state_on_a_terminal(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    output = state(capsys, str(DOCUMENTS / "petstore-3.1.yaml"))
    assert "━━━┳━━━" in output


def test_operations_without_state(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    document = tmp_path / "openapi.json"
    document.write_text(
        '{"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/login": {"post": {"responses": '
        '{"200": {"description": "d", "content": {"application/json": {"schema": {"properties": {"token": {}}}}}}}}}}}'
    )
    output = state(capsys, str(document))
    assert output.startswith(
        "T  http://127.0.0.1:8080\n"
        "\n"
        "without state\n"
        "  METHOD  PATH    OPERATION   REASON\n"
        "  POST    /login  post_login  no operation reads what it writes\n"
    )
