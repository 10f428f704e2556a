"""``--reload``: the application is made anew when a file of its documents changes."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from watchfiles import awatch

from contracts.errors import CasemockError, render
from mockserver.app import MockApp
from mockserver.http import Message, Receive, Scope, Send


class Reloading:
    """An ASGI application that hands requests to the newest good version of another.

    What was written to a version is gone with it. A document that has become unusable is reported; the last good
    version goes on.

    :param make: makes a version from the files as they are; raises :class:`CasemockError`.
    :param first: the version to begin with.
    """

    def __init__(self, make: Callable[[], MockApp], first: MockApp) -> None:
        self._make = make
        self._current = first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or watch the files from the server's start to its end."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        else:
            await self._current(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        watching = asyncio.create_task(self._watch())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await close(self._current)
        await send({"type": "lifespan.shutdown.complete"})

    async def _watch(self) -> None:
        while True:
            files = watched_files(self._current)
            async for _ in _changes(files):
                await self._renew()
                if watched_files(self._current) != files:
                    break

    async def _renew(self) -> None:
        try:
            renewed = await asyncio.to_thread(self._make)
        except CasemockError as error:
            sys.stderr.write(f"{render(error)}\nthe last good version is still served; waiting for the next change\n")
            return
        former, self._current = self._current, renewed
        await close(former)
        names = ", ".join(contract.document.name for contract in renewed.contracts)
        sys.stderr.write(f"reloaded {names}\n")


def watched_files(app: MockApp) -> frozenset[Path]:
    """Every file that the application's documents were read from, as absolute paths."""
    return frozenset(file.resolve() for contract in app.contracts for file in contract.document.files)


def _changes(files: frozenset[Path]) -> AsyncIterator[object]:
    """Yield whenever one of the files has changed."""
    # The folders are watched, not the files: many editors save by putting a new file in the old one's place.
    folders = {file.parent for file in files}
    return awatch(*folders, watch_filter=lambda _, path: Path(path) in files, recursive=False)


async def close(app: MockApp) -> None:
    """Let an application close its store: run it through the start and end of a server."""
    messages: list[Message] = [{"type": "lifespan.shutdown"}, {"type": "lifespan.startup"}]

    async def receive() -> Message:
        return messages.pop()

    async def send(_: Message) -> None:
        pass

    await app({"type": "lifespan"}, receive, send)
