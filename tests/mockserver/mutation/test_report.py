"""The score as text and as JSON."""

from __future__ import annotations

import json

from contracts.messages import Request
from mockserver.mutation.families import select_mutants
from mockserver.mutation.report import Score, ScoreReport, json_report, score, text_report
from mockserver.mutation.run import Baseline, MutantResult, MutantRun
from mockserver.mutation.subjects_under_test import Detection

STALE, ALLOW, UUID = (select_mutants([name])[0] for name in ("stale-read", "allow-wrong", "format-uuid"))
SURVIVED = MutantResult("", "", 9)
REPORT = ScoreReport(
    "shop.yaml",
    7,
    (Baseline("shop", "casemock", (), 90), Baseline("shop", "other", (Detection("fussy", "read"),), 12)),
    (
        MutantRun(
            STALE,
            "shop",
            Request("GET", "/items/1"),
            {"casemock": MutantResult("state", "read", 5), "other": SURVIVED},
        ),
        MutantRun(ALLOW, "shop", Request("PUT", "/items"), {"casemock": MutantResult("", "", 90), "other": SURVIVED}),
        MutantRun(UUID, "shop", None),
    ),
)


def test_mutants_that_are_not_applicable_do_not_count():
    assert score(REPORT.runs, "casemock") == Score(1, 2)
    assert score(REPORT.runs, "other", "shop") == Score(0, 2)
    assert str(Score(1, 2)) == "1/2 (50.0 %)"
    assert str(Score(0, 0)) == "0/0 (no applicable mutants)"


def test_survivors_and_false_positives():
    assert (REPORT.survived, REPORT.false_positives) == (True, True)
    empty = ScoreReport("x", 1, REPORT.baselines[:1], ())
    assert (empty.survived, empty.false_positives) == (False, False)


def test_text():
    lines = text_report(REPORT).splitlines()
    assert lines[0] == "shop"
    assert "killed by state, 5 requests" in lines[1]
    assert "SURVIVED, 9 requests" in lines[2]
    assert lines[3].endswith("counterexample: GET /items/1")
    assert "  format-uuid                        not applicable" in lines
    assert "false positive of other on shop: fussy read" in lines
    assert lines[-1] == "other, overall: 0/2 (0.0 %)"


def test_an_interrupted_run_is_marked():
    assert "interrupted: the scores" in text_report(ScoreReport("x", 1, REPORT.baselines, (), finished=False))


def test_json():
    tree = json.loads(json_report(REPORT))
    assert tree["scores"]["casemock"] == {
        "shop": {"killed": 1, "applicable": 2},
        "overall": {"killed": 1, "applicable": 2},
    }
    assert tree["controls"][1]["false_alarms"] == [{"check": "fussy", "operation": "read"}]
    assert [one["applicable"] for one in tree["mutants"]] == [True, True, False]
    assert tree["mutants"][0]["verdicts"]["casemock"]["check"] == "state"
