"""``mockserver routes``: output in a pipe and on a terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from mockserver.cli.main import main

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


def test_a_terminal_shows_a_table(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["routes", str(DOCUMENTS / "petstore-3.1.yaml")]) == 0
    assert "━━━┳━━━" in capsys.readouterr().out


def test_unknown_api(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["routes", "--api", "serverop"]) == 2
    assert "did you mean serverops?" in capsys.readouterr().err
