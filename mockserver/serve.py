"""``mockserver run``: from settings to a server that answers, and to its quiet end."""

from __future__ import annotations

import dataclasses
import socket
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import contracts
from contracts.terminal import OK, write
from mockserver.access_log import logged
from mockserver.app import create_app
from mockserver.bundled import specs_of
from mockserver.console.index import Index
from mockserver.console.origin import base_url
from mockserver.console.text import banner
from mockserver.mount import MountedApi, mount
from mockserver.server import run_server
from mockserver.settings import Settings
from mockserver.sockets import listen


def serve(settings: Settings) -> int:
    """Serve until a signal comes. Raises :class:`contracts.errors.CasemockError` when it cannot begin."""
    with listen(settings.host, settings.port) as listener:
        if settings.workers > 1:
            _serve_from_many(settings, listener)
        else:
            _serve_from_one(settings, listener)
    return OK


def _serve_from_one(settings: Settings, listener: socket.socket) -> None:
    make = partial(create_app, settings=settings)
    app = make()
    _announce(app.apis, settings, listener)
    if settings.reload:
        from mockserver.reload import Reloading  # noqa: PLC0415 (watches files: for those who ask for it)

        run_server(logged(Reloading(make, app), app.contracts, settings), listener)
    else:
        run_server(logged(app, app.contracts, settings), listener)


def _serve_from_many(settings: Settings, listener: socket.socket) -> None:
    from mockserver.workers import supervise  # noqa: PLC0415 (processes: for those who ask for them)

    # Loaded here only to say at once what is wrong with it: each worker loads its own.
    if settings.journal:
        from mockserver.journal import check_journal  # noqa: PLC0415 (few keep one)

        check_journal(settings.journal)
    mounted = mount([contracts.load(spec) for spec in specs_of(settings)], settings.api)
    with tempfile.TemporaryDirectory(prefix="casemock-") as folder:
        shared = dataclasses.replace(settings, store=f"sqlite:{Path(folder) / 'writes.sqlite'}")
        _announce(mounted, settings, listener)
        supervise(shared, listener)


def _announce(mounted: Sequence[MountedApi], settings: Settings, listener: socket.socket) -> None:
    port: int = listener.getsockname()[1]
    write(banner(Index(mounted, settings), mounted, base_url(settings.host, port), len(settings.tokens)))
