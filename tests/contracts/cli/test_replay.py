"""The command ``contracts replay``: golden cases, recorded traffic, and invalid input."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.cli.main import main
from contracts.run_result import Event, Progress
from contracts.traffic.replay import Replay

ROOT = Path(__file__).parents[3]
SPEC = str(ROOT / "openapi.yaml")
APP = "tests.implementations.flask_serverops:app"

CASE = """\
case: A case is read by its id.
source: seed
exchanges:
  - request:
      method: GET
      path: /serverops/cases/case-1
      headers: {authorization: Bearer so_test_full}
    response:
      status: 200
      contains: {id: case-1}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    cases = tmp_path / "cases"
    cases.mkdir()
    (cases / "read.yaml").write_text(CASE, encoding="utf-8")
    return cases


def replay(*arguments: str) -> int:
    return main(["replay", *arguments])


def test_expected_responses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert replay("cases", "--spec", SPEC, "--app", APP) == 0
    assert "contracts replay of" in capsys.readouterr().out


def test_unexpected_responses_have_a_location(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "read.yaml").write_text(CASE.replace("contains: {id: case-1}", "contains: {id: case-2}"), "utf-8")
    assert replay("cases/read.yaml", "--app", APP) == 1
    out, err = capsys.readouterr()
    assert "cases/read.yaml:4:5" in out
    assert "[replay/contains]" in out
    assert "expected  body /id: 'case-2'" in out
    assert "contracts replay cases/read.yaml --app tests.implementations.flask_serverops:app" in out
    assert "[replay/contains]" in err


def test_reports(folder: Path, tmp_path: Path) -> None:
    (folder / "read.yaml").write_text(CASE.replace("status: 200", "status: 418"), "utf-8")
    assert replay("cases", "--app", APP, "--quiet", "--output", "out.txt", "--report", "text=more.txt") == 1
    assert "[replay/status]" in Path("out.txt").read_text("utf-8")
    assert Path("out.txt").read_text("utf-8") == Path("more.txt").read_text("utf-8")


def test_recorded_traffic_is_masked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    headers = [{"name": "Authorization", "value": "Bearer so_live_full"}]
    request = {"method": "GET", "url": "https://api.example/v1/cases/case-1?v=2", "headers": headers}
    content = {"mimeType": "application/json", "text": '{"id": "case-1", "title": "Another"}'}
    entry = {"request": request, "response": {"status": 200, "headers": [], "content": content}}
    Path("t.har").write_text(json.dumps({"log": {"entries": [entry]}}), "utf-8")
    arguments = ("t.har", "--spec", SPEC, "--app", APP, "--recorded-at", "https://api.example/v1/cases")
    assert replay(*arguments) == 1
    out, err = capsys.readouterr()
    assert ": unexpected status" in out
    assert "so_live_full" not in out + err
    request["url"] = "https://api.example/serverops/cases/case-1"
    Path("t.har").write_text(json.dumps({"log": {"entries": [entry]}}), "utf-8")
    assert replay("t.har", "--spec", SPEC, "--app", APP) == 0
    assert replay("t.har", "--spec", SPEC, "--app", APP, "--exact") == 1
    assert "body /attachments: nothing" in capsys.readouterr().out
    ignored = [word for name in ("title", "description", "status", "attachments") for word in ("--ignore", f"/{name}")]
    dates = ("--ignore", "/created_at", "--ignore", "/updated_at")
    assert replay("t.har", "--app", APP, "--exact", *ignored, *dates) == 0


def test_credentials_of_the_user(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOKEN", "so_test_nobody")
    assert replay("cases", "--spec", SPEC, "--app", APP, "--identity", "me=$TOKEN") == 1
    out, err = capsys.readouterr()
    assert "status: 200" in out
    assert "so_test_nobody" not in out + err
    assert replay("cases", "--spec", SPEC, "--app", APP, "--identity", "me=so_live_full") == 0


def test_ctrl_c_reports_the_results_so_far(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(_: Replay) -> Iterator[Event]:
        yield Progress("cases", "", 0, 1, 0)
        raise KeyboardInterrupt

    monkeypatch.setattr(Replay, "run", run)
    assert replay("cases", "--app", APP) == 130
    assert "stopped with Ctrl-C before all cases were sent" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere.yaml", "--app", APP), "nowhere.yaml: error: no such file"),
        (("empty", "--app", APP), "empty: no cases in this folder\n  cases have the suffix .yaml, .yml, .json, .har"),
        (("cases/wrong.yaml", "--app", APP), "cases/wrong.yaml:1:1 (#/cas): error: unknown key 'cas'"),
        (("cases/broken.yaml", "--app", APP), "cases/broken.yaml:1:"),
        (("cases/broken.har", "--app", APP), "cases/broken.har:1:"),
        (
            ("cases/read.yaml", "--app", APP, "--source", "sed"),
            "unknown source 'sed'\n  did you mean 'seed' or 'assumed'?",
        ),
        (("cases/read.yaml", "--app", APP, "--source", ","), "expected at least one source"),
        (("cases/read.yaml", "--app", APP, "--source", "mock"), "no cases to send\n  skipped 1 case with source"),
        (("cases/read.yaml", "--app", APP, "--api", "serverops"), "--api requires --spec"),
        (("cases/read.yaml", "--app", APP, "--spec", SPEC, "--api", "serverop"), "did you mean 'serverops'?"),
        (("cases/read.yaml", "--app", APP, "--ignore", "id", "--exact"), "'id' is not a JSON pointer"),
        (("cases/read.yaml", "--app", APP, "--ignore", "/id"), "--ignore requires --exact"),
        (("cases/read.yaml", "--app", APP, "--format", "txt"), "did you mean 'text'?"),
        (("cases/read.yaml", "--app", "nowhere:app"), "cannot import 'nowhere'"),
        (("cases/read.yaml", "--url", "nowhere"), "--url: 'nowhere' is not an http"),
        (("cases/read.yaml", "--url", "http://127.0.0.1:1"), "cannot connect to http://127.0.0.1:1"),
        (("cases/read.yaml",), "one of the arguments --url --app is required"),
    ],
    ids=lambda value: " ".join(value)[-40:] if isinstance(value, tuple) else "",
)
def test_invalid_input(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str
) -> None:
    Path("empty").mkdir()
    (folder / "wrong.yaml").write_text(CASE.replace("case:", "cas:", 1), "utf-8")
    (folder / "broken.yaml").write_text("case: [", "utf-8")
    (folder / "broken.har").write_text('{"log": ', "utf-8")
    assert replay(*arguments) == 2
    out, err = capsys.readouterr()
    assert message in err
    assert out == ""


def test_all_files_are_read_before_requests_are_sent(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.yaml", "z.yml"):
        (folder / name).write_text(CASE.replace("source: seed", "source: rumour"), "utf-8")
    assert replay("cases", "--url", "http://127.0.0.1:1") == 2
    err = capsys.readouterr().err
    assert "cases/a.yaml:2:1" in err
    assert "cases/z.yml:2:1" in err
