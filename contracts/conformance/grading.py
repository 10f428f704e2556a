"""Severities of findings: those of the settings, and known behavior of frameworks, which is a hint."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from contracts.conformance.quirks import quirk_of
from contracts.findings import Finding, Severity
from contracts.lint.severities import OFF, at_least
from contracts.run_result import Event, Run
from contracts.spec.model import Contract
from contracts.wording import pluralize

QUIRKS = "quirks"
"""Pseudo-rule in the settings: the known behavior of frameworks."""

COVERAGE = "coverage"
"""Rule of the findings about skipped operations (``--strict-coverage``)."""


@dataclass(frozen=True)
class Grading:
    """The severities of a contract test.

    :param levels: one of :data:`contracts.lint.severities.LEVELS` by rule or pattern; later entries take precedence
        over earlier ones, and exact names over patterns.
    :param fails_at: minimum severity of a finding that fails the run.
    """

    levels: Mapping[str, str] = field(default_factory=dict)
    fails_at: Severity = Severity.WARNING

    def level_of(self, rule: str) -> str:
        """Return the level of a rule in the settings; ``""`` if it has none.

        A check includes its parts: ``scopes`` applies to ``scopes/status``.
        """
        check = rule.partition("/")[0]
        exact = next((self.levels[name] for name in (rule, check) if name in self.levels), "")
        fitting = [level for name, level in self.levels.items() if fnmatchcase(rule, name)]
        return exact or next(reversed(fitting), "")

    def apply(self, run: Run, contract: Contract) -> Run:
        """Return the run with the severities of the settings; findings that are off are hidden."""
        graded = [self._graded(finding, contract) for finding in run.findings]
        hidden = tuple(finding for finding, level in graded if level == OFF)
        shown = tuple(finding for finding, level in graded if level != OFF)
        notes = (f"{pluralize(len(hidden), 'finding')} hidden by severity off",) if hidden else ()
        return replace(
            run, findings=shown, hidden=(*run.hidden, *hidden), notes=(*run.notes, *notes), fails_at=self.fails_at
        )

    def fails(self, finding: Finding, contract: Contract) -> bool:
        """Whether a finding fails the run."""
        graded, level = self._graded(finding, contract)
        return level != OFF and at_least(graded.severity, self.fails_at)

    def follow(self, events: Generator[Event, None, None], contract: Contract) -> Generator[Event, None, None]:
        """Yield the events of a run, findings with their severities, and without those that are off."""
        with closing(events):
            for event in events:
                if not isinstance(event, Finding):
                    yield event
                    continue
                graded, level = self._graded(event, contract)
                if level != OFF:
                    yield graded

    def _graded(self, finding: Finding, contract: Contract) -> tuple[Finding, str]:
        level = self.level_of(finding.rule)
        if level:
            return (finding if level == OFF else replace(finding, severity=Severity(level))), level
        quirk = quirk_of(finding, contract)
        if not quirk:
            return finding, ""
        level = self.levels.get(QUIRKS, Severity.HINT)
        severity = finding.severity if level == OFF else Severity(level)
        return replace(finding, severity=severity, quirk=quirk), level


def coverage_findings(run: Run, contract: Contract) -> tuple[Finding, ...]:
    """Return a finding for each operation that was skipped or not completely tested, with the reasons."""
    reasons: dict[str, list[str]] = {}
    for skip in run.skips:
        reasons.setdefault(skip.operation, []).append(skip.reason)
    found = [_coverage(operation, texts, contract) for operation, texts in reasons.items()]
    if not run.finished:
        found.append(Finding(COVERAGE, Severity.ERROR, contract.locate(""), "the test was stopped before its end"))
    return tuple(found)


def _coverage(operation: str, reasons: Sequence[str], contract: Contract) -> Finding:
    known = contract.operation(operation)
    location = contract.locate(known.pointer if known else "")
    return Finding(COVERAGE, Severity.ERROR, location, "; ".join(_without_id(reasons, operation)))


def _without_id(reasons: Iterable[str], operation: str) -> Iterable[str]:
    """Yield the reasons, only the first one with the id of the operation."""
    for number, reason in enumerate(reasons):
        text = reason.removeprefix(f"{operation}: ")
        yield text if number else f"{operation}: {text}"
