"""Requests and responses of ASGI applications that wrap another application."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from contracts.messages import Request, Response
from mockserver.http.messages import Receive, Scope, Send
from mockserver.http.route import raw_path


async def read_request(scope: Scope, receive: Receive) -> Request:
    """Return the request of a scope, with its whole body."""
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    query = scope.get("query_string", b"").decode("latin-1")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"])
    return Request(scope["method"], raw_path(scope) + (f"?{query}" if query else ""), headers, body)


async def send_request(app: Any, scope: Scope, request: Request) -> Response:
    """Send a request to an application within the scope of another request, and return its response."""
    waiting = [{"type": "http.request", "body": request.body, "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop() if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message)

    await app(_inner_scope(scope, request), receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    body = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    headers = tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in start.get("headers", ()))
    return Response(start["status"], headers, body)


def _inner_scope(scope: Scope, request: Request) -> dict[str, Any]:
    path, _, query = request.target.partition("?")
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in request.headers]
    if request.body and request.header("content-length") is None:
        headers.append((b"content-length", str(len(request.body)).encode()))
    return {
        **scope,
        "method": request.method,
        "path": unquote(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "headers": headers,
        "root_path": "",
        "extensions": {},
        "state": {},
    }


async def send_response(response: Response, send: Send) -> None:
    """Send a response."""
    headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in response.headers]
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.body, "more_body": False})
