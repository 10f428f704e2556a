"""casemock, as a user starts it: ``mockserver run DOCUMENT``."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


class Casemock:
    """This repository's server, with authentication, scopes and everything else that it does by default.

    :param workers: number of its processes.
    """

    lacks = ""
    warm_up = 2.0
    skips: tuple[str, ...] = ()

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self.name = "casemock" if workers == 1 else f"casemock-{workers}-workers"

    def version(self) -> str:
        """Of the installed package; a plain checkout has none."""
        try:
            return version("casemock")
        except PackageNotFoundError:
            return "checkout"

    def install(self, cache: Path) -> None:
        """It is here already."""

    def command(self, _cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """Generated data in both modes: that is what it answers unless told otherwise."""
        del examples
        run = [sys.executable, "-m", "mockserver", "run", str(document), "--port", str(port)]
        return run if self._workers == 1 else [*run, "--workers", str(self._workers)]
