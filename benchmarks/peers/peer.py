"""What a measured server has to tell: how it is had, how it is started, and what it cannot do."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol


class UnavailableError(Exception):
    """The server cannot be had on this machine; the message says why. The run goes on without it."""


class Peer(Protocol):
    """A server that can be measured.

    :ivar name: short, as ``--only`` takes it.
    :ivar lacks: what it does less of than the document asks for; ``""``: nothing.
    :ivar warm_up: seconds of load before it is measured, at least.
    :ivar skips: parts of a run that it takes no part in.
    """

    name: str
    lacks: str
    warm_up: float
    skips: tuple[str, ...]

    def version(self) -> str:
        """Its version."""

    def install(self, cache: Path) -> None:
        """Have it in the cache, where it is not there already.

        :raises UnavailableError: where it cannot be had.
        """

    def command(self, cache: Path, document: Path, port: int, *, examples: bool) -> list[str]:
        """What starts it on 127.0.0.1.

        :param examples: answer with documented examples, where it can be told.
        """
