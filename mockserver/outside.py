"""Requests that match no operation: our own pages, ``OPTIONS``, CORS preflights, 405 and 404."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from contracts.failures import FailureKind
from mockserver.cors import cors_headers, is_preflight, preflight
from mockserver.envelopes import Envelopes
from mockserver.exchange import RAW_PATH, SERVED_PATH
from mockserver.http import Answer, Failure, Receive, Scope, Send, json_answer, send_response

OWN_PAGES = "/__mock__"

Application = Callable[[Scope, Receive, Send], Awaitable[None]]
MethodsAt = Callable[[str], list[str]]


def is_own_page(path: str) -> bool:
    """Whether a raw path belongs to our own pages (if no operation has this path)."""
    return path in {"/", OWN_PAGES} or path.startswith(f"{OWN_PAGES}/")


class Outside:
    """The application for requests that match no operation.

    :param envelopes: the prefix of each API, with the renderer of its error responses.
    :param methods: returns the methods of the operations at a path.
    :param console: the application that serves our own pages.
    """

    def __init__(
        self, envelopes: Sequence[tuple[str, Envelopes]], methods: MethodsAt, console: Application, *, cors: bool
    ) -> None:
        # Longest prefix first: it is the most specific one.
        self._envelopes = sorted(envelopes, key=lambda entry: -len(entry[0]))
        self._methods = methods
        self._console = console
        self._cors = cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request that matches no operation."""
        path: str = scope[RAW_PATH]
        methods = self._methods(scope[SERVED_PATH])
        if not methods and is_own_page(path):
            await self._console(scope, receive, send)
            return
        response = self._respond(scope, path, methods)
        await send_response(scope, send, response, cors_headers(scope, response) if self._cors else [])

    def _respond(self, scope: Scope, path: str, methods: list[str]) -> Answer:
        method = str(scope["method"])
        if not methods:
            return self.failure(scope[SERVED_PATH], Failure(FailureKind.NO_ROUTE, f"no operation has the path {path}"))
        allowed = sorted({*methods, "OPTIONS", *(["HEAD"] if "GET" in methods else [])})
        if method == "OPTIONS" and self._cors and is_preflight(scope):
            return preflight(scope, allowed)
        if method == "OPTIONS":
            response = Answer(204)
        else:
            detail = f"{method} is not allowed; use {', '.join(allowed)}"
            response = self.failure(scope[SERVED_PATH], Failure(FailureKind.METHOD_NOT_ALLOWED, detail))
        response.headers.append((b"allow", ", ".join(allowed).encode("ascii")))  # RFC 9110, sections 10.2.1 and 15.5.6
        return response

    def failure(self, path: str, failure: Failure) -> Answer:
        """Render a failure as the API of a path documents it, or in our own format if the path belongs to no API."""
        for prefix, envelopes in self._envelopes:
            if not prefix or f"{path}/".startswith(f"{prefix}/"):
                return envelopes.render(failure)
        status = {FailureKind.NO_ROUTE: 404, FailureKind.METHOD_NOT_ALLOWED: 405}.get(failure.kind, 500)
        return json_answer(status, {"error": failure.detail}).with_reason(failure.reason)
