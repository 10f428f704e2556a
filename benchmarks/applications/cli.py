"""The command ``python -m benchmarks applications``."""

from __future__ import annotations

import argparse
import json
import shlex
import signal
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from types import FrameType

import contracts
from benchmarks.applications.application import Application
from benchmarks.applications.install import document, install, version
from benchmarks.applications.registry import APPLICATIONS
from benchmarks.applications.report import details, markdown
from benchmarks.applications.results import ApplicationResult
from benchmarks.applications.reviews import DATA, read_reviews
from benchmarks.applications.running import Started, started
from benchmarks.applications.tools import Job, casemock_command, run_casemock, run_schemathesis
from benchmarks.command import run_command
from benchmarks.install import default_cache
from benchmarks.measure import log
from benchmarks.peers.peer import UnavailableError
from benchmarks.processes import BenchmarkError
from contracts.errors import CasemockError

OK = 0

NAMES = ", ".join(application.name for application in APPLICATIONS)

DESCRIPTION = f"""\
Run contracts test and plain schemathesis on applications of others, each newly started with data that must survive.
Applications: {NAMES} (default: all).
Those from PyPI are installed into the cache folder, those from Debian must be installed."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 2 (cannot start) or 130 (interrupted)."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    return run_command(lambda: _run_all(options))


def _run_all(options: argparse.Namespace) -> int:
    applications = _selected(options.names)
    return _serve(applications[0], options) if options.serve else _measure(applications, options)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    """Handle SIGTERM like Ctrl-C, so that every server is stopped."""
    raise KeyboardInterrupt


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks applications", description=DESCRIPTION, formatter_class=formatter)
    parser.add_argument("names", metavar="NAME", nargs="*", help="test only these applications")
    parser.add_argument("--keep", action="store_true", help="keep the data and the log of each application")
    parser.add_argument("--serve", type=int, metavar="PORT", help="only start one application, until Ctrl-C")
    parser.add_argument("--documents", type=Path, metavar="FOLDER", help="folder with the OpenAPI documents")
    parser.add_argument("--tool", choices=("casemock", "schemathesis", "both"), default="both", help="tools to run")
    parser.add_argument(
        "--option", action="append", default=[], metavar="WORD", help="one more word for contracts test"
    )
    parser.add_argument("--seed", type=int, default=1, help="seed of both tools (default: 1)")
    parser.add_argument(
        "--timeout", type=float, default=3600, metavar="SECONDS", help="limit per tool (default: %(default)s)"
    )
    parser.add_argument("--cache", type=Path, default=default_cache(), metavar="FOLDER", help="default: %(default)s")
    parser.add_argument("--output", type=Path, metavar="FOLDER", help="folder for reports (default: in the cache)")
    return parser


def _selected(names: Sequence[str]) -> Sequence[Application]:
    unknown = [name for name in names if name not in {one.name for one in APPLICATIONS}]
    if unknown:
        raise BenchmarkError(f"unknown application: {', '.join(unknown)}; known: {NAMES}")
    return [one for one in APPLICATIONS if not names or one.name in names]


def _serve(application: Application, options: argparse.Namespace) -> int:
    """Start one application, print the command that tests it, and wait for a signal."""
    cache = options.cache.resolve()
    install(application, cache)
    with started(application, cache, options.serve, keep=options.keep) as app:
        job = _job(app, options)
        print(shlex.join(casemock_command(job, app, Path("report.json"))), flush=True)
        signal.pause()
    return OK


def _job(app: Started, options: argparse.Namespace) -> Job:
    """Write the document into the output folder of the application."""
    cache = options.cache.resolve()
    output = (options.output or cache / "results" / "applications").resolve() / app.application.name
    output.mkdir(parents=True, exist_ok=True)
    file = output / app.application.document
    file.write_bytes(document(app.application, app.client, cache, options.documents))
    return Job(file, output, options.timeout, options.seed, tuple(options.option))


def _measure(applications: Sequence[Application], options: argparse.Namespace) -> int:
    reviews = read_reviews(DATA.read_text("utf-8"))
    results = []
    for application in applications:
        results.append(_measured(application, options))
        print(details(results[-1], reviews), flush=True)
    print(markdown(results))
    output = (options.output or options.cache / "results" / "applications").resolve()
    output.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(result) for result in results], indent=1, ensure_ascii=False)
    (output / "results.json").write_text(text + "\n", "utf-8")
    return OK


def _measured(application: Application, options: argparse.Namespace) -> ApplicationResult:
    """Install an application and run the tools on it; a failure is the problem in the result."""
    result = ApplicationResult(application.name, "")
    try:
        install(application, options.cache.resolve())
        result.version = version(application, options.cache.resolve())
        for tool in ("casemock", "schemathesis"):
            if options.tool in (tool, "both"):
                log(f"{application.name}: {tool}")
                _run(tool, result, application, options)
    except (BenchmarkError, UnavailableError, CasemockError, OSError) as error:
        result.problem = str(error)
    return result


def _run(tool: str, result: ApplicationResult, application: Application, options: argparse.Namespace) -> None:
    """Run one tool on a newly started application."""
    with started(application, options.cache.resolve(), keep=options.keep) as app:
        job = _job(app, options)
        if tool == "schemathesis":
            result.schemathesis = run_schemathesis(job, app)
            return
        contract = contracts.load(job.document)
        tags = set(application.includes)
        result.operations = sum(not tags or bool(tags & {*one.tags}) for one in contract.operations)
        result.casemock = run_casemock(job, app, contract)
