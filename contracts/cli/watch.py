"""``contracts validate --watch``: validate again after each change of a file."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import watchfiles

from contracts.cli.settings import OWN_FILE, PROJECT_FILE
from contracts.cli.support import UNUSABLE, write
from contracts.errors import CasemockError, render
from contracts.escaping import one_line, printable
from contracts.lint.suppressions import DEFAULT_LIST
from contracts.run_result import Run
from contracts.standard_error import write_error

if TYPE_CHECKING:
    from contracts.run_result import Run


def watch(arguments: argparse.Namespace, once: Callable[[argparse.Namespace], tuple[int, Run | None]]) -> int:
    """Repeat a run until Ctrl-C.

    :param once: makes one run.
    :returns: the exit code of the last run.
    """
    settings = {OWN_FILE, PROJECT_FILE, DEFAULT_LIST, arguments.config or OWN_FILE, arguments.ignore or DEFAULT_LIST}
    while True:
        files = {*arguments.specs, *settings}
        try:
            code, run = once(arguments)
        except CasemockError as error:
            # Files can be invalid while they are edited; the next change may fix them.
            write_error(render(error))
            code, run = UNUSABLE, None
        if run is not None:
            files |= {file for one in run.documents for file in one.files}
        changed = _wait({Path(file).resolve() for file in files})
        if not changed:
            return code
        write(printable(f"\n{'-' * 20} changed: {', '.join(map(one_line, changed))}\n\n"))


def _wait(files: Iterable[Path]) -> list[str]:
    """Wait for changes and return the names of changed files; empty after Ctrl-C."""
    wanted = set(files)
    # Watch folders because editors replace files instead of writing to them.
    folders = {file.parent for file in wanted if file.parent.is_dir()}
    # With raise_interrupt the watcher logs nothing on Ctrl-C.
    with suppress(KeyboardInterrupt):
        for changes in watchfiles.watch(*folders, recursive=False, raise_interrupt=True):
            changed = sorted({Path(path).name for _, path in changes if Path(path).resolve() in wanted})
            if changed:
                return changed
    return []
