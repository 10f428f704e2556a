"""``mockserver score``: the mutation score of a contract test."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.cli.support import FINDINGS, INTERRUPTED, OK, Parser, write
from contracts.cli.target import add_folders
from contracts.errors import CasemockError, UsageError
from contracts.fuzzing.installation import INSTALL, engine_imports
from contracts.wording import suggestion

if TYPE_CHECKING:
    from contracts.spec.model import Contract
    from mockserver.mutation.report import ScoreReport
    from mockserver.mutation.run import RunOptions
    from mockserver.mutation.subjects_under_test import SubjectUnderTest

HELP = "compute the mutation score of a contract test"

DESCRIPTION = """\
Compute the mutation score of 'contracts test' and of plain schemathesis: the share of mutants that the test detects.
A mutant is the mock with one deliberate defect. It counts if at least one request shows the defect; errors that a test
also reports for the correct server do not count as detections. Everything runs in this process, without a server."""

EPILOG = """\
examples:
  {prog} openapi.yaml --api serverops --against casemock     a minute or two
  {prog} openapi.yaml --mutant stale-read --mutant allow-wrong
  {prog} petstore.yaml --closed                              only listed and created items exist
  {prog} --format json --output score.json                   all APIs of the bundled document: about an hour
  {prog} --list                                              list the mutants

exit codes: 0 each test killed every mutant, 1 a mutant survived or a test reported a false positive, 2 wrong usage or
unreadable input, 130 interrupted with Ctrl-C (prints the results so far)"""

FORMATS = ("text", "json")


def configure(parser: Parser) -> Parser:
    """Add the arguments of the command to its parser."""
    parser.epilog = EPILOG.format(prog=parser.prog)
    parser.add_argument("spec", metavar="SPEC", nargs="?", help="OpenAPI document (default: the bundled case APIs)")
    add_folders(parser)
    parser.add_argument("--api", metavar="NAME", default="", help="one API of the document (default: all)")
    parser.add_argument("--mutant", metavar="ID", action="append", default=[], help="run only this mutant; repeatable")
    parser.add_argument("--list", action="store_true", help="list the mutants and exit")
    parser.add_argument(
        "--against",
        metavar="TESTS",
        default="casemock,schemathesis",
        help="comma-separated contract tests to score (default: casemock,schemathesis)",
    )
    parser.add_argument("--seed", metavar="N", default="1", help="random seed of the tests (default: 1)")
    parser.add_argument("--fast", action="store_true", help="score 'contracts test --fast'")
    parser.add_argument(
        "--closed", action="store_true", help="only listed and created items exist, as on a real server"
    )
    parser.add_argument("--format", metavar="FORMAT", default="text", help="text or json (default: text)")
    parser.add_argument("--output", metavar="FILE", help="write the report to FILE instead of standard output")
    parser.set_defaults(execute=execute, parser=parser)
    return parser


def execute(arguments: argparse.Namespace) -> int:
    """Run the mutants, write the report and return the exit code."""
    if arguments.format not in FORMATS:
        raise UsageError(f"--format: unknown format '{arguments.format}'", hint=f"choose from {', '.join(FORMATS)}")
    from mockserver.mutation.families import all_mutants  # noqa: PLC0415 (here and below: slow, not needed for --help)

    if arguments.list:
        write("".join(f"{mutant.family:11} {mutant.id:34} {mutant.title}\n" for mutant in all_mutants()))
        return OK
    contract, options = _options(arguments)
    report = _run(contract, options, arguments.spec or "the bundled document")
    _write(report, arguments)
    if not report.finished:
        return INTERRUPTED
    return FINDINGS if report.survived or report.false_positives else OK


def _options(arguments: argparse.Namespace) -> tuple[Contract, RunOptions]:
    """The contract and what to run. Raises :class:`UsageError` for unknown names and invalid numbers."""
    if not arguments.seed.isdecimal():
        raise UsageError(f"--seed: expected a whole number, not '{arguments.seed}'")
    import contracts  # noqa: PLC0415
    from mockserver.mutation.families import select_mutants  # noqa: PLC0415
    from mockserver.settings import bundled_document  # noqa: PLC0415

    with engine_imports(INSTALL):
        from mockserver.mutation.run import RunOptions  # noqa: PLC0415

    mutants = select_mutants(arguments.mutant)
    subjects = _subjects(arguments.against)
    contract = contracts.load(arguments.spec or bundled_document(), allow_folders=arguments.allow_folder)
    names = [api.name for api in contract.apis]
    if arguments.api and arguments.api not in names:
        hint = suggestion(arguments.api, names) or f"choose from {', '.join(names)}"
        raise UsageError(f"--api: unknown API '{arguments.api}'", hint=hint)
    return contract, RunOptions(mutants, subjects, arguments.api, int(arguments.seed), arguments.fast, arguments.closed)


def _subjects(names: str) -> tuple[SubjectUnderTest, ...]:
    from mockserver.mutation.subjects_under_test import SUBJECTS  # noqa: PLC0415

    for name in names.split(","):
        if name not in SUBJECTS:
            raise UsageError(f"--against: unknown contract test '{name}'", hint=f"choose from {', '.join(SUBJECTS)}")
    return tuple(SUBJECTS[name] for name in dict.fromkeys(names.split(",")))


def _run(contract: Contract, options: RunOptions, document: str) -> ScoreReport:
    """Run everything; Ctrl-C ends the run with the results so far."""
    from mockserver.mutation.report import ScoreReport  # noqa: PLC0415
    from mockserver.mutation.run import Baseline, MutantRun, run  # noqa: PLC0415

    apis = sum(options.api in {"", api.name} for api in contract.apis)
    results: list[Baseline | MutantRun] = []
    finished = True
    with _ProgressBar(apis * (len(options.subjects) + len(options.mutants))) as progress:
        try:
            for one in run(contract, options):
                results.append(one)
                progress.advance(one.api, one.mutant.id if isinstance(one, MutantRun) else "the correct server")
        except KeyboardInterrupt:
            finished = False
    baselines = tuple(one for one in results if isinstance(one, Baseline))
    runs = tuple(one for one in results if isinstance(one, MutantRun))
    return ScoreReport(document, options.seed, baselines, runs, finished)


class _ProgressBar:
    """A progress bar on a terminal; no output otherwise."""

    def __init__(self, total: int) -> None:
        self._bar: Any = None
        if sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415 (only needed on a terminal)
            from rich.progress import Progress  # noqa: PLC0415

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> _ProgressBar:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def advance(self, api: str, finished: str) -> None:
        """Advance by one run and show its name."""
        if self._bar is not None:
            self._bar.update(self._task, advance=1, description=f"{api}: {finished}")


def _write(report: ScoreReport, arguments: argparse.Namespace) -> None:
    from mockserver.mutation.report import json_report, text_report  # noqa: PLC0415

    text = json_report(report) if arguments.format == "json" else text_report(report)
    if arguments.output is None:
        write(text)
        return
    try:
        Path(arguments.output).write_text(text, "utf-8")
    except OSError as error:
        raise CasemockError(f"cannot write {arguments.output}: {error.strerror}") from None
