"""The command ``contracts rules``, and the generated pages in docs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contracts.cli.main import main
from contracts.cli.rules import pages
from contracts.lint.rules.registry import own_rules

PAGES = Path(__file__).parents[3] / "docs" / "rules"


def test_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.split() == ["id", "severity", "family", "fix", "title"]
    assert [line.split()[0] for line in lines] == [rule.id for rule in own_rules()]


def test_explaining_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "tag-duplicate"]) == 0
    shown = capsys.readouterr().out
    rule = next(rule for rule in own_rules() if rule.id == "tag-duplicate")
    assert all(text in shown for text in (rule.title, rule.why, rule.remedy, rule.good.strip(), rule.bad.strip()))
    assert "--fix" in shown


def test_unknown_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "tag-duplicat"]) == 2
    assert "did you mean 'tag-duplicate'" in capsys.readouterr().err


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "syntax", "tag-parent", "--format", "json"]) == 0
    syntax, parent = json.loads(capsys.readouterr().out)
    assert (syntax["id"], syntax["severity"], syntax["fixable"]) == ("syntax", "error", False)
    assert parent["versions"] == ["3.2"]


def test_pages_are_written(tmp_path: Path) -> None:
    assert main(["rules", "--markdown", str(tmp_path / "rules")]) == 0
    written = {path.name: path.read_text("utf-8") for path in (tmp_path / "rules").iterdir()}
    assert written == pages(own_rules())


def test_pages_cannot_be_written_for_single_rules(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "syntax", "--markdown", str(tmp_path)]) == 2
    assert "omit ids" in capsys.readouterr().err


def test_unwritable_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    assert main(["rules", "--markdown", str(tmp_path / "file")]) == 2
    assert "cannot write to" in capsys.readouterr().err


def test_the_pages_in_docs_are_up_to_date() -> None:
    committed = {path.name: path.read_text("utf-8") for path in PAGES.iterdir()}
    assert committed == pages(own_rules()), "contracts rules --markdown docs/rules"
