"""The last exchanges, in memory of the process, or in the store if several processes share it."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Protocol

from contracts.errors import StoreError
from contracts.generation.json_encoding import encode_json
from mockserver.exchange import Exchange
from mockserver.http.messages import RawHeader, decode_json
from mockserver.state.stores.store import NO_LIMIT, Store

MAX_BYTES = 64 * 1024 * 1024
"""Maximum number of bytes of all bodies that are kept in the memory of a process."""


FLUSH_SECONDS = 0.02
"""How long exchanges wait to be written to a store that several processes share."""

SETTLE_SECONDS = 2 * FLUSH_SECONDS
"""How long the admin API waits for the exchanges of other processes."""

MAX_WAITING = 100
"""Maximum number of exchanges that wait."""


class Exchanges(Protocol):
    """The last exchanges of all processes."""

    def __call__(self, exchange: Exchange) -> None:
        """Keep an exchange."""

    @property
    def size(self) -> int:
        """The maximum number of kept exchanges."""

    async def settle(self) -> None:
        """Wait until the exchanges of other processes are there too."""

    def flush(self) -> None:
        """Write what is not written yet."""

    def read(self, after: int = 0, limit: int = NO_LIMIT) -> list[Exchange]:
        """Return the kept exchanges with larger numbers than ``after``, the oldest first, up to a number."""

    def last_number(self) -> int:
        """Return the number of the last exchange, kept or not; 0 if there was none."""

    def count(self) -> int:
        """Return the number of kept exchanges."""

    def clear(self) -> None:
        """Forget all exchanges; numbers continue."""


class LocalExchanges:
    """The exchanges of this process.

    :param size: maximum number of kept exchanges.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self._kept: deque[Exchange] = deque()
        self._bytes = 0
        self._number = 0

    def __call__(self, exchange: Exchange) -> None:
        """See ``Exchanges``."""
        self._number += 1
        kept = exchange.cut()
        kept.number = self._number
        self._kept.append(kept)
        self._bytes += _size(kept)
        while len(self._kept) > self.size or self._bytes > MAX_BYTES:
            self._bytes -= _size(self._kept.popleft())

    async def settle(self) -> None:
        """See ``Exchanges.settle``."""

    def flush(self) -> None:
        """See ``Exchanges.flush``."""

    def read(self, after: int = 0, limit: int = NO_LIMIT) -> list[Exchange]:
        """See ``Exchanges.read``."""
        count = min(len(self._kept), max(0, self._number - after))
        # From the end, where most readers are: a deque finds its items from there.
        newest = [*islice(reversed(self._kept), max(0, count - limit), count)]
        return newest[::-1]

    def last_number(self) -> int:
        """See ``Exchanges.last_number``."""
        return self._number

    def count(self) -> int:
        """See ``Exchanges.count``."""
        return len(self._kept)

    def clear(self) -> None:
        """See ``Exchanges.clear``."""
        self._kept.clear()
        self._bytes = 0


class SharedExchanges:
    """The exchanges of all processes that share a store.

    They are written together after a few milliseconds, so that no request waits for the store.

    :param size: maximum number of kept exchanges.
    """

    def __init__(self, store: Store, size: int) -> None:
        self._store = store
        self.size = size
        self._waiting: list[Exchange] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    def __call__(self, exchange: Exchange) -> None:
        """See ``Exchanges``."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:  # none, or that of an earlier call in the same process
            self.flush()
            self._loop = loop
        if not self._waiting:
            loop.call_later(FLUSH_SECONDS, self.flush)
        self._waiting.append(exchange.cut())
        if len(self._waiting) >= MAX_WAITING:
            self.flush()

    def flush(self) -> None:
        """Write what is waiting. While the store cannot be used, exchanges are lost, as their requests fail as well."""
        waiting, self._waiting = self._waiting, []
        if waiting:
            with contextlib.suppress(StoreError):
                self._store.append([*map(_encode, waiting)], self.size)

    async def settle(self) -> None:
        """Wait until all processes have written the exchanges that are complete."""
        self.flush()
        await asyncio.sleep(SETTLE_SECONDS)

    def read(self, after: int = 0, limit: int = NO_LIMIT) -> list[Exchange]:
        """See ``Exchanges.read``."""
        self.flush()
        return [_decode(number, entry) for number, entry in self._store.entries(after, limit)]

    def last_number(self) -> int:
        """See ``Exchanges.last_number``."""
        self.flush()
        return self._store.last_number()

    def count(self) -> int:
        """See ``Exchanges.count``."""
        return self._store.log_size()

    def clear(self) -> None:
        """See ``Exchanges.clear``."""
        self._waiting.clear()
        self._store.clear_log()


def _size(exchange: Exchange) -> int:
    return len(exchange.request_body) + len(exchange.response_body)


def _encode(exchange: Exchange) -> bytes:
    return encode_json(
        [
            exchange.time,
            exchange.method,
            exchange.target,
            _texts(exchange.request_headers),
            base64.b64encode(exchange.request_body).decode(),
            exchange.status,
            _texts(exchange.response_headers),
            base64.b64encode(exchange.response_body).decode(),
            exchange.milliseconds,
            exchange.api,
            exchange.operation,
            exchange.template,
            dict(exchange.path_values),
            exchange.reason,
            exchange.stub,
            exchange.fault,
        ]
    )


def _decode(number: int, entry: bytes) -> Exchange:
    values: list[Any] = decode_json(entry)
    for position in (3, 6):
        values[position] = tuple((name.encode("latin-1"), value.encode("latin-1")) for name, value in values[position])
    for position in (4, 7):
        values[position] = base64.b64decode(values[position])
    return replace(Exchange(*values), number=number)


def _texts(headers: Sequence[RawHeader]) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]
