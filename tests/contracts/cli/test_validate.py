"""The command ``contracts validate``: findings with locations, and exit codes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from contracts.cli.main import main

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
    output = capsys.readouterr()
    assert output.out.startswith(f"{spec}: valid OpenAPI 3.0.3, 1 operation\n")
    assert output.err == ""


def test_unknown_extensions(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(GOOD + "x-mock-api: []\n")
    assert main(["validate", str(spec)]) == 1
    output = capsys.readouterr().out
    assert output.startswith(
        f"{spec}:8:1: error: unknown extension 'x-mock-api'\n  8 | x-mock-api: []\n    | ^^^^^^^^^^\n"
    )
    assert "#/x-mock-api [extension]" in output
    assert "did you mean 'x-mock-apis'?" in output


def test_unresolved_references(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
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


def test_the_exit_code_is_that_of_the_worst_document(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = spec.with_name("broken.yaml")
    broken.write_text("openapi: [")
    assert main(["validate", str(broken), str(spec)]) == 1
    output = capsys.readouterr().out
    assert str(broken) in output
    assert f"{spec}: valid" in output


WARNED = (
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


def test_warnings_fail_only_with_fail_on(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(WARNED)
    assert main(["validate", str(spec), "--rule", "discriminator"]) == 0
    output = capsys.readouterr().out
    assert output.startswith(f"{spec}:14:")
    assert ": warning: " in output
    assert main(["validate", str(spec), "--fail-on", "warning"]) == 1


def test_hints_are_counted_and_reported_with_show(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    only = ["validate", str(spec), "--rule", "operation-id-missing"]
    assert main(only) == 0
    assert "note: 1 hint hidden; use --show hint to report them" in capsys.readouterr().out
    assert main([*only, "--show", "hint"]) == 0
    assert f"{spec}:5:5: hint: the operation has no operationId" in capsys.readouterr().out


def test_findings_that_fail_the_run_are_reported(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--rule", "operation-id-missing", "--show", "error", "--fail-on", "hint"]
    assert main(["validate", str(spec), *arguments]) == 1
    assert "the operation has no operationId" in capsys.readouterr().out


def test_rules_can_be_turned_off_and_change_severity(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(spec), "--severity", "operation-id-missing=error"]) == 1
    assert "error: the operation has no operationId" in capsys.readouterr().out
    disabled = ["--severity", "operation-id-missing=error", "--no-rule", "operation-id-missing"]
    assert main(["validate", str(spec), *disabled]) == 0
    assert main(["validate", str(spec), "--severity", "operation-id-missing=off", "--show", "hint"]) == 0
    assert "operation-id-missing" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--rule", "operation-id-mising"], "did you mean 'operation-id-missing'"),
        (["--no-rule", "zzz"], "see 'contracts rules'"),
        (["--severity", "operation-id-missing=loud"], "off, hint, warning, error"),
        (["--severity", "operation-id-missing"], "expected ID=LEVEL"),
        (["--show", "loud"], "--show: unknown value 'loud'"),
        (["--dry-run"], "--dry-run requires --fix"),
        (["--format", "txt"], "did you mean 'text'?"),
        (["--ignore", "nowhere.txt"], "--write-ignore FILE"),
    ],
)
def test_wrong_usage(spec: Path, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(spec), *arguments]) == 2
    assert message in capsys.readouterr().err


def test_findings_in_shared_files_are_reported_once(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.with_name("shared.yaml").write_text("Pet: {type: objekt}\n")
    text = GOOD + "components: {schemas: {Pet: {$ref: 'shared.yaml#/Pet'}}}\n"
    spec.write_text(text)
    other = spec.with_name("other.yaml")
    other.write_text(text)
    assert main(["validate", str(spec), str(other)]) == 1
    output = capsys.readouterr().out
    assert output.count("shared.yaml:1:7: error:") == 1
    assert "2 documents: 1 error" in output


def test_documents_with_unreadable_files_are_not_valid(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.with_name("shared.yaml").write_text("Pet: [\n")
    spec.write_text(GOOD + "components: {schemas: {Pet: {$ref: 'shared.yaml#/Pet'}}}\n")
    assert main(["validate", str(spec)]) == 1
    output = capsys.readouterr().out
    assert "shared.yaml:2:1: error: invalid YAML" in output
    assert f"{spec}: OpenAPI 3.0.3, 1 operation, 1 error\n" in output
    assert "beside it" not in output


def test_symbolic_links_to_themselves(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.with_name("shared.yaml").symlink_to("shared.yaml")
    spec.write_text(GOOD + "components: {schemas: {Pet: {$ref: 'shared.yaml#/Pet'}}}\n")
    assert main(["validate", str(spec)]) == 1
    assert "good.yaml:8:30: error: 'shared.yaml' is a circular symbolic link" in capsys.readouterr().out


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    for content, code, start in (
        (GOOD.encode(), 0, "<stdin>: valid OpenAPI 3.0.3, 1 operation\n"),
        (b"openapi: 3.0.3", 1, "<stdin>:1:1: error: "),
        (b"\xff", 2, "error: standard input is not valid UTF-8"),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content)))
        assert main(["validate", "-"]) == code
        assert "".join(capsys.readouterr()).startswith(start)
    assert main(["validate", "-", "--fix"]) == 2


def test_syntax_errors_show_their_line(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text("openapi: 3.1.0\ninfo: {title: a: b}\n")
    assert main(["validate", str(spec)]) == 1
    assert "  2 | info: {title: a: b}\n" in capsys.readouterr().out


def test_baselines_accept_known_findings_only(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    only = ["--rule", "operation-id-missing", "--severity", "operation-id-missing=error", "--quiet"]
    base = ["validate", str(spec), *only, "--baseline", str(spec.with_name("known.json"))]
    assert main(base) == 1
    assert main([*base, "--update-baseline"]) == 0
    assert main(base) == 0
    spec.write_text("# a line more\n" + GOOD)
    assert main(base) == 0
    spec.write_text(GOOD.replace("    get:", "    put: {responses: {default: {description: None}}}\n    get:"))
    assert main(base) == 1
    capsys.readouterr()
    spec.write_text(GOOD.replace("      responses:", "      operationId: list\n      responses:"))
    assert main(base) == 1
    assert "[baseline/vanished]" in capsys.readouterr().out


def test_hidden_findings_stay_in_the_baseline(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = ["validate", str(spec), "--baseline", str(spec.with_name("known.json"))]
    main([*base, "--show", "hint", "--update-baseline"])
    known = spec.with_name("known.json").read_text("utf-8")
    assert main([*base, "--show", "error"]) == 0
    assert main([*base, "--show", "error", "--update-baseline"]) == 0
    assert spec.with_name("known.json").read_text("utf-8") == known
    assert "[baseline/vanished]" not in capsys.readouterr().out


def test_the_ignore_file_of_the_settings_can_be_created(
    spec: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(spec.parent)
    Path("casemock.toml").write_text('[validate]\nshow = "hint"\nignore-file = "accepted.txt"\n')
    assert main(["validate", spec.name]) == 2
    assert "ignore file not found: accepted.txt" in capsys.readouterr().err
    assert main(["validate", spec.name, "--write-ignore", "./accepted.txt"]) == 0
    assert main(["validate", spec.name, "--fail-on", "hint"]) == 0


def test_write_ignore_does_not_overwrite_the_document(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", str(spec), "--show", "hint", "--write-ignore", str(spec)]) == 2
    assert spec.read_text() == GOOD
    assert "it is also an input" in capsys.readouterr().err
