"""Requests to an ASGI application in the thread of the caller."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

Headers = tuple[tuple[bytes, bytes], ...]


async def exchange(
    app: Any, method: str, target: str, headers: Headers = (), body: bytes = b""
) -> tuple[int, dict[bytes, bytes], bytes]:
    """Send a request; return the status code, the headers and the body of the response.

    :param target: path and query, percent-encoded.
    """
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    path, _, query = target.partition("?")
    fields = ((b"host", b"127.0.0.1"), (b"content-length", str(len(body)).encode()), *headers)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": list(fields),
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
    }
    await app(scope, receive, send)
    content = b"".join(one.get("body", b"") for one in sent if one["type"] == "http.response.body")
    return sent[0]["status"], dict(sent[0]["headers"]), content
