"""The command ``python -m benchmarks large``."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from benchmarks import machine
from benchmarks.command import run_command
from benchmarks.figures_run import print_figures
from benchmarks.install import add_cache_option
from benchmarks.large.documents import DOCUMENTS, LargeDocument
from benchmarks.large.start import Start, first_response
from benchmarks.peers.casemock import Casemock
from benchmarks.peers.peer import Peer
from benchmarks.peers.prism import Prism
from benchmarks.processes import BenchmarkError, free_port
from benchmarks.stores.results import Figure

DESCRIPTION = """\
Start the mock server on large public documents, which are installed from npm into the cache folder, and measure the
time from the start of the process to the first response, and the memory; then the same with the compiled document in
the cache of the server. With --peer, Prism gets the same documents."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 (a requirement is missed), 2 (cannot start) or 130 (interrupted)."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.rounds <= 0:
        parser.error("--rounds must be positive")
    return run_command(lambda: _run(options))


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    names = [document.name for document in DOCUMENTS]
    parser = argparse.ArgumentParser("benchmarks large", description=DESCRIPTION, formatter_class=formatter)
    parser.add_argument("--only", action="append", choices=names, help="only this document; may be repeated")
    parser.add_argument("--rounds", type=int, default=3, help="starts of each kind (default: %(default)s)")
    parser.add_argument("--peer", action="store_true", help="also start Prism, once with each document")
    add_cache_option(parser)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures as JSON")
    return parser


def _run(options: argparse.Namespace) -> int:
    chosen = [one for one in DOCUMENTS if one.name in (options.only or [one.name])]
    cache = options.cache.resolve()
    with tempfile.TemporaryDirectory(prefix="casemock-large-") as folder:
        figures = (figure for one in chosen for figure in _figures(one, cache, Path(folder), options))
        return print_figures("Large documents", machine.facts(), figures, options.json)


def _figures(document: LargeDocument, cache: Path, folder: Path, options: argparse.Namespace) -> Iterator[Figure]:
    path = document.install(cache)
    size = f"{path.stat().st_size / 10**6:.1f} MB"

    def start(peer: Peer, *flags: str) -> Start:
        port = free_port()
        command = [*peer.command(cache, path, port, examples=False), *flags]
        return first_response(command, port, document.path, folder / "logs" / f"{peer.name}.log")

    first = [start(Casemock(), "--no-cache") for _ in range(options.rounds)]
    yield _seconds(document, "first response", first, document.seconds, size)
    megabytes = max(one.megabytes for one in first)
    yield Figure(document.name, "memory", megabytes, document.megabytes, is_minimum=False, unit=" MiB")
    start(Casemock())  # fills the cache
    again = [start(Casemock()) for _ in range(options.rounds)]
    yield _seconds(document, "first response with the cache", again, document.again, "")
    if options.peer:
        prism = Prism()
        prism.install(cache)
        try:
            found = start(prism)
        except BenchmarkError as error:
            yield Figure(document.name, "Prism", 0, detail=str(error).replace("\n", " ")[:120])
            return
        detail = f"{found.megabytes:.0f} MiB"
        yield Figure(document.name, "first response of Prism (peer)", found.seconds, unit=" s", detail=detail)


def _seconds(document: LargeDocument, name: str, starts: Sequence[Start], most: float | None, detail: str) -> Figure:
    found = [one.seconds for one in starts]
    span = f"{min(found):.2f} to {max(found):.2f}"
    text = f"{detail}; {span}" if detail else span
    return Figure(document.name, name, median(found), most, is_minimum=False, unit=" s", detail=text)
