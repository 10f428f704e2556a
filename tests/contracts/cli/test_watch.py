"""``--watch`` validates again after each change of a file, until Ctrl-C."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import watchfiles

from contracts.cli.main import main

GOOD = 'openapi: 3.0.3\ninfo: {title: Good, version: "1"}\npaths: {}\n'


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "spec.yaml"
    path.write_text(GOOD)
    return path


def changing(monkeypatch: pytest.MonkeyPatch, spec: Path, *texts: str) -> list[tuple[Path, ...]]:
    """Change the file to each text in turn, then press Ctrl-C; returns the watched folders."""
    pending = list(texts)
    watched: list[tuple[Path, ...]] = []

    def watch(*folders: Path, **_: object) -> Iterator[set[tuple[watchfiles.Change, str]]]:
        watched.append(folders)
        yield {(watchfiles.Change.added, str(spec.with_name("other.txt")))}
        if pending:
            spec.write_text(pending.pop(0))
            yield {(watchfiles.Change.modified, str(spec))}

    monkeypatch.setattr(watchfiles, "watch", watch)
    return watched


def test_validation_repeats_after_each_change(
    spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    watched = changing(monkeypatch, spec, "openapi: [", GOOD.replace("3.0.3", "3.1.0"))
    assert main(["validate", "spec.yaml", "--watch"]) == 0
    output = capsys.readouterr().out
    assert output.count("changed: spec.yaml") == 2
    assert output.index("valid OpenAPI 3.0.3") < output.index("invalid YAML") < output.index("valid OpenAPI 3.1.0")
    assert watched == [(spec.parent,)] * 3


def test_settings_can_be_invalid_temporarily(
    spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    spec.with_name("casemock.toml").write_text("[validate]\nshow = 1\n")
    changing(monkeypatch, spec)
    assert main(["validate", "spec.yaml", "--watch"]) == 2
    assert "validate.show: expected one of" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [["-"], ["spec.yaml", "--write-ignore", "x"], ["spec.yaml", "--fix", "--dry-run"]]
)
def test_incompatible_options(spec: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", *arguments, "--watch"]) == 2
    assert "--watch cannot be used with" in capsys.readouterr().err


def test_ctrl_c_prints_nothing(
    spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watchfiles.main, "RustNotify", Interrupted)
    assert main(["validate", "spec.yaml", "--watch"]) == 0
    assert capsys.readouterr().err == ""
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING] == []


class Interrupted:
    """A watcher that is interrupted immediately."""

    def __init__(self, *_: object) -> None:
        pass

    def __enter__(self) -> Interrupted:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def watch(self, *_: object) -> str:
        return "signal"
