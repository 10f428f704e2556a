"""The benchmark of the console, without a browser."""

from __future__ import annotations

import pytest

import contracts
from benchmarks.console import cli, pages
from benchmarks.processes import BenchmarkError


def test_the_large_document_has_the_operations() -> None:
    contract = contracts.load(cli.many_operations(120))
    assert len(contract.operations) == 120
    assert len({operation.tags for operation in contract.operations}) == 3


def test_numbers_must_be_positive(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        cli.main(["--rate", "0"])
    assert stopped.value.code == 2
    assert "must be at least 1" in capsys.readouterr().err


def test_a_missing_browser_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages.shutil, "which", lambda _: None)
    with pytest.raises(BenchmarkError, match="Chromium is not installed"), pages.browser():
        pass
