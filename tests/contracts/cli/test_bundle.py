"""The command ``contracts bundle``: output and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contracts.cli.main import main
from contracts.spec.source import parse

SINGLE = """\
# A comment that stays.
openapi: 3.1.0
info: {title: Good, version: "1"}
paths:
  /things:
    get:
      responses:
        "200": {description: All things., content: {application/json: {schema: {type: [string, 'null']}}}}
"""

LOSSY = SINGLE.replace("[string, 'null']", "array, prefixItems: [{type: string}]")
MANY = SINGLE.replace("{type: [string, 'null']}", "{$ref: thing.yaml}")

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "openapi.yaml"
    path.write_text(SINGLE)
    (tmp_path / "thing.yaml").write_text("type: string\n")
    return path


def test_single_files_are_copied_unchanged(spec: Path, capsys: Capture) -> None:
    assert main(["bundle", str(spec)]) == 0
    assert capsys.readouterr() == (SINGLE, "")


def test_references_to_the_own_file_become_internal(spec: Path, capsys: Capture) -> None:
    own = (
        SINGLE
        + f"""components:
  schemas:
    A: {{type: string}}
    B: {{$ref: './{spec.name}#/components/schemas/A'}}
"""
    )
    spec.write_text(own)
    assert main(["bundle", str(spec)]) == 0
    written = capsys.readouterr().out
    assert spec.name not in written
    assert "#/components/schemas/A" in written


def test_byte_order_marks_are_removed(spec: Path, capsys: Capture) -> None:
    spec.write_text("\ufeff" + SINGLE, "utf-8")
    assert main(["bundle", str(spec)]) == 0
    assert capsys.readouterr().out == SINGLE


def test_several_files_become_one(spec: Path, capsys: Capture) -> None:
    spec.write_text(MANY)
    assert main(["bundle", str(spec)]) == 0
    tree = parse(capsys.readouterr().out, "x.yaml").tree
    assert tree["components"] == {"schemas": {"thing": {"type": "string"}}}


@pytest.mark.parametrize(
    ("name", "options", "is_json"),
    [
        ("out.json", [], True),
        ("out.yml", [], False),
        ("out.txt", [], False),
        ("out.json", ["--format", "yaml"], False),
        ("out", ["--format", "json"], True),
    ],
)
def test_format(spec: Path, name: str, options: list[str], is_json: bool, capsys: Capture) -> None:
    spec.write_text(MANY)
    target = spec.with_name(name)
    assert main(["bundle", str(spec), "-o", str(target), *options]) == 0
    assert capsys.readouterr().out == ""
    assert target.read_text().startswith("{") == is_json
    assert parse(target.read_text(), "x.yaml").tree["info"]["title"] == "Good"


def test_json_stays_json(spec: Path, capsys: Capture) -> None:
    spec.write_text(json.dumps(parse(MANY, "x.yaml").tree))
    assert main(["bundle", str(spec)]) == 0
    assert capsys.readouterr().out.startswith("{\n")


@pytest.mark.parametrize(("options", "code"), [([], 1), (["--lossy"], 0)])
def test_losses_are_reported(spec: Path, options: list[str], code: int, capsys: Capture) -> None:
    spec.write_text(LOSSY)
    report = spec.with_name("lost.json")
    assert main(["bundle", str(spec), "--to", "3.0", f"--report=json={report}", *options]) == code
    output = capsys.readouterr()
    assert output.out.startswith("openapi: 3.0.3\n")
    assert output.err.startswith(f"{spec}:8:")
    assert "error: prefixItems: items can be in any order [lowered]" in output.err
    assert "prefixItems" in report.read_text()


def test_conversion_without_losses(spec: Path, capsys: Capture) -> None:
    assert main(["bundle", str(spec), "--to", "3.0", "--strip-extensions", "--unused"]) == 0
    output = capsys.readouterr()
    assert "nullable: true" in output.out
    assert output.err == ""


def test_path_and_tag(spec: Path, capsys: Capture) -> None:
    assert main(["bundle", str(spec), "--path", "/things"]) == 0
    assert "/things:" in capsys.readouterr().out
    assert main(["bundle", str(spec), "--tag", "none"]) == 2
    assert "no operation selected" in capsys.readouterr().err


def test_invalid_documents_are_not_written(spec: Path, capsys: Capture) -> None:
    spec.write_text(MANY.replace("thing.yaml", "gone.yaml"))
    assert main(["bundle", str(spec)]) == 1
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith(f"{spec}:8:")


def test_invalid_apis(spec: Path, capsys: Capture) -> None:
    spec.write_text(SINGLE + "x-mock-apis: [{prefix: /a}]\n")
    assert main(["bundle", str(spec), "--api", "a"]) == 1
    output = capsys.readouterr()
    assert (output.out, output.err[: len(f"{spec}:9:")]) == ("", f"{spec}:9:")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-o", "{folder}/thing.yaml"], "it is also an input"),
        (["-o", "{folder}/gone/out.yaml"], "cannot write"),
        (["--report", "json"], "expected FORMAT=FILE"),
        (["--report", "nope=x"], "unknown report format 'nope'"),
        (["--to", "2.0"], "--to: unknown value '2.0'"),
    ],
)
def test_wrong_usage(spec: Path, arguments: list[str], message: str, capsys: Capture) -> None:
    spec.write_text(MANY)
    before = {path.name: path.read_text() for path in spec.parent.iterdir()}
    assert main(["bundle", str(spec), *(text.format(folder=spec.parent) for text in arguments)]) == 2
    assert message in capsys.readouterr().err
    assert {path.name: path.read_text() for path in spec.parent.iterdir()} == before


def test_unreadable(tmp_path: Path, capsys: Capture) -> None:
    assert main(["bundle", str(tmp_path / "gone.yaml")]) == 2
    assert "no such file" in capsys.readouterr().err
