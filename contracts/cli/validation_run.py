"""One run of ``contracts validate``: checks documents against the selected rules and removes ignored findings."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from contracts import garbage_collection
from contracts.cli.support import FINDINGS, OK, UNUSABLE
from contracts.cli.target import folder_arguments
from contracts.cli.validate_settings import gather
from contracts.errors import SettingsError, UsageError
from contracts.findings import Finding, Location, Severity
from contracts.lint.document_access import files_of, line_of
from contracts.lint.rule import Rule
from contracts.lint.rules.registry import installed_rules, own_rules
from contracts.lint.severities import apply_settings, at_least
from contracts.lint.suppressions import DEFAULT_LIST, UNUSED_RULE, Suppressions, read_list
from contracts.lint.validate import DocumentReport, examine
from contracts.run_result import DocumentSummary, RuleDescription, Run
from contracts.spec.processor_time import TooCostlyError, limited_processor_time
from contracts.wording import pluralize

STANDARD_INPUT = "<stdin>"
"""Name of the document on standard input in messages."""

UNREADABLE = frozenset({"unreadable", "too-large", "encoding"})
"""Rules of findings about files that cannot be read."""


class ValidationRun:
    """The documents to validate, with rules, severities and ignores.

    :raises UsageError: for an unknown rule.
    :raises SettingsError: for an invalid settings file, ignore file, or rule of a plugin.
    """

    def __init__(self, arguments: argparse.Namespace) -> None:
        specs = [STANDARD_INPUT if spec == "-" else spec for spec in arguments.specs]
        self.specs: list[str] = list(dict.fromkeys(specs))
        self.standard_input = _standard_input() if STANDARD_INPUT in self.specs else ""
        own = own_rules()
        self.known: tuple[Rule, ...] = (*own, *installed_rules(own), UNUSED_RULE)
        families = {rule.id: rule.family for rule in self.known}
        self.settings = gather(arguments, families, Path())
        levels = self.settings.levels
        self.grading = apply_settings(self.known, levels, self.settings.families, arguments.rule, arguments.no_rule)
        self.quiet: bool = arguments.quiet
        self.reproduce = _command(arguments)
        self._new_ignore_file = Path(arguments.write_ignore).resolve() if arguments.write_ignore else None
        self._unreadable = False
        self._allow_folders: list[str] = arguments.allow_folder

    def ignores(self) -> Suppressions:
        """Return the ignores of the ignore file."""
        named = self.settings.ignore_file
        if named is not None and not named.exists() and named.resolve() != self._new_ignore_file:
            raise SettingsError(f"ignore file not found: {named}", hint="create it with --write-ignore FILE")
        file = named or Path(DEFAULT_LIST)
        return Suppressions(read_list(file) if file.exists() else ())

    def look(self, spec: str, ignores: Suppressions) -> DocumentReport:
        """Return the findings of one document, without ignored ones."""
        text = self.standard_input if spec == STANDARD_INPUT else None
        rules, severities = self.grading.rules, self.grading.severities
        try:
            with limited_processor_time(len(text or "")):
                report = examine(spec, rules, severities, text=text, allow_folders=self._allow_folders)
        except TooCostlyError as error:
            finding = Finding("too-large", Severity.ERROR, Location(spec), error.message, error.hint)
            return DocumentReport(None, (finding,))
        if report.document is None:
            return report
        ignores.add(report.document)
        return replace(report, findings=tuple(ignores.apply(self.grading.counting(report.findings))))

    def run(self, notes: Sequence[str] = ()) -> Run:
        """Validate all documents.

        :param notes: notes of earlier steps, for the report.
        """
        ignores = self.ignores()
        findings: dict[Finding, None] = {}
        examined: list[DocumentSummary] = []
        lines = list(notes)
        with _progress(len(self.specs), quiet=self.quiet) as advance, garbage_collection.paused():
            for spec in self.specs:
                advance(spec)
                report = self.look(spec, ignores)
                examined.append(_examined(spec, report))
                findings |= dict.fromkeys(report.findings)
                lines += report.notes
                self._unreadable |= report.document is None and report.findings[0].rule in UNREADABLE
        findings |= dict.fromkeys(self._unused(ignores))
        shown, more = self._shown(list(findings))
        lines += [f"{pluralize(ignores.number, 'finding')} ignored"] if ignores.number else []
        return Run(
            command="contracts validate",
            document=self.specs[0] if len(self.specs) == 1 else f"{len(self.specs)} documents",
            subject="",
            findings=tuple(shown),
            hidden=tuple(one for one in findings if not self.is_shown(one)),
            notes=(*lines, *more),
            reproduce=self.reproduce,
            documents=tuple(examined),
            rules=tuple(
                RuleDescription(rule.id, rule.title, rule.why, rule.remedy, self.grading.severity_of(rule))
                for rule in self.grading.rules
            ),
            fails_at=self.settings.fail_on,
        )

    def _unused(self, ignores: Suppressions) -> list[Finding]:
        if UNUSED_RULE not in self.grading.rules:
            return []
        found = ignores.unused([rule.id for rule in self.grading.rules], [rule.id for rule in self.known])
        severity = self.grading.severity_of(UNUSED_RULE)
        texts = {STANDARD_INPUT: self.standard_input}
        return [
            replace(one, severity=severity, line=line_of(one.location, texts.get(one.location.file))) for one in found
        ]

    def is_shown(self, finding: Finding) -> bool:
        """Whether a finding is reported; findings that fail the run are, whatever ``--show`` says."""
        settings = self.settings
        return at_least(finding.severity, settings.show) or at_least(finding.severity, settings.fail_on)

    def _shown(self, findings: Sequence[Finding]) -> tuple[list[Finding], list[str]]:
        """Return the reported findings, and a note about the others."""
        shown = [one for one in findings if self.is_shown(one)]
        hidden = [one.severity for one in findings if not self.is_shown(one)]
        present = [severity for severity in Severity if severity in hidden]
        counts = [pluralize(hidden.count(one), one) for one in present]
        return shown, [f"{' and '.join(counts)} hidden; use --show {present[-1]} to report them"] if counts else []

    def exit_code(self, run: Run) -> int:
        """Return the exit code of the run."""
        if self._unreadable:
            return UNUSABLE
        return FINDINGS if any(at_least(one.severity, self.settings.fail_on) for one in run.findings) else OK


def _standard_input() -> str:
    """Read standard input. Raises :class:`UsageError` if it is not UTF-8."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"standard input is not valid UTF-8: byte {error.start}") from None


def _examined(spec: str, report: DocumentReport) -> DocumentSummary:
    """Return the summary of a document, including files that could not be read."""
    if report.document is None:
        return DocumentSummary(spec, "", 0, (spec,))
    files = dict.fromkeys([*files_of(report.document), *(one.location.file for one in report.findings)])
    return DocumentSummary(spec, report.document.version, report.operations, tuple(files))


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """Yield a function to call with each document; shows a progress bar for several documents on a terminal."""
    if quiet or total == 1 or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 (only a terminal pays for it)
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda spec: bar.update(task, advance=1, description=spec)


def _command(arguments: argparse.Namespace) -> str:
    """Return the command that repeats the run."""
    words = ["contracts", "validate", *arguments.specs]
    for name in ("rule", "no_rule", "severity"):
        for value in getattr(arguments, name):
            words += [f"--{name.replace('_', '-')}", value]
    for name in ("config", "show", "fail_on", "ignore"):
        if value := getattr(arguments, name):
            words += [f"--{name.replace('_', '-')}", value]
    words += folder_arguments(arguments)
    return shlex.join(words)
