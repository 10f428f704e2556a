"""``contracts test --values``: the values reach the server, from the option and from the settings file."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from contracts.cli.main import main

ZONE = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Zones", "version": "1"},
    "paths": {
        "/servers/{server}/zones": {
            "parameters": [{"name": "server", "in": "path", "required": True, "schema": {"type": "string"}}],
            "post": {
                "operationId": "createZone",
                "requestBody": {"required": True, "content": {"application/json": {"schema": ZONE}}},
                "responses": {"201": {"description": "created"}, "4XX": {"description": "invalid"}},
            },
        }
    },
}
SERVER = """
import json
created = []

def app(environ, start_response):
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    try:
        name = json.loads(body)["name"]
    except (ValueError, TypeError, KeyError):
        name = None
    valid = environ["PATH_INFO"] == "/servers/localhost/zones" and isinstance(name, str) and name.endswith(".example.")
    if valid and environ["REQUEST_METHOD"] == "POST":
        created.append(name)
    start_response("201 Created" if valid else "422 Invalid", [("Content-Length", "0")])
    return [b""]
"""
VALUES = "parameters: {server: localhost}\noperations: {createZone: {body: {name: 'zone-{{number}}.example.'}}}\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, list[str]]]:
    def run(*arguments: str) -> tuple[int, list[str]]:
        import zones_app  # type: ignore[import-not-found]

        zones_app.created.clear()
        options = ("--app", "zones_app:app", "--phases", "none", "--check", "protocol-status", "--quiet")
        return main(["test", "zones.json", *options, *arguments]), list(zones_app.created)

    (tmp_path / "zones.json").write_text(json.dumps(DOCUMENT))
    (tmp_path / "zones_app.py").write_text(SERVER)
    (tmp_path / "values.yaml").write_text(VALUES)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    return run


def succeeded(created: Iterable[str]) -> bool:
    return "zone-0.example." in created


def test_without_values_no_request_succeeds(run: Callable[..., Any], capsys: pytest.CaptureFixture[str]) -> None:
    _, created = run()
    assert not created
    assert "createZone: no request succeeded (422)" in capsys.readouterr().out


def test_given_values_are_sent(run: Callable[..., Any], capsys: pytest.CaptureFixture[str]) -> None:
    code, created = run("--values", "values.yaml")
    assert (code, succeeded(created)) == (0, True)
    assert "--values values.yaml" in capsys.readouterr().out


def test_values_of_the_settings_file(run: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "casemock.toml").write_text('[test]\nvalues = "values.yaml"\n')
    _, created = run()
    assert succeeded(created)


def test_an_invalid_file_is_an_error(
    run: Callable[..., Any], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "values.yaml").write_text("operations:\n  createZones: {}\n")
    code, _ = run("--values", "values.yaml")
    assert code == 2
    assert (
        "values.yaml:2:3 (#/operations/createZones): error: unknown operation 'createZones'" in capsys.readouterr().err
    )
