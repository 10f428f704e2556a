"""The command ``python -m benchmarks testing``."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import machine
from benchmarks.command import run_command
from benchmarks.figures_run import print_figures
from benchmarks.stores.results import Figure
from benchmarks.testing.requests import request_figures
from benchmarks.testing.start import start_figures
from benchmarks.testing.suite import suite_figures

DESCRIPTION = """\
Measure what a mock server in the process of Python tests costs, beside a transport that returns a constant. Parts:
start (imports, and the first response after them), requests (a request through httpx, and a reset), and suite (what
the fixture adds to many tests)."""

START, REQUESTS, SUITE = PARTS = ("start", "requests", "suite")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 (a requirement is missed), 2 (cannot start) or 130 (interrupted)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if min(options.rounds, options.seconds, options.tests) <= 0:
        parser.error("numbers must be positive")
    return run_command(lambda: _run(options))


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks testing", description=DESCRIPTION, formatter_class=formatter)
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part; may be repeated")
    parser.add_argument("--rounds", type=int, default=5, help="processes of each kind (default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=3, help="time of each kind of request (default: %(default)s)")
    parser.add_argument("--tests", type=int, default=1000, help="tests of the suite (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    return parser


def _run(options: argparse.Namespace) -> int:
    parts = [part for part in PARTS if part in (options.part or PARTS)]
    facts = machine.facts()
    with tempfile.TemporaryDirectory(prefix="casemock-testing-") as folder:
        return print_figures("Tests", facts, measure(parts, Path(folder), options), options.json)


def measure(parts: Sequence[str], folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures of some parts, as soon as they are known.

    :param folder: for the tests of the suite.
    :raises BenchmarkError: if something cannot be measured.
    """
    if START in parts:
        yield from start_figures(options.rounds)
    if REQUESTS in parts:
        yield from request_figures(options.seconds)
    if SUITE in parts:
        yield from suite_figures(folder, options.tests, options.rounds)
