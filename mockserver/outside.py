"""Whatever no operation answers: our own pages, OPTIONS and preflights, wrong methods, unknown routes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from contracts.failures import FailureKind
from mockserver.cors import cors_headers, is_preflight, preflight
from mockserver.envelopes import Envelopes
from mockserver.http import Answer, Failure, Receive, Scope, Send, json_answer, send_answer
from mockserver.routing import ROUTE, Route

OWN_PAGES = "/__mock__"

Application = Callable[[Scope, Receive, Send], Awaitable[None]]


def is_own_page(path: str) -> bool:
    """Whether one of our pages stands at a raw path, unless an operation does."""
    return path in {"/", OWN_PAGES} or path.startswith(f"{OWN_PAGES}/")


class Outside:
    """The application behind all operations.

    :param envelopes: each API's served prefix with the error bodies of the API as a whole.
    :param console: the application of our own pages.
    """

    def __init__(self, envelopes: Sequence[tuple[str, Envelopes]], console: Application, *, cors: bool) -> None:
        # The longest prefix first: it is the most telling one.
        self._envelopes = sorted(envelopes, key=lambda entry: -len(entry[0]))
        self._console = console
        self._cors = cors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that routing has found no operation for."""
        route: Route[Any] = scope[ROUTE]
        if not route.methods and is_own_page(route.raw_path):
            await self._console(scope, receive, send)
            return
        answer = self._answer(scope, route)
        await send_answer(scope, send, answer, cors_headers(scope, answer) if self._cors else [])

    def _answer(self, scope: Scope, route: Route[Any]) -> Answer:
        method, methods = str(scope["method"]), route.methods
        if not methods:
            detail = f"no operation has the path {route.raw_path}"
            return self.failure(route.served_path, Failure(FailureKind.NO_ROUTE, detail))
        allowed = sorted({*methods, "OPTIONS", *(["HEAD"] if "GET" in methods else [])})
        if method == "OPTIONS" and self._cors and is_preflight(scope):
            return preflight(scope, allowed)
        if method == "OPTIONS":
            answer = Answer(204)
        else:
            detail = f"{method} is not one of {', '.join(allowed)}"
            answer = self.failure(route.served_path, Failure(FailureKind.METHOD_NOT_ALLOWED, detail))
        answer.headers.append((b"allow", ", ".join(allowed).encode("ascii")))  # RFC 9110, sections 10.2.1 and 15.5.6
        return answer

    def failure(self, path: str, failure: Failure) -> Answer:
        """A failure in the envelope of the API that the served path belongs to; in our own where it belongs to none."""
        for prefix, envelopes in self._envelopes:
            if not prefix or f"{path}/".startswith(f"{prefix}/"):
                return envelopes.render(failure)
        status = {FailureKind.NO_ROUTE: 404, FailureKind.METHOD_NOT_ALLOWED: 405}.get(failure.kind, 500)
        return json_answer(status, {"error": failure.detail}).because(failure.reason)
