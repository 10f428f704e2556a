"""Options, progress and reports of commands that yield findings."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Generator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.cli.color import ALWAYS, AUTO, NEVER, in_color, use_color
from contracts.cli.support import Parser, write
from contracts.errors import CasemockError, UsageError
from contracts.escaping import one_line, printable
from contracts.spec.source_map import LONE_SURROGATE
from contracts.wording import suggestion

if TYPE_CHECKING:
    from contracts.findings import Finding
    from contracts.run_result import Event, Progress, Run

INPUTS = ("spec", "specs", "old", "new", "traffic", "paths", "used_by", "config", "ignore", "baseline")
"""The arguments of all commands that name input files."""

SHORT = 200
"""Maximum length of a finding that is shown during the run."""


def add_output(command: Parser) -> None:
    """Add the options for reports and the baseline."""
    group = command.add_argument_group("output")
    group.add_argument("--format", metavar="FORMAT", default="text", help="format of the report (default: text)")
    group.add_argument("--output", metavar="FILE", help="write the report to FILE instead of standard output")
    group.add_argument(
        "--report",
        metavar="FORMAT=FILE",
        action="append",
        default=[],
        help="write an additional report, for example html=report.html; repeatable",
    )
    group.add_argument(
        "--baseline", metavar="FILE", help="ignore findings listed in FILE; fail on new findings and on stale entries"
    )
    group.add_argument("--update-baseline", action="store_true", help="write the findings of this run to the baseline")
    group.add_argument("--quiet", action="store_true", help="show neither progress nor findings before the report")
    group.add_argument(
        "--color",
        metavar="WHEN",
        default=AUTO,
        choices=(AUTO, ALWAYS, NEVER),
        help="colors in the text report: auto, always or never (default: auto, on terminals without NO_COLOR)",
    )


def check_target(file: str, arguments: argparse.Namespace) -> None:
    """Check that a file can be written and is not an input.

    :raises UsageError: if it cannot be written.
    """
    path = Path(file)
    if not path.parent.is_dir():
        raise UsageError(f"cannot write {file}: folder {path.parent} does not exist", hint="create it first")
    given = [getattr(arguments, name, None) or () for name in INPUTS]
    names = [name for one in given for name in ([one] if isinstance(one, str) else one)]
    if path.is_file() and path.resolve() in {Path(name).resolve() for name in names}:
        raise UsageError(f"cannot write {file}: it is also an input", hint="write to another file")


def is_reported_there(arguments: argparse.Namespace) -> bool:
    """Whether the text report is written to the destination of standard error: a terminal, or the log of a CI job."""
    if arguments.format != "text" or arguments.output is not None:
        return False
    try:
        if sys.stdout.isatty() and sys.stderr.isatty():
            return True
        return os.path.sameopenfile(sys.stdout.fileno(), sys.stderr.fileno())
    except (OSError, ValueError, AttributeError):  # closed, or replaced by an object without a file
        return False


class Output:
    """Writes the reports of one run.

    :raises UsageError: for an unknown format, or a file that cannot be written, before the run starts.
    """

    def __init__(self, arguments: argparse.Namespace) -> None:
        if arguments.update_baseline and not arguments.baseline:
            raise UsageError("--update-baseline requires --baseline FILE")
        self._baseline = Path(arguments.baseline) if arguments.baseline else None
        self._update = arguments.update_baseline
        self._color = arguments.color
        self._accepted = self._read_baseline()
        self._targets = [(self._report(arguments.format, "--format"), arguments.output)]
        for text in arguments.report:
            name, equals, file = text.partition("=")
            if not equals or not file:
                raise UsageError(f"--report: expected FORMAT=FILE, not '{text}'", hint="for example html=report.html")
            self._targets.append((self._report(name, "--report"), file))
        for _, file in self._targets:
            if file is not None:
                check_target(file, arguments)

    @staticmethod
    def _report(name: str, option: str) -> Any:
        from contracts.reports.registry import all_reports  # noqa: PLC0415 (--help needs none of them)

        known = {report.name: report for report in all_reports()}
        if name not in known:
            hint = suggestion(name, known) or f"known formats: {', '.join(known)}"
            raise UsageError(f"{option}: unknown report format '{name}'", hint=hint)
        return known[name]

    def _read_baseline(self) -> Any:
        if self._baseline is None:
            return ()
        from contracts import baseline  # noqa: PLC0415 (few runs have one)
        from contracts.conformance.checks.registry import current_id  # noqa: PLC0415

        entries = baseline.read(self._baseline)
        return tuple(replace(one, identity=(current_id(one.identity[0]), *one.identity[1:])) for one in entries)

    def _with_baseline(self, run: Run) -> Run:
        """Return the run without findings of the baseline; updates the baseline before if requested."""
        if self._baseline is None:
            return run
        from contracts import baseline  # noqa: PLC0415 (as above)

        if self._update:
            baseline.write(run, self._accepted, self._baseline)
            self._accepted = baseline.read(self._baseline)
        return baseline.apply(run, self._accepted, str(self._baseline))

    def write(self, run: Run, present: Callable[[Run], Run] | None = None) -> Run:
        """Write all reports.

        :param present: applied to the run after the baseline, which compares single findings, and before the reports.
        :returns: the run of the reports.
        :raises CasemockError: for a file that cannot be written.
        """
        from contracts.reports.report import masked  # noqa: PLC0415 (--help needs none of it)

        if self._baseline is None:
            run = replace(run, hidden=())
        run = self._with_baseline(masked(run))
        run = present(run) if present else run
        shown = self._with_body_files(run)
        for report, file in self._targets:
            # UTF-8 cannot encode lone surrogates, which recordings can contain.
            text = LONE_SURROGATE.sub("\ufffd", report.render(shown))
            if file is None:
                text = in_color(text) if report.name == "text" and use_color(self._color, sys.stdout) else text
                write(text if text.endswith("\n") else f"{text}\n")
                continue
            try:
                Path(file).write_text(text, "utf-8")
            except OSError as error:
                raise CasemockError(f"cannot write {file}: {error.strerror}") from None
        return run

    def _with_body_files(self, run: Run) -> Run:
        """Write the bodies that are too long for curl commands beside the first report in a file."""
        files = [Path(file) for _, file in self._targets if file is not None]
        if not files or run.documents:
            return run
        from contracts.reports.body_files import with_body_files  # noqa: PLC0415 (few runs have a report in a file)

        return with_body_files(run, files[0])


class ProgressPrinter:
    """Shows a run in progress on standard error: a progress bar on terminals, and each finding on one line."""

    def __init__(self, secrets: Sequence[str], *, quiet: bool, reported: bool = False) -> None:
        """Create a printer.

        :param secrets: strings that are not shown.
        :param quiet: show nothing.
        :param reported: the report shows the findings at the same destination, so they are only counted before.
        """
        self._secrets = secrets
        self._quiet = quiet
        self._reported = reported
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
                progress.TextColumn("{task.description}", markup=False),
            )
            self._bar = progress.Progress(*columns, console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("", stage="", requests=0, found=0, total=None)

    def __enter__(self) -> ProgressPrinter:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def follow(self, events: Generator[Event, None, None]) -> bool:
        """Show the events of a run; returns ``False`` if Ctrl-C stopped it."""
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

    def progress(self, event: Progress) -> None:
        """Update the progress bar."""
        if self._bar is not None:
            self._bar.update(
                self._task,
                description=one_line(event.subject),
                stage=event.stage,
                completed=event.done,
                total=event.total,
                requests=event.requests,
                found=self._found,
            )

    def found(self, finding: Finding) -> None:
        """Show a finding on one line."""
        self._found += 1
        if self._quiet or self._reported:
            return
        from contracts.reports.report import hidden  # noqa: PLC0415 (--help needs none of it)
        from contracts.reports.text import label_of  # noqa: PLC0415
        from contracts.standard_error import write_error  # noqa: PLC0415

        operation = finding.evidence.operation if finding.evidence else ""
        line = hidden(" ".join(filter(None, [f"{label_of(finding)}:", operation, finding.message])), self._secrets)
        line = f"{one_line(line[:SHORT])} [{finding.rule}]"
        if self._bar is not None:
            self._bar.console.print(printable(line), markup=False, highlight=False, soft_wrap=True)
        else:
            write_error(line)
