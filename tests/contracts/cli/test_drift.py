"""The command ``contracts drift``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contracts.cli.main import main
from tests.contracts.traffic.test_drift import GOOD, TREE
from tests.contracts.traffic.test_usage import exchange, recorded


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api.json").write_text(json.dumps(TREE, indent=1), "utf-8")
    recorded(tmp_path, *GOOD, name="good.ndjson")
    recorded(tmp_path, GOOD[0], name="one.ndjson")
    recorded(tmp_path, *GOOD[1:], name="part.ndjson")
    recorded(tmp_path, *GOOD, exchange("GET", "/people/7"), name="bad.ndjson")
    return tmp_path


@pytest.mark.parametrize(
    ("traffic", "code", "message"),
    [
        (["good.ndjson"], 0, "0 findings"),
        (["part.ndjson"], 0, "hint: GET /cases: documented, but never called [drift/unseen-operation]"),
        (["part.ndjson", "--no-unseen"], 0, "0 findings"),
        (["bad.ndjson"], 1, "error: undocumented operation: GET /people/{id} [drift/operation]"),
        (["one.ndjson"], 0, "read 1 exchange from one.ndjson"),
        (["good.ndjson", "bad.ndjson"], 1, "read 11 exchanges from good.ndjson, bad.ndjson"),
    ],
)
def test_findings_and_notes(
    folder: Path, capsys: pytest.CaptureFixture[str], traffic: list[str], code: int, message: str
) -> None:
    assert main(["drift", "api.json", "--traffic", *traffic]) == code
    assert message in capsys.readouterr().out


def test_other_reports(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    formats = ["json", "junit", "sarif", "github", "html"]
    reports = [word for format_ in formats for word in ("--report", f"{format_}={format_}.out")]
    assert main(["drift", "api.json", "--traffic", "bad.ndjson", *reports]) == 1
    for format_ in formats:
        assert "undocumented operation: GET /people/{id}" in (folder / f"{format_}.out").read_text("utf-8"), format_
    (finding,) = json.loads((folder / "json.out").read_text("utf-8"))["findings"]
    assert finding["location"]["line"] > 1


def test_hints_are_not_junit_failures(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["drift", "api.json", "--traffic", "part.ndjson", "--format", "junit"]) == 0
    assert 'failures="0"' in capsys.readouterr().out.splitlines()[1]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["drift", "api.json"], "required: --traffic"),
        (["drift", "api.json", "--traffic", "api.json"], '"log" is a required property'),
        (["drift", "none.json", "--traffic", "good.ndjson"], "none.json: error:"),
        (["drift", "api.json", "--traffic", "none.har"], "none.har: error: cannot be read"),
    ],
)
def test_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err
