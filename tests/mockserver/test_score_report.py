"""The score as text and as JSON."""

from __future__ import annotations

import json

from contracts.messages import Request
from mockserver.judges.judge import Alarm
from mockserver.mutants.registry import chosen_mutants
from mockserver.score import Control, Game, Verdict
from mockserver.score_report import Played, Tally, json_report, tally, text_report

STALE, ALLOW, UUID = (chosen_mutants([name])[0] for name in ("stale-read", "allow-wrong", "format-uuid"))
PLAYED = Played(
    "shop.yaml",
    7,
    (Control("shop", "casemock", (), 90), Control("shop", "other", (Alarm("fussy", "read"),), 12)),
    (
        Game(
            STALE,
            "shop",
            Request("GET", "/items/1"),
            {"casemock": Verdict("state", "read", 5), "other": Verdict("", "", 9)},
        ),
        Game(ALLOW, "shop", Request("PUT", "/items"), {"casemock": Verdict("", "", 90), "other": Verdict("", "", 12)}),
        Game(UUID, "shop", None),
    ),
)


def test_what_is_not_applicable_does_not_count():
    assert tally(PLAYED.games, "casemock") == Tally(1, 2)
    assert tally(PLAYED.games, "other", "shop") == Tally(0, 2)
    assert str(Tally(1, 2)) == "1/2 (50.0 %)"
    assert str(Tally(0, 0)) == "0/0 (no mutant)"


def test_text():
    lines = text_report(PLAYED).splitlines()
    assert lines[0] == "shop"
    assert "killed by state, 5 requests" in lines[1]
    assert "SURVIVED, 9 requests" in lines[2]
    assert lines[3].endswith("witness: GET /items/1")
    assert "format-uuid" in text_report(PLAYED)
    assert "not applicable" in text_report(PLAYED)
    assert "false alarm of other on shop: fussy read" in lines
    assert lines[-1] == "other, overall: 0/2 (0.0 %)"


def test_an_unfinished_one_says_so():
    assert "stopped before its end" in text_report(Played("x", 1, PLAYED.controls, (), finished=False))


def test_json():
    tree = json.loads(json_report(PLAYED))
    assert tree["scores"]["casemock"] == {
        "shop": {"killed": 1, "applicable": 2},
        "overall": {"killed": 1, "applicable": 2},
    }
    assert tree["controls"][1]["false_alarms"] == [{"check": "fussy", "operation": "read"}]
    assert [one["applicable"] for one in tree["mutants"]] == [True, True, False]
    assert tree["mutants"][0]["verdicts"]["casemock"]["check"] == "state"
