"""The work of ``contracts validate``: documents held against the rules that count, less what is ignored."""

from __future__ import annotations

import argparse
import gc
import shlex
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from contracts.commands.validate_settings import gather
from contracts.errors import SettingsError, UsageError
from contracts.findings import Finding, Severity
from contracts.linting.grading import at_least, grade
from contracts.linting.ignore_lists import DEFAULT, read_list
from contracts.linting.ignoring import UNUSED_RULE, Ignores
from contracts.linting.plugins import installed_rules
from contracts.linting.rule import Rule
from contracts.linting.texts import files_of, line_of
from contracts.outcome import Examined, RuleText, Run
from contracts.rules.registry import own_rules
from contracts.terminal import FINDINGS, OK, UNUSABLE
from contracts.validate import Verdict, examine

STANDARD_INPUT = "<stdin>"
"""What messages call the document that comes on standard input."""

UNREADABLE = frozenset({"unreadable", "too-large", "encoding"})
"""Rules of findings that say that there was no text to look at."""


class Task:
    """Some documents, and what counts in them.

    :raises UsageError: for a rule that there is not.
    :raises SettingsError: for a settings file, a list of ignores, or a rule of others that cannot be used.
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
        self.grading = grade(self.known, levels, self.settings.families, arguments.rule, arguments.no_rule)
        self.quiet: bool = arguments.quiet
        self.again = _again(arguments)
        self._begun = Path(arguments.write_ignore).resolve() if arguments.write_ignore else None
        self._unreadable = False

    def ignores(self) -> Ignores:
        """The ignores of the list, to begin a run with."""
        named = self.settings.ignore_file
        if named is not None and not named.exists() and named.resolve() != self._begun:
            raise SettingsError(f"no list of ignores: {named}", hint="write one with --write-ignore FILE")
        file = named or Path(DEFAULT)
        return Ignores(read_list(file) if file.exists() else ())

    def look(self, spec: str, ignores: Ignores) -> Verdict:
        """What is to be said of one document; what is ignored is left out."""
        text = self.standard_input if spec == STANDARD_INPUT else None
        verdict = examine(spec, self.grading.rules, self.grading.severities, text=text)
        if verdict.document is None:
            return verdict
        ignores.add(verdict.document)
        return replace(verdict, findings=tuple(ignores.apply(self.grading.counting(verdict.findings))))

    def run(self, notes: Sequence[str] = ()) -> Run:
        """Check all documents.

        :param notes: what was done before.
        """
        ignores = self.ignores()
        findings: dict[Finding, None] = {}
        examined: list[Examined] = []
        said = list(notes)
        with _progress(len(self.specs), quiet=self.quiet) as advance, _no_collection():
            for spec in self.specs:
                advance(spec)
                verdict = self.look(spec, ignores)
                examined.append(_examined(spec, verdict))
                findings |= dict.fromkeys(verdict.findings)
                said += verdict.notes
                self._unreadable |= verdict.document is None and verdict.findings[0].rule in UNREADABLE
        findings |= dict.fromkeys(self._idle(ignores))
        shown, more = self._shown(list(findings))
        said += [f"{ignores.number} finding{'' if ignores.number == 1 else 's'} ignored"] if ignores.number else []
        return Run(
            verb="contracts validate",
            document=self.specs[0] if len(self.specs) == 1 else f"{len(self.specs)} documents",
            subject="",
            findings=tuple(shown),
            hidden=tuple(one for one in findings if not self.is_shown(one)),
            notes=(*said, *more),
            reproduce=self.again,
            examined=tuple(examined),
            rules=tuple(
                RuleText(rule.id, rule.title, rule.why, rule.remedy, self.grading.severity_of(rule))
                for rule in self.grading.rules
            ),
            fails_at=self.settings.fail_on,
        )

    def _idle(self, ignores: Ignores) -> list[Finding]:
        if UNUSED_RULE not in self.grading.rules:
            return []
        found = ignores.unused([rule.id for rule in self.grading.rules], [rule.id for rule in self.known])
        severity = self.grading.severity_of(UNUSED_RULE)
        texts = {STANDARD_INPUT: self.standard_input}
        return [
            replace(one, severity=severity, line=line_of(one.location, texts.get(one.location.file))) for one in found
        ]

    def is_shown(self, finding: Finding) -> bool:
        """Whether a finding is spoken of. What fails a run is, whatever --show says: nobody could mend it otherwise."""
        settings = self.settings
        return at_least(finding.severity, settings.show) or at_least(finding.severity, settings.fail_on)

    def _shown(self, findings: Sequence[Finding]) -> tuple[list[Finding], list[str]]:
        """The findings that are shown, and what is said of the others."""
        shown = [one for one in findings if self.is_shown(one)]
        hidden = [one.severity for one in findings if not self.is_shown(one)]
        present = [severity for severity in Severity if severity in hidden]
        counts = [f"{hidden.count(one)} {one}{'' if hidden.count(one) == 1 else 's'}" for one in present]
        return shown, [f"{' and '.join(counts)} not shown; --show {present[-1]} shows them"] if counts else []

    def exit_code(self, run: Run) -> int:
        """What a script is told."""
        if self._unreadable:
            return UNUSABLE
        return FINDINGS if any(at_least(one.severity, self.settings.fail_on) for one in run.findings) else OK


def _standard_input() -> str:
    """The text on standard input. Raises :class:`UsageError` where it is none."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"standard input is not UTF-8: byte {error.start}", hint="send it as UTF-8") from None


def _examined(spec: str, verdict: Verdict) -> Examined:
    """What was looked at; a file that could not be read is one of the document's too."""
    if verdict.document is None:
        return Examined(spec, "", 0, (spec,))
    files = dict.fromkeys([*files_of(verdict.document), *(one.location.file for one in verdict.findings)])
    return Examined(spec, verdict.document.version, verdict.operations, tuple(files))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from walking over large trees again and again: nothing in them is in a circle."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _progress(total: int, *, quiet: bool) -> Iterator[Callable[[str], None]]:
    """What is told each document when its turn comes; a bar on a terminal where there are several."""
    if quiet or total == 1 or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 (only a terminal pays for it)
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        yield lambda spec: bar.update(task, advance=1, description=spec)


def _again(arguments: argparse.Namespace) -> str:
    """The command that runs this again."""
    words = ["contracts", "validate", *arguments.specs]
    for name in ("rule", "no_rule", "severity"):
        for value in getattr(arguments, name):
            words += [f"--{name.replace('_', '-')}", value]
    for name in ("config", "show", "fail_on", "ignore"):
        if value := getattr(arguments, name):
            words += [f"--{name.replace('_', '-')}", value]
    return shlex.join(words)
