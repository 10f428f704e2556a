"""openapi-backend with ajv: the library that most hand-made Node mocks are built on."""

from __future__ import annotations

from pathlib import Path

from benchmarks.install import install_npm, node
from benchmarks.versions import npm_version

SCRIPT = Path(__file__).with_name("openapi_backend.mjs")


class OpenapiBackend:
    """A small server of ours around the library, which has none."""

    name = "openapi-backend"
    lacks = "one constant body for every id; keeps nothing; scopes, envelopes and Accept are the user's own work"
    warm_up = 2.0
    skips: tuple[str, ...] = ()

    def version(self) -> str:
        """As pinned."""
        return npm_version(self.name)

    def install(self, cache: Path) -> None:
        """From npm, on the same Node as Prism."""
        install_npm(cache, self.name)

    def command(self, cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """It has one mode only."""
        del examples
        return [str(node(cache)), str(SCRIPT), str(cache / "npm" / self.name), str(document), str(port)]
