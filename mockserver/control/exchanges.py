"""The last exchanges of all processes that share a store."""

from __future__ import annotations

import asyncio
import contextlib

from contracts.errors import StoreError
from mockserver.control.exchange_blocks import decode_block, encode_block
from mockserver.exchange import Exchange
from mockserver.state.stores.store import NO_LIMIT, Block, Store

MAX_BYTES = 64 * 1024 * 1024
"""Maximum size of all blocks."""

FLUSH_SECONDS = 0.02
"""How long exchanges wait to be written to a store that several processes share."""

SETTLE_SECONDS = 2 * FLUSH_SECONDS
"""How long the admin API waits for the exchanges of other processes."""

MAX_WAITING = 100
"""Maximum number of exchanges that wait."""

MAX_WAITING_BYTES = 1024 * 1024
"""Maximum size of the bodies of the exchanges that wait, but for the last one."""

BLOCKS_AT_ONCE = 10
"""Number of blocks that are read at once."""


class Exchanges:
    """The last exchanges of all processes that share a store.

    They are encoded and written together: thousands of small objects in memory would slow the server down by a tenth,
    and a write to a store takes as long as many exchanges.

    :param size: maximum number of kept exchanges.
    :param is_shared: whether other processes use the same store.
    """

    def __init__(self, store: Store, size: int, *, is_shared: bool) -> None:
        self._store = store
        self.size = size
        self._is_shared = is_shared
        self._waiting: list[Exchange] = []
        self._bytes = 0
        self._loop: asyncio.AbstractEventLoop | None = None

    def __call__(self, exchange: Exchange) -> None:
        """Keep an exchange."""
        if self._is_shared:
            self._schedule()
        kept = exchange if exchange.is_whole else exchange.cut()
        self._waiting.append(kept)
        self._bytes += len(kept.request_body) + len(kept.response_body)
        if len(self._waiting) >= MAX_WAITING or self._bytes >= MAX_WAITING_BYTES:
            self.flush()

    def _schedule(self) -> None:
        """Write what is waiting in a few milliseconds."""
        loop = asyncio.get_running_loop()
        if self._loop is not loop:  # none, or that of an earlier call in the same process
            self.flush()
            self._loop = loop
        if not self._waiting:
            loop.call_later(FLUSH_SECONDS, self.flush)

    def flush(self) -> None:
        """Write what is waiting. While the store cannot be used, exchanges are lost, as their requests fail as well."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        if waiting:
            with contextlib.suppress(StoreError):
                self._store.append(Block(encode_block(waiting), len(waiting)), self.size, MAX_BYTES)

    async def settle(self) -> None:
        """Wait until all processes have written the exchanges that are complete."""
        self.flush()
        if self._is_shared:
            await asyncio.sleep(SETTLE_SECONDS)

    def read(self, after: int = 0, limit: int = NO_LIMIT) -> list[Exchange]:
        """Return the kept exchanges with larger numbers than ``after``, the oldest first, up to a number."""
        found: list[Exchange] = []
        last = max(after, self.last_number() - self.size)
        while len(found) < limit and (blocks := self._store.blocks(last, min(limit, BLOCKS_AT_ONCE))):
            found += [one for block in blocks for one in decode_block(*block) if one.number > last]
            last = blocks[-1][0]
        return found[:limit]

    def last_number(self) -> int:
        """Return the number of the last exchange, kept or not; 0 if there was none."""
        self.flush()
        return self._store.last_number()

    def count(self) -> int:
        """Return the number of kept exchanges."""
        self.flush()
        return min(self.size, self._store.log_size())

    def clear(self) -> None:
        """Forget all exchanges; numbers continue."""
        self.flush()
        self._store.clear_log()
