"""Exceptions and how they are rendered."""

from __future__ import annotations

import pytest

from contracts.errors import (
    CasemockError,
    DocumentError,
    GenerationError,
    ServeError,
    SettingsError,
    UsageError,
    render,
)
from contracts.findings import Finding, Location, Severity

PLACE = Location("a.yaml", 3, 7, "/info")


@pytest.mark.parametrize("kind", [UsageError, SettingsError, GenerationError, ServeError])
def test_errors_carry_their_data(kind: type[CasemockError]) -> None:
    error = kind("it is wrong", location=PLACE, hint="fix it")
    assert isinstance(error, CasemockError)
    assert (str(error), error.message, error.location, error.hint) == ("it is wrong", "it is wrong", PLACE, "fix it")


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (UsageError("it is wrong"), "error: it is wrong"),
        (UsageError("it is wrong", hint="fix it"), "error: it is wrong\n  fix it"),
        (SettingsError("it is wrong", location=PLACE), "a.yaml:3:7 (#/info): error: it is wrong"),
        (
            SettingsError("it is wrong", location=Location("a.toml"), hint="fix it"),
            "a.toml: error: it is wrong\n  fix it",
        ),
    ],
)
def test_render(error: CasemockError, text: str) -> None:
    assert render(error) == text


def test_document_error_has_all_findings_and_the_message_of_the_first() -> None:
    findings = [
        Finding("rule-a", Severity.ERROR, PLACE, "first", "do this"),
        Finding("rule-b", Severity.ERROR, Location("b.yaml"), "second"),
    ]
    error = DocumentError(findings)
    assert error.findings == tuple(findings)
    assert (error.message, error.location, error.hint) == ("first", PLACE, "do this")
    assert render(error) == "\n".join(map(str, findings))
