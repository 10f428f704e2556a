"""The command ``python -m benchmarks stores``."""

from __future__ import annotations

import argparse
import signal
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import machine
from benchmarks.command import run_command
from benchmarks.document import convert_to_30, serverops, write
from benchmarks.figures_run import print_figures
from benchmarks.load import CONNECTIONS, check_wrk
from benchmarks.stores.kills import redis_figures, sqlite_figures
from benchmarks.stores.memory import memory_figures
from benchmarks.stores.rates import get_figures, patch_figures, servers
from benchmarks.stores.redis_server import check_redis, redis_version
from benchmarks.stores.results import Figure
from benchmarks.stores.scaling import scaling_figures

DESCRIPTION = """\
Compare the stores of written items: memory, SQLite and Redis. Requires Linux, wrk and redis-server.
Parts: patch and get (requests per second), kill (kill -9 during writes), memory (per written item), and scaling
(several processes with one store), which runs only if it is named."""

PATCH, GET, KILL, MEMORY = PARTS = ("patch", "get", "kill", "memory")
SCALING = "scaling"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 (a requirement is missed), 2 (cannot start) or 130 (interrupted)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if min(options.rounds, options.seconds, options.kills, options.items) < 1:
        parser.error("numbers must be at least 1")
    return run_command(lambda: _run(options))


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks stores", description=DESCRIPTION, formatter_class=formatter)
    parser.add_argument("--part", action="append", choices=(*PARTS, SCALING), help="only this part; may be repeated")
    parser.add_argument("--rounds", type=int, default=15, help="windows per store (default: %(default)s)")
    parser.add_argument("--seconds", type=int, default=2, help="length of a window in seconds (default: %(default)s)")
    parser.add_argument("--kills", type=int, default=100, metavar="N", help="kills per store (default: %(default)s)")
    parser.add_argument("--items", type=int, default=20_000, metavar="N", help="items in memory (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    return parser


def _run(options: argparse.Namespace) -> int:
    parts = [part for part in (*PARTS, SCALING) if part in (options.part or PARTS)]
    check_tools(parts)
    facts = {**machine.facts(), "Redis": redis_version()}
    facts["windows"] = f"{options.rounds} × {options.seconds} s, {CONNECTIONS} connections"
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # like Ctrl-C, so that every server is stopped
    with tempfile.TemporaryDirectory(prefix="casemock-stores-") as folder:
        return print_figures("Stores", facts, measure(parts, Path(folder), options), options.json)


def check_tools(parts: Sequence[str]) -> None:
    """Check that the tools for some parts are installed.

    :raises BenchmarkError: if one is missing; the message says how to install it.
    """
    if {PATCH, GET, SCALING} & {*parts}:
        check_wrk()
    if {*parts} != {MEMORY}:
        check_redis()


def measure(parts: Sequence[str], folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Yield the figures of some parts, as soon as they are known.

    :param folder: for the data of the stores.
    :raises BenchmarkError: if something cannot be measured.
    """
    document = write(convert_to_30(serverops()), folder / "serverops.yaml")
    if {PATCH, GET} & {*parts}:
        with servers(document, folder) as running:
            if GET in parts:
                yield from get_figures(running, options.rounds, options.seconds)
            if PATCH in parts:
                yield from patch_figures(running, options.rounds, options.seconds)
    if KILL in parts:
        yield from sqlite_figures(document, folder, options.kills)
        yield from redis_figures(document, folder, options.kills)
    if MEMORY in parts:
        yield from memory_figures(document, folder, options.items)
    if SCALING in parts:
        yield from scaling_figures(document, folder, options.rounds, options.seconds)
