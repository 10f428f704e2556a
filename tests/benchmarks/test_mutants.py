"""The benchmark of contract tests."""

from __future__ import annotations

import json

import pytest

from benchmarks import mutants
from benchmarks.mutants import Figures, main, report
from mockserver.mutation.subjects_under_test import Detection, SubjectUnderTest


def _detect_all(app, target):
    """Detects every mutant, and reports a false positive for one seed on one API."""
    is_mutant = getattr(getattr(app, "_app", app), "_fault", None) is not None
    if is_mutant:
        yield Detection("status", "x")
    elif target.seed == 3 and target.operations[0].api == "tines":
        yield Detection("fussy", "x")


def _detect_none(_app, _target):
    yield from ()


@pytest.fixture(autouse=True)
def fake_subjects(monkeypatch):
    subjects = (SubjectUnderTest("casemock", _detect_all), SubjectUnderTest("schemathesis", _detect_none))
    monkeypatch.setattr(mutants, "SUBJECTS", subjects)


def test_figures_are_measured_and_written(tmp_path, capsys):
    file = tmp_path / "figures.json"
    arguments = ["--api", "tracecat", "--mutant", "null-body", "--rounds", "1", "--seeds", "3", "--output", str(file)]
    assert main(arguments) == 0
    figures = json.loads(file.read_text())
    assert figures["kills"] == {
        "casemock": {"tracecat": [1, 1], "all": [1, 1]},
        "schemathesis": {"tracecat": [0, 1], "all": [0, 1]},
    }
    assert figures["survivors"] == {"casemock": [], "schemathesis": ["tracecat null-body"]}
    assert figures["false_alarms"] == {"casemock": ["tines 3 fussy x"], "schemathesis": []}
    assert len(figures["seconds"]["casemock"]) == 1
    assert "tracecat 1/1 = 100.0 %" in capsys.readouterr().out


def test_report():
    figures = Figures(
        facts={"machine": "small"},
        kills={"casemock": {"tines": (3, 4), "all": (3, 4)}},
        survivors={"casemock": ["tines stale-read"]},
        false_alarms={"casemock": ["tines 3 fussy x"]},
        seconds={"casemock": [3.0, 1.0, 2.0], "schemathesis": [4.0]},
        requests={"casemock": 500, "schemathesis": 900},
    )
    lines = report(figures).splitlines()
    assert lines[0] == "machine: small"
    assert "  casemock         tines 3/4 = 75.0 %; all 3/4 = 75.0 %" in lines
    assert "  casemock         2.00, 0.50 × schemathesis, 500 requests" in lines
    assert "    tines 3 fussy x" in lines
    assert lines[-1] == "  casemock         tines stale-read"
