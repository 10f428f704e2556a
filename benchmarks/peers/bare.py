"""The ceiling: an ASGI application that answers constant bytes, on the same uvicorn with the same settings."""

from __future__ import annotations

import sys
from importlib.metadata import version
from pathlib import Path


class Bare:
    """No mock server: what uvicorn itself costs."""

    name = "bare"
    lacks = "does nothing: no routing, no authentication, no validation; the same bytes for every request"
    warm_up = 1.0
    skips: tuple[str, ...] = ("cold", "bodies", "refused")

    def version(self) -> str:
        """uvicorn's."""
        return f"uvicorn {version('uvicorn')}"

    def install(self, cache: Path) -> None:
        """It is here already."""

    def command(self, _cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """One mode only."""
        del examples
        return [sys.executable, "-m", "benchmarks.peers.bare_app", str(document), str(port)]
