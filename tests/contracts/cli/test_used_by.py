"""``contracts diff --used-by``: from recordings to affected consumers."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.cli.main import main
from contracts.errors import DocumentError
from contracts.traffic.usage_file import read_usage

SHOP = Path(__file__).parents[1] / "traffic" / "shop"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.chdir(tmp_path)
    text = (SHOP / "openapi.yaml").read_text("utf-8")
    (tmp_path / "old.yaml").write_text(text, "utf-8")
    (tmp_path / "new.yaml").write_text(
        text.replace("maximum: 100}}\n        - {name: status", "maximum: 50}}\n        - {name: status"), "utf-8"
    )
    for name in ("web.har", "app.ndjson", "batch.har"):
        words = ["usage", str(SHOP / name), "--spec", "old.yaml", "--consumer", name.partition(".")[0]]
        assert main([*words, "-o", f"{name.partition('.')[0]}.json"]) == 0
    capsys.readouterr()
    return tmp_path


def test_affected_consumers_are_named_with_reasons(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.yaml", "new.yaml", "--used-by", "app.json", "batch.json", "web.json"]) == 1
    output = capsys.readouterr().out
    assert "maximum narrowed: 100 → 50 (affects batch)" in output
    assert "batch: GET /orders: sends 100 there" in output
    assert "consumer web: not affected" in output
    assert main(["diff", "old.yaml", "new.yaml", "--used-by", "batch.json", "web.json", "--format", "json"]) == 1
    assert '"contracts diff old.yaml new.yaml --used-by batch.json web.json"' in capsys.readouterr().out


def test_a_change_that_affects_nobody_is_hidden(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old.yaml", "new.yaml"]) == 1
    assert main(["diff", "old.yaml", "new.yaml", "--used-by", "web.json", "app.json"]) == 0
    output = capsys.readouterr().out.rpartition("narrowed")[2]
    assert " affect no consumer and are hidden" in output


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (["none.json"], "none.json"),
        (["old.yaml"], '"usage" is a required property'),
        (["web.json", "web.json"], "two files describe consumer 'web'"),
    ],
)
def test_invalid_usage_files(folder: Path, capsys: pytest.CaptureFixture[str], files: list[str], message: str) -> None:
    assert main(["diff", "old.yaml", "new.yaml", "--used-by", *files]) == 2
    assert message in capsys.readouterr().err


def test_lone_surrogates_in_a_usage_file(tmp_path: Path) -> None:
    path = tmp_path / "web.json"
    path.write_text('{"usage": 1, "consumer": 5, "document": {}, "operations": {"\\ud800": 1}}')
    with pytest.raises(DocumentError) as raised:
        read_usage(str(path))
    assert len(raised.value.findings) == 4
