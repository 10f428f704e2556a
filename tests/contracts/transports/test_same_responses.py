"""The same application gives the same responses in this process and through a real server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import Any

import pytest
import uvicorn
from flask import Flask
from flask import Response as FlaskResponse
from flask import request as flask_request
from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from werkzeug.serving import make_server

from contracts.errors import TransportError
from contracts.messages import Request
from contracts.transports.in_process import AsgiTransport, WsgiTransport
from contracts.transports.network import over_http
from contracts.transports.transport import Transport

OF_SERVERS = {"date", "server", "transfer-encoding", "connection"}
"""Headers that servers add, which depend on them alone."""

LARGE = b"x" * 300_000

# ---------------------------------------------------------------------- ASGI


async def echo(request: Any) -> Response:
    names = ("method", "path", "root_path", "http_version", "scheme")
    kept = {name: request.scope[name] for name in names}
    headers = [(name, value) for name, value in request.headers.items() if name != "host"]
    raw, query = request.scope["raw_path"].decode(), request.scope["query_string"].decode()
    return JSONResponse({**kept, "headers": headers, "raw": raw, "query": query, "size": len(await request.body())})


async def fails(request: Any) -> Response:
    raise ValueError("a fault")


async def fails_in_background(request: Any) -> Response:
    return PlainTextResponse("accepted", 202, background=BackgroundTask(fails, request))


async def fails_in_stream(request: Any) -> Response:
    async def parts() -> Any:
        yield b"x"
        raise ValueError("a fault")

    return StreamingResponse(parts(), headers={"content-length": "3"} if "length" in request.url.query else None)


async def streams(request: Any) -> Response:
    async def parts() -> Any:
        for part in (b"a", b"", b"b"):
            yield part

    return StreamingResponse(parts(), media_type="text/csv")


async def reads_twice(request: Any) -> Response:
    sizes = [len(part) async for part in request.stream()]
    return JSONResponse({"size": sum(sizes), "gone": await request.is_disconnected()})


async def state(request: Any) -> Response:
    return JSONResponse(request.state.settings)


def raw(status: int, headers: list[tuple[bytes, bytes]], *bodies: bytes, final: bool = True) -> Any:
    """Return an application that sends just this."""

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": status, "headers": headers})
        for place, body in enumerate(bodies, 1):
            more = place < len(bodies) or not final
            await send({"type": "http.response.body", "body": body, "more_body": more})

    return app


async def nothing(scope: Any, receive: Any, send: Any) -> None:
    return


async def too_many(scope: Any, receive: Any, send: Any) -> None:
    await PlainTextResponse("once")(scope, receive, send)
    await PlainTextResponse("twice")(scope, receive, send)


async def passing(request: Any, call_next: Any) -> Any:
    response = await call_next(request)
    response.headers["x-passed"] = "1"
    return response


@asynccontextmanager
async def lifespan(app: Any) -> Any:
    yield {"settings": ["ready"]}


METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
RAW = {
    "nothing": nothing,
    "too-many": too_many,
    "204-body": raw(204, [], b"no"),
    "304-body": raw(304, [(b"etag", b'"1"')], b"no"),
    "short": raw(200, [(b"content-length", b"5")], b"abc"),
    "long": raw(200, [(b"content-length", b"2")], b"abc"),
    "exact": raw(200, [(b"content-length", b"3")], b"abc", final=False),
    "unfinished": raw(200, [], b"abc", final=False),
    "no-body": raw(200, []),
    "split": raw(200, [(b"x-one", b"a\r\nx-two: b")], b"abc"),
    "spaces": raw(200, [(b"X-One", b"  a "), (b"x-one", b"\xe9")], b"abc"),
    "gzip": raw(200, [(b"content-encoding", b"gzip")], b"none"),
    "length": raw(200, [(b"content-length", b"many")], b"abc"),
    "name": raw(200, [(b"x one", b"a")], b"abc"),
}


def starlette() -> Any:
    endpoints = (fails, fails_in_background, fails_in_stream, streams, reads_twice, state)
    routes: list[Any] = [Route(f"/{one.__name__}", one, methods=METHODS) for one in endpoints]
    app = Starlette(routes=[*routes, Route("/{rest:path}", echo, methods=METHODS)], lifespan=lifespan)
    app.add_middleware(BaseHTTPMiddleware, dispatch=passing)

    async def outer(scope: Any, receive: Any, send: Any) -> None:
        inner = RAW.get(scope.get("path", "").removeprefix("/raw/"), app)
        await inner(scope, receive, send)

    return outer


@contextmanager
def uvicorn_server(app: Any) -> Iterator[str]:
    with closing(socket.create_server(("127.0.0.1", 0))) as bound:
        server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


# ---------------------------------------------------------------------- WSGI


def flask() -> Any:
    app = Flask("bits")
    app.add_url_rule("/fails", "fails", lambda: 1 / 0, methods=METHODS)
    app.add_url_rule("/stream", "stream", lambda: FlaskResponse(iter([b"a", b"b"])), methods=METHODS)
    app.add_url_rule("/<path:rest>", "echo", flask_echo, methods=METHODS)
    inner = app.wsgi_app

    def outer(environ: Any, start_response: Any) -> Any:
        name = environ["PATH_INFO"].removeprefix("/raw/")
        return RAW_WSGI[name](start_response) if name in RAW_WSGI else inner(environ, start_response)

    app.wsgi_app = outer  # type: ignore[method-assign]
    return app


def flask_echo(rest: str) -> Any:
    environ = flask_request.environ
    names = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "RAW_URI", "SCRIPT_NAME", "SERVER_PROTOCOL", "CONTENT_TYPE")
    kept = {name: environ.get(name) for name in names}
    headers = {name: value for name, value in environ.items() if name.startswith("HTTP_") and name != "HTTP_HOST"}
    return {**kept, "rest": rest, "headers": headers, "size": len(flask_request.get_data())}


def started(status: str, headers: list[tuple[str, str]], *parts: Any) -> Any:
    def app(start_response: Any) -> Any:
        start_response(status, headers)
        for part in parts:
            if isinstance(part, Exception):
                raise part
            yield part

    return app


def raises(start_response: Any) -> Any:
    start_response("200 OK", [])
    raise ValueError("a fault")


RAW_WSGI = {
    "raises": raises,
    "nothing": lambda start_response: [],
    "late": started("200 OK", [], ValueError("a fault")),
    "complete": started("200 OK", [("Content-Length", "1")], b"x", ValueError("a fault")),
    "short": started("200 OK", [("Content-Length", "5")], b"abc"),
    "long": started("200 OK", [("Content-Length", "2")], b"abc"),
    "204-body": started("204 No Content", []),
    "twice": lambda start_response: [start_response("200 OK", [("x-one", "1")]) for _ in "ab"] and [b""],
}


@contextmanager
def werkzeug_server(app: Any) -> Iterator[str]:
    with make_server("127.0.0.1", 0, app, threaded=True) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


# ---------------------------------------------------------------------- tests

JSON = ("Content-Type", "application/json")

REQUESTS = {
    "get": Request("GET", "/a/b?c=%20d&e"),
    "encoded": Request("GET", "/a%2Fb/%C3%A9%25"),
    "undecodable": Request("GET", "/%FF%00/x"),
    "double-slash": Request("GET", "//a//b/../c"),
    "fragment": Request("GET", "/a%23b?c=%23"),
    "absolute": Request("GET", "http://else.where/a?b=c"),
    "head": Request("HEAD", "/a"),
    "post": Request("POST", "/a", (JSON,), b"{}"),
    "empty-post": Request("POST", "/a"),
    "large": Request("PUT", "/reads_twice", (), LARGE),
    "headers": Request("GET", "/a", (("X-One", " 1 "), ("x-two", "é"), ("Accept", "*/*"))),
    "no-route": Request("OPTIONS", "/a"),
    "fails": Request("GET", "/fails"),
    "head-fails": Request("HEAD", "/fails"),
}
ASGI_PATHS = ("fails_in_background", "fails_in_stream", "fails_in_stream?length", "streams", "state")
ASGI_REQUESTS = {
    **REQUESTS,
    **{path: Request("GET", f"/{path}") for path in ASGI_PATHS},
    **{f"raw-{name}": Request("GET", f"/raw/{name}") for name in RAW},
    **{f"head-{name}": Request("HEAD", f"/raw/{name}") for name in RAW},
}
UNLIKE_OTHERS = {"undecodable", "double-slash"}
"""Requests that werkzeug treats unlike other servers: it replaces undecodable bytes, and joins slashes."""

WSGI_REQUESTS = {
    **{name: request for name, request in REQUESTS.items() if name not in UNLIKE_OTHERS},
    "stream": Request("GET", "/stream"),
    **{f"raw-{name}": Request("GET", f"/raw/{name}") for name in RAW_WSGI},
}


def outcome(transport: Transport, request: Request) -> Any:
    """Return all that a check can see of a response, apart from the body of an error page of the server."""
    try:
        response = transport.send(request)
    except TransportError as error:
        return error.kind
    kept = [(name.lower(), value) for name, value in response.headers if name.lower() not in OF_SERVERS]
    if response.media_type == "text/html" and response.status == 500:
        return response.status, response.media_type
    return response.status, sorted(kept), _content(response)


def _content(response: Any) -> Any:
    return response.json if response.body and response.media_type == "application/json" else response.body


@pytest.fixture(scope="module")
def asgi() -> Iterator[tuple[Transport, Transport]]:
    with (
        uvicorn_server(starlette()) as url,
        closing(over_http(url)) as outside,
        closing(AsgiTransport(starlette())) as inside,
    ):
        yield outside, inside


@pytest.fixture(scope="module")
def wsgi() -> Iterator[tuple[Transport, Transport]]:
    with werkzeug_server(flask()) as url, closing(over_http(url)) as outside, closing(WsgiTransport(flask())) as inside:
        yield outside, inside


@pytest.mark.parametrize("name", ASGI_REQUESTS)
def test_asgi(name: str, asgi: tuple[Transport, Transport]) -> None:
    outside, inside = (outcome(transport, ASGI_REQUESTS[name]) for transport in asgi)
    assert inside == outside


@pytest.mark.parametrize("name", WSGI_REQUESTS)
def test_wsgi(name: str, wsgi: tuple[Transport, Transport]) -> None:
    outside, inside = (outcome(transport, WSGI_REQUESTS[name]) for transport in wsgi)
    assert inside == outside
