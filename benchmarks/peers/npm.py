"""Base class of the servers that are installed from npm."""

from __future__ import annotations

from pathlib import Path

from benchmarks.install import install_npm
from benchmarks.versions import npm_version


class NpmPeer:
    """A server from an npm package; see :class:`benchmarks.peers.peer.Peer`."""

    name: str
    skips: tuple[str, ...] = ()

    def version(self) -> str:
        """Return the pinned version."""
        return npm_version(self.name)

    def install(self, cache: Path) -> None:
        """Install the npm packages into a folder of the cache."""
        install_npm(cache, self.name)
