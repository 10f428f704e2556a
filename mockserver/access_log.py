"""A line for each request, for ``--verbose``; credentials are not in it."""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import TextIO
from urllib.parse import unquote_plus

from contracts.spec.model import Contract
from mockserver.http import Message, Receive, Scope, Send
from mockserver.settings import Settings

Application = Callable[[Scope, Receive, Send], Awaitable[None]]

HIDDEN = "…"


class AccessLog:
    """Writes method, path, status and duration of each answer.

    :param secrets: names of query parameters whose values are not written.
    """

    def __init__(self, app: Application, secrets: Iterable[str], stream: TextIO) -> None:
        self._app = app
        self._secrets = frozenset(secrets)
        self._stream = stream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on and look at the status that comes back."""
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
    """The application, with a log on standard error where the settings ask for one."""
    return AccessLog(app, secret_parameters(contracts), sys.stderr) if settings.verbose else app


def secret_parameters(contracts: Iterable[Contract]) -> set[str]:
    """Names of the query parameters that carry credentials."""
    schemes = (scheme for contract in contracts for scheme in contract.security_schemes.values())
    return {scheme.name for scheme in schemes if scheme.type == "apiKey" and scheme.location == "query"}
