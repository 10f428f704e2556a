"""The connection of a request, for faults that cut it off."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct

from mockserver.http.messages import Receive, Scope

TRANSPORT = "casemock.transport"
"""Key of the connection's ``asyncio.Transport`` in the ASGI scope; absent if the server has none to offer."""

_NO_LINGER = struct.pack("ii", 1, 0)
"""``struct linger``: on, 0 seconds. The connection is then closed with RST (POSIX, ``SO_LINGER``)."""


def reset(scope: Scope) -> None:
    """Close the connection with a TCP reset; unsent data is dropped. Without a connection, do nothing."""
    transport: asyncio.Transport | None = scope.get(TRANSPORT)
    if transport is None:
        return
    found = transport.get_extra_info("socket")
    if found is not None:
        # A duplicate, since the sockets of uvloop have no setsockopt; the option is that of the connection.
        # It fails for a Unix socket, or if the connection is closed already.
        with contextlib.suppress(OSError), socket.fromfd(found.fileno(), found.family, found.type) as duplicate:
            duplicate.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
    transport.abort()


def close(scope: Scope) -> None:
    """Send what was written, then close the connection. Without a connection, do nothing."""
    transport: asyncio.Transport | None = scope.get(TRANSPORT)
    if transport is not None:
        transport.close()


async def wait_until_closed(scope: Scope, receive: Receive) -> None:
    """Wait until the server knows that the connection is closed; otherwise it would complete the response."""
    if scope.get(TRANSPORT) is not None:
        while (await receive())["type"] != "http.disconnect":
            pass
