"""Baselines: accepted findings are ignored, new findings and stale entries are reported."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from contracts import baseline
from contracts.errors import SettingsError, render
from contracts.run_result import Run
from tests.contracts.reports.sample import finding, run


def one(*findings: object) -> Run:
    return replace(run(), findings=findings)  # type: ignore[arg-type]


def saved(tmp_path: Path, *findings: object) -> Path:
    file = tmp_path / "baseline.json"
    baseline.write(one(*findings), (), file)
    return file


def test_accepted_finding_is_ignored_on_any_line(tmp_path: Path) -> None:
    known = finding()
    accepted = baseline.read(saved(tmp_path, known))
    moved = replace(known, location=replace(known.location, line=99))
    left = baseline.apply(one(moved), accepted, "base.json")
    assert left.findings == ()
    assert left.notes[-1] == "1 finding ignored by baseline base.json"


def test_new_finding_is_kept(tmp_path: Path) -> None:
    accepted = baseline.read(saved(tmp_path, finding()))
    new = finding(message="something else is lost")
    assert baseline.apply(one(finding(), new), accepted, "b").findings == (new,)


def test_stale_entry_is_a_finding(tmp_path: Path) -> None:
    accepted = baseline.read(saved(tmp_path, finding()))
    (stale,) = baseline.apply(one(), accepted, "b").findings
    assert stale.rule == baseline.VANISHED
    assert "an update is lost" in stale.message


@pytest.mark.parametrize("operation", ["updateCase", "elsewhere"])
def test_uncovered_entry_is_not_stale(tmp_path: Path, operation: str) -> None:
    accepted = baseline.read(saved(tmp_path, finding(operation=operation)))
    assert baseline.apply(one(), accepted, "b").findings == ()


def test_no_stale_entries_in_unfinished_run(tmp_path: Path) -> None:
    accepted = baseline.read(saved(tmp_path, finding()))
    assert baseline.apply(replace(one(), finished=False), accepted, "b").findings == ()


def test_write_keeps_reasons_and_uncovered_entries(tmp_path: Path) -> None:
    file = saved(tmp_path, finding(), finding(operation="elsewhere"))
    value = json.loads(file.read_text())
    assert [entry["operation"] for entry in value["accepted"]] == ["elsewhere", "getCase"]
    value["accepted"][1]["why"] = "fixed next week"
    file.write_text(json.dumps(value))
    assert baseline.write(one(finding(), finding("state/new")), baseline.read(file), file) == 3
    again = {(entry["rule"], entry["operation"]): entry for entry in json.loads(file.read_text())["accepted"]}
    assert again["state/stale", "getCase"]["why"] == "fixed next week"
    assert ("state/new", "getCase") in again
    assert baseline.write(one(), baseline.read(file), file) == 1


def test_missing_file_is_empty(tmp_path: Path) -> None:
    assert baseline.read(tmp_path / "none.json") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not valid JSON"),
        ('{"form": 2, "accepted": []}', "not a valid baseline"),
        ('{"form": 1, "accepted": [{"rule": "x"}]}', "#/accepted/0"),
    ],
)
def test_invalid_baselines(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "b.json"
    file.write_text(text)
    with pytest.raises(SettingsError) as caught:
        baseline.read(file)
    assert message in render(caught.value)
    assert "b.json" in render(caught.value)


def test_unwritable_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        baseline.write(one(), (), tmp_path / "no" / "folder.json")
