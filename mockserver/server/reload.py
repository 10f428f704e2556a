"""``--reload``: recreate the application when a file of its documents, initial data or stubs changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from watchfiles import awatch

from contracts.errors import CasemockError, render
from contracts.escaping import one_line
from contracts.standard_error import write_error
from mockserver.app import MockApp
from mockserver.documents import problem_lines
from mockserver.http.messages import Message, Receive, Scope, Send


class ReloadingApp:
    """An ASGI application that is replaced by a new version when a file changes.

    Written items are lost on a reload. If a document or the data is not valid, the error is reported and the last
    valid version remains in use.

    :param make: creates a version from the current files; raises :class:`CasemockError`.
    :param first: the first version.
    """

    def __init__(self, make: Callable[[], MockApp], first: MockApp) -> None:
        self._make = make
        self._current = first

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request, or watch the files between startup and shutdown."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        else:
            await self._current(scope, receive, send)

    def end_streams(self) -> None:
        """End the streams of events."""
        self._current.control.end_streams()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
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
            files, folders = watched_files(self._current), watched_folders(self._current)
            async for _ in _changes(files, folders):
                await self._renew()
                if (watched_files(self._current), watched_folders(self._current)) != (files, folders):
                    break

    async def _renew(self) -> None:
        try:
            renewed = await asyncio.to_thread(self._make)
        except CasemockError as error:
            write_error(f"{render(error)}\nstill serving the last valid version; waiting for changes")
            return
        former, self._current = self._current, renewed
        former.control.end_streams()
        await close(former)
        names = ", ".join(contract.document.name for contract in renewed.contracts)
        write_error("\n".join([f"reloaded {one_line(names)}", *map(one_line, problem_lines(renewed.documents))]))


def watched_files(app: MockApp) -> frozenset[Path]:
    """Return the absolute paths of all files that documents, initial data and stubs were read from."""
    documents = frozenset(file.resolve() for contract in app.contracts for file in contract.document.files)
    stubs = app.static_control.files
    return documents | app.initial_data.files | (stubs.files if stubs is not None else frozenset())


def watched_folders(app: MockApp) -> frozenset[Path]:
    """Return the absolute paths of the folders that initial data and stubs were read from."""
    stubs = app.static_control.files
    return app.initial_data.folders | (stubs.folders if stubs is not None else frozenset())


def _changes(files: frozenset[Path], folders: frozenset[Path]) -> AsyncIterator[object]:
    """Yield whenever one of the files changes, or anything in one of the folders, where files may be added."""

    def is_watched(_: object, path: str) -> bool:
        return Path(path) in files or Path(path).parent in folders

    # Watch the folders of the files, not the files: many editors replace a file when they save it.
    return awatch(*folders, *{file.parent for file in files}, watch_filter=is_watched, recursive=False)


async def close(app: MockApp) -> None:
    """Close an application's store by sending it the lifespan messages of a startup and a shutdown."""
    messages: list[Message] = [{"type": "lifespan.shutdown"}, {"type": "lifespan.startup"}]

    async def receive() -> Message:
        return messages.pop()

    async def send(_: Message) -> None:
        pass

    await app({"type": "lifespan"}, receive, send)
