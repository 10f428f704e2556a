"""The upper limit: an ASGI application that returns constant bytes, on uvicorn with the settings of casemock."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path


class Bare:
    """Not a mock server: it measures uvicorn itself."""

    name = "bare"
    lacks = "does nothing: no routing, no authentication, no validation; the same bytes for every request"
    warm_up = 1.0
    skips: tuple[str, ...] = ("cold", "bodies", "refused")

    def version(self) -> str:
        """Return the version of uvicorn."""
        return f"uvicorn {version('uvicorn')}"

    def install(self, cache: Path) -> None:
        """Do nothing: it is part of this package."""

    def command(self, _cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """Return the command; there is only one mode."""
        del examples
        return [sys.executable, "-m", "benchmarks.peers.bare_app", str(document), str(port)]
