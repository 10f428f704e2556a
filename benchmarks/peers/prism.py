"""Prism: the mock server to beat (https://docs.stoplight.io/docs/prism)."""

from __future__ import annotations

from pathlib import Path

from benchmarks.install import node
from benchmarks.peers.npm import NpmPeer


class Prism(NpmPeer):
    """Prism with its log turned off, which by default costs it 40 % of its static mode."""

    name = "prism"
    lacks = "knows no scopes of a bearer token; takes any token; keeps nothing that was written"
    warm_up = 4.0

    def command(self, cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """Its dynamic mode (``-d``) is the generated one."""
        script = cache / "npm" / self.name / "node_modules/@stoplight/prism-cli/dist/index.js"
        mock = ["mock", str(document), "--host", "127.0.0.1", "--port", str(port), "--verboseLevel", "error"]
        return [str(node(cache)), str(script), *mock, *([] if examples else ["--dynamic"])]
