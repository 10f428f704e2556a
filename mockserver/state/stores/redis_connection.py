"""One open connection to Redis, for the commands of requests.

The pool of redis-py checks, locks and counts connections for each command, which costs more time than the command.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import redis


class Script:
    """A Lua script, which Redis knows by its digest."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.digest = hashlib.sha1(source.encode(), usedforsecurity=False).hexdigest()


class RedisConnection:
    """Connects when the first command is sent, and again after an error of the connection.

    All methods raise ``redis.RedisError`` or ``OSError``; no command is sent twice.

    :param pool: knows the address, the password and the timeouts.
    """

    def __init__(self, pool: Any) -> None:
        self._connection = pool.make_connection()

    def execute(self, *command: Any) -> Any:
        """Return the response to a command."""
        self._connection.send_command(*command)
        return self._connection.read_response()

    def execute_all(self, *commands: Sequence[Any]) -> list[Any]:
        """Return the responses to commands that are sent at once."""
        self._connection.send_packed_command(self._connection.pack_commands(commands))
        responses = [self._response() for _ in commands]
        for response in responses:
            if isinstance(response, redis.ResponseError):
                raise response
        return responses

    def _response(self) -> Any:
        """Return a response, also if it is an error: those to the other commands follow."""
        try:
            return self._connection.read_response()
        except redis.ResponseError as error:
            return error

    def run(self, script: Script, keys: Sequence[str], arguments: Sequence[Any]) -> Any:
        """Return the result of a script."""
        try:
            return self.execute("EVALSHA", script.digest, len(keys), *keys, *arguments)
        except redis.exceptions.NoScriptError:  # Redis was restarted, or sees it for the first time; it did nothing
            return self.execute("EVAL", script.source, len(keys), *keys, *arguments)

    def close(self) -> None:
        """Close the connection."""
        self._connection.disconnect()
