"""``mockserver run``: listen on the port, print the banner, serve until a signal arrives."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import socket
from collections.abc import Callable, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from contracts.cli.support import OK, write
from contracts.errors import ServeError
from contracts.escaping import one_line
from contracts.standard_error import write_error
from contracts.wording import pluralize
from mockserver.addresses import is_loopback_address
from mockserver.app import initial_data_of
from mockserver.console.index import Index
from mockserver.console.terminal import banner
from mockserver.console.urls import base_url
from mockserver.control.static_control import read_static_control
from mockserver.documents import ServedDocument, problem_lines, read_all
from mockserver.mounting import MountedApi, collisions, mount
from mockserver.server.loading import loading
from mockserver.server.request_log import LogOutput, log_output
from mockserver.server.shared_folder import shared_folder
from mockserver.server.url_file import url_file
from mockserver.server.uvicorn_server import run_server
from mockserver.settings import Settings, specs_of
from mockserver.state.written_state import open_written
from mockserver.store_url import MEMORY

if TYPE_CHECKING:
    from mockserver.state.migration import Migration


def serve(settings: Settings) -> int:
    """Serve until a signal arrives. Raises :class:`contracts.errors.CasemockError` if the server cannot start."""
    with (
        listen(settings.host, settings.port) as listener,
        url_file(settings.url_file) as publish,
        log_output(settings) as log,
    ):
        if settings.workers > 1:
            _serve_from_many(settings, listener, publish)
        else:
            _serve_from_one(settings, listener, publish, log)
    return OK


Publish = Callable[[str], None]
"""Writes the URL to the file of ``--url-file``."""


def _serve_from_one(settings: Settings, listener: socket.socket, publish: Publish, log: LogOutput) -> None:
    with loading(specs_of(settings)):
        app = log.create_app()
    publish(_url(settings, listener))
    _announce(app.apis, app.documents, settings, listener)
    _report(app.migration)
    if settings.reload:
        from mockserver.server.reload import ReloadingApp  # noqa: PLC0415 (imported only if used, for a faster start)

        reloading = ReloadingApp(log.create_app, app)
        run_server(reloading, listener, end_streams=reloading.end_streams)
    else:
        run_server(app, listener, end_streams=app.control.end_streams)


def _serve_from_many(settings: Settings, listener: socket.socket, publish: Publish) -> None:
    from mockserver.server.workers import supervise  # noqa: PLC0415 (as above)

    # Each worker loads the documents itself; load them here to report errors before the workers start.
    if settings.journal:
        from mockserver.journal import check_journal  # noqa: PLC0415 (as above)

        check_journal(settings.journal)
    with loading(specs_of(settings)):
        documents = read_all(settings)
    mounted = mount([document.contract for document in documents], settings.api, settings.base_path)
    initial_data_of(settings, mounted)
    read_static_control(settings, mounted)
    is_memory = settings.store == MEMORY
    with shared_folder() if is_memory else contextlib.nullcontext() as folder:
        url = f"sqlite:{folder / 'writes.sqlite'}" if folder is not None else settings.store
        shared = dataclasses.replace(settings, store=url)
        store, migration = open_written(shared, mounted)
        # The store stays open: SQLite creates its index of the log for the first connection, for which there must be
        # space, and a worker that is restarted while the disk is full can then still read.
        with contextlib.closing(store):
            publish(_url(settings, listener))
            _announce(mounted, documents, settings, listener)
            _report(migration)
            supervise(shared, listener)


MAX_REMOVED = 10
"""Maximum number of removed items that are listed at the start."""


def _report(migration: Migration | None) -> None:
    """Report what was kept of the items of other documents."""
    if migration is None or not (migration.kept or migration.removed):
        return
    removed = migration.removed
    write_error(f"migrated the store: {pluralize(migration.kept, 'item')} kept, {len(removed)} removed")
    for path, reason in islice(removed.items(), MAX_REMOVED):
        write_error(f"  removed {path}: {reason}")
    if len(removed) > MAX_REMOVED:
        write_error(f"  removed {len(removed) - MAX_REMOVED} more")


MAX_COLLISIONS = 10
"""Maximum number of operations with the same path that are listed at the start."""


def _announce(
    mounted: Sequence[MountedApi], documents: Sequence[ServedDocument], settings: Settings, listener: socket.socket
) -> None:
    address, port = listener.getsockname()[:2]
    problems = tuple(problem_lines(documents))
    bound = "" if is_loopback_address(address) else f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    url, index = _url(settings, listener), Index(mounted, settings)
    write(banner(index, mounted, url, len(settings.tokens), problems, address=bound))
    found = collisions(mounted)
    for message in found[:MAX_COLLISIONS]:
        write_error(f"warning: {one_line(message)}")
    if len(found) > MAX_COLLISIONS:
        write_error(f"warning: {len(found) - MAX_COLLISIONS} more operations have the path of another one")


def _url(settings: Settings, listener: socket.socket) -> str:
    """Return the URL of the server, e.g. ``http://127.0.0.1:8080``."""
    return base_url(settings.host, listener.getsockname()[1])


BACKLOG = 2048
"""Maximum number of waiting connections; the kernel may have a lower limit."""

ADDRESSES = "--host must be an address of this machine: 127.0.0.1 for local clients only, 0.0.0.0 for all interfaces"


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket.

    It is bound before the documents are loaded, so that a used port is reported immediately.

    :param host: a name or an address, IPv4 or IPv6; if a name has both, IPv4 is used, which all clients try.
    :param port: 0 for any free port.
    :raises ServeError: if the address cannot be bound, with a hint.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "not a host name"
        raise ServeError(f"cannot listen on host '{host}': {reason}", hint=ADDRESSES) from None
    family, kind, protocol, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # on Windows this option would allow two servers on one port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise _refusal(error, host, port) from None
    listener.setblocking(False)
    return listener


def _refusal(error: OSError, host: str, port: int) -> ServeError:
    match error.errno:
        case errno.EADDRINUSE:
            hint = "choose another port with --port, or a free one with --port 0"
            return ServeError(f"port {port} on {host} is in use", hint=hint)
        case errno.EACCES:
            message = f"permission denied for port {port} on {host}"
            return ServeError(message, hint="ports below 1024 need root; choose another with --port")
        case errno.EADDRNOTAVAIL:
            return ServeError(f"{host} is not an address of this machine", hint=ADDRESSES)
        case _:
            return ServeError(f"cannot listen on port {port} on {host}: {error.strerror}")
