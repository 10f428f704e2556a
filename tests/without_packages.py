"""Run commands as if some packages were not installed: ``python -m tests.without_packages PACKAGES < commands``.

Each line of the input is a JSON list: ``contracts`` or ``mockserver``, and arguments. A line of JSON with exit code and
standard error is printed for each. The commands run in one process, which imports nothing else beforehand.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.machinery import PathFinder
from typing import Any


def hide(packages: frozenset[str]) -> None:
    """Let imports of these packages fail as if they were not installed."""

    class WithoutPackages(PathFinder):
        @classmethod
        def find_spec(cls, fullname: str, path: Sequence[str] | None = None, target: object = None) -> Any:
            return None if fullname.partition(".")[0] in packages else super().find_spec(fullname, path, target)

    sys.meta_path[:] = [WithoutPackages if one is PathFinder else one for one in sys.meta_path]


def run(program: str, *arguments: str) -> dict[str, object]:
    """Run a command; return its exit code and what it writes."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = import_module(f"{program}.cli.main").main(arguments)
    out.seek(0)
    return {"code": code, "out": out.read(), "err": err.getvalue()}


if __name__ == "__main__":
    hide(frozenset(sys.argv[1].split(",")))
    for line in sys.stdin:
        sys.stdout.write(f"{json.dumps(run(*json.loads(line)))}\n")
