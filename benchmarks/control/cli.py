"""The command ``python -m benchmarks control``."""

from __future__ import annotations

import argparse
import signal
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import machine
from benchmarks.command import run_command
from benchmarks.control.events import event_figures
from benchmarks.control.memory import memory_figures
from benchmarks.control.rates import rate_figures
from benchmarks.document import convert_to_30, serverops, write
from benchmarks.figures_run import print_figures
from benchmarks.load import CONNECTIONS, check_wrk
from benchmarks.stores.results import Figure

DESCRIPTION = """\
Measure what control from outside costs. Requires Linux and wrk. Parts: rates (requests per second with and without
recording and request log), memory (resident memory in a long run), and events (delay of the events of the admin API,
and the effect of a reader that does not read)."""

RATES, MEMORY, EVENTS = PARTS = ("rates", "memory", "events")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 (a requirement is missed), 2 (cannot start) or 130 (interrupted)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if min(options.rounds, options.seconds, options.requests, options.rate) < 1:
        parser.error("numbers must be at least 1")
    return run_command(lambda: _run(options))


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks control", description=DESCRIPTION, formatter_class=formatter)
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part; may be repeated")
    parser.add_argument("--rounds", type=int, default=30, help="windows per server (default: %(default)s)")
    parser.add_argument("--seconds", type=int, default=1, help="length of a window in seconds (default: %(default)s)")
    parser.add_argument(
        "--requests", type=int, default=1_000_000, metavar="N", help="requests of the long run (default: %(default)s)"
    )
    parser.add_argument(
        "--rate", type=int, default=500, metavar="N", help="requests per second with events (default: %(default)s)"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    return parser


def _run(options: argparse.Namespace) -> int:
    parts = [part for part in PARTS if part in (options.part or PARTS)]
    check_wrk()
    facts = machine.facts()
    facts["windows"] = f"{options.rounds} × {options.seconds} s, {CONNECTIONS} connections"
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # like Ctrl-C, so that every server is stopped
    with tempfile.TemporaryDirectory(prefix="casemock-control-") as folder:
        return print_figures("Control", facts, measure(parts, Path(folder), options), options.json)


def measure(parts: Sequence[str], folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures of some parts, as soon as they are known.

    :param folder: for the document and the output of the servers.
    :raises BenchmarkError: if something cannot be measured.
    """
    document = write(convert_to_30(serverops()), folder / "serverops.yaml")
    if RATES in parts:
        yield from rate_figures(document, folder, options.rounds, options.seconds)
    if MEMORY in parts:
        yield from memory_figures(document, folder, options.requests)
    if EVENTS in parts:
        yield from event_figures(document, folder, options.rate, options.rounds * options.seconds)
