"""Linting of documents: findings with location, severity and edits, and notes for exceptions of rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from contracts.findings import Edit, Location, Severity
from contracts.lint.document_access import files_of, line_of
from contracts.lint.document_index import DocumentIndex
from contracts.lint.rule import Fix, Rule, Violation
from contracts.lint.validate import examine, validate
from contracts.spec.load import read_document
from contracts.spec.traversal import Visit, pointer_of

GOOD = """\
openapi: 3.0.3
info: {title: Good, version: "1"}
paths:
  /things:
    get:
      parameters:
        - {name: q, in: query, schema: {type: string}}
      responses:
        "200": {description: All things.}
"""

Check = Callable[[Visit, DocumentIndex], Iterable[Violation]]


def rule(check: Check, *looks_at: str, name: str = "odd", versions: tuple[str, ...] = ("3.0",)) -> Rule:
    return Rule(
        name, "style", "t", Severity.HINT, "Why.", "", "", "fix it", looks_at or ("parameter",), check, versions
    )


def found(here: Visit, _: DocumentIndex) -> Iterable[Violation]:
    yield Violation(
        f"{pointer_of(here.trail)}/name", "odd", fixes=(Fix("rename", pointer_of(here.trail) + "/in", "x"),)
    )


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    path = tmp_path / "spec.yaml"
    path.write_text(GOOD)
    return path


def test_a_finding_has_location_line_and_edits(spec: Path) -> None:
    (finding,) = examine(str(spec), [rule(found)], {}).findings
    location = Location(str(spec), 7, 12, "/paths/~1things/get/parameters/0/name")
    assert (finding.location, finding.severity, finding.hint) == (location, Severity.HINT, "fix it")
    assert finding.line.text == "        - {name: q, in: query, schema: {type: string}}"
    (edit,) = finding.edits
    assert edit == Edit("rename", Location(str(spec), 7, 21, "/paths/~1things/get/parameters/0/in"), "x")


def test_severities_can_be_changed(spec: Path) -> None:
    (finding,) = examine(str(spec), [rule(found)], {"odd": Severity.ERROR}).findings
    assert finding.severity is Severity.ERROR


def test_a_change_without_a_source_location_is_not_an_edit(spec: Path) -> None:
    def check(here: Visit, _: DocumentIndex) -> Iterable[Violation]:
        yield Violation(pointer_of(here.trail), "odd", fixes=(Fix("remove", "/paths/nowhere"),))

    (finding,) = examine(str(spec), [rule(check)], {}).findings
    assert finding.edits == ()


def test_a_rule_is_called_once_for_each_matching_object(spec: Path) -> None:
    seen: list[str] = []

    def check(here: Visit, _: DocumentIndex) -> Iterable[Violation]:
        seen.append(pointer_of(here.trail))
        return ()

    examine(str(spec), [rule(check, "parameter.in", "parameter.name", "schema.pattern", "operation.nothing")], {})
    assert seen == ["/paths/~1things/get/parameters/0"]
    examine(str(spec), [rule(check, "parameter", "parameter.in")], {})
    assert len(seen) == 2
    seen.pop()
    examine(str(spec), [rule(check, versions=("3.1",))], {})
    assert len(seen) == 1


def test_exceptions_become_one_note_per_rule(spec: Path) -> None:
    def check(here: Visit, _: DocumentIndex) -> Iterable[Violation]:
        yield Violation(pointer_of(here.trail), "odd")
        raise KeyError("x")

    report = examine(str(spec), [rule(check, "parameter", "operation")], {})
    assert [one.message for one in report.findings] == ["odd", "odd"]
    assert report.notes == ("rule odd failed at #/paths/~1things/get: KeyError: 'x' (and 1 more)",)
    with pytest.raises(KeyError):
        validate(str(spec), [rule(check)], {})


def test_operations_are_counted(spec: Path) -> None:
    assert examine(str(spec), [], {}).operations == 1


def test_extensions_are_validated_if_the_document_is_valid(spec: Path) -> None:
    spec.write_text(spec.read_text() + "x-mock-api: []\n")
    assert [one.rule for one in examine(str(spec), [rule(found)], {"odd": Severity.ERROR}).findings] == [
        "odd",
        "extension",
    ]
    spec.write_text(spec.read_text().replace("openapi: 3.0.3", "openapi: 3.0.3\nnonsense: 1"))
    assert "extension" not in [one.rule for one in examine(str(spec), [], {}).findings]


def test_an_unreadable_document_is_reported_with_its_line(spec: Path) -> None:
    spec.write_text("a: b\nc: d: e\n")
    report = examine(str(spec), [], {})
    assert report.document is None
    assert report.findings[0].rule == "syntax"
    assert report.findings[0].line.text == "c: d: e"


def test_a_document_without_a_file(spec: Path) -> None:
    report = examine("<stdin>", [rule(found)], {}, text=spec.read_text() + "x-mock-api: []\n")
    assert [(str(one.location), one.line.text[:10]) for one in report.findings] == [
        ("<stdin>:7:12 (#/paths/~1things/get/parameters/0/name)", "        - "),
        ("<stdin>:10:1 (#/x-mock-api)", "x-mock-api"),
    ]
    assert examine("<stdin>", [], {}, text="a: b\nc: d: e\n").findings[0].line.text == "c: d: e"


def test_files_are_listed_by_their_names_in_locations(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "api" / "parts").mkdir(parents=True)
    (tmp_path / "api" / "parts" / "a.yaml").write_bytes(b"\xef\xbb\xbfA: {type: objekt}\r\n")
    text = 'openapi: 3.0.3\ninfo: {title: T, version: "1"}\npaths: {}\n'
    (tmp_path / "api" / "spec.yaml").write_text(f"{text}components: {{schemas: {{A: {{$ref: 'parts/a.yaml#/A'}}}}}}\n")
    reading = read_document("api/spec.yaml")
    assert reading.document is not None
    assert list(files_of(reading.document)) == ["api/spec.yaml", "api/parts/a.yaml"]
    assert reading.findings[0].location.file == "api/parts/a.yaml"
    assert reading.document.texts["api/parts/a.yaml"] == "A: {type: objekt}\r\n"
    assert line_of(Location("api/parts/a.yaml", 1, 1)).text == "A: {type: objekt}"
    assert line_of(Location("api/parts/a.yaml", 9, 1)).text == ""
    assert line_of(Location("api/parts/none.yaml", 1, 1)).text == ""


@pytest.mark.parametrize("odd", ["text", Violation(7, "wrong"), Violation("", None), None])  # type: ignore[arg-type]
def test_an_invalid_violation_becomes_a_note(odd: object, tmp_path: Path) -> None:
    path = tmp_path / "good.yaml"
    path.write_text(GOOD)
    report = examine(str(path), [rule(lambda _here, _index: [odd])], {})  # type: ignore[list-item]
    assert report.findings == ()
    assert "rule odd failed at #/paths/~1things/get/parameters/0: TypeError: yielded" in report.notes[0]
