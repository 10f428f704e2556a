"""The command ``contracts usage``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contracts.cli import usage
from contracts.cli.main import main
from contracts.traffic import value_stats
from tests.contracts.traffic.test_usage import TREE, exchange, recorded


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api.json").write_text(json.dumps(TREE), "utf-8")
    recorded(tmp_path, exchange("GET", "/cases?limit=5", came={"items": []}), exchange("GET", "/nowhere"))
    return tmp_path


USAGE = ("usage", "traffic.ndjson", "--spec", "api.json", "--consumer", "web")


def test_to_standard_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(USAGE) == 0
    streams = capsys.readouterr()
    assert json.loads(streams.out)["operations"]["GET /cases"]["calls"] == 1
    assert "note: 1 exchange matches no documented operation" in streams.err
    assert streams.err.endswith("web: 1 call of 1 operation\n")


def test_writing_and_merging(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main([*USAGE, "-o", "web.json", "--merge"]) == 0
    assert json.loads((folder / "web.json").read_text("utf-8"))["operations"]["GET /cases"]["calls"] == 2
    assert main([*USAGE, "-o", "web.json"]) == 0
    assert json.loads((folder / "web.json").read_text("utf-8"))["operations"]["GET /cases"]["calls"] == 1
    assert main([*USAGE[:-1], "app", "-o", "web.json", "--merge"]) == 2
    assert "web.json belongs to consumer 'web'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([*USAGE, "--merge"], "--merge requires -o FILE"),
        ([*USAGE, "-o", "no/web.json"], "cannot write no/web.json: folder no does not exist"),
        ([*USAGE, "-o", "api.json"], "cannot write api.json: it is also an input"),
        ([*USAGE, "-o", "./traffic.ndjson"], "cannot write ./traffic.ndjson: it is also an input"),
        ([*USAGE[:-1], " "], "--consumer: expected a name"),
        ([*USAGE, "--values", "some"], "--values"),
        ([*USAGE, "--fields", "id"], "--fields: cannot read id"),
        (["usage", "none.har", *USAGE[2:]], "none.har: error: cannot be read"),
        ([*USAGE, "--recorded-at", "https://x/v9"], "path does not begin with /v9"),
        (USAGE[:-2], "required: --consumer"),
    ],
)
def test_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    assert main(arguments) == 2
    assert message in capsys.readouterr().err


def test_policies() -> None:
    assert usage.POLICIES == value_stats.POLICIES
