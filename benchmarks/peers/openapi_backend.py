"""openapi-backend with ajv: the library that most hand-made Node mocks are built on."""

from __future__ import annotations

from pathlib import Path

from benchmarks.install import node
from benchmarks.peers.npm import NpmPeer

SCRIPT = Path(__file__).with_name("openapi_backend.mjs")


class OpenapiBackend(NpmPeer):
    """A small server of ours around the library, which has none."""

    name = "openapi-backend"
    lacks = "one constant body for every id; keeps nothing; scopes, envelopes and Accept are the user's own work"
    warm_up = 2.0

    def command(self, cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """It has one mode only."""
        del examples
        return [str(node(cache)), str(SCRIPT), str(cache / "npm" / self.name), str(document), str(port)]
