"""The protocol of a measured server: how to install and start it, and what it lacks."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class UnavailableError(Exception):
    """The server cannot be installed on this machine; the message says why. The run continues without it."""


class Peer(Protocol):
    """A server that can be measured.

    :ivar name: its name for ``--only`` and in tables.
    :ivar lacks: documented behavior that it does not implement; ``""`` if it implements all.
    :ivar warm_up: minimum seconds of load before it is measured.
    :ivar skips: parts of a run that do not apply to it.
    """

    name: str
    lacks: str
    warm_up: float
    skips: tuple[str, ...]

    def version(self) -> str:
        """Return its version."""

    def install(self, cache: Path) -> None:
        """Install it into the cache unless it is there.

        :raises UnavailableError: if it cannot be installed.
        """

    def command(self, cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """Return the command that starts it on 127.0.0.1.

        :param examples: return documented examples instead of generated data, if it has both modes.
        """
