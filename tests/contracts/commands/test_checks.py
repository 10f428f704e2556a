"""``contracts checks``: every check has its reason and examples, and the page in docs is made of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.checks.check import Check
from contracts.checks.registry import all_checks
from contracts.cli import main

PAGE = Path(__file__).parent.parent.parent.parent / "docs" / "checks.md"


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [check.id for check in all_checks()]


def test_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "read-after-write"]) == 0
    shown = capsys.readouterr().out
    check = next(check for check in all_checks() if check.id == "read-after-write")
    assert all(text in shown for text in (check.title, check.why, check.good, check.bad))


def test_an_unknown_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "read-after-writ"]) == 2
    assert "did you mean 'read-after-write'" in capsys.readouterr().err


def test_the_page_in_docs_is_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["checks", "--markdown"]) == 0
    assert capsys.readouterr().out == PAGE.read_text("utf-8"), "contracts checks --markdown > docs/checks.md"


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.id)
def test_what_a_check_says_of_itself(check: Check) -> None:
    assert check.title
    assert check.why.endswith(".")
    assert check.good != check.bad
