"""The ASGI application of the admin API below ``/__mock__/admin/``: who may use it, routing, errors.

Clients on this machine may use it without a token, others only with ``--admin-token``. A page of another origin may not
(Fetch standard), and the ``Host`` must name this server, which keeps pages from reaching it by a name of their own
whose address they change to ours (DNS rebinding).
"""

from __future__ import annotations

import asyncio
import hmac
import inspect
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import cached_property
from urllib.parse import parse_qsl, unquote

from contracts.errors import StoreError
from mockserver.addresses import is_loopback_address
from mockserver.console.urls import request_base_url
from mockserver.control.admin_request import AdminError, AdminRequest, AdminRoute, Outcome, Stream
from mockserver.http.allowed_hosts import AllowedHosts
from mockserver.http.bodies import Disconnected, read_body
from mockserver.http.body_budget import BODIES_FULL, BodiesFullError
from mockserver.http.callback_mark import MARK
from mockserver.http.messages import RETRY_AFTER, Receive, Scope, Send, json_response, read_headers, send_response
from mockserver.settings import Settings

ADMIN = "/__mock__/admin"

MAX_BODY = 10 * 1024 * 1024


class Admin:
    """Handles the requests of the admin API.

    :param routes: returns the routes of all its areas; called by the first request.
    :param refresh: called before each request: learns what other processes have written.
    :param settle: called before each request: waits for the exchanges of other processes.
    """

    def __init__(
        self,
        routes: Callable[[], Iterable[AdminRoute]],
        settings: Settings,
        refresh: Callable[[], None],
        settle: Callable[[], Awaitable[None]],
    ) -> None:
        self._refresh = refresh
        self._settle = settle
        self._new_routes = routes
        self._token = settings.admin_token
        self._hosts = AllowedHosts(settings.host, settings.allow_hosts)

    @cached_property
    def routes(self) -> tuple[AdminRoute, ...]:
        """The routes of all areas."""
        return tuple(self._new_routes())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request (ASGI 3)."""
        headers = read_headers(scope["headers"])
        try:
            self._authorise(scope, headers)
            body = await read_body(scope, receive, MAX_BODY, headers.get("content-length", ""))
            if body is None:
                raise AdminError(f"the body is larger than {MAX_BODY} bytes", location="body", status=413)
            await self._settle()
            self._refresh()
            found = self._handle(scope, headers, body)
            response: Outcome = await found if inspect.isawaitable(found) else found
        except AdminError as error:
            response = error.response()
        except StoreError as error:
            response = AdminError(error.message, hint=error.hint, status=503).response()
        except BodiesFullError:
            response = AdminError(BODIES_FULL, location="body", hint="send it again later", status=503).response()
            response.headers.append(RETRY_AFTER)
        except Disconnected:
            return
        if isinstance(response, Stream):
            await _stream(scope, receive, send, response)
        else:
            await send_response(scope, send, response, [(b"cache-control", b"no-store")])

    # ------------------------------------------------------------------ who may use it

    def _authorise(self, scope: Scope, headers: dict[str, str]) -> None:
        """Raises :class:`AdminError` (401, 403 or 421)."""
        host = headers.get("host", "")
        if not self._token and not self._hosts.allows(host):  # the token keeps pages out, too
            hint = "use the address of the server, or start it with --allow-host NAME"
            raise AdminError(f"'{host[:80]}' is not this server", location="header/host", hint=hint, status=421)
        origin = headers.get("origin", "")
        if origin and origin.partition("://")[2] != host:
            hint = "only pages of this server may use the admin API"
            raise AdminError("requests of other origins are refused", location="header/origin", hint=hint, status=403)
        if MARK[0].decode() in headers:
            raise AdminError("callbacks may not use the admin API", location=f"header/{MARK[0].decode()}", status=403)
        if self._token:
            scheme, _, given = headers.get("authorization", "").partition(" ")
            is_given = scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), self._token.encode())
            if not is_given:
                hint = "send 'Authorization: Bearer' with the value of --admin-token"
                raise AdminError(
                    "the admin API requires its token", location="header/authorization", hint=hint, status=401
                )
        elif not _is_local((scope.get("client") or ("",))[0]):
            hint = "start the server with --admin-token, or use the admin API on its machine"
            raise AdminError("the admin API is for clients on this machine", hint=hint, status=403)

    # ------------------------------------------------------------------ routing

    def _handle(self, scope: Scope, headers: dict[str, str], body: bytes) -> Outcome | Awaitable[Outcome]:
        path: str = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1").partition("?")[0]
        segments = path.removeprefix(ADMIN).split("/")[1:]
        methods: list[str] = []
        is_literal = False  # a path without parameters takes precedence, whatever its methods
        for route in self.routes:
            values = _match(route.template.split("/")[1:], segments)
            if values is None or (is_literal and values):
                continue
            is_literal = not values
            if route.method == scope["method"] or (scope["method"] == "HEAD" and route.method == "GET"):
                query = dict(parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True))
                base_url = request_base_url(scope)
                return route.handle(AdminRequest(scope["method"], values, query, body, headers, base_url))
            methods.append(route.method)
        if methods:
            allowed = ", ".join(sorted(set(methods)))
            response = json_response(405, {"error": f"{scope['method']} is not allowed; use {allowed}"})
            response.headers.append((b"allow", allowed.encode("ascii")))
            return response
        raise AdminError(f"the admin API has no {path}", hint=f"all paths: {ADMIN}/openapi.json", status=404)


async def _stream(scope: Scope, receive: Receive, send: Send, stream: Stream) -> None:
    """Send chunks until the client closes the connection, or the stream ends."""
    headers = [(b"content-type", stream.media_type.encode()), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    closed = asyncio.ensure_future(_closed(receive))
    following: asyncio.Future[bytes] | None = None
    try:
        while scope["method"] != "HEAD":
            following = asyncio.ensure_future(stream.next())
            await asyncio.wait((following, closed), return_when=asyncio.FIRST_COMPLETED)
            if closed.done() or not (chunk := following.result()):
                break
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    except asyncio.CancelledError:  # the server stops
        await send({"type": "http.response.body", "body": b""})
    finally:
        closed.cancel()
        if following is not None:
            following.cancel()
        stream.close()


async def _closed(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _match(template: Sequence[str], segments: Sequence[str]) -> dict[str, str] | None:
    """Return the decoded values of a template; ``None`` if the path does not match."""
    values: dict[str, str] = {}
    for index, part in enumerate(template):
        if part.endswith("+}"):
            rest = segments[index:]
            if not rest or rest == [""]:
                return None
            return values | {part[1:-2]: "/" + "/".join(rest)}  # encoded, as ids may contain slashes
        if index >= len(segments):
            return None
        if part.startswith("{"):
            if not segments[index]:
                return None
            values[part[1:-1]] = unquote(segments[index], errors="replace")
        elif part != segments[index]:
            return None
    return values if len(template) == len(segments) else None


def _is_local(address: str) -> bool:
    return not address or is_loopback_address(address)  # no network: an application that is called in its process
