"""The report of a run."""

from __future__ import annotations

from benchmarks.peers.registry import PEERS
from benchmarks.report import compare, limits, report
from benchmarks.results import Results
from tests.benchmarks.kit import row, whole_run


def line(text: str, begins: str) -> list[str]:
    found = next(line for line in text.splitlines() if line.startswith(f"| {begins}"))
    return [cell.strip() for cell in found.strip("|").split("|")]


def test_every_part_has_a_table():
    headings = [text for text in report(whole_run()).splitlines() if text.startswith("### ")]
    assert headings == [
        "### Run",
        "### Thresholds",
        "### GET, generated data, new ids",
        "### GET, known ids",
        "### PATCH, valid body",
        "### PATCH, invalid body",
        "### GET with new ids, server and wrk sharing all cores",
        "### Cold start: time to the first correct response",
        "### Invalid bodies",
        "### Generated cases with two attachments per second, one core",
        "### Functions, µs of CPU time per call",
    ]


def test_figures_and_ratios():
    text = report(whole_run())
    assert line(text, "casemock ") == ["casemock", "16,000", "40.0", "3.56", "5.0", "10.0", "62", "60", "65"]
    assert line(text, "casemock-2-workers") == ["casemock-2-workers", "9,000", "1.80", "5.0", "10.0", "111", "60", "65"]
    assert line(text, "identify") == ["identify", "1.50", "1.50"]


def test_thresholds_are_marked():
    text = report(whole_run())
    reached = line(text, "GET with new ids / Prism")
    assert reached == ["GET with new ids / Prism dynamic", "40×", "≥ 30×", "≥ 40×", "reached, goal reached"]
    assert line(text, "Cold start  ")[-1] == "goal reached"
    slow = Results(loads=[row("casemock", "patch", [100]), row("prism", "patch", [50])])
    assert line(report(slow), "PATCH with a valid body")[-1] == "**not reached**"


def test_row_with_errors_has_no_figures():
    text = report(Results(loads=[row("prism", "patch", [100], errors=3)]))
    assert line(text, "prism")[1] == "failed: 3 wrong responses"


def test_empty_results_give_an_empty_report():
    assert report(Results()).strip() == ""


def test_excluded_server_is_listed_with_an_escaped_reason():
    assert line(report(Results(left_out={"wiremock": "no java\n| none"})), "wiremock") == ["wiremock", "no java / none"]


def test_rows_of_a_table_have_equal_width():
    for table in report(whole_run()).split("\n\n"):
        widths = {len(line) for line in table.splitlines() if line.startswith("|")}
        assert len(widths) <= 1


def test_comparison_lists_slower_and_faster_figures():
    before = Results(micro={"route": [1.0, 1.0, 1.0], "identify": [2.0, 2.0, 2.0], "encode": [1.0, 1.0, 1.0]})
    after = Results(micro={"route": [1.5, 1.5, 1.5], "identify": [1.0, 1.0, 1.0], "encode": [1.0, 1.0, 1.0]})
    text = compare(before, after)
    assert "1 of 3 figures became slower, 1 faster" in text
    assert line(text, "route") == ["route, µs", "1", "1.5", "+50%", "±3%"]
    assert line(text, "identify")[3] == "-50%"
    assert "encode" not in text


def test_limits_list_every_other_server():
    for peer in PEERS:
        assert (peer.name in limits()) == (peer.name != "casemock")
