"""Judgements of findings: reading the file, and counting verdicts."""

import pytest

from benchmarks.applications.judgements import DATA, count, read_judgements, true_share, verdict
from benchmarks.applications.registry import APPLICATIONS
from benchmarks.applications.results import Finding

TEXT = """
[[shop]]
rule = "invalid-accepted"
operation = "GET /pets"
cause = "parameter limit"
verdict = "true"
reason = "the limit is a number"

[[shop]]
rule = "scopes.*"
status = 404
verdict = "false"
reason = "the item is hidden"
"""


def test_the_first_judgement_that_covers_a_finding_counts() -> None:
    judgements = read_judgements(TEXT)["shop"]
    accepted = Finding("invalid-accepted", "error", "GET /pets", "query parameter limit", 200)
    assert verdict(accepted, judgements) == "true"
    assert verdict(Finding("invalid-accepted", "error", "PUT /pets", "parameter limit", 200), judgements) == "unjudged"
    assert verdict(Finding("invalid-accepted", "error", "GET /pets", "body", 200), judgements) == "unjudged"
    assert verdict(Finding("scopes/other", "error", "GET /toys", "", 404), judgements) == "false"
    assert verdict(Finding("scopes/other", "error", "GET /toys", "", 403), judgements) == "unjudged"


def test_unjudged_findings_do_not_count_in_the_share() -> None:
    judgements = read_judgements(TEXT)["shop"]
    findings = [
        Finding("invalid-accepted", "error", "GET /pets", "parameter limit", 200),
        Finding("scopes", "error", "GET /pets", "", 404),
        Finding("other", "error", "GET /pets", "", 404),
    ]
    counted = count(findings, judgements)
    assert counted == {"true": 1, "false": 1, "unjudged": 1}
    assert true_share(counted) == 50
    assert true_share({"unjudged": 3}) is None


@pytest.mark.parametrize("line", ['verdict = "maybe"\nreason = ""', 'verdict = "true"\nreason = ""\nwhy = ""'])
def test_wrong_judgements_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match="judgements"):
        read_judgements(f'[[shop]]\nrule = "x"\n{line}')


def test_the_file_has_judgements_of_known_applications_only() -> None:
    assert set(read_judgements(DATA.read_text("utf-8"))) <= {one.name for one in APPLICATIONS}
