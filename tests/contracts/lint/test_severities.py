"""The rules that are on, and their severities."""

from __future__ import annotations

import pytest

from contracts.findings import Finding, Location, Severity
from contracts.lint.rule import Rule
from contracts.lint.severities import apply_settings, at_least


def rule(name: str, family: str = "style") -> Rule:
    return Rule(name, family, name, Severity.WARNING, "Why.", "", "", "fix it")


RULES = (rule("a"), rule("b"), rule("c", "paths"), rule("s", "structure"))


def ids(**given: object) -> list[str]:
    arguments = {"levels": {}, "families": {}} | given
    return [one.id for one in apply_settings(RULES, **arguments).rules]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["a", "b", "c", "s"]),
        ({"levels": {"a": "off"}}, ["b", "c", "s"]),
        ({"families": {"style": "off"}}, ["c", "s"]),
        ({"families": {"style": "off"}, "levels": {"a": "hint"}}, ["a", "c", "s"]),
        ({"only": ["b"]}, ["b", "s"]),
        ({"only": ["b"], "levels": {"b": "off"}}, ["b", "s"]),
        ({"only": ["a", "b"], "without": ["b"]}, ["a", "s"]),
        ({"families": {"structure": "off"}, "without": ["s"]}, ["a", "b", "c", "s"]),
    ],
)
def test_the_rules_that_are_on(given: dict[str, object], expected: list[str]) -> None:
    assert ids(**given) == expected


def test_severities() -> None:
    grading = apply_settings(RULES, {"a": "error", "s": "hint"}, {"style": "hint"})
    assert grading.severities == {"a": Severity.ERROR, "b": Severity.HINT}
    assert [grading.severity_of(one) for one in RULES[2:]] == [Severity.WARNING, Severity.WARNING]


def test_findings_of_rules_that_are_off_are_removed() -> None:
    grading = apply_settings(RULES, {"a": "off"}, {})
    found = [Finding(name, Severity.ERROR, Location("a.yaml"), "no") for name in ("a", "b", "not-known")]
    assert grading.counting(found) == found[1:]


def test_severities_are_ordered() -> None:
    assert [at_least(one, Severity.WARNING) for one in Severity] == [True, True, False]
