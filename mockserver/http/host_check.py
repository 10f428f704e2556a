"""Refuses requests to hosts that are not this server, with 421 (RFC 9110, section 15.5.20)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from mockserver.http.allowed_hosts import AllowedHosts
from mockserver.http.messages import MockResponse, Receive, Scope, Send, json_response, printable, send_response

Application = Callable[[Scope, Receive, Send], Awaitable[None]]

MAX_SHOWN = 80


class HostCheck:
    """Middleware that passes on only requests to allowed hosts.

    A request without ``Host`` is passed on: it does not come from a browser.

    :ivar is_active: whether hosts are checked. An application that another program calls leaves that to it, as it does
        not know the names and addresses of that program.
    """

    def __init__(self, app: Application, allowed: AllowedHosts) -> None:
        self._app = app
        self._allowed = allowed
        self.is_active = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request."""
        if self.is_active:
            for name, value in scope["headers"]:
                if name == b"host" and not self._allowed.allows(value.decode("latin-1")):
                    await send_response(scope, send, misdirected(value.decode("latin-1")), [])
                    return
        await self._app(scope, receive, send)


def misdirected(host: str) -> MockResponse:
    """Return the response to a request to an unknown host."""
    shown = printable(host[:MAX_SHOWN]).decode()
    message = f"host '{shown}' is not a name of this server"
    hint = "use the address that the server shows at its start, or allow the name with --allow-host"
    return json_response(421, {"error": message, "hint": hint}).with_reason(f"unknown_host header/host: {message}")
