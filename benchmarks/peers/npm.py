"""What all servers that come from npm have in common."""

from __future__ import annotations

from pathlib import Path

from benchmarks.install import install_npm
from benchmarks.versions import npm_version


class NpmPeer:
    """A server out of an npm package; see :class:`benchmarks.peers.peer.Peer`."""

    name: str
    skips: tuple[str, ...] = ()

    def version(self) -> str:
        """As pinned."""
        return npm_version(self.name)

    def install(self, cache: Path) -> None:
        """From npm, into a folder of its own."""
        install_npm(cache, self.name)
