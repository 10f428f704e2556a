"""``mockserver score``: how many deliberately wrong servers a contract test turns red."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contracts.errors import CasemockError, UsageError
from contracts.terminal import FINDINGS, INTERRUPTED, OK, Parser, suggestion, write

if TYPE_CHECKING:
    from contracts.spec.model import Contract
    from mockserver.judges.judge import Judge
    from mockserver.score import Options
    from mockserver.score_report import Played

HELP = "tell how many deliberately wrong servers a contract test turns red"

DESCRIPTION = """\
Play mutants of the mock, each wrong in one way, against 'contracts test' and against plain schemathesis, in this
process. A mutant counts where some request shows it; what a test says of the correct server too kills nobody."""

EPILOG = """\
examples:
  {prog} openapi.yaml --api serverops --against casemock     a minute or two
  {prog} openapi.yaml --mutant stale-read --mutant allow-wrong
  {prog} --format json --output score.json                   the bundled document, everything: an hour
  {prog} --list                                              what mutants there are

exit codes: 0 every mutant killed by each test, 1 some survived or a false alarm, 2 wrong usage or unreadable input,
130 stopped with Ctrl-C (what was played is printed)"""

FORMATS = ("text", "json")


def configure(parser: Parser) -> Parser:
    """Add the verb's arguments to its parser."""
    parser.epilog = EPILOG.format(prog=parser.prog)
    parser.add_argument("spec", metavar="SPEC", nargs="?", help="OpenAPI document (default: the bundled case APIs)")
    parser.add_argument("--api", metavar="NAME", default="", help="one API of the document (default: each)")
    parser.add_argument("--mutant", metavar="ID", action="append", default=[], help="only this mutant; repeatable")
    parser.add_argument("--list", action="store_true", help="list the mutants and leave")
    parser.add_argument(
        "--against",
        metavar="TESTS",
        default="casemock,schemathesis",
        help="tests that are scored (default: casemock,schemathesis)",
    )
    parser.add_argument("--seed", metavar="N", default="1", help="seed of the tests (default: 1)")
    parser.add_argument("--fast", action="store_true", help="score 'contracts test --fast'")
    parser.add_argument("--format", metavar="FORM", default="text", help="text or json (default: text)")
    parser.add_argument("--output", metavar="FILE", help="write the report to a file instead of standard output")
    parser.set_defaults(execute=execute, parser=parser)
    return parser


def execute(arguments: argparse.Namespace) -> int:
    """Play and report."""
    if arguments.format not in FORMATS:
        raise UsageError(f"--format: no form is called '{arguments.format}'", hint=f"there are {', '.join(FORMATS)}")
    from mockserver.mutants.registry import all_mutants  # noqa: PLC0415 (here and below: --help needs none of it)

    if arguments.list:
        write("".join(f"{mutant.family:11} {mutant.id:34} {mutant.title}\n" for mutant in all_mutants()))
        return OK
    contract, options = _setting(arguments)
    played = _played(contract, options, arguments.spec or "the bundled document")
    _write(played, arguments)
    if not played.finished:
        return INTERRUPTED
    survived = any(not verdict.killed for game in played.games for verdict in game.verdicts.values())
    return FINDINGS if survived or any(control.alarms for control in played.controls) else OK


def _setting(arguments: argparse.Namespace) -> tuple[Contract, Options]:
    """What is played. Raises :class:`UsageError` for what there is not."""
    if not arguments.seed.isdecimal():
        raise UsageError(f"--seed: expected a whole number, not '{arguments.seed}'")
    import contracts  # noqa: PLC0415
    from mockserver.mutants.registry import chosen_mutants  # noqa: PLC0415
    from mockserver.score import Options  # noqa: PLC0415
    from mockserver.settings import bundled_document  # noqa: PLC0415

    mutants = chosen_mutants(arguments.mutant)
    judges = _judges(arguments.against)
    contract = contracts.load(arguments.spec or bundled_document())
    names = [api.name for api in contract.apis]
    if arguments.api and arguments.api not in names:
        hint = suggestion(arguments.api, names) or f"there are {', '.join(names)}"
        raise UsageError(f"no API is called '{arguments.api}'", hint=hint)
    return contract, Options(mutants, judges, arguments.api, int(arguments.seed), arguments.fast)


def _judges(names: str) -> tuple[Judge, ...]:
    from mockserver.judges import casemock, schemathesis  # noqa: PLC0415

    known = {module.JUDGE.name: module.JUDGE for module in (casemock, schemathesis)}
    for name in names.split(","):
        if name not in known:
            raise UsageError(f"--against: no test is called '{name}'", hint=f"there are {', '.join(known)}")
    return tuple(known[name] for name in dict.fromkeys(names.split(",")))


def _played(contract: Contract, options: Options, document: str) -> Played:
    """Play all; Ctrl-C ends it with what there is."""
    from mockserver.score import Control, Game, play  # noqa: PLC0415
    from mockserver.score_report import Played  # noqa: PLC0415

    apis = sum(options.api in {"", api.name} for api in contract.apis)
    told: list[Control | Game] = []
    finished = True
    with _Progress(apis * (len(options.judges) + len(options.mutants))) as progress:
        try:
            for one in play(contract, options):
                told.append(one)
                progress.show(one.api, one.mutant.id if isinstance(one, Game) else "the correct server")
        except KeyboardInterrupt:
            finished = False
    controls = tuple(one for one in told if isinstance(one, Control))
    games = tuple(one for one in told if isinstance(one, Game))
    return Played(document, options.seed, controls, games, finished)


class _Progress:
    """A bar on a terminal; nothing anywhere else."""

    def __init__(self, total: int) -> None:
        self._bar: Any = None
        if sys.stderr.isatty():
            from rich.console import Console  # noqa: PLC0415 (only a terminal pays for it)
            from rich.progress import Progress  # noqa: PLC0415

            self._bar = Progress(console=Console(stderr=True), transient=True)
            self._task = self._bar.add_task("", total=total)

    def __enter__(self) -> _Progress:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def show(self, api: str, what: str) -> None:
        """Say what was played last."""
        if self._bar is not None:
            self._bar.update(self._task, advance=1, description=f"{api}: {what}")


def _write(played: Played, arguments: argparse.Namespace) -> None:
    from mockserver.score_report import json_report, text_report  # noqa: PLC0415

    text = json_report(played) if arguments.format == "json" else text_report(played)
    if arguments.output is None:
        write(text)
        return
    try:
        Path(arguments.output).write_text(text, "utf-8")
    except OSError as error:
        raise CasemockError(f"cannot write {arguments.output}: {error.strerror}") from None
