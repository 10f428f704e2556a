"""casemock as users start it: ``mockserver run DOCUMENT``."""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


class Casemock:
    """The mock server of this repository with its default settings, without the request log like its peers.

    :param workers: number of worker processes.
    """

    lacks = ""
    warm_up = 2.0
    skips: tuple[str, ...] = ()

    def __init__(self, workers: int = 1) -> None:
        self._workers = workers
        self.name = "casemock" if workers == 1 else f"casemock-{workers}-workers"

    def version(self) -> str:
        """Return the version of the installed package, or ``checkout`` if it is not installed."""
        try:
            return version("casemock")
        except PackageNotFoundError:
            return "checkout"

    def install(self, cache: Path) -> None:
        """Do nothing: it is part of this repository."""

    def command(self, _cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """Return the command; it returns generated data in both modes, which is its default."""
        del examples
        run = [sys.executable, "-m", "mockserver", "run", str(document), "--port", str(port), "--quiet"]
        return run if self._workers == 1 else [*run, "--workers", str(self._workers)]
