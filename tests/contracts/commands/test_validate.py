"""``contracts validate``: findings with their places, and the exit code for a script."""

from __future__ import annotations

from pathlib import Path

import pytest

from contracts.cli import main

GOOD = """\
openapi: 3.0.3
info: {title: Good, version: "1"}
paths:
  /things:
    get:
      responses:
        "200": {description: All things.}
"""


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD)
    return path


def test_valid(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(spec)]) == 0
    assert capsys.readouterr() == (f"{spec}: valid OpenAPI 3.0.3, 1 operation\n", "")


def test_unknown_extension_has_its_place(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(GOOD + "x-mock-api: []\n")
    assert main(["validate", str(spec)]) == 1
    output = capsys.readouterr().out
    assert output.startswith(f"{spec}:8:")
    assert "(#/x-mock-api)" in output
    assert "did you mean x-mock-apis?" in output


def test_unresolved_reference_has_its_place(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(GOOD.replace("{description: All things.}", "{$ref: '#/components/responses/Gone'}"))
    assert main(["validate", str(spec)]) == 1
    assert capsys.readouterr().out.startswith(f"{spec}:7:")


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_unreadable(spec: Path, content: bytes | None, capsys: pytest.CaptureFixture[str]) -> None:
    if content is None:
        spec.unlink()
    else:
        spec.write_bytes(content)
    assert main(["validate", str(spec)]) == 2
    assert capsys.readouterr().out.startswith(str(spec))


def test_the_worst_document_decides(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = spec.with_name("broken.yaml")
    broken.write_text("openapi: [")
    assert main(["validate", str(broken), str(spec)]) == 1
    output = capsys.readouterr().out
    assert str(broken) in output
    assert f"{spec}: valid" in output


def test_a_warning_is_printed_and_counts(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(
        GOOD
        + """\
components:
  schemas:
    Pet:
      type: object
      discriminator:
        propertyName: kind
        mapping: {dog: Dgo}
      properties: {kind: {type: string}}
"""
    )
    assert main(["validate", str(spec)]) == 1
    output = capsys.readouterr().out
    assert output.startswith(f"{spec}:14:")
    assert "warning" in output
