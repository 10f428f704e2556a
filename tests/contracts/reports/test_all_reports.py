"""Properties of all report formats."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from contracts.findings import Finding
from contracts.messages import Request, Response
from contracts.reports.registry import all_reports
from contracts.reports.report import MASK, Report, hidden, masked
from contracts.run_result import Run
from tests.contracts.reports.sample import SECRET, run

REPORTS = all_reports()
each = pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.name)


def test_names() -> None:
    assert [report.name for report in REPORTS] == ["github", "html", "json", "junit", "markdown", "sarif", "text"]


@each
def test_reports_are_deterministic_and_without_secrets(report: Report) -> None:
    text = report.render(run())
    assert text == report.render(run())
    assert text.endswith("\n")
    assert SECRET not in text
    assert "an update is lost" in text


@each
def test_a_run_without_findings(report: Report) -> None:
    assert report.render(replace(run(), findings=(), cells=(), secrets=())).strip()


@each
def test_short_secrets_do_not_break_the_format(report: Report) -> None:
    report.render(replace(run(), secrets=("e", "1", '"', "<")))
    assert "contracts t" in report.render(replace(run(), secrets=("zzz",)))


@example("?", b"")
@given(st.text(min_size=1, max_size=20).filter(lambda text: text not in MASK), st.binary(max_size=40))
def test_secrets_are_masked_everywhere(secret: str, body: bytes) -> None:
    first = run().findings[0]
    assert first.evidence is not None
    request = Request(
        "PUT", f"/x?{secret}", (("authorization", f"Bearer {secret}"),), secret.encode("utf-8", "replace")
    )
    response = Response(200, (("x", secret),), body + secret.encode("utf-8", "surrogatepass") + body)
    evidence = replace(first.evidence, requests=(request,), response=response, got=f"got {secret}!")
    found = masked(replace(run(), findings=(replace(first, message=secret, evidence=evidence),), secrets=(secret,)))
    shown = found.findings[0]
    assert shown.evidence is not None
    assert shown.evidence.response is not None
    texts = [
        shown.message,
        shown.evidence.got,
        shown.evidence.requests[0].target,
        shown.evidence.response.headers[0][1],
    ]
    assert all(secret not in text for text in texts if "…" not in secret)
    if "…" not in secret:
        assert secret.encode("utf-8", "surrogatepass") not in shown.evidence.response.body


def test_the_longest_secret_is_masked_first() -> None:
    assert hidden("abcd abc", ["abc", "abcd", ""]) == "… …"


def test_runs_without_secrets_are_unchanged() -> None:
    whole: Run = replace(run(), findings=run().findings[3:], secrets=())
    once = masked(whole)
    assert once == whole
    assert masked(once) is once
    assert all(isinstance(one, Finding) for one in masked(run()).findings)
