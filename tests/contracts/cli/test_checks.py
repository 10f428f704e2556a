"""``contracts checks``: the list, explanations, and the generated page in docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.cli.main import main
from contracts.conformance.checks.registry import all_checks

PAGE = Path(__file__).parent.parent.parent.parent / "docs" / "checks.md"


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == sorted(check.id for check in all_checks())


def test_explanation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "read-after-write"]) == 0
    shown = capsys.readouterr().out
    check = next(check for check in all_checks() if check.id == "read-after-write")
    assert all(text in shown for text in (check.title, check.why, check.good, check.bad))


def test_an_unknown_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "read-after-writ"]) == 2
    assert "did you mean 'read-after-write'" in capsys.readouterr().err


def test_the_page_in_docs_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "--markdown"]) == 0
    assert capsys.readouterr().out == PAGE.read_text("utf-8"), "contracts checks --markdown > docs/checks.md"


def test_a_former_id(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "moment-of-change"]) == 0
    assert capsys.readouterr().out.startswith("updated-at: ")
