"""Curl commands of reports: references to variables instead of secrets, and files with long bodies."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from contracts.conformance.credentials import parse_identity, secret_references, secret_strings
from contracts.messages import Request
from contracts.reports import json as json_report
from contracts.reports import text
from contracts.reports.body_files import with_body_files
from contracts.run_result import Run
from tests.contracts.reports.sample import run


def with_request(request: Request, *identities: str) -> Run:
    """Return a run whose only finding has this request."""
    known = [parse_identity(one, {"TOKEN": "s3cr3t", "LOGIN": "me:pass word"}) for one in identities]
    first = run().findings[0]
    assert first.evidence is not None
    found = replace(first, evidence=replace(first.evidence, requests=(request,)))
    return replace(run(), findings=(found,), secrets=secret_strings(known), references=secret_references(known))


def curl(shown: Run) -> str:
    """Return the curl command in the JSON report, and check that the text report has the same."""
    line = str(json.loads(json_report.REPORT.render(shown))["findings"][0]["requests"][0]["curl"])
    assert line in text.REPORT.render(shown)
    return line


def test_a_variable_of_an_identity() -> None:
    request = Request("GET", "/a?key=s3cr3t", (("authorization", "Bearer s3cr3t"),))
    line = curl(with_request(request, "me=$TOKEN"))
    assert line == 'curl -i -H "authorization: Bearer $TOKEN" "http://127.0.0.1:8080/a?key=$TOKEN"'


def test_a_literal_token() -> None:
    line = curl(with_request(Request("GET", "/a", (("x-key", "abc"),)), "my-admin=abc"))
    assert '"x-key: $CASEMOCK_MY_ADMIN"' in line
    assert "abc" not in line


def test_basic_credentials() -> None:
    request = Request("GET", "/a", (("authorization", "Basic bWU6cGFzcyB3b3Jk"),))
    line = curl(with_request(request, "me=$LOGIN"))
    assert 'printf %s "$LOGIN" | base64' in line
    assert "bWU6" not in line


def test_secrets_in_bodies_and_encoded_in_targets_are_masked() -> None:
    request = Request("POST", "/a?key=me%3Apass%20word", (), b"me:pass word")
    line = curl(with_request(request, "me=$LOGIN"))
    assert "pass" not in line
    assert "…" in line


def test_long_bodies_are_written_beside_the_report(tmp_path: Path) -> None:
    body = bytes(range(256)) * 20
    shown = with_body_files(with_request(Request("POST", "/a", (), body)), tmp_path / "report.html")
    file = tmp_path / "report-requests" / "0001.bin"
    assert file.read_bytes() == body
    assert f"--data-binary @{file}" in curl(shown)
    assert "# body of" not in curl(shown)


def test_short_bodies_are_in_the_command(tmp_path: Path) -> None:
    with_body_files(with_request(Request("POST", "/a", (), b"{}")), tmp_path / "report.html")
    assert list(tmp_path.iterdir()) == []
