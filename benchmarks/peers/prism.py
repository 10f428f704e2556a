"""Prism (https://docs.stoplight.io/docs/prism)."""

from __future__ import annotations

from pathlib import Path

from benchmarks.install import node
from benchmarks.peers.npm import NpmPeer


class Prism(NpmPeer):
    """Prism without its log, which would slow down its static mode by 40 %."""

    name = "prism"
    lacks = "accepts any bearer token; ignores scopes; stores no writes"
    warm_up = 4.0

    def command(self, cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """Return the command; generated data is its dynamic mode (``-d``)."""
        script = cache / "npm" / self.name / "node_modules/@stoplight/prism-cli/dist/index.js"
        mock = ["mock", str(document), "--host", "127.0.0.1", "--port", str(port), "--verboseLevel", "error"]
        return [str(node(cache)), str(script), *mock, *([] if examples else ["--dynamic"])]
