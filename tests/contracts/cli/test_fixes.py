"""``contracts validate --fix`` applies safe fixes, keeps everything else, and reports what it did."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from contracts.cli.main import main

TEXT = """\
# our API
openapi: 3.0.3
info: {title: Things, version: "1"}   # one line
servers:
  - url: https://api.example.com/v1/  # live
paths:
  /things:
    get:
      operationId: listThings
      parameters:
        # how they are sorted
        - name: order
          in: query
          schema: {type: string, enum: [up, down, up]}  # either
      responses:
        '200': {description: All things}
"""

FIXED = TEXT.replace("/v1/ ", "/v1 ").replace("[up, down, up]", "[up, down]")

ONLY = [
    "--rule",
    "server-url-trailing-slash",
    "--rule",
    "enum-duplicate",
    "--rule",
    "enum-not-unique",
    "--show",
    "hint",
]


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "spec.yaml"
    path.write_text(TEXT)
    return path


def fix(*arguments: str) -> int:
    return main(["validate", "spec.yaml", *ONLY, "--fix", *arguments])


def test_fixes_keep_everything_else(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.chmod(0o640)
    assert fix() == 0
    assert spec.read_text() == FIXED
    assert stat.S_IMODE(spec.stat().st_mode) == 0o640
    assert [path.name for path in spec.parent.iterdir()] == ["spec.yaml"]
    output = capsys.readouterr().out
    assert output == "spec.yaml: valid OpenAPI 3.0.3, 1 operation\nnote: fixed 2 problems in spec.yaml\n"
    assert fix() == 0
    assert "fixed" not in capsys.readouterr().out


def test_dry_runs_show_a_diff_and_write_nothing(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix("--dry-run") == 0
    assert spec.read_text() == TEXT
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["--- spec.yaml", "+++ spec.yaml"]
    changed = [line for line in lines[2:] if line[0] in "+-"]
    assert [line[0] for line in changed] == ["-", "+", "-", "+"]
    assert "+  - url: https://api.example.com/v1  # live" in changed


def test_dry_runs_with_nothing_to_fix(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(FIXED)
    assert fix("--dry-run") == 0
    assert capsys.readouterr().out == "nothing to fix\n"


def test_byte_order_mark_and_line_ends_stay(spec: Path) -> None:
    spec.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert fix() == 0
    assert spec.read_bytes() == b"\xef\xbb\xbf" + FIXED.replace("\n", "\r\n").encode()


def test_ignored_findings_and_skipped_rules_are_not_fixed(spec: Path) -> None:
    text = TEXT.replace("# live", "# casemock: ignore server-url-trailing-slash")
    spec.write_text(text)
    assert fix("--no-rule", "enum-duplicate", "--no-rule", "enum-not-unique") == 0
    assert spec.read_text() == text


def test_referenced_files_are_fixed(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = spec.with_name("shared.yaml")
    shared.write_text("Order:\n  type: string\n  enum: [up, up] # either\n")
    spec.write_text(FIXED.replace("{type: string, enum: [up, down]}", "{$ref: 'shared.yaml#/Order'}"))
    assert fix() == 0
    assert shared.read_text() == "Order:\n  type: string\n  enum: [up] # either\n"
    assert "fixed 1 problem in shared.yaml" in capsys.readouterr().out


def test_fixes_that_cannot_be_applied_are_reported(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = FIXED.replace("enum: [up, down]", "enum: &all [up, up]").replace(
        "description: All things", "description: All things, x-sorting: *all"
    )
    spec.write_text(text)
    fix()
    assert spec.read_text() == text
    assert "note: not fixed: spec.yaml:14 [enum-" in capsys.readouterr().out


def test_invalid_files_are_not_changed(spec: Path) -> None:
    spec.write_text("openapi: [")
    assert fix() == 1
    assert spec.read_text() == "openapi: ["
