"""openapi-backend with ajv: a library for mocks and servers in Node."""

from __future__ import annotations

from pathlib import Path

from benchmarks.install import node
from benchmarks.peers.npm import NpmPeer

SCRIPT = Path(__file__).with_name("openapi_backend.mjs")


class OpenapiBackend(NpmPeer):
    """The library in a small server written for this benchmark (``openapi_backend.mjs``)."""

    name = "openapi-backend"
    lacks = "one constant body for every id; stores no writes; the user implements scopes, error bodies and Accept"
    warm_up = 2.0

    def command(self, cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """Return the command; there is only one mode."""
        del examples
        return [str(node(cache)), str(SCRIPT), str(cache / "npm" / self.name), str(document), str(port)]
