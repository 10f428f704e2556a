"""A reverse proxy that sends each request to the next one of several servers, whatever connection it arrives on."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import threading
from collections.abc import Iterator, Sequence

import h11

SIZE = 1 << 16


@contextlib.contextmanager
def alternating_proxy(ports: Sequence[int]) -> Iterator[str]:
    """Run a proxy in a thread, and yield its URL. All bytes of requests and responses remain as they are.

    :param ports: of the servers on 127.0.0.1.
    """
    loop = asyncio.new_event_loop()
    proxy = _Proxy(ports)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        port = asyncio.run_coroutine_threadsafe(proxy.start(), loop).result(10)
        yield f"http://127.0.0.1:{port}"
    finally:
        asyncio.run_coroutine_threadsafe(proxy.stop(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class _Proxy:
    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = itertools.cycle(ports)
        self._running: set[asyncio.Task[None]] = set()

    async def start(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        self._server.close()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._running.add(task)
        try:
            await self._exchanges(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._running.discard(task)
            writer.close()

    async def _exchanges(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        data = b""
        while data := data or await reader.read(SIZE):
            server_reader, server_writer = await asyncio.open_connection("127.0.0.1", next(self._ports))
            request = _Message(h11.Connection(h11.SERVER))
            try:
                server_writer.write(request.feed(data))
                sending = asyncio.create_task(_copy(reader, server_writer, request))
                is_over = await _copy_response(server_reader, writer, request)
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)
            finally:
                server_writer.close()
            if is_over or not request.is_complete:
                return
            data = request.rest


class _Message:
    """The framing of a request or a response.

    :ivar rest: what follows its end.
    """

    def __init__(self, parser: h11.Connection) -> None:
        self._parser = parser
        self.method = b""
        self.is_complete = False
        self.is_last = False
        self.rest = b""

    def feed(self, data: bytes) -> bytes:
        """Take in received bytes; return those that belong to the message."""
        try:
            self._parser.receive_data(data)
            while not self.is_complete:
                event = self._parser.next_event()
                if event is h11.NEED_DATA or event is h11.PAUSED or isinstance(event, h11.ConnectionClosed):
                    break
                if isinstance(event, h11.Request):
                    self.method = event.method
                self.is_complete = isinstance(event, h11.EndOfMessage)
        except h11.RemoteProtocolError:  # for the server to refuse
            return data
        self.is_last = self._parser.their_state in {h11.MUST_CLOSE, h11.CLOSED, h11.ERROR}
        self.rest = self._parser.trailing_data[0] if self.is_complete else b""
        return data[: len(data) - len(self.rest)]


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: _Message) -> None:
    """Send the rest of a request."""
    while not request.is_complete and (data := await reader.read(SIZE)):
        writer.write(request.feed(data))
        await writer.drain()


async def _copy_response(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: _Message) -> bool:
    """Send a response; return whether the connection ends with it."""
    response: _Message | None = None
    while data := await reader.read(SIZE):
        if response is None:
            response = _Message(_parser_of_response(request.method))
        writer.write(response.feed(data))
        await writer.drain()
        if response.is_complete:
            return response.is_last
    return True


def _parser_of_response(method: bytes) -> h11.Connection:
    """Return a parser that knows whether the response has a body, which depends on the method of the request."""
    parser = h11.Connection(h11.CLIENT)
    parser.send(h11.Request(method=method or b"GET", target=b"/", headers=[(b"host", b"-")]))
    parser.send(h11.EndOfMessage())
    return parser
