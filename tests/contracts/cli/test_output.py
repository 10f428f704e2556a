"""Progress during a run, and its reports."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import pytest

from contracts.cli.output import SHORT, Output, ProgressPrinter, add_output, is_reported_there
from contracts.cli.support import Parser
from contracts.conformance.faults import group_run
from contracts.errors import CasemockError, UsageError
from contracts.findings import Evidence, Finding, Location, Severity
from contracts.messages import Request, Response
from contracts.reports.registry import all_reports
from contracts.run_result import Progress, Run


def finding(message: str) -> Finding:
    evidence = Evidence("getThing", (), None, "x", "y")
    return Finding("a-rule", Severity.ERROR, Location("a.yaml"), message, evidence=evidence)


def parsed(*words: str) -> argparse.Namespace:
    parser = Parser(prog="x")
    add_output(parser)
    return parser.parse(words)


RUN = Run("contracts test", "a.yaml", "http://a", (finding("is wrong"),), operations=("getThing",))


def test_findings_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressPrinter([], quiet=False) as watch:
        watch.progress(Progress("checks", "title", 0, 1, 7))
        watch.found(finding("is wrong"))
    assert capsys.readouterr() == ("", "error: getThing is wrong [a-rule]\n")


def test_quiet_runs(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressPrinter([], quiet=True) as watch:
        watch.progress(Progress("checks", "title", 0, 1, 7))
        watch.found(finding("is wrong"))
    assert capsys.readouterr() == ("", "")


def test_secrets_and_control_characters_are_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressPrinter(["abc", "abcdef"], quiet=False) as watch:
        watch.found(finding("got abcdef\n\x1b[2J" + "x" * SHORT))
    shown = capsys.readouterr().err
    assert r"got …\n\x1b[2J" in shown
    assert "def" not in shown
    assert len(shown) < SHORT + 20


def test_findings_are_above_the_progress_bar(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    with ProgressPrinter([], quiet=False) as watch:
        watch.progress(Progress("checks", "[title]", 1, 4, 7))
        watch.found(finding("is [red]wrong[/red]"))
        watch.progress(Progress("checks", "next", 2, 4, 8))
    shown = capsys.readouterr().err
    assert "is [red]wrong[/red] [a-rule]" in shown
    assert "7 requests, 0 findings" in shown or "8 requests, 1 findings" in shown


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--format", "htm"], "did you mean 'html'"),
        (["--report", "html"], "FORMAT=FILE"),
        (["--report", "html="], "FORMAT=FILE"),
        (["--report", "nope=a"], "'nope'"),
        (["--output", "nowhere/a.txt"], "folder nowhere does not exist"),
        (["--report", "html=nowhere/a.html"], "folder nowhere does not exist"),
        (["--update-baseline"], "--baseline FILE"),
    ],
)
def test_invalid_targets_are_rejected_before_the_run(
    words: list[str], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as caught:
        Output(parsed(*words))
    assert message in f"{caught.value.message} {caught.value.hint}"


def test_all_reports_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "report.json"
    Output(parsed("--report", f"json={file}")).write(RUN)
    assert "is wrong" in capsys.readouterr().out
    assert "is wrong" in file.read_text("utf-8")


def test_unwritable_files(tmp_path: Path) -> None:
    with pytest.raises(CasemockError, match="cannot write"):
        Output(parsed("--output", str(tmp_path))).write(RUN)


def test_a_new_baseline_accepts_the_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "baseline.json"
    assert Output(parsed("--baseline", str(file), "--update-baseline")).write(RUN).findings == ()
    assert "getThing" in file.read_text("utf-8")
    assert Output(parsed("--baseline", str(file))).write(RUN).findings == ()
    assert capsys.readouterr().err == ""


def several(*operations: str) -> Run:
    """Return a run with one finding per operation, all with the same cause."""
    findings = tuple(
        Finding(
            "protocol-allow",
            Severity.ERROR,
            Location("a.yaml"),
            f"PATCH /{name}: 405 without Allow",
            evidence=Evidence(name, (Request("PATCH", f"/{name}"),), Response(405), "x", "y"),
            cause="405 without Allow",
        )
        for name in operations
    )
    return Run("contracts test", "a.yaml", "http://a", findings, operations=operations)


def test_a_baseline_has_single_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "baseline.json"
    Output(parsed("--baseline", str(file), "--update-baseline")).write(several("a", "b"), group_run)
    entries = json.loads(file.read_text("utf-8"))["accepted"]
    assert [entry["message"] for entry in entries] == ["PATCH /a: 405 without Allow", "PATCH /b: 405 without Allow"]
    capsys.readouterr()
    run = Output(parsed("--baseline", str(file))).write(several("a", "b", "c", "d"), group_run)
    assert [one.message for one in run.findings] == ["2 operations: 405 without Allow"]
    assert run.findings[0].touches == ("c", "d")
    assert "2 findings ignored by baseline" in capsys.readouterr().out


def test_findings_of_the_report_are_only_counted(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressPrinter([], quiet=False, reported=True) as watch:
        watch.found(finding("is wrong"))
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("words", "expected"), [([], True), (["--format", "json"], False), (["--output", "a.txt"], False)]
)
def test_the_report_and_the_progress_on_one_terminal(
    words: list[str], expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert is_reported_there(parsed(*words)) is expected


@pytest.mark.parametrize("words", [["--output", "a.yaml"], ["--report", "json=./a.yaml"], ["--output", "in/t.har"]])
def test_inputs_are_not_overwritten(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    for name in ("a.yaml", "in/t.har"):
        (tmp_path / name).write_text("mine")
    arguments = parsed(*words)
    arguments.spec, arguments.traffic = "a.yaml", ["in/t.har"]
    with pytest.raises(UsageError, match="it is also an input"):
        Output(arguments)


@pytest.mark.parametrize("format_", [report.name for report in all_reports()])
def test_lone_surrogates(format_: str, tmp_path: Path) -> None:
    file = tmp_path / "report"
    run = Run("contracts test", "a.yaml", "http://a", (finding("sends \ud800"),), operations=("getThing",))
    Output(parsed("--output", str(file), "--format", format_)).write(run)
    assert "sends " in file.read_text("utf-8")
