"""``mockserver generate``: the output is valid and reproducible."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

import contracts
from mockserver.cli import generate
from mockserver.cli.main import main

ROOT = Path(__file__).parents[3]
SPEC = str(ROOT / "openapi.yaml")
EMPTY = """\
openapi: 3.1.0
info: {title: Empty, version: "1"}
paths:
  /x:
    delete:
      operationId: remove
      responses:
        "204": {description: Gone.}
"""


def lines(capsysbinary: pytest.CaptureFixture[bytes], *arguments: str) -> list[bytes]:
    assert main(["generate", *arguments]) == 0
    return capsysbinary.readouterr().out.splitlines()


def test_values_of_a_schema_are_valid_and_differ(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    made = lines(capsysbinary, SPEC, "--schema", "ServerOpsCase", "-n", "1200")
    schema = contracts.load(SPEC).schema("/components/schemas/ServerOpsCase")
    assert len(set(made)) == 1200
    assert all(schema.is_valid(json.loads(line)) for line in made)


def test_body_of_an_operation(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (line,) = lines(capsysbinary, SPEC, "--operation", "serverops_getCase")
    assert "title" in json.loads(line)


def test_the_same_seed_gives_the_same_lines(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    arguments = (SPEC, "--schema", "ServerOpsCase", "-n", "3")
    first = lines(capsysbinary, *arguments, "--seed", "5")
    assert lines(capsysbinary, *arguments, "--seed", "5") == first
    assert lines(capsysbinary, *arguments, "--seed", "6") != first


def test_fewer_values_are_a_prefix_of_more(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    more = lines(capsysbinary, SPEC, "--schema", "ServerOpsFile", "-n", "501")
    assert lines(capsysbinary, SPEC, "--schema", "ServerOpsFile", "-n", "2") == more[:2]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--schema", "ServerOpsCas"], "no schema 'ServerOpsCas' in the document\n  did you mean 'ServerOpsCase' or"),
        (["--schema", "Zzz"], "no schema 'Zzz' in the document\n  available schemas: EgainActivityLink, "),
        (
            ["--operation", "serverops_getcase"],
            "no operation 'serverops_getcase' in the document\n  did you mean 'serverops_getCase'",
        ),
        (["--operation", "zzz"], "no operation 'zzz' in the document\n  available operations: egain_getCasesByIds, "),
        (["--schema", "ServerOpsCase", "-n", "0"], "-n: expected an integer from 1 to 1000000000, not '0'"),
        (["--schema", "ServerOpsCase", "-n", "9" * 5000], "-n: expected an integer"),
        ([], "one of the arguments --schema --operation is required"),
        (["--schema", "A", "--operation", "b"], "--operation: not allowed with argument --schema"),
    ],
)
def test_bad_input(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", SPEC, *arguments]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert message in output.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--operation", "remove"], "the successful response of 'remove' has no schema"),
        (["--schema", "Any"], "the document has no schemas"),
    ],
)
def test_document_without_schemas(
    arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "empty.yaml"
    spec.write_text(EMPTY)
    assert main(["generate", str(spec), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_a_schema_without_values_is_reported_with_its_location(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spec = tmp_path / "impossible.yaml"
    spec.write_text(EMPTY + "components:\n  schemas:\n    No: {type: string, minLength: 2, maxLength: 1}\n")
    assert main(["generate", str(spec), "--schema", "No"]) == 2
    assert capsys.readouterr().err.startswith(f"{spec}:11:")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_a_progress_bar_for_many_values(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generate, "MANY", 2)
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    made = lines(capsysbinary, SPEC, "--schema", "ServerOpsFile", "-n", "3")
    assert [json.loads(line)["id"][:2] for line in made] == ["f_"] * 3
    assert "generating" in terminal.getvalue()
