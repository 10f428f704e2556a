"""What verbs that yield findings share: choosing forms of report, showing progress, and writing the reports."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.errors import CasemockError, UsageError
from contracts.spec.problems import LONE_SURROGATE
from contracts.terminal import Parser, suggestion, write

if TYPE_CHECKING:
    from contracts.findings import Finding
    from contracts.outcome import Event, Progress, Run

INPUTS = ("spec", "specs", "old", "new", "traffic", "paths", "used_by", "config", "ignore", "baseline")
"""The arguments of all verbs that name files to read."""

SHORT = 200
"""Characters of a finding's message that are shown while the run goes on."""


def add_output(verb: Parser) -> None:
    """Add the flags of reports and of the baseline."""
    group = verb.add_argument_group("output")
    group.add_argument("--format", metavar="FORM", default="text", help="form of the report (default: text)")
    group.add_argument("--output", metavar="FILE", help="write the report to a file instead of standard output")
    group.add_argument(
        "--report",
        metavar="FORM=FILE",
        action="append",
        default=[],
        help="one more report; repeatable: html=report.html",
    )
    group.add_argument(
        "--baseline", metavar="FILE", help="accept the findings in it; others, and vanished ones, are red"
    )
    group.add_argument("--update-baseline", action="store_true", help="write this run's findings into the baseline")
    group.add_argument("--quiet", action="store_true", help="no progress, and no findings before the report")


def check_target(file: str, arguments: argparse.Namespace) -> None:
    """Refuse a file that cannot be written, or that a verb reads.

    :raises UsageError: with what to do.
    """
    path = Path(file)
    if not path.parent.is_dir():
        raise UsageError(f"cannot write {file}: there is no folder {path.parent}", hint="make it first")
    given = [getattr(arguments, name, None) or () for name in INPUTS]
    names = [name for one in given for name in ([one] if isinstance(one, str) else one)]
    if path.is_file() and path.resolve() in {Path(name).resolve() for name in names}:
        raise UsageError(f"cannot write {file}: it is read, too", hint="write to another file")


class Output:
    """Where the reports of one run go.

    :raises UsageError: for a form that there is not, or a file that cannot be written, before anything is sent.
    """

    def __init__(self, arguments: argparse.Namespace) -> None:
        if arguments.update_baseline and not arguments.baseline:
            raise UsageError("--update-baseline: which one?", hint="add --baseline FILE")
        self._baseline = Path(arguments.baseline) if arguments.baseline else None
        self._update = arguments.update_baseline
        self._accepted = self._read_baseline()
        self._targets = [(self._form(arguments.format, "--format"), arguments.output)]
        for text in arguments.report:
            name, equals, file = text.partition("=")
            if not equals or not file:
                raise UsageError(f"--report: expected FORM=FILE, not '{text}'", hint="for example html=report.html")
            self._targets.append((self._form(name, "--report"), file))
        for _, file in self._targets:
            if file is not None:
                check_target(file, arguments)

    @staticmethod
    def _form(name: str, option: str) -> Any:
        from contracts.reports.registry import all_reports  # noqa: PLC0415 (--help needs none of them)

        known = {report.name: report for report in all_reports()}
        if name not in known:
            hint = suggestion(name, known) or f"there are {', '.join(known)}"
            raise UsageError(f"{option}: no form of report is called '{name}'", hint=hint)
        return known[name]

    def _read_baseline(self) -> Any:
        if self._baseline is None:
            return ()
        from contracts import baseline  # noqa: PLC0415 (few runs have one)
        from contracts.checks.registry import current_id  # noqa: PLC0415

        entries = baseline.read(self._baseline)
        return tuple(replace(one, identity=(current_id(one.identity[0]), *one.identity[1:])) for one in entries)

    def _judged(self, run: Run) -> Run:
        """The run as the baseline has it judged, which is written first where that is asked for."""
        if self._baseline is None:
            return run
        from contracts import baseline  # noqa: PLC0415 (as above)

        if self._update:
            baseline.write(run, self._accepted, self._baseline)
            self._accepted = baseline.read(self._baseline)
        return baseline.apply(run, self._accepted, str(self._baseline))

    def write(self, run: Run) -> Run:
        """Write all reports.

        :returns: the run with what the baseline makes of it: its findings are those that count.
        :raises CasemockError: for a file that cannot be written.
        """
        run = self._judged(run)
        for report, file in self._targets:
            # Half of a character, as recordings may have it, has no form in UTF-8.
            text = LONE_SURROGATE.sub("\ufffd", report.render(run))
            if file is None:
                write(text if text.endswith("\n") else f"{text}\n")
                continue
            try:
                Path(file).write_text(text, "utf-8")
            except OSError as error:
                raise CasemockError(f"cannot write {file}: {error.strerror}") from None
        return run


class Watch:
    """What is seen while a run goes on: on a terminal how far it is; each finding at once in a line of its own.

    All of it goes to standard error, as the report goes to standard output.
    """

    def __init__(self, secrets: Sequence[str], *, quiet: bool) -> None:
        self._secrets = secrets
        self._quiet = quiet
        self._found = 0
        self._bar: Any = None
        self._task: Any = None
        if not quiet and sys.stderr.isatty():
            from rich import progress  # noqa: PLC0415
            from rich.console import Console  # noqa: PLC0415 (only a terminal pays for it)

            columns = (
                progress.TextColumn("{task.fields[stage]:<9}"),
                progress.BarColumn(bar_width=24),
                progress.MofNCompleteColumn(),
                progress.TextColumn("{task.fields[requests]} requests, {task.fields[found]} findings"),
                progress.TimeElapsedColumn(),
                progress.TextColumn("{task.description}"),
            )
            self._bar = progress.Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("", stage="", requests=0, found=0, total=None)

    def __enter__(self) -> Watch:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def follow(self, events: Generator[Event, None, None]) -> bool:
        """Show the events of a run to its end; whether it came there, or Ctrl-C was faster."""
        from contracts.findings import Finding  # noqa: PLC0415 (--help needs none of it)

        try:
            for event in events:
                if isinstance(event, Finding):
                    self.found(event)
                else:
                    self.progress(event)
        except KeyboardInterrupt:
            events.close()
            return False
        return True

    def progress(self, how_far: Progress) -> None:
        """Say how far it is."""
        if self._bar is not None:
            self._bar.update(
                self._task,
                description=how_far.subject,
                stage=how_far.stage,
                completed=how_far.done,
                total=how_far.total,
                requests=how_far.requests,
                found=self._found,
            )

    def found(self, finding: Finding) -> None:
        """Show a finding in short."""
        self._found += 1
        if self._quiet:
            return
        from contracts.reports.masking import hidden  # noqa: PLC0415 (--help needs none of it)

        operation = finding.evidence.operation if finding.evidence else ""
        line = hidden(" ".join(filter(None, [f"{finding.severity}:", operation, finding.message])), self._secrets)
        # What a server has sent may hold line ends and orders to a terminal.
        shown = "".join(character if character.isprintable() else "·" for character in line[:SHORT])
        line = f"{shown} [{finding.rule}]"
        if self._bar is not None:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            sys.stderr.write(f"{line}\n")
            sys.stderr.flush()
