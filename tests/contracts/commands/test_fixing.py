"""``contracts validate --fix``: mends what has one right answer, keeps the rest, and says what it did."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from contracts.cli import main

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

MENDED = TEXT.replace("/v1/ ", "/v1 ").replace("[up, down, up]", "[up, down]")

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


def test_files_are_mended_and_all_else_stays(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.chmod(0o640)
    assert fix() == 0
    assert spec.read_text() == MENDED
    assert stat.S_IMODE(spec.stat().st_mode) == 0o640
    assert [path.name for path in spec.parent.iterdir()] == ["spec.yaml"]
    output = capsys.readouterr().out
    assert output == "spec.yaml: valid OpenAPI 3.0.3, 1 operation\nnote: mended 2 places in spec.yaml\n"
    assert fix() == 0
    assert "mended" not in capsys.readouterr().out


def test_a_dry_run_shows_a_diff_and_writes_nothing(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix("--dry-run") == 0
    assert spec.read_text() == TEXT
    lines = capsys.readouterr().out.splitlines()
    assert lines[:2] == ["--- spec.yaml", "+++ spec.yaml"]
    changed = [line for line in lines[2:] if line[0] in "+-"]
    assert [line[0] for line in changed] == ["-", "+", "-", "+"]
    assert "+  - url: https://api.example.com/v1  # live" in changed


def test_a_dry_run_with_nothing_to_do(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(MENDED)
    assert fix("--dry-run") == 0
    assert capsys.readouterr().out == "nothing to mend\n"


def test_byte_order_mark_and_line_ends_stay(spec: Path) -> None:
    spec.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    assert fix() == 0
    assert spec.read_bytes() == b"\xef\xbb\xbf" + MENDED.replace("\n", "\r\n").encode()


def test_what_is_ignored_or_left_out_is_not_mended(spec: Path) -> None:
    text = TEXT.replace("# live", "# casemock: ignore server-url-trailing-slash")
    spec.write_text(text)
    assert fix("--no-rule", "enum-duplicate", "--no-rule", "enum-not-unique") == 0
    assert spec.read_text() == text


def test_a_file_that_is_referred_to_is_mended(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = spec.with_name("shared.yaml")
    shared.write_text("Order:\n  type: string\n  enum: [up, up] # either\n")
    spec.write_text(MENDED.replace("{type: string, enum: [up, down]}", "{$ref: 'shared.yaml#/Order'}"))
    assert fix() == 0
    assert shared.read_text() == "Order:\n  type: string\n  enum: [up] # either\n"
    assert "mended 1 place in shared.yaml" in capsys.readouterr().out


def test_what_cannot_be_mended_is_said_and_left(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = MENDED.replace("enum: [up, down]", "enum: &all [up, up]").replace(
        "description: All things", "description: All things, x-sorting: *all"
    )
    spec.write_text(text)
    fix()
    assert spec.read_text() == text
    assert "note: not mended: spec.yaml:14 [enum-" in capsys.readouterr().out


def test_a_broken_file_is_left(spec: Path) -> None:
    spec.write_text("openapi: [")
    assert fix() == 1
    assert spec.read_text() == "openapi: ["
