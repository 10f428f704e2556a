"""No command reads what a document must not read: URLs, and files outside of its folder and repository."""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote
from urllib.request import Request, urlopen

import pytest

from contracts.cli.main import build_parser as contracts_parser
from contracts.cli.main import main as contracts_main
from mockserver.cli.main import build_parser as mockserver_parser
from mockserver.cli.main import main as mockserver_main
from tests.hostile.canaries import (
    SECRET,
    Canaries,
    RecordingServer,
    recording_server,
    reference_places,
    swagger_places,
    unknown_places,
    with_all,
)
from tests.hostile.file_watch import IS_SUPPORTED, FileWatch, watching

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not IS_SUPPORTED, reason="needs inotify")

DOCUMENTS: dict[str, Callable[[str], dict[str, Any]]] = {
    "unknown": unknown_places,
    "references": reference_places,
    "swagger": swagger_places,
}

TRAFFIC = {
    "log": {
        "version": "1.2",
        "creator": {"name": "test", "version": "1"},
        "entries": [
            {
                "request": {"method": "GET", "url": "http://api.example/0/pets/7", "headers": [], "queryString": []},
                "response": {
                    "status": 200,
                    "headers": [],
                    "content": {"mimeType": "application/json", "text": '{"name": "x"}'},
                },
            }
        ],
    }
}


@dataclass(frozen=True)
class Situation:
    """A document with references to canaries, and what commands need besides.

    :param subject: a server that accepts everything.
    """

    document: Path
    folder: Path
    canaries: RecordingServer
    subject: RecordingServer
    watch: FileWatch

    def check(self) -> None:
        """Check that no canary was read, and nothing of one was sent."""
        assert self.canaries.requests == []
        assert self.watch.opened() == []
        sent = b"\n".join(self.subject.requests)
        assert SECRET not in unquote(sent.decode("latin-1"))


@pytest.fixture(params=DOCUMENTS)
def situation(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Situation]:
    folder = tmp_path / "Downloads"
    files = tmp_path / "Documents" / "bank.json", tmp_path / "elsewhere" / "secret.yaml"
    content = {"type": "string", "description": SECRET, "definitions": {"A": {"const": SECRET}}}
    for file in files:
        file.parent.mkdir()
        file.write_text(json.dumps(content))
    folder.mkdir()
    monkeypatch.chdir(folder)
    with recording_server(content) as canaries, recording_server({"name": "x"}) as subject, watching(files) as watch:
        targets = Canaries(canaries.url, files).targets(folder)
        document = folder / "openapi.json"
        document.write_text(json.dumps(with_all(DOCUMENTS[request.param], targets)))
        (folder / "traffic.har").write_text(json.dumps(TRAFFIC))
        (folder / "other.json").write_text(
            json.dumps({"openapi": "3.1.0", "info": {"title": "x", "version": "1"}, "paths": {}})
        )
        yield Situation(document, folder, canaries, subject, watch)


COMMANDS: dict[str, list[list[str]]] = {
    "contracts validate": [
        ["{doc}", "--show", "hint", "--format", "json"],
        ["{doc}", "--fix", "--dry-run"],
    ],
    "contracts rules": [[]],
    "contracts test": [
        ["{doc}", "--url", "{url}", "--check", "protocol-dates", "--phases", "examples,fuzzing", "--max-examples", "2"],
        ["{doc}", "--url", "{url}", "--lenient", "--check", "protocol-dates", "--phases", "examples,stateful"],
        ["{doc}", "--url", "{url}", "--lenient", "--fast", "--max-time", "5"],
    ],
    "contracts checks": [[]],
    "contracts replay": [["traffic.har", "--spec", "{doc}", "--url", "{url}"]],
    "contracts diff": [["{doc}", "other.json"], ["other.json", "{doc}"], ["{doc}", "{doc}", "--format", "markdown"]],
    "contracts usage": [["traffic.har", "--spec", "{doc}", "--consumer", "web", "--values", "all"]],
    "contracts drift": [["{doc}", "--traffic", "traffic.har"]],
    "contracts bundle": [["{doc}", "-o", "bundled.yaml", "--unused"], ["{doc}", "--to", "3.0", "--lossy"]],
    "mockserver routes": [["{doc}"], ["{doc}", "--state"]],
    "mockserver generate": [["{doc}", "--operation", "getPet0", "-n", "3"], ["{doc}", "--schema", "Pet0"]],
    "mockserver webhook": [["--spec", "{doc}"], ["w", "--spec", "{doc}", "--to", "{url}"]],
    "mockserver score": [["{doc}", "--mutant", "error-wrong-body", "--fast"]],
    "mockserver run": [["{doc}"], ["{doc}", "--workers", "2"], ["{doc}", "--static"]],
}
"""The arguments of each command; a command that is not listed fails :func:`test_every_command_is_tried`."""


def commands_of(parser: argparse.ArgumentParser) -> set[str]:
    actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return {f"{parser.prog} {name}" for action in actions for name in action.choices}


def test_every_command_is_tried() -> None:
    assert COMMANDS.keys() == commands_of(contracts_parser()) | commands_of(mockserver_parser())


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "mockserver run"])
def test_commands(command: str, situation: Situation, capfd: pytest.CaptureFixture[str]) -> None:
    program, _, name = command.partition(" ")
    main = contracts_main if program == "contracts" else mockserver_main
    for arguments in COMMANDS[command]:
        words = [word.format(doc=situation.document.name, url=situation.subject.url) for word in arguments]
        code = main([name, *words])
        shown = capfd.readouterr()
        assert code in {0, 1, 2}, shown.err
        assert "internal error" not in shown.err + shown.out
        if "{url}" in arguments and "--lenient" in arguments:
            assert situation.subject.requests, shown.err
        situation.check()


@pytest.mark.parametrize("arguments", COMMANDS["mockserver run"])
def test_the_mock_server(arguments: list[str], situation: Situation) -> None:
    words = [word.format(doc=situation.document.name) for word in arguments]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "mockserver", "run", *words, "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environ,
        cwd=situation.folder,
    ) as process:
        try:
            assert process.stdout is not None
            lines = iter(process.stdout.readline, "")
            url = next(found[1] for line in lines if (found := re.search(r"all operations (http://[^/]+)", line)))
            bodies = b"".join(_body(url, method, path) for method, path in _requests(situation.document))
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)
    assert bodies
    assert SECRET.encode() not in bodies
    situation.check()


def _requests(document: Path) -> Iterator[tuple[str, str]]:
    """Yield requests of all operations and of our own pages."""
    yield from (
        ("GET", path) for path in ("/", "/__mock__/", "/__mock__/ui/", "/__mock__/openapi.json", "/__mock__/health")
    )
    for path, item in json.loads(document.read_text())["paths"].items():
        for method in item:
            if method in {"get", "put", "post"}:
                yield method.upper(), quote(path.replace("{id}", "7"))


def _body(url: str, method: str, path: str) -> bytes:
    found = b""
    for prefer in ("code=200", "dynamic=false", "example=one", "example=two0"):
        body = None if method == "GET" else b'{"name": "x"}'
        headers = {"content-type": "application/json", "prefer": prefer, "authorization": "Bearer x"}
        request = Request(url + path, body, headers, method=method)
        try:
            with urlopen(request, timeout=20) as response:
                found += response.read()
        except OSError as error:
            found += error.read() if hasattr(error, "read") else b""
    return found


def test_the_watch_sees_a_file(tmp_path: Path) -> None:
    file = tmp_path / "canary"
    file.write_text("x")
    with watching([file]) as watch:
        assert watch.opened() == []
        file.read_text()
        assert watch.opened() == [str(file)]
