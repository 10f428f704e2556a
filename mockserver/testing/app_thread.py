"""A mock server in a thread of this process: called directly, over a pair of sockets, or on a port."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Coroutine
from functools import cached_property
from typing import Any

from mockserver.app import MockApp
from mockserver.testing.in_process import InProcessExchange, InProcessRequest, InProcessResponse
from mockserver.testing.loop_thread import LoopThread, Result


class AppThread:
    """Runs an application.

    :ivar app: the application.
    """

    def __init__(self, app: MockApp) -> None:
        self.app = app
        self._thread = LoopThread()
        self._ports: list[asyncio.Server] = []
        self._connected: list[asyncio.Transport] = []

    def send(self, request: InProcessRequest) -> InProcessResponse:
        """Send a request. Raises ``ConnectionCutError`` if a fault closes the connection."""
        return self._thread.run(InProcessExchange(request).run(self.app))

    async def send_async(self, request: InProcessRequest) -> InProcessResponse:
        """Send a request from another event loop. Raises what :meth:`send` raises."""
        return await self._thread.wait_for(InProcessExchange(request).run(self.app))

    def run(self, coroutine: Coroutine[Any, Any, Result]) -> Result:
        """Run a coroutine in the event loop of the application and return its result."""
        return self._thread.run(coroutine)

    def connect(self) -> socket.socket:
        """Return a socket that is connected to the server, without a port."""
        ours, theirs = socket.socketpair()
        self._thread.run(self._accept(theirs))
        return ours

    def disconnect(self) -> None:
        """Close the connections of :meth:`connect`."""
        if self._connected:
            self._thread.run(self._disconnect())

    def listen(self, host: str, port: int = 0) -> int:
        """Listen on a port, by default a free one; return its number.

        :raises OSError: if the port is in use.
        """
        return self._thread.run(self._listen(socket.create_server((host, port))))

    def close(self) -> None:
        """Close the ports and connections, and stop."""
        self._thread.run(self._close())
        self._thread.close()

    # ------------------------------------------------------------------ in the thread of the event loop

    @cached_property
    def _config(self) -> Any:
        from mockserver.server.uvicorn_server import make_server  # noqa: PLC0415 (only if HTTP is spoken)

        server = make_server(self.app)
        server.config.load()
        return server.config, server.server_state

    def _protocol(self) -> Any:
        config, state = self._config
        return config.http_protocol_class(config=config, server_state=state, app_state={}, _loop=self._thread.loop)

    async def _accept(self, connection: socket.socket) -> None:
        transport, _ = await asyncio.get_running_loop().connect_accepted_socket(self._protocol, connection)
        self._connected = [one for one in self._connected if not one.is_closing()]
        self._connected.append(transport)

    async def _disconnect(self) -> None:
        for transport in self._connected:
            transport.close()
        self._connected.clear()
        await asyncio.sleep(0)  # the sockets are closed in the next step of the event loop

    async def _listen(self, listener: socket.socket) -> int:
        self._ports.append(await asyncio.get_running_loop().create_server(self._protocol, sock=listener))
        return int(listener.getsockname()[1])

    async def _close(self) -> None:
        for port in self._ports:
            port.close()
        self.app.control.end_streams()
        await self.app.close_callbacks()
        if "_config" in self.__dict__:
            for connection in [*self._config[1].connections]:
                connection.transport.close()
        self.app.store.close()
