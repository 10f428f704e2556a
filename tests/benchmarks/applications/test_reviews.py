"""Reviews of findings: reading the file, and counting verdicts."""

import pytest

from benchmarks.applications.registry import APPLICATIONS
from benchmarks.applications.results import Finding
from benchmarks.applications.reviews import DATA, count, rating, read_reviews, true_share

TEXT = """
[[shop]]
rule = "invalid-accepted"
operation = "GET /pets"
cause = "parameter limit"
rating = "true"
reason = "the limit is a number"

[[shop]]
rule = "scopes.*"
status = 404
rating = "false"
reason = "the item is hidden"
"""


def test_the_first_review_that_covers_a_finding_counts() -> None:
    reviews = read_reviews(TEXT)["shop"]
    accepted = Finding("invalid-accepted", "error", "GET /pets", "query parameter limit", 200)
    assert rating(accepted, reviews) == "true"
    assert rating(Finding("invalid-accepted", "error", "PUT /pets", "parameter limit", 200), reviews) == "unreviewed"
    assert rating(Finding("invalid-accepted", "error", "GET /pets", "body", 200), reviews) == "unreviewed"
    assert rating(Finding("scopes/other", "error", "GET /toys", "", 404), reviews) == "false"
    assert rating(Finding("scopes/other", "error", "GET /toys", "", 403), reviews) == "unreviewed"


def test_unjudged_findings_do_not_count_in_the_share() -> None:
    reviews = read_reviews(TEXT)["shop"]
    findings = [
        Finding("invalid-accepted", "error", "GET /pets", "parameter limit", 200),
        Finding("scopes", "error", "GET /pets", "", 404),
        Finding("other", "error", "GET /pets", "", 404),
    ]
    counted = count(findings, reviews)
    assert counted == {"true": 1, "false": 1, "unreviewed": 1}
    assert true_share(counted) == 50
    assert true_share({"unreviewed": 3}) is None


@pytest.mark.parametrize("line", ['rating = "maybe"\nreason = ""', 'rating = "true"\nreason = ""\nwhy = ""'])
def test_wrong_reviews_are_refused(line: str) -> None:
    with pytest.raises(ValueError, match="reviews"):
        read_reviews(f'[[shop]]\nrule = "x"\n{line}')


def test_the_file_has_reviews_of_known_applications_only() -> None:
    names = {one.name for one in APPLICATIONS}
    known = {*names, "schemathesis", *(f"{name}-schemathesis" for name in names)}
    assert set(read_reviews(DATA.read_text("utf-8"))) <= known
