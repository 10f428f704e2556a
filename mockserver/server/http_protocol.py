"""One HTTP/1.1 connection: limits and deadlines of requests, and one write per response.

httptools buffers the request line and headers without a limit, so a client that never ends them would fill the memory.
uvicorn waits forever for the rest of a request; and it sends the head and the body of a response in two system calls:
one call saves a seventh of the kernel time.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from mockserver.http.connection import TRANSPORT
from mockserver.http.messages import Receive, Scope, Send
from mockserver.server.request_parser import RequestParser

LARGEST_HEAD = 64 * 1024
"""Maximum size of request line and headers in bytes, unless they arrive in one piece."""

HEAD_SECONDS = 10.0
"""How long a client may take for the request line and the headers, from their first byte."""

BODY_SECONDS = 30.0
"""How long a client may take for a body; one second more for each ``BODY_RATE`` bytes that it has sent."""

BODY_RATE = 64 * 1024

UNREAD_SECONDS = 60.0
"""How long a client may read nothing of a response that is larger than the buffers of the operating system."""

LAST_REQUESTS = 0.05
"""Seconds in which an idle connection may still get a request when the server stops: it may have been sent already."""

IDLE, HEAD, BODY = "idle", "head", "body"
"""What of a request a connection has received: nothing, a part of its head, a part of its body."""

TOO_LARGE = ("431 Request Header Fields Too Large", "request line or headers too large")
"""RFC 6585, section 5."""

TOO_SLOW = ("408 Request Timeout", "the request was not complete in time")
"""RFC 9110, section 15.5.9."""

WRONG_VERSION = "HTTP/1.1 and HTTP/1.0 are supported"
NO_HOST = "a request needs a Host header (RFC 9112, section 3.2)"
SEVERAL_HOSTS = "a request must not have several Host headers (RFC 9112, section 3.2)"
INVALID_HOST = "the Host header is not a host with an optional port (RFC 9112, section 3.2)"

_HOST = re.compile(rb"(?:\[[0-9A-Za-z:.%]+\]|[A-Za-z0-9\-._~%!$&'()*+,;=]*)(?::[0-9]*)?")
"""``uri-host [":" port]`` (RFC 3986, section 3.2.2), which may be empty."""


def refusal(status: str, reason: str) -> bytes:
    """Return a response that closes the connection.

    :param status: status code and phrase.
    """
    head = f"HTTP/1.1 {status}\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: {len(reason) + 1}\r\n"
    return f"{head}connection: close\r\n\r\n{reason}\n".encode("ascii")


class BadRequest:
    """An ASGI application that refuses each request with 400 and closes the connection."""

    def __init__(self, reason: str) -> None:
        self._body = f"{reason}\n".encode("ascii")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 (as ASGI has it)
        """Refuse a request."""
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", b"%d" % len(self._body)),
            (b"connection", b"close"),
        ]
        await send({"type": "http.response.start", "status": 400, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else self._body})


class WholeResponse(asyncio.Transport):
    """The transport of one response: it holds back the head and sends it together with the body."""

    __slots__ = ("_cycle", "_done", "_held", "_started", "_transport")

    def __init__(self, cycle: RequestResponseCycle) -> None:
        self._cycle = cycle
        self._transport: asyncio.Transport = cycle.transport
        self._done = cycle.on_response
        self._held = b""
        self._started = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Hold back the head; send it with the first part of the body. ``100 Continue`` is sent immediately."""
        if self._started:
            self._transport.write(self._held + data if self._held else data)
            self._held = b""
        elif self._cycle.response_started:
            self._started, self._held = True, bytes(data)
        else:
            self._transport.write(data)

    def finish(self) -> None:
        """Send the head of a response without a body, and release the connection."""
        self._flush()
        # Break the reference cycle between this object and the request, which would need the garbage collector.
        self._cycle.transport, self._cycle.on_response = self._transport, self._done
        self._done()

    def close(self) -> None:
        """Send the rest and close the connection."""
        self._flush()
        self._transport.close()

    def is_closing(self) -> bool:
        """Whether the connection is closing."""
        return self._transport.is_closing()

    def _flush(self) -> None:
        if self._held:
            self._transport.write(self._held)
            self._held = b""


class BoundedProtocol(HttpToolsProtocol):
    """One HTTP/1.1 connection, with a limit on the request head and deadlines for head and body."""

    head = 0
    """Bytes received of an incomplete head."""
    phase = IDLE
    is_stopping = False
    _messages = 0
    _received = 0
    """Bytes received of an incomplete body."""
    _timer: asyncio.TimerHandle | None = None
    _timed: tuple[str, int] = (IDLE, 0)
    """Phase and number of the request that the timer is about."""
    _since = 0.0
    _unread_timer: asyncio.TimerHandle | None = None
    _unread = 0
    """Bytes of a response in the write buffer when the timer was started."""
    parser: RequestParser  # type: ignore[assignment] # has what uvicorn uses

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.parser = RequestParser(self)

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Close the connection if it stays without a request, like one that waits for the next."""
        super().connection_made(transport)
        self.timeout_keep_alive_task = self.loop.call_later(self.timeout_keep_alive, self.timeout_keep_alive_handler)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all timers."""
        self._unset_keepalive_if_required()
        self._stop_timer()
        self._stop_unread_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse received data; refuse a head that is too large, and set the deadline of what is incomplete."""
        super().data_received(data)
        if self.transport.is_closing():
            self._stop_timer()
        elif self.phase == HEAD:
            self.head += len(data)
            if self.head > LARGEST_HEAD:
                self._refuse(TOO_LARGE)
            else:
                self._start_timer(HEAD_SECONDS)
        elif self.phase == BODY:
            self._received += len(data)
            self._start_timer(BODY_SECONDS)
        elif self.timeout_keep_alive_task is None and self._is_unused():  # empty lines before a request
            self._start_timer(HEAD_SECONDS)
        elif self._timer is not None:
            self._stop_timer()

    def _is_unused(self) -> bool:
        """Whether no request is being handled."""
        return self.cycle is None or self.cycle.response_complete

    # ------------------------------------------------------------------ deadlines

    def _start_timer(self, seconds: float) -> None:
        """Start the timer of the request, unless it is running."""
        now = (self.phase, self._messages)
        if self._timer is None or self._timed != now:
            self._stop_timer()
            self._timed, self._since = now, self.loop.time()
            self._timer = self.loop.call_later(seconds, self._expire)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _expire(self) -> None:
        """Refuse a request that is not complete in time, unless the server itself does not read."""
        self._timer = None
        if self.transport.is_closing():
            return
        if self.flow.read_paused or (self.phase == HEAD and not self._is_unused()):
            self._start_timer(BODY_SECONDS if self.phase == BODY else HEAD_SECONDS)
            return
        left = self._since + BODY_SECONDS + self._received / BODY_RATE - self.loop.time()
        if self.phase == BODY and left > 0:
            self._timer = self.loop.call_later(left, self._expire)
        elif self.phase == BODY and self.cycle is not None and self.cycle.response_started:
            self.transport.close()
        else:
            self._refuse(TOO_SLOW)

    def _refuse(self, response: tuple[str, str]) -> None:
        self.transport.write(refusal(*response))
        self.transport.close()

    def pause_writing(self) -> None:
        """Wait for the client to read, up to a time."""
        super().pause_writing()
        self._wait_for_reader()

    def resume_writing(self) -> None:
        """Go on, as the client has read."""
        self._stop_unread_timer()
        super().resume_writing()

    def _wait_for_reader(self) -> None:
        self._unread = self.transport.get_write_buffer_size()
        self._unread_timer = self.loop.call_later(UNREAD_SECONDS, self._give_up)

    def _give_up(self) -> None:
        """Close the connection if the client has read nothing; what it has not read is dropped."""
        if self.transport.get_write_buffer_size() < self._unread:
            self._wait_for_reader()
        else:
            self.transport.abort()

    def _stop_unread_timer(self) -> None:
        if self._unread_timer is not None:
            self._unread_timer.cancel()
            self._unread_timer = None

    # ------------------------------------------------------------------ shutdown

    def shutdown(self) -> None:
        """Close the connection after the requests that were sent; called when the server stops."""
        self.is_stopping = True
        if self.phase == HEAD:
            return
        if self._is_unused():
            self.loop.call_later(LAST_REQUESTS, self._close_if_unused)
        else:
            self.cycle.keep_alive = False

    def _close_if_unused(self) -> None:
        if self.phase != HEAD and self._is_unused():
            self.transport.close()

    # ------------------------------------------------------------------ parser callbacks

    def on_message_begin(self) -> None:
        """Restart the count."""
        self.head, self.phase = 0, HEAD
        self._messages += 1
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Stop the count, as the body has its own limit, and install the transport of the response."""
        if self.parser.is_upgrade():
            return
        self.phase, self._received = BODY, 0
        before, app = self.cycle, self.app
        if reason := self._problem():
            self.app = BadRequest(reason)
        try:
            super().on_headers_complete()
        finally:
            self.app = app
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and cycle is not before:  # its task has not started; an upgrade has no task
            cycle.scope[TRANSPORT] = self.transport  # type: ignore[literal-required] # an addition of ours
            response: Any = WholeResponse(cycle)
            cycle.transport, cycle.on_response = response, response.finish
            if self.is_stopping:
                cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """Wait for the next request."""
        if self.parser.is_upgrade():
            return
        self.phase = IDLE
        super().on_message_complete()

    def _problem(self) -> str:
        """Return why a request is refused by its version or ``Host``; ``""`` if it is not."""
        version = self.parser.get_http_version()
        if version not in {"1.1", "1.0"}:
            return WRONG_VERSION
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) == 1:
            return "" if _HOST.fullmatch(hosts[0]) else INVALID_HOST
        if hosts:
            return SEVERAL_HOSTS
        return NO_HOST if version == "1.1" else ""
