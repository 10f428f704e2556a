"""Findings and locations as strings."""

from __future__ import annotations

import dataclasses

import pytest

from contracts.findings import Finding, Location, Severity


@pytest.mark.parametrize(
    ("location", "text"),
    [
        (Location("a.yaml", 3, 7, "/info"), "a.yaml:3:7 (#/info)"),
        (Location("a.yaml", 3, 7), "a.yaml:3:7"),
        (Location("<document>", pointer="/info"), "<document> (#/info)"),
        (Location("<document>"), "<document>"),
    ],
)
def test_location(location: Location, text: str) -> None:
    assert str(location) == text


def test_finding() -> None:
    finding = Finding("some-rule", Severity.WARNING, Location("a.yaml", 1, 2), "it is odd")
    assert str(finding) == "a.yaml:1:2: warning: it is odd [some-rule]"
    with_hint = dataclasses.replace(finding, hint="mend it")
    assert str(with_hint) == "a.yaml:1:2: warning: it is odd [some-rule]\n  mend it"


def test_equal_findings_have_equal_hashes() -> None:
    first, second = (Finding("r", Severity.HINT, Location("a", 1, 1, "/x"), "m") for _ in range(2))
    assert {first, second} == {first}
