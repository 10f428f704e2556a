"""``contracts diff`` at the command line: sources, levels, exit codes, reports, and the generated page."""

import json
from pathlib import Path

import pytest

from contracts.cli.main import main
from contracts.diff.changes.registry import all_rules

PAGE = Path(__file__).parent.parent.parent.parent / "docs" / "changes.md"

OLD = """\
openapi: 3.1.0
info: {title: Cases, version: '1'}
paths:
  /cases:
    get:
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses: {'200': {description: All, content: {application/json: {schema: {type: string, enum: [a, b]}}}}}
"""
BREAKING = OLD.replace("'1'", "'2'").replace("type: integer", "type: boolean")
RISKY = OLD.replace("'1'", "'2'").replace("[a, b]", "[a, b, c]")
SAFE = OLD.replace("    get:", "    get:\n      deprecated: true")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in (("old", OLD), ("breaking", BREAKING), ("risky", RISKY), ("safe", SAFE)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("new", "limit", "code"),
    [
        ("breaking", None, 1),
        ("risky", None, 0),
        ("risky", "risky", 1),
        ("safe", "risky", 0),
        ("safe", "safe", 1),
        ("breaking", "never", 0),
        ("old", "safe", 0),
    ],
)
def test_exit_codes(folder, capsys, new, limit, code):
    flags = ["--fail-on", limit] if limit else []
    assert main(["diff", "old.yaml", f"{new}.yaml", *flags]) == code
    assert capsys.readouterr().err == ""


def test_the_text_has_locations_lines_and_a_summary(folder, capsys):
    main(["diff", "old.yaml", "breaking.yaml"])
    shown = capsys.readouterr().out
    assert "breaking.yaml:6:54: breaking: 'limit' (query): type changed: integer → boolean" in shown
    assert "[request-type-changed]" in shown
    assert "parameters: [{name: limit, in: query, schema: {type: boolean}}]" in shown
    assert "changes: 1 breaking, 0 risky, 0 safe" in shown


def test_no_change(folder, capsys):
    assert main(["diff", "old.yaml", "old.yaml"]) == 0
    assert "no changes that affect clients" in capsys.readouterr().out


def test_levels_of_flags_and_of_the_settings_file(folder, capsys):
    (folder / "casemock.toml").write_text('[diff.levels]\nresponse-enum-value-added = "breaking"\n', "utf-8")
    assert main(["diff", "old.yaml", "risky.yaml"]) == 1
    assert main(["diff", "old.yaml", "risky.yaml", "--level", "response-enum-value-added=off"]) == 0
    capsys.readouterr()
    (folder / "other.toml").write_text('[diff]\nfail-on = "risky"\n', "utf-8")
    assert main(["diff", "old.yaml", "risky.yaml", "--config", "other.toml"]) == 1
    assert main(["diff", "old.yaml", "risky.yaml", "--config", "other.toml", "--fail-on", "breaking"]) == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[diff]\nfail-no = "risky"', "unknown key 'diff.fail-no'"),
        ('[diff]\nfail-on = "error"', "diff.fail-on: expected one of breaking, risky, safe, never"),
        ("[diff]\nlevels = 3", "diff.levels: expected a table"),
        ('[diff.levels]\nparameter-remove = "safe"', "did you mean 'parameter-removed'"),
        ('[diff.levels]\nparameter-removed = "error"', "diff.levels.parameter-removed: expected one of"),
        ("[diff.levels]\nparameter-removed = 3", "diff.levels.parameter-removed: expected one of"),
    ],
)
def test_invalid_settings_files(folder, capsys, text, message):
    (folder / "casemock.toml").write_text(text, "utf-8")
    assert main(["diff", "old.yaml", "risky.yaml"]) == 2
    shown = capsys.readouterr().err
    assert message in shown
    assert "casemock.toml" in shown


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["old.yaml"], "expected two documents: OLD and NEW"),
        (["old.yaml", "none.yaml"], "none.yaml"),
        (["old.yaml", "old.yaml", "--level", "parameter-removed"], "expected ID=LEVEL"),
        (["old.yaml", "old.yaml", "--level", "parameter-remove=safe"], "did you mean 'parameter-removed'"),
        (["old.yaml", "old.yaml", "--fail-on", "error"], "--fail-on: unknown value 'error'"),
        (["old.yaml", "old.yaml", "--format", "markdow"], "did you mean 'markdown'"),
        (["git:main", "old.yaml"], "expected git:REVISION:PATH"),
        (["--explain", "parameter-remove"], "did you mean 'parameter-removed'"),
    ],
)
def test_wrong_usage(folder, capsys, words, message):
    assert main(["diff", *words]) == 2
    assert message in capsys.readouterr().err


def test_errors_of_a_document_are_a_note(folder, capsys):
    (folder / "wrong.yaml").write_text(OLD.replace("description: All", "headers: 3"), "utf-8")
    main(["diff", "old.yaml", "wrong.yaml"])
    assert "wrong.yaml has " in capsys.readouterr().out


@pytest.mark.parametrize("form", ["json", "junit", "sarif", "github", "html", "markdown"])
def test_each_report_format_names_the_change(folder, capsys, form):
    assert main(["diff", "old.yaml", "breaking.yaml", "--format", form]) == 1
    shown = capsys.readouterr().out
    assert "request-type-changed" in shown
    assert "integer → boolean" in shown or "integer \\u2192 boolean" in shown


def test_a_report_into_a_file(folder):
    main(["diff", "old.yaml", "breaking.yaml", "--format", "json", "--output", "diff.json"])
    report = json.loads((folder / "diff.json").read_text("utf-8"))
    assert [finding["severity"] for finding in report["findings"]] == ["error"]
    assert report["verb"] == "contracts diff"


def test_the_list(capsys):
    assert main(["diff", "--list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines] == [[one.id, one.level.value] for one in all_rules()]


def test_one_explained(capsys):
    assert main(["diff", "--explain", "response-enum-value-added"]) == 0
    shown = capsys.readouterr().out
    one = next(one for one in all_rules() if one.id == "response-enum-value-added")
    assert all(text in shown for text in (one.title, one.why, one.before, one.after, one.remedy, "risky"))


def test_the_page_in_docs_is_up_to_date(capsys):
    assert main(["diff", "--list", "--format", "markdown"]) == 0
    said = "contracts diff --list --format markdown > docs/changes.md"
    assert capsys.readouterr().out == PAGE.read_text("utf-8"), said


def test_documents_are_not_reported_as_valid(tmp_path, capsys):
    spec = tmp_path / "a.yaml"
    spec.write_text("openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {}\n")
    assert main(["diff", str(spec), str(spec)]) == 0
    shown = capsys.readouterr().out
    assert f"{spec}: OpenAPI 3.0.3, 0 operations" in shown
    assert "valid" not in shown


def test_the_html_page_names_levels(tmp_path, capsys):
    old, new = tmp_path / "a.yaml", tmp_path / "b.yaml"
    text = (
        "openapi: 3.0.3\ninfo: {title: A, version: '1'}\npaths: {/a: {get: {responses: {default: {description: x}}}}}\n"
    )
    old.write_text(text)
    new.write_text(text.replace("/a:", "/b:"))
    assert main(["diff", str(old), str(new), "--format", "html"]) == 1
    page = capsys.readouterr().out
    assert '<span class="error">breaking</span>' in page
    assert ">error<" not in page


def test_a_crash_is_not_reported_as_an_error_of_the_document(folder, monkeypatch, capsys):
    """An internal error must reach the crash handling, even if the document has errors, too."""
    (folder / "wrong.yaml").write_text(OLD.replace("description: All", "headers: 3"), "utf-8")

    def crash(*_):
        raise KeyError("bug")

    monkeypatch.setattr("contracts.diff.diff.compare", crash)
    assert main(["diff", "old.yaml", "wrong.yaml"]) == 70
    assert "KeyError: 'bug'" in capsys.readouterr().err
