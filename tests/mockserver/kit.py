"""Test helpers: small documents as mappings, and requests to an ASGI application without a server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import contracts
from contracts.generation.json_encoding import encode_json
from contracts.spec.model import Contract, Operation, Parameter
from mockserver.http.messages import decode_json
from mockserver.http.request import RequestContext
from mockserver.http.route import ROUTE
from mockserver.http.routing import Router

OK: dict[str, Any] = {"description": "fine"}


def json_content(schema: Any, **more: Any) -> dict[str, Any]:
    return {"application/json": {"schema": schema, **more}}


def response(schema: Any = None, **more: Any) -> dict[str, Any]:
    """A response object with a JSON body of this schema; ``more`` adds keys next to ``schema``."""
    return {"description": "a response", "content": json_content(schema, **more)} if schema is not None else dict(OK)


def document(paths: Mapping[str, Any], **parts: Any) -> dict[str, Any]:
    """An OpenAPI document with these paths; ``responses`` of an operation are optional."""
    tree: dict[str, Any] = {"openapi": "3.1.0", "info": {"title": "Kit", "version": "1"}, "paths": {}, **parts}
    for path, item in paths.items():
        tree["paths"][path] = {
            key: {"responses": {"200": OK}, **node} if isinstance(node, Mapping) else node for key, node in item.items()
        }
    return tree


def path_parameter(name: str, schema: Any = None, **more: Any) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": schema or {"type": "string"}, **more}


def load(paths: Mapping[str, Any], **parts: Any) -> Contract:
    return contracts.load(document(paths, **parts))


def only(contract: Contract) -> Operation:
    (operation,) = contract.operations
    return operation


def parameter(location: str, name: str, schema: Any, **more: Any) -> Parameter:
    """One compiled parameter; ``more``: ``style``, ``explode``, ``content`` (then the schema is ``None``), …"""
    node = {"name": name, "in": location, "required": location == "path", **more}
    if schema is not None:
        node["schema"] = schema
    path = f"/x/{{{name}}}" if location == "path" else "/x"
    return only(load({path: {"get": {"parameters": [node]}}})).parameters[0]


def http_scope(
    method: str, target: str, headers: Iterable[tuple[str, str]] | Mapping[str, str] = (), **more: Any
) -> dict[str, Any]:
    """An ASGI scope as uvicorn creates it.

    :param target: raw path and query, percent-encoded.
    """
    path, _, query = target.partition("?")
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": _decoded(path),
        "raw_path": path.encode("latin-1"),
        "query_string": query.encode("latin-1"),
        "root_path": "",
        "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in pairs],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        **more,
    }


def _decoded(path: str) -> str:
    from urllib.parse import unquote

    return unquote(path)


def make_request(
    target: str = "/x",
    headers: Iterable[tuple[str, str]] | Mapping[str, str] = (),
    *,
    method: str = "GET",
    template: str = "",
    body: bytes = b"",
) -> RequestContext:
    """A request context as after routing; with a template, it has path values."""
    scope = http_scope(method, target, headers)
    router: Router[str] = Router()
    if template:
        router.add(method, template, "here")
    scope[ROUTE] = router.route(method, target.partition("?")[0])
    assert scope[ROUTE].target or not template, f"{target} does not match {template}"
    made = RequestContext(scope)
    made.body = body
    return made


@dataclass
class Reply:
    """The response that an application sent."""

    status: int = 0
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
    started: int = 0
    finished: int = 0

    def header(self, name: str) -> str:
        """The only value of a header; ``""`` if it is absent."""
        values = [value for key, value in self.headers if key == name]
        assert len(values) <= 1, f"{name} was sent {len(values)} times"
        return values[0] if values else ""

    @property
    def json(self) -> Any:
        return decode_json(self.body)


class Client:
    """Sends requests to an ASGI application."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __call__(
        self,
        method: str,
        target: str,
        body: Any = b"",
        headers: Iterable[tuple[str, str]] | Mapping[str, str] = (),
        **scope: Any,
    ) -> Reply:
        """Send a request. A body that is not bytes is sent as JSON; a list of bytes is sent in chunks."""
        pairs = list(headers.items() if isinstance(headers, Mapping) else headers)
        chunks = body if isinstance(body, list) and all(isinstance(chunk, bytes) for chunk in body) and body else None
        if chunks is None and not isinstance(body, bytes):
            body = encode_json(body)
            pairs.append(("content-type", "application/json"))
        return play(self.app, http_scope(method, target, pairs, **scope), chunks or [body])


def play(app: Any, scope: dict[str, Any], chunks: list[bytes]) -> Reply:
    """Send a request to an application; check the order of the ASGI messages."""
    reply = Reply()
    waiting = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    waiting[-1]["more_body"] = False

    async def receive() -> Any:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            reply.started += 1
            reply.status = message["status"]
            reply.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]]
        else:
            assert reply.started, "a body before the start"
            reply.body += message.get("body", b"")
            reply.finished += not message.get("more_body", False)

    asyncio.run(app(scope, receive, send))
    return reply
