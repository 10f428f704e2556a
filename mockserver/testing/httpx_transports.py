"""Transports of httpx that call a mock server in this process."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import httpx

from mockserver.testing.app_thread import AppThread
from mockserver.testing.errors import ConnectionCutError
from mockserver.testing.in_process import InProcessRequest, InProcessResponse
from mockserver.testing.interception import Patch, mocked


class MockTransport(httpx.BaseTransport):
    """A transport for ``httpx.Client(transport=…)``."""

    def __init__(self, thread: AppThread) -> None:
        self._thread = thread

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the mock server."""
        return respond(self._thread, request)


class AsyncMockTransport(httpx.AsyncBaseTransport):
    """A transport for ``httpx.AsyncClient(transport=…)``."""

    def __init__(self, thread: AppThread) -> None:
        self._thread = thread

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the mock server."""
        return await respond_async(self._thread, request)


def respond(thread: AppThread, request: httpx.Request) -> httpx.Response:
    """Return the response of a mock server, or raise the exception of a closed connection."""
    try:
        return _response(request, thread.send(_sent(request, request.read())))
    except ConnectionCutError as error:
        raise _failure(request, error) from error


async def respond_async(thread: AppThread, request: httpx.Request) -> httpx.Response:
    """Return the response of a mock server, or raise the exception of a closed connection."""
    try:
        return _response(request, await thread.send_async(_sent(request, await request.aread())))
    except ConnectionCutError as error:
        raise _failure(request, error) from error


def patches() -> list[Patch]:
    """Return the patches of the transports that clients use by default."""

    def sync(original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        def handle_request(self: Any, request: httpx.Request) -> Any:
            thread = _mocked(request)
            return original(self, request) if thread is None else respond(thread, request)

        return handle_request

    def asynchronous(original: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(original)
        async def handle_async_request(self: Any, request: httpx.Request) -> Any:
            thread = _mocked(request)
            return await (original(self, request) if thread is None else respond_async(thread, request))

        return handle_async_request

    return [
        Patch(httpx.HTTPTransport, "handle_request", sync),
        Patch(httpx.AsyncHTTPTransport, "handle_async_request", asynchronous),
    ]


def _mocked(request: httpx.Request) -> AppThread | None:
    return mocked(request.url.scheme, request.url.host, request.url.port)


def _sent(request: httpx.Request, body: bytes) -> InProcessRequest:
    url = request.url
    headers = [(name.lower(), value) for name, value in request.headers.raw]
    if not any(name == b"content-length" for name, _ in headers) and body:
        headers = [header for header in headers if header[0] != b"transfer-encoding"]
        headers.append((b"content-length", b"%d" % len(body)))
    port = url.port or (443 if url.scheme == "https" else 80)
    return InProcessRequest(request.method, url.raw_path, headers, body, url.scheme, (url.host, port))


def _response(request: httpx.Request, response: InProcessResponse) -> httpx.Response:
    return httpx.Response(
        response.status, headers=[*response.headers], stream=httpx.ByteStream(response.body), request=request
    )


def _failure(request: httpx.Request, error: ConnectionCutError) -> httpx.TransportError:
    """Return what httpx raises for a connection that is closed."""
    if error.is_reset:
        return httpx.ReadError(str(error), request=request)
    return httpx.RemoteProtocolError(str(error), request=request)
