"""``python -m tests.hostile``: play all hostile documents with all commands, and print a table of the failures."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from contracts.cli.support import write
from tests.hostile.commands import COMMANDS
from tests.hostile.documents import hostile_documents
from tests.hostile.runner import SECONDS, Outcome, play


def main(arguments: list[str] | None = None) -> int:
    """Play the selected documents; return 1 if there are failures."""
    parser = argparse.ArgumentParser(prog="python -m tests.hostile", description=__doc__)
    parser.add_argument("documents", nargs="*", help="play only documents whose name contains one of these words")
    parser.add_argument("--command", action="append", choices=COMMANDS, help="play only this command; may be repeated")
    parser.add_argument("--jobs", type=int, default=2, help="number of processes at the same time")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="processor time after which a command is ended")
    parser.add_argument("--list", action="store_true", help="list the documents and exit")
    parser.add_argument("--verbose", action="store_true", help="print every outcome, with the end of its output")
    options = parser.parse_args(arguments)
    chosen = [
        one
        for one in hostile_documents()
        if not options.documents or any(word in one.name for word in options.documents)
    ]
    if options.list:
        write("".join(f"{one.name}\n" for one in chosen))
        return 0
    commands = options.command or list(COMMANDS)
    began, played, failures = time.monotonic(), 0, []
    with tempfile.TemporaryDirectory() as folder:
        pairs = ((one, command) for one in chosen for command in commands)
        for outcome in play(pairs, Path(folder), options.jobs, options.seconds):
            played += 1
            if outcome.problem:
                failures.append(outcome)
            if outcome.problem or options.verbose:
                write(f"{_line(outcome)}\n")
            if options.verbose:
                write(f"{outcome.output[-3000:]}\n")
    by_command = Counter(outcome.command for outcome in failures)
    write(f"{len(chosen)} documents, {played} runs, {len(failures)} failures, {time.monotonic() - began:.0f} s\n")
    for command in commands:
        write(f"  {command:20} {by_command[command]:4} failures\n")
    return 1 if failures else 0


def _line(outcome: Outcome) -> str:
    size, seconds = outcome.size / 1e6, outcome.seconds
    return f"{outcome.command:20} {outcome.document:50} {seconds:5.1f} s {size:5.0f} MB  {outcome.problem or 'ok'}"


if __name__ == "__main__":
    sys.exit(main())
