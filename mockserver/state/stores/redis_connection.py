"""Open connections to Redis, one for each thread, for the commands of requests.

The pool of redis-py checks, locks and counts connections for each command, which costs more time than the command.
"""

from __future__ import annotations

import hashlib
import select
from collections.abc import Sequence
from threading import get_ident
from typing import Any

import redis


class Script:
    """A Lua script, which Redis knows by its digest."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.digest = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()


class HasReceived:
    """Whether something can be read from a connection: a message, or its end. Much faster than an attempt to read."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._socket: Any = None
        self._poll: Any = None

    def __call__(self) -> bool:
        """Return true also if it is not connected."""
        socket = getattr(self._connection, "_sock", None)  # redis-py has no public name for it
        if socket is None:
            return True
        if not hasattr(select, "poll"):  # Windows
            return bool(select.select([socket], [], [], 0)[0])
        if socket is not self._socket:
            self._socket, self._poll = socket, select.poll()
            self._poll.register(socket.fileno(), select.POLLIN)
        return bool(self._poll.poll(0))


class RedisConnection:
    """Connects when the first command is sent, and again if Redis has closed the connection.

    Each thread has a connection of its own. All methods raise ``redis.RedisError`` or ``OSError``; no command is sent
    twice.

    :param pool: knows the address, the password and the timeouts.
    """

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        # Not threading.local: the connections of all threads are closed by one of them.
        self._of_thread: dict[int, tuple[Any, HasReceived]] = {}

    def execute(self, *command: Any) -> Any:
        """Return the response to a command."""
        connection, has_received = self._of_thread.get(get_ident()) or self._new()
        if has_received():  # no response is outstanding: the end of the connection
            connection.disconnect()
        connection.send_command(*command)
        return connection.read_response()

    def _new(self) -> tuple[Any, HasReceived]:
        connection = self._pool.make_connection()
        made = self._of_thread[get_ident()] = connection, HasReceived(connection)
        return made

    def run(self, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """Return the result of a script."""
        try:
            return self.execute("EVALSHA", script.digest, len(keys), *keys, *arguments)
        except redis.exceptions.NoScriptError:  # Redis was restarted, or sees it for the first time; it did nothing
            return self.execute("EVAL", script.source, len(keys), *keys, *arguments)

    def close(self) -> None:
        """Close the connections of all threads."""
        for connection, _ in [*self._of_thread.values()]:
            connection.disconnect()
