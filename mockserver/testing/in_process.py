"""A request to the application in this process, without a connection."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import unquote

from mockserver.http.connection import TRANSPORT
from mockserver.http.messages import Message, RawHeader, Scope
from mockserver.testing.errors import ConnectionCutError

EMPTY_STATUSES = frozenset({204, 304})


class InProcessRequest(NamedTuple):
    """A request.

    :param target: raw path and query.
    :param headers: with ``Host``; names in lower case.
    :param server: host and port of the URL.
    """

    method: str
    target: bytes
    headers: Sequence[RawHeader]
    body: bytes
    scheme: str
    server: tuple[str, int]


class InProcessResponse(NamedTuple):
    """A response."""

    status: int
    headers: Sequence[RawHeader]
    body: bytes


class InProcessExchange:
    """Sends a request to an application and collects its response. It stands for the connection, too.

    :raises ConnectionCutError: if a fault closes the connection.
    """

    def __init__(self, request: InProcessRequest) -> None:
        self._request = request
        self._is_read = False
        self._start: Message = {}
        self._parts: list[bytes] = []
        self._is_complete = False
        self._cut: ConnectionCutError | None = None
        self._over = asyncio.Event()

    async def run(self, app: Any) -> InProcessResponse:
        """Return the response of an application."""
        await app(self._scope(), self._receive, self._send)
        if self._cut is not None or not self._is_complete:
            raise self._cut or ConnectionCutError(is_reset=False)
        return InProcessResponse(self._start["status"], self._start["headers"], b"".join(self._parts))

    def _scope(self) -> Scope:
        request = self._request
        path, _, query = request.target.partition(b"?")
        return {
            "type": "http",
            "asgi": {"version": "3.0", "spec_version": "2.3"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": request.scheme,
            "path": unquote(path.decode("ascii")),
            "raw_path": path,
            "query_string": query,
            "root_path": "",
            "headers": [*request.headers],
            "client": ("127.0.0.1", 1),
            "server": request.server,
            "state": {},
            TRANSPORT: self,
        }

    async def _receive(self) -> Message:
        if not self._is_read:
            self._is_read = True
            return {"type": "http.request", "body": self._request.body, "more_body": False}
        await self._over.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body" and not self._is_complete:
            self._parts.append(message.get("body", b""))
            if not message.get("more_body"):
                self._is_complete = self._has_whole_body()
                self._over.set()

    def _has_whole_body(self) -> bool:
        """Whether the body has the length of ``Content-Length``."""
        if self._request.method == "HEAD" or self._start["status"] in EMPTY_STATUSES:
            return True
        lengths = [value for name, value in self._start["headers"] if name == b"content-length"]
        return not lengths or int(lengths[0]) == sum(map(len, self._parts))

    # ------------------------------------------------------------------ what faults do with the connection

    def get_extra_info(self, _: str) -> None:
        """Return ``None``, as the connection has no socket."""

    def abort(self) -> None:
        """Reset the connection."""
        self._end(is_reset=True)

    def close(self) -> None:
        """Close the connection."""
        self._end(is_reset=False)

    def _end(self, *, is_reset: bool) -> None:
        if not self._is_complete:
            self._cut = ConnectionCutError(is_reset=is_reset)
        self._over.set()
