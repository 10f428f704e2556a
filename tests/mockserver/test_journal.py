"""The journal: content, masked secrets, write errors."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from jsonschema_rs import Draft202012Validator

from contracts.errors import UsageError
from mockserver import journal
from mockserver.app import create_app
from mockserver.settings import gather
from tests.conftest import ROOT, Serve
from tests.mockserver.kit import Client, document, json_content, path_parameter, response

SCHEMA = Draft202012Validator(json.loads((ROOT / "docs" / "journal.schema.json").read_text("utf-8")))

CASE = {"type": "object", "properties": {"id": {"type": "string"}, "title": {"type": "string"}}, "required": ["id"]}
LOGIN = {"type": "object", "properties": {"user": {"type": "string"}, "password": {"type": "string"}}}
TREE = document(
    {
        "/cases/{id}": {"parameters": [path_parameter("id")], "get": {"operationId": "getCase"}},
        "/cases": {
            "get": {"operationId": "listCases", "responses": {"200": response({"type": "array", "items": CASE})}},
        },
        "/login": {"post": {"operationId": "login", "requestBody": {"content": json_content(LOGIN)}}},
    },
    components={"securitySchemes": {"key": {"type": "apiKey", "in": "query", "name": "k"}}},
    security=[{"key": []}],
)
KEY = "0123456789abcdef"


def lines(path: Path) -> list[dict[str, Any]]:
    read = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    for line in read:
        SCHEMA.validate(line)
    return read


def test_each_exchange_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    client = Client(create_app(TREE, journal=str(path)))
    reply = client("GET", f"/cases?k={KEY}&x=1", headers={"Accept": "application/json"})
    client("GET", f"/cases/missing-1?k={KEY}")
    client("DELETE", "/cases/7")
    client("GET", "/nowhere")
    client("GET", "/__mock__/")
    client("HEAD", f"/cases?k={KEY}")
    first, second, third, fourth, last = lines(path)
    assert (first["journal"], first["number"], first["operation"], first["path"]) == (1, 1, "listCases", "/cases")
    assert (first["method"], first["target"], first["status"]) == ("GET", "/cases?k=…&x=1", 200)
    assert first["request"] == {"headers": [["accept", "application/json"]]}
    assert first["response"]["json"] == reply.json
    assert ["content-type", "application/json"] in first["response"]["headers"]
    assert (second["operation"], second["status"]) == ("getCase", 404)
    assert second["reason"].startswith("not_found")
    assert (third["operation"], third["status"], fourth["operation"], fourth["status"]) == (None, 405, None, 404)
    assert (last["method"], last["operation"], "json" in last["response"]) == ("HEAD", "listCases", False)


def test_secrets_are_masked(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    client = Client(create_app(TREE, journal=str(path)))
    headers = {"Authorization": f"Bearer {KEY}", "Cookie": f"sid={KEY}", "X-Token": KEY}
    client("POST", f"/login?k={KEY}", {"user": "ann", "password": "hunter2"}, headers)
    (line,) = lines(path)
    assert line["request"]["json"] == {"user": "ann", "password": "…"}
    assert KEY not in path.read_text("utf-8")


def test_lines_are_reproducible(tmp_path: Path) -> None:
    texts = []
    for name in ("a", "b"):
        client = Client(create_app(TREE, journal=str(tmp_path / name)))
        client("GET", f"/cases?k={KEY}")
        texts.append((tmp_path / name).read_text("utf-8"))
    assert texts[0] == texts[1]


def test_lines_are_appended(tmp_path: Path) -> None:
    path = tmp_path / "journal.ndjson"
    for _ in range(2):
        Client(create_app(TREE, journal=str(path)))("GET", f"/cases?k={KEY}")
    assert [line["number"] for line in lines(path)] == [1, 1]


def test_an_unwritable_file_is_an_error_at_startup(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot write the journal .*: no such file or directory"):
        create_app(TREE, journal=str(tmp_path / "missing" / "journal.ndjson"))


def test_a_later_failure_prints_one_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "logs"
    folder.mkdir()
    client = Client(create_app(TREE, journal=str(folder / "journal.ndjson")))
    (folder / "journal.ndjson").unlink()
    folder.rmdir()
    assert [client("GET", f"/cases?k={KEY}").status for _ in range(2)] == [200, 200]
    assert capsys.readouterr().err.count("is incomplete: no such file or directory") == 1


@pytest.mark.parametrize("kind", ["a named pipe", "a named pipe with a reader", "a device", "a folder", "a link"])
def test_only_files_can_be_journals(tmp_path: Path, kind: str) -> None:
    path, reader = tmp_path / "journal.ndjson", -1
    reason = "it is a device, not a file"
    if "pipe" in kind:
        os.mkfifo(path)
        reason = "it is a named pipe, not a file"
        reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK) if kind.endswith("reader") else -1
    elif kind == "a folder":
        path.mkdir()
        reason = "is a directory"
    else:
        path = Path(os.devnull)
        if kind == "a link":
            path = tmp_path / "link"
            path.symlink_to(os.devnull)
    with pytest.raises(UsageError, match=f"cannot write the journal .*: {reason}"):
        create_app(TREE, journal=str(path))
    if reader >= 0:
        os.close(reader)


@pytest.mark.parametrize("has_reader", [False, True])
def test_a_journal_that_becomes_a_named_pipe_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], has_reader: bool
) -> None:
    path = tmp_path / "journal.ndjson"
    client = Client(create_app(TREE, journal=str(path)))
    path.unlink()
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK) if has_reader else -1
    assert [client("GET", f"/cases?k={KEY}").status for _ in range(3)] == [200] * 3
    assert capsys.readouterr().err.count("is incomplete: it is a named pipe, not a file") == 1
    path.unlink()
    client("GET", f"/cases?k={KEY}")
    assert [line["number"] for line in lines(path)] == [4]
    if has_reader:
        os.close(reader)


class FullDisk(io.BytesIO):
    """A file that writes only half of the data, the first time."""

    def write(self, data: Any) -> int:
        return super().write(data if self.tell() else data[: len(data) // 2])

    def close(self) -> None:
        pass


def test_an_incomplete_line_is_reported_and_ended(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = Client(create_app(TREE, journal=str(tmp_path / "journal.ndjson")))
    disk = FullDisk()
    monkeypatch.setattr(journal, "open", lambda *_, **__: disk, raising=False)
    assert [client("GET", f"/cases?k={KEY}").status for _ in range(2)] == [200, 200]
    assert "a line was written only in part" in capsys.readouterr().err
    half, whole = disk.getvalue().splitlines()
    assert json.loads(whole)["number"] == 2
    with pytest.raises(ValueError, match=r"Unterminated|Expecting"):
        json.loads(half)


def test_workers_write_complete_lines(serve: Serve, tmp_path: Path) -> None:
    path, open_to_all = tmp_path / "journal.ndjson", tmp_path / "cases.json"
    open_to_all.write_text(json.dumps({**TREE, "security": []}), "utf-8")
    base = serve("--workers", "2", "--journal", path, open_to_all)

    def ask() -> None:
        for _ in range(20):
            urllib.request.urlopen(f"{base}/cases").read()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(lines(path)) == 80


def test_ctrl_c_loses_no_line(tmp_path: Path) -> None:
    path, open_to_all = tmp_path / "journal.ndjson", tmp_path / "cases.json"
    open_to_all.write_text(json.dumps({**TREE, "security": []}), "utf-8")
    command = [sys.executable, "-m", "mockserver", "run", "--port", "0", "--journal", str(path), str(open_to_all)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=tmp_path) as process:
        assert process.stdout is not None
        try:
            found = next(filter(None, (re.search(r"http://127\.0\.0\.1:\d+", line) for line in process.stdout)))
            for number in (7, 8, 9):
                urllib.request.urlopen(f"{found[0]}/cases/{number}").close()
        finally:
            process.send_signal(signal.SIGINT)
    assert [line["target"] for line in lines(path)] == ["/cases/7", "/cases/8", "/cases/9"]


def test_journal_setting(tmp_path: Path) -> None:
    file = tmp_path / "casemock.toml"
    file.write_text('journal = "a.ndjson"\n', "utf-8")
    assert gather({}, config=str(file), environ={}).journal == str(tmp_path / "a.ndjson")
    assert gather({}, config=str(file), environ={"CASEMOCK_JOURNAL": "b.ndjson"}).journal == "b.ndjson"
    assert gather({"journal": "c.ndjson"}, config=str(file), environ={"CASEMOCK_JOURNAL": "b"}).journal == "c.ndjson"
    with pytest.raises(UsageError, match="--journal: expected a file name, not ''"):
        gather({"journal": ""}, config=str(file), environ={})
