"""Suppressed findings are not reported, unused suppressions are, and unreadable documents cannot be suppressed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from contracts.cli.main import main
from contracts.errors import SettingsError
from contracts.findings import Finding, Location, Severity
from contracts.lint.suppressions import Suppressions, format_list, read_list

RULE = "operation-id-missing"

HEAD = 'openapi: 3.0.3\ninfo: {title: T, version: "1"}\n'


def document(*, before: str = "", behind: str = "", inside: str = "") -> str:
    """Return a document with one operation without operationId."""
    return (
        f"{HEAD}paths:\n  /things:\n{before}    get:{behind}\n{inside}"
        '      responses: {"200": {description: All things.}}\n'
    )


@pytest.fixture
def spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / "spec.yaml"


def rules_found(spec: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """Return the rules of the findings about the operationId and about suppressions."""
    only = ["--rule", RULE, "--rule", "ignore/unused", *arguments]
    main(["validate", spec.name, "--format", "json", "--show", "hint", *only])
    return [finding["rule"] for finding in json.loads(capsys.readouterr().out)["findings"]]


@pytest.mark.parametrize(
    "text",
    [
        document(behind=f"  # casemock: ignore {RULE}"),
        document(behind=f" #casemock:ignore {RULE} -- deprecated"),
        document(behind="  # casemock: ignore operation-*"),
        document(before=f"    # casemock: ignore {RULE}\n"),
        document(before=f"    # casemock: ignore {RULE}\n    # deprecated\n\n"),
        document(behind=f" # casemock: ignore {RULE}", inside="      description: 'one\n        two'\n"),
        document(inside=f"      x-casemock-ignore: [{RULE}]\n"),
        document(inside=f"      x-casemock-ignore: {RULE}\n"),
        document(before=f"    x-casemock-ignore: [{RULE}]\n"),
        f"x-casemock-ignore: [{RULE}]\n" + document(),
    ],
)
def test_a_suppressed_finding_is_not_reported(spec: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(text)
    assert rules_found(spec, capsys) == []


@pytest.mark.parametrize(
    "text",
    [
        document(inside=f"      # casemock: ignore {RULE}\n"),
        document(inside=f"      summary: x # casemock: ignore {RULE}\n"),
        f"{document()}components:\n  schemas:\n    A:\n      type: string\n      x-casemock-ignore: [{RULE}]\n",
    ],
)
def test_a_suppression_elsewhere_is_unused(spec: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(text)
    assert sorted(rules_found(spec, capsys)) == ["ignore/unused", RULE]


def test_each_rule_of_a_comment_must_match_a_finding(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(document(behind=f" # casemock: ignore {RULE}, ignore/unused, no-such-rule"))
    main(["validate", spec.name, "--rule", RULE, "--rule", "ignore/unused"])
    output = capsys.readouterr().out
    assert f"{spec.name}:5:10: warning: unused ignore: ignore/unused" in output
    assert "warning: unknown rule in ignore: no-such-rule" in output
    assert output.count("[ignore/unused]") == 2
    assert "  5 |     get: # casemock: ignore" in output


def test_suppressions_of_rules_that_are_off_are_not_reported(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(document(behind=" # casemock: ignore path-overlap", inside="      operationId: list\n"))
    assert rules_found(spec, capsys) == []
    assert rules_found(spec, capsys, "--rule", "path-overlap") == ["ignore/unused"]


def test_a_comment_cannot_start_in_a_scalar(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inside = f"      operationId: a\n      description: |\n        # casemock: ignore {RULE}\n        more\n"
    spec.write_text(document(inside=inside))
    assert rules_found(spec, capsys) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{url: https://a.b/}", "{url: https://a.b/, x-casemock-ignore: [server-url-trailing-slash]}"),
        ("servers:", "x-casemock-ignore: server-url-trailing-slash\nservers:"),
    ],
)
def test_all_objects_may_have_the_key(spec: Path, old: str, new: str, capsys: pytest.CaptureFixture[str]) -> None:
    text = document(inside="      operationId: a\n") + "servers:\n  - {url: https://a.b/}\n"
    spec.write_text(text)
    assert rules_found(spec, capsys, "--rule", "server-url-trailing-slash") == ["server-url-trailing-slash"]
    spec.write_text(text.replace(old, new))
    assert rules_found(spec, capsys, "--rule", "server-url-trailing-slash") == []


def test_suppressions_work_in_swagger_2_0(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = ['swagger: "2.0"', 'info: {title: T, version: "1"}', "paths:", "  /a:", "    get:"]
    lines += ["      responses: {200: {description: d}}", ""]
    spec.write_text("\n".join(lines))
    assert rules_found(spec, capsys) == [RULE]
    for number, mark in ((4, f"    get:  # casemock: ignore {RULE}"), (3, f"  /a:\n    x-casemock-ignore: {RULE}")):
        spec.write_text("\n".join([*lines[:number], mark, *lines[number + 1 :]]))
        assert rules_found(spec, capsys) == []


@pytest.mark.parametrize("text", ["|", "'one\n        two'", '"one\n        two"'])
def test_a_comment_may_follow_a_scalar(spec: Path, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    inside = f"      operationId: a\n      description: {text} # casemock: ignore {RULE}\n"
    spec.write_text(document(inside=inside + "        more\n" * (text == "|")))
    assert rules_found(spec, capsys) == ["ignore/unused"]


def test_json_documents_only_support_the_key(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    operation = {"x-casemock-ignore": [RULE], "responses": {"200": {"description": "# casemock: ignore zzz"}}}
    tree = {"openapi": "3.0.3", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": operation}}}
    path = spec.with_suffix(".json")
    path.write_text(json.dumps(tree, indent=1))
    assert rules_found(path, capsys) == []


@pytest.mark.parametrize(
    "line",
    [
        f"{RULE}  spec.yaml#/paths/~1things/get",
        f"{RULE} ./spec.yaml#/paths/*/get",
        f"{RULE}  *.yaml#/paths/**",
        f"{RULE}  **",
        "operation-*  spec.yaml",
    ],
)
def test_lines_of_a_list(spec: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(document())
    spec.with_name(".casemock-ignore").write_text(f"# why\n\n{line}\n")
    assert rules_found(spec, capsys) == []


@pytest.mark.parametrize("line", [f"{RULE}  spec.yaml#/paths/*", f"{RULE}  spec.yaml#/paths/~1other/get"])
def test_an_unused_line_is_reported(spec: Path, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(document())
    spec.with_name(".casemock-ignore").write_text(f"{line}\n")
    assert sorted(rules_found(spec, capsys)) == ["ignore/unused", RULE]


def test_lines_about_other_files_are_not_reported(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(document(inside="      operationId: a\n"))
    spec.with_name(".casemock-ignore").write_text(f"{RULE}  other.yaml#/paths/~1things/get\n")
    assert rules_found(spec, capsys) == []


def test_a_written_list_suppresses_all_findings(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spec.write_text(document())
    arguments = ["validate", spec.name, "--show", "hint", "--ignore", "known.txt"]
    spec.with_name("known.txt").write_text("# kept\n")
    assert main([*arguments, "--write-ignore", "known.txt"]) == 0
    capsys.readouterr()
    assert main([*arguments, "--fail-on", "hint"]) == 0
    assert "ignored" in capsys.readouterr().out
    assert spec.with_name("known.txt").read_text().startswith("# kept\n")


def test_locations_are_written_as_they_are_read(tmp_path: Path) -> None:
    location = Location(str(tmp_path / "api" / "a.yaml"), 3, 1, "/paths/~1*/get/x?")
    finding = Finding("odd", Severity.ERROR, location, "odd")
    text = format_list([finding], tmp_path)
    assert "odd  api/a.yaml#/paths/~1?/get/x?" in text.splitlines()
    file = tmp_path / "list"
    file.write_text(text)
    assert Suppressions(read_list(file)).apply([finding]) == []
    assert format_list([finding], tmp_path, text) == text


@pytest.mark.parametrize("rule", ["syntax", "unreadable", "version"])
def test_unreadable_documents_cannot_be_suppressed(tmp_path: Path, rule: str) -> None:
    file = tmp_path / "list"
    file.write_text("*  **\n")
    finding = Finding(rule, Severity.ERROR, Location(str(tmp_path / "a.yaml")), "no")
    assert Suppressions(read_list(file)).apply([finding]) == [finding]


@pytest.mark.parametrize(("content", "line"), [(b"a-rule\n", 1), (b"# x\na-rule b.yaml#paths\n", 2), (b"\xff", 0)])
def test_an_invalid_list(tmp_path: Path, content: bytes, line: int) -> None:
    file = tmp_path / "list"
    file.write_bytes(content)
    with pytest.raises(SettingsError) as caught:
        read_list(file)
    assert caught.value.location is not None
    assert (caught.value.location.file, caught.value.location.line) == (str(file), line)
