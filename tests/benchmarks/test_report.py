"""The tables."""

from __future__ import annotations

from benchmarks.peers.registry import PEERS
from benchmarks.report import compare, limits, report
from benchmarks.results import Results
from tests.benchmarks.kit import row, whole_run


def line(text: str, begins: str) -> list[str]:
    found = next(line for line in text.splitlines() if line.startswith(f"| {begins}"))
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_every_part_has_its_table():
    headings = [text for text in report(whole_run()).splitlines() if text.startswith("### ")]
    assert headings == [
        "### Run",
        "### Thresholds",
        "### GET, generated, ids never asked before",
        "### GET, ids asked before",
        "### PATCH, valid body",
        "### PATCH, refused body",
        "### GET of new ids, server and load together on all cores",
        "### Cold start to the first correct answer",
        "### Invalid bodies",
        "### Cases with two attachments a second, one core",
        "### Functions, µs of CPU time per call",
    ]


def test_figures_and_ratios():
    text = report(whole_run())
    assert line(text, "casemock ") == ["casemock", "16,000", "40.0", "3.56", "5.0", "10.0", "62", "60", "65"]
    assert line(text, "casemock-2-workers") == ["casemock-2-workers", "9,000", "1.80", "5.0", "10.0", "111", "60", "65"]
    assert line(text, "identify") == ["identify", "1.50", "1.50"]


def test_thresholds_are_marked():
    text = report(whole_run())
    reached = line(text, "GET of new ids, to Prism")
    assert reached == ["GET of new ids, to Prism dynamic", "40×", "≥ 30×", "≥ 40×", "reached, aim reached"]
    assert line(text, "Cold start  ")[-1] == "aim reached"
    slow = Results(loads=[row("casemock", "patch", [100]), row("prism", "patch", [50])])
    assert line(report(slow), "PATCH with a valid body")[-1] == "**not reached**"


def test_a_row_with_errors_says_so_instead_of_figures():
    text = report(Results(loads=[row("prism", "patch", [100], errors=3)]))
    assert line(text, "prism")[1] == "failed: 3 wrong answers"


def test_nothing_measured_is_an_empty_report():
    assert report(Results()).strip() == ""


def test_what_is_left_out_is_told_and_cannot_break_the_table():
    assert line(report(Results(left_out={"wiremock": "no java\n| none"})), "wiremock") == ["wiremock", "no java / none"]


def test_tables_are_rectangular():
    for table in report(whole_run()).split("\n\n"):
        widths = {len(line) for line in table.splitlines() if line.startswith("|")}
        assert len(widths) <= 1


def test_a_comparison_names_what_became_slower():
    before = Results(micro={"route": [1.0, 1.0, 1.0], "identify": [2.0, 2.0, 2.0], "encode": [1.0, 1.0, 1.0]})
    after = Results(micro={"route": [1.5, 1.5, 1.5], "identify": [1.0, 1.0, 1.0], "encode": [1.0, 1.0, 1.0]})
    text = compare(before, after)
    assert "1 of 3 figures became slower, 1 faster" in text
    assert line(text, "route") == ["route, µs", "1", "1.5", "+50%", "±3%"]
    assert line(text, "identify")[3] == "-50%"
    assert "encode" not in text


def test_every_other_server_admits_what_it_does_not_do():
    for peer in PEERS:
        assert (peer.name in limits()) == (peer.name != "casemock")
