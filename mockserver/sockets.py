"""The socket that the server listens on, bound before anything else so that a taken port is told at once."""

from __future__ import annotations

import errno
import os
import socket

from contracts.errors import ServeError

BACKLOG = 2048
"""Connections that may wait; the kernel has a limit of its own below which this may lie."""

ADDRESSES = "--host takes an address of this machine: 127.0.0.1 for itself alone, 0.0.0.0 for all"


def listen(host: str, port: int) -> socket.socket:
    """Bind and listen.

    :param host: a name or an address, IPv4 or IPv6; a name with both gets IPv4, which every client tries.
    :param port: 0 for any free one.
    :raises ServeError: with a remedy where the address cannot be had.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "not a host name"
        raise ServeError(f"cannot listen on host '{host}': {reason}", hint=ADDRESSES) from None
    family, kind, protocol, _, address = min(found, key=lambda entry: entry[0] != socket.AF_INET)
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # on Windows this option would let two servers share a port
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
            hint = "choose another with --port, or let --port 0 pick a free one"
            return ServeError(f"port {port} on {host} is in use", hint=hint)
        case errno.EACCES:
            message = f"no permission to listen on port {port} of {host}"
            return ServeError(message, hint="choose one from 1024 on with --port: those below are the administrator's")
        case errno.EADDRNOTAVAIL:
            return ServeError(f"{host} is not an address of this machine", hint=ADDRESSES)
        case _:
            return ServeError(f"cannot listen on port {port} of {host}: {error.strerror}")
