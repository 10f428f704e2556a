"""Requests that match no operation: our own pages, ``OPTIONS``, CORS preflights, 405 and 404."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from contracts.failures import FailureKind
from mockserver.error_responses import ErrorRenderer
from mockserver.http.cors import Cors, preflight
from mockserver.http.messages import Failure, MockResponse, Receive, Scope, Send, json_response, send_response
from mockserver.http.route import ROUTE, Route

OWN_PAGES = "/__mock__"
ADMIN = "/__mock__/admin/"
"""The path of our own pages; names in the paths of a document do not match it, so that the health check works."""

Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Endpoints(Protocol):
    """Endpoints at paths of their own, which give way to operations."""

    def methods(self, scope: Scope) -> tuple[str, ...]:
        """Return the methods of the endpoints at the path of a request."""


def is_own_page(path: str) -> bool:
    """Whether a raw path belongs to our own pages (if no operation has this path)."""
    return path in {"/", OWN_PAGES} or path.startswith(f"{OWN_PAGES}/")


class Fallback:
    """The application for requests that match no operation.

    :param envelopes: the prefix of each API, with the renderer of its error responses.
    :param console: the application that serves our own pages.
    :param admin: the application of the admin API.
    :param cors: which pages may read the responses.
    :param endpoints: the endpoints of OAuth 2.0.
    :param oauth: the application that handles requests to them.
    """

    def __init__(
        self,
        envelopes: Sequence[tuple[str, ErrorRenderer]],
        console: Application,
        admin: Application,
        cors: Cors,
        *,
        endpoints: Endpoints,
        oauth: Application,
    ) -> None:
        # Longest prefix first: it is the most specific one.
        self._envelopes = sorted(envelopes, key=lambda entry: -len(entry[0]))
        self._console = console
        self._admin = admin
        self._cors = cors
        self._endpoints = endpoints
        self._oauth = oauth

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request that matches no operation."""
        route: Route[Any] = scope[ROUTE]
        further = self._endpoints.methods(scope)
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        if method in further and method not in route.methods:
            await self._oauth(scope, receive, send)
            return
        if further and route.raw_path != "/":  # whose other methods belong to the index
            route = route._replace(methods=tuple(sorted({*route.methods, *further})))
        if not route.methods and is_own_page(route.raw_path):
            is_admin = f"{route.raw_path}/".startswith(ADMIN)
            await (self._admin if is_admin else self._console)(scope, receive, send)
            return
        response = self._respond(scope, route)
        await send_response(scope, send, response, self._cors.headers(scope, response))

    def _respond(self, scope: Scope, route: Route[Any]) -> MockResponse:
        method, methods = str(scope["method"]), route.methods
        if not methods:
            detail = f"no operation has the path {route.raw_path}"
            return self.failure(route.served_path, Failure(FailureKind.NO_ROUTE, detail))
        allowed = sorted({*methods, "OPTIONS", *(["HEAD"] if "GET" in methods else [])})
        if self._cors.is_preflight(scope):
            return preflight(scope, allowed)
        if method == "OPTIONS":
            response = MockResponse(204)
        else:
            detail = f"{method} is not allowed; use {', '.join(allowed)}"
            response = self.failure(route.served_path, Failure(FailureKind.METHOD_NOT_ALLOWED, detail))
        response.headers.append((b"allow", ", ".join(allowed).encode("ascii")))  # RFC 9110, sections 10.2.1 and 15.5.6
        return response

    def failure(self, path: str, failure: Failure) -> MockResponse:
        """Render a failure as the API of a path documents it, or in our own format if the path belongs to no API."""
        for prefix, envelopes in self._envelopes:
            if not prefix or f"{path}/".startswith(f"{prefix}/"):
                return envelopes.render(failure)
        status = {FailureKind.NO_ROUTE: 404, FailureKind.METHOD_NOT_ALLOWED: 405}.get(failure.kind, 500)
        return json_response(status, {"error": failure.detail}).with_failure(failure)
