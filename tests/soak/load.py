"""Sends requests over several connections and reads the responses."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from tests.soak.traffic import Probe


@dataclass
class Figures:
    """What happened.

    :param statuses: number of responses by status code.
    :param unexpected: the first unexpected responses.
    :param lost: connections that the server closed, or that were not accepted.
    """

    sent: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    unexpected: list[str] = field(default_factory=list)
    lost: int = 0


class Connection:
    """A connection that is opened again if it was lost."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def send(self, probe: Probe) -> tuple[int, bytes]:
        """Return status code and body of the response.

        :raises OSError: if the connection was lost; also :class:`asyncio.IncompleteReadError`.
        """
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        try:
            writer.write(encoded(probe))
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 60)
            status = int(head[9:12])
            length = next((int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")), 0)
            body = await reader.readexactly(length if status != 204 else 0)
        except (OSError, asyncio.IncompleteReadError, TimeoutError):
            self.close()
            raise
        if b"\r\nconnection: close" in head:
            self.close()
        return status, body

    def close(self) -> None:
        """Close the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


def encoded(probe: Probe) -> bytes:
    """Return the bytes of a request."""
    head = f"{probe.method} {probe.target} HTTP/1.1\r\nHost: localhost\r\n{probe.headers}"
    if probe.body:
        head += f"Content-Type: {probe.media_type}\r\nContent-Length: {len(probe.body)}\r\n"
    return head.encode() + b"\r\n" + probe.body


async def send_all(
    port: int, probes: Iterator[Probe], requests: int, connections: int, progress: Callable[[Figures], bool]
) -> Figures:
    """Send requests.

    :param progress: called after each response; returns whether to go on.
    """
    figures = Figures()

    async def work() -> None:
        connection = Connection(port)
        while figures.sent < requests:
            figures.sent += 1
            probe = next(probes)
            try:
                status, body = await connection.send(probe)
            except (OSError, asyncio.IncompleteReadError, TimeoutError):
                figures.lost += 1
                continue
            figures.statuses[status] += 1
            if status not in probe.expected and len(figures.unexpected) < 10:
                figures.unexpected.append(f"{probe.method} {probe.target}: {status} {body[:200]!r}")
            if not progress(figures):
                break
        connection.close()

    await asyncio.gather(*(work() for _ in range(connections)))
    return figures
