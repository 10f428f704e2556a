"""Reports about documents in each format: lines with markers, files as suites, rules, a page without coverage."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from contracts import baseline
from contracts.findings import Finding, Location, Severity
from contracts.reports import github, html, junit, markdown, sarif, text
from contracts.reports import json as json_report
from contracts.reports.excerpt import WIDEST, excerpt, marked_width
from contracts.reports.summaries import MOST_OF_RULE
from contracts.run_result import DocumentSummary
from tests.contracts.reports.sample_documents import finding, run

SCHEMA = Path(__file__).parent.parent.parent.parent / "docs" / "report.schema.json"


@pytest.mark.parametrize(
    ("line", "column", "marker"),
    [
        ("  type: strin  # odd", 3, "^^^^"),
        ("  type: strin  # odd", 9, "^^^^^"),
        ('  "a: b": {c: 1}', 3, "^^^^^^"),
        ("  'it''s': 1", 3, "^^^^^^^"),
        ("  {type: string}", 3, "^"),
        ("  - [up, down]", 6, "^^"),
        ("  /cases/{id}:", 3, "^^^^^^^^^^^"),
        ("  a b : c", 3, "^^^"),
        ("  x", 9, "^"),
        ("  世界: 1", 3, "^^^^"),
    ],
)
def test_the_marker_has_the_width_of_the_key_or_value(line: str, column: int, marker: str) -> None:
    _, below = excerpt(finding(line, column))
    assert below.partition("| ")[2].lstrip() == marker


def test_the_marker_is_below_the_location() -> None:
    assert excerpt(finding()) == ["  7 |   type: strin  # odd", "    |   ^^^^"]
    assert excerpt(finding("\ttype: x", 2)) == ["  7 |  type: x", "    |  ^^^^"]
    assert excerpt(finding("世: b", 4))[1] == "    |     ^"
    assert excerpt(finding("")) == []


@pytest.mark.parametrize("column", [1, 60, 500, 991])
def test_long_lines_are_cut_around_the_location(column: int) -> None:
    line = "".join(f'"key{number:02}":1,' for number in range(100))
    above, below = excerpt(finding(line, column))
    shown = above.partition("| ")[2]
    assert len(shown) <= WIDEST + 2
    start = below.index("^") - len(below.partition("| ")[0]) - 2
    width = below.count("^")
    assert shown[start : start + width] == line[column - 1 : column - 1 + width]


def test_control_characters_are_replaced() -> None:
    assert excerpt(finding("a\x1b[31m: 1", 1))[0] == "  7 | a·[31m: 1"


def test_text() -> None:
    shown = text.REPORT.render(run())
    assert shown.startswith(
        "a.yaml:7:3: error: unknown value 'strin'\n"
        "  7 |   type: strin  # odd\n"
        "    |   ^^^^\n"
        "  hint: did you mean 'string'?\n"
        "  #/components/schemas/A/type [structure]\n\n"
        "b.yaml:2:1: hint: "
    )
    assert shown.endswith(
        "\n\na.yaml: OpenAPI 3.1.0, 2 operations, 2 errors\n"
        "b.yaml: valid OpenAPI 3.0.3, 1 operation, 1 hint\n"
        "c.yaml: valid OpenAPI 2.0, 0 operations\n"
        "3 documents: 2 errors, 1 hint\n"
        "note: 1 hint hidden\n"
    )
    assert "\x1b" not in shown


def test_unreadable_documents() -> None:
    broken = Finding("unreadable", Severity.ERROR, Location("a.yaml"), "no such file")
    one = replace(run(), findings=(broken,), documents=(DocumentSummary("a.yaml", "", 0, ("a.yaml",)),), notes=())
    assert text.REPORT.render(one) == (
        "a.yaml: error: no such file\n  [unreadable]\n\na.yaml: cannot be read, 1 error\n"
    )


def test_json_matches_its_schema() -> None:
    value = json.loads(json_report.REPORT.render(run()))
    Draft202012Validator(json.loads(SCHEMA.read_text("utf-8"))).validate(value)
    assert value["findings"][1]["line"] == "  type: strin  # odd"
    (edit,) = value["findings"][0]["edits"]
    assert (edit["action"], edit["location"]["pointer"], edit["value"]) == ("replace", "/x", "y")
    assert value["examined"][0] == {
        "name": "a.yaml",
        "version": "3.1.0",
        "operations": 2,
        "files": ["a.yaml", "shared.yaml"],
    }


def test_junit_suites_are_files() -> None:
    suites = ET.fromstring(junit.REPORT.render(run()).encode())
    assert (suites.get("tests"), suites.get("failures")) == ("4", "2")
    names = [(suite.get("name"), [case.get("name") for case in suite]) for suite in suites]
    assert names == [
        ("a.yaml", ["structure"]),
        ("b.yaml", ["odd"]),
        ("c.yaml", ["all rules"]),
        ("shared.yaml", ["structure"]),
    ]
    failure = suites.find("./testsuite/testcase/failure")
    assert failure is not None
    assert "    |   ^^^^" in (failure.text or "")
    assert suites.find("./testsuite[@name='b.yaml']/testcase/system-out") is not None
    everything = replace(run(), fails_at=Severity.HINT)
    assert ET.fromstring(junit.REPORT.render(everything).encode()).get("failures") == "3"


def test_markdown_has_locations() -> None:
    shown = markdown.REPORT.render(run())
    assert shown.startswith("# contracts validate: 3 documents\n\n- a.yaml: OpenAPI 3.1.0, 2 operations, 2 errors\n")
    entry = "- 7:3 **error** unknown value 'strin' (`structure`); did you mean 'string'?"
    assert f"## a.yaml\n\n{entry}\n\n## b.yaml\n" in shown
    assert "<img" not in shown.replace("\\<", "")
    assert shown.endswith("- 1 hint hidden\n")


def test_github() -> None:
    lines = github.REPORT.render(run()).splitlines()
    assert lines[0].startswith("::notice file=b.yaml,line=2,col=1,title=odd%3A ")
    assert lines[1].endswith("::unknown value 'strin'%0Adid you mean 'string'?%0A#/components/schemas/A/type")
    assert lines[-1] == "contracts validate: 3 findings"


def test_sarif_has_descriptions_of_rules_and_regions() -> None:
    (run_,) = json.loads(sarif.REPORT.render(run()))["runs"]
    odd, structure = run_["tool"]["driver"]["rules"]
    assert odd["shortDescription"] == {"text": "values must be even"}
    assert odd["help"] == {
        "text": "Odd values are confusing.\n\nUse an even value.",
        "markdown": "**Values must be even.**\n\nOdd values are confusing.\n\nUse an even value.",
    }
    assert odd["defaultConfiguration"] == {"level": "note"}
    assert structure == {"id": "structure", "name": "structure"}
    result = run_["results"][1]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 7, "startColumn": 3, "endColumn": 7}
    assert result["message"]["text"] == "unknown value 'strin'\ndid you mean 'string'?"
    assert len({one["partialFingerprints"]["casemock/v1"] for one in run_["results"]}) == 3


def test_the_page_shows_rules_by_file_without_coverage() -> None:
    shown = html.REPORT.render(run())
    assert '<th scope="row"><span class="mono">odd</span>' in shown
    assert "valid OpenAPI 3.0.3, 1 operation, 1 hint" in shown
    assert "    |   ^^^^" not in shown
    assert "  |   ^^^^" in shown
    assert "<h2>Coverage" not in shown
    assert "<img" not in shown


def test_markers_are_at_least_one_character() -> None:
    assert marked_width(finding("", 1)) == 1


def test_baselines_identify_findings_by_file(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    baseline.write(run(), (), file)
    accepted = baseline.read(file)
    assert baseline.apply(run(), accepted, "b").findings == ()
    moved = finding(file="other.yaml")
    assert baseline.apply(replace(run(), findings=(moved,)), accepted, "b").findings[0] == moved


def test_only_findings_of_checked_rules_are_stale(tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    baseline.write(run(), (), file)
    left = baseline.apply(replace(run(), findings=()), baseline.read(file), "b").findings
    assert [(one.rule, "b.yaml" in one.message) for one in left] == [(baseline.VANISHED, True)]


def test_text_shows_a_limited_number_of_findings_of_a_rule() -> None:
    many = tuple(replace(finding(), message=f"value {number}") for number in range(MOST_OF_RULE + 2))
    report = text.REPORT.render(replace(run(), findings=(*many, finding(rule="other"))))
    assert f"value {MOST_OF_RULE - 1}" in report
    assert f"value {MOST_OF_RULE}\n" not in report
    assert "a.yaml: 2 further findings of structure; --format json shows all" in report
    assert "[other]" in report
    assert f"{MOST_OF_RULE + 3:,} errors" in report
