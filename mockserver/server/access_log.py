"""The access log of ``--verbose``: one line per request, without credentials."""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TextIO
from urllib.parse import unquote_plus

from contracts.spec.model import Contract
from mockserver.http.messages import Message, Receive, Scope, Send
from mockserver.settings import Settings

Application = Callable[[Scope, Receive, Send], Awaitable[None]]

HIDDEN = "…"


class AccessLog:
    """ASGI middleware that writes method, target, status and duration of each request.

    :param secrets: names of query parameters whose values are masked.
    """

    def __init__(self, app: Application, secrets: Iterable[str], stream: TextIO) -> None:
        self._app = app
        self._secrets = frozenset(secrets)
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request and log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 0

        async def watch(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watch)
        finally:
            milliseconds = (time.perf_counter() - started) * 1000
            self._stream.write(f"{scope['method']} {self._target(scope)} {status or '-'} {milliseconds:.1f} ms\n")
            self._stream.flush()

    def _target(self, scope: Scope) -> str:
        path = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        query = scope["query_string"].decode("latin-1")
        parts = (self._masked(part) for part in query.split("&"))
        target = f"{path}?{'&'.join(parts)}" if query else path
        return "".join(character if character.isprintable() else "?" for character in target)

    def _masked(self, part: str) -> str:
        name, equals, _ = part.partition("=")
        return f"{name}={HIDDEN}" if equals and unquote_plus(name) in self._secrets else part


def logged(app: Application, contracts: Iterable[Contract], settings: Settings) -> Application:
    """Return the application, with an access log on standard error if ``verbose`` is set."""
    return AccessLog(app, secret_parameters(contracts), sys.stderr) if settings.verbose else app


def secret_parameters(contracts: Iterable[Contract]) -> set[str]:
    """Return the names of the query parameters that carry credentials."""
    schemes = (scheme for contract in contracts for scheme in contract.security_schemes.values())
    return {scheme.name for scheme in schemes if scheme.type == "apiKey" and scheme.location == "query"}
