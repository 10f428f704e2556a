"""The journal: one line of JSON per request and response, with secrets masked (see ``docs/journal.md``).

A line is appended by one system call, before the last part of the response is sent. So every response that a client
received is in the journal, even if the server is killed, and lines of several processes do not interleave.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Sequence
from itertools import count

from contracts.errors import UsageError
from contracts.messages import Headers, Request, Response
from contracts.spec.model import Contract, Operation
from contracts.traffic.journal import JournalEntry, line_of
from contracts.traffic.redaction import masker_of
from mockserver.fallback import is_own_page
from mockserver.http.messages import REASON, Message, RawHeader, Receive, Scope, Send
from mockserver.http.route import ROUTE

Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Journal:
    """ASGI middleware that records requests and responses, except those of our own pages.

    :param path: the file to append to; created if missing.
    :param operation_at: returns the operation that a request was routed to.
    :raises UsageError: if the file cannot be written.
    """

    def __init__(
        self,
        app: Application,
        path: str,
        contracts: Sequence[Contract],
        operation_at: Callable[[Scope], Operation | None],
    ) -> None:
        check_journal(path)
        self._app = app
        self._path = path
        self._masker = masker_of(contracts)
        self._operation_at = operation_at
        self._numbers = count(1)
        self._is_torn = False
        self._has_warned = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        body, response_body = bytearray(), bytearray()
        start: Message = {}

        async def read() -> Message:
            message = await receive()
            body.extend(message.get("body", b""))
            return message

        async def write(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                response_body.extend(message.get("body", b""))
                if not message.get("more_body"):
                    self._record(scope, bytes(body), start, bytes(response_body))
            await send(message)

        await self._app(scope, read, write)

    def _record(self, scope: Scope, body: bytes, start: Message, response_body: bytes) -> None:
        operation = self._operation_at(scope)
        path: str = scope[ROUTE].raw_path
        if operation is None and is_own_page(path):
            return
        query = scope["query_string"].decode("latin-1")
        target = f"{path}?{query}" if query else path
        template = operation.path if operation is not None else ""
        request, response = self._masker.exchange(
            Request(scope["method"], target, _pairs(scope["headers"]), body),
            Response(start["status"], _pairs(start["headers"]), response_body),
            template,
        )
        reason = response.header(REASON.decode()) or ""
        identifier = operation.id if operation is not None else ""
        self._append(line_of(JournalEntry(next(self._numbers), identifier, template, request, response, reason)))

    def _append(self, line: bytes) -> None:
        """Append a line. The first failure prints a warning; the response is sent in any case."""
        line = b"\n" + line if self._is_torn else line
        try:
            with open(self._path, "ab", buffering=0) as file:  # noqa: PTH123 (Path.open is twice as slow)
                written = file.write(line)
            self._is_torn = written < len(line)
            problem = "a line was written only in part" if self._is_torn else ""
        except OSError as error:
            problem = (error.strerror or "unknown reason").lower()
        if problem and not self._has_warned:
            self._has_warned = True
            sys.stderr.write(f"warning: the journal {self._path} is incomplete: {problem}\n")


def check_journal(path: str) -> None:
    """Check that a file can be appended to.

    :raises UsageError: if not.
    """
    try:
        with open(path, "ab", buffering=0):  # noqa: PTH123 (opened as in _append)
            pass
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(f"cannot write the journal {path}: {reason}", hint="choose another file") from None


def _pairs(headers: Sequence[RawHeader]) -> Headers:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers)
