"""``GET /events`` of the admin API: a server-sent event for each exchange (HTML Standard, section 9.2).

The kept exchanges are the queue of all readers: each remembers the number of the last one that it was sent. So a slow
reader needs no memory and delays no other reader; it misses those that are no longer kept, and gets their number.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import OrderedDict
from collections.abc import Sequence

from contracts.errors import StoreError
from contracts.generation.json_encoding import encode_json
from contracts.spec.known_secrets import masker_of
from contracts.spec.model import Contract
from mockserver.control.admin_request import AdminError, AdminRequest, AdminRoute, Stream
from mockserver.control.exchange_json import summary_json
from mockserver.control.exchanges import Exchanges
from mockserver.control.requests_api import check_kept
from mockserver.exchange import Exchange

MAX_READERS = 32

BATCH = 100
"""Maximum number of events that are sent at once."""

GATHER = 0.02
"""Seconds in which events are gathered and sent at once, which saves system calls."""

POLL = 0.05
"""Seconds between two reads of a store that other processes write to."""

ALIVE = 5.0
"""Seconds without an event until a comment is sent, which keeps the connection open."""

MAX_ENCODED = 1000
"""Number of encoded events that are kept for other readers."""


class Events:
    """Sends exchanges to readers. It is also a sink of the recorder, which wakes the readers.

    :param known: the credentials of the settings.
    :param is_shared: whether other processes record exchanges, too.
    :ivar has_ended: whether the streams end.
    """

    def __init__(
        self, exchanges: Exchanges, contracts: Sequence[Contract], known: Sequence[str] = (), *, is_shared: bool
    ) -> None:
        self.exchanges = exchanges
        self._masker = masker_of(contracts, known)
        self._is_shared = is_shared
        self._readers: set[Reader] = set()
        self._encoded: OrderedDict[int, bytes] = OrderedDict()
        self._recent: list[Exchange] = []
        self._polled = 0.0
        self.has_ended = False

    def __call__(self, exchange: Exchange) -> None:  # noqa: ARG002 (readers find it among the kept ones)
        """Wake the readers."""
        if not self._is_shared:
            for reader in self._readers:
                reader.wake.set()

    def end(self) -> None:
        """End the streams of all readers."""
        self.has_ended = True
        for reader in self._readers:
            reader.wake.set()

    def routes(self) -> list[AdminRoute]:
        """Return the routes."""
        return [AdminRoute("GET", "/events", self.open)]

    def open(self, request: AdminRequest) -> Stream:
        """Return the events after ``Last-Event-ID`` or ``since``; without them, those from now on.

        :raises AdminError: if there are too many readers, or the id is not a number.
        """
        query = request.known_query("since")
        check_kept(self.exchanges)
        last = self.exchanges.last_number()
        given = request.headers.get("last-event-id", "") or query.get("since", "")
        if given and not (given.isascii() and given.isdecimal() and len(given) <= 18):
            where = "header/last-event-id" if request.headers.get("last-event-id") else "query/since"
            raise AdminError("not the number of an exchange", location=where, hint="use the 'id' of an event")
        if len(self._readers) >= MAX_READERS:
            raise AdminError(f"there are {MAX_READERS} readers of events", hint="close one of them", status=503)
        reader = Reader(self, int(given) if given else last, self.poll_interval)
        self._readers.add(reader)
        return Stream(reader.next, lambda: self._readers.discard(reader))

    @property
    def poll_interval(self) -> float | None:
        """Seconds between two reads; ``None`` if readers are woken."""
        return POLL if self._is_shared else None

    def after(self, number: int) -> list[Exchange]:
        """Return the next exchanges after a number; readers that are up to date share the reads of the store."""
        now = time.monotonic()
        if not self._is_shared or now - self._polled >= POLL:
            self._polled = now
            self._poll(number)
        if self._recent and number >= self._recent[0].number - 1:
            return [one for one in self._recent if one.number > number][:BATCH]
        return self.exchanges.read(number, BATCH)

    def _poll(self, number: int) -> None:
        """Read new exchanges.

        :param number: of the last exchange that a reader has.
        """
        last = self.exchanges.last_number()
        newest = self._recent[-1].number if self._recent else max(number, last - BATCH)
        if last > newest + MAX_ENCODED:
            self._recent = self.exchanges.read(last - MAX_ENCODED)
        elif last > newest:
            self._recent = [*self._recent, *self.exchanges.read(newest)][-MAX_ENCODED:]
        elif last < newest:  # the store was emptied
            self._recent = []
            self._encoded.clear()

    def encode(self, exchange: Exchange) -> bytes:
        """Return an exchange as an event."""
        event = self._encoded.get(exchange.number)
        if event is None:
            data = encode_json(summary_json(exchange, self._masker))
            event = b"id: %d\nevent: exchange\ndata: %b\n\n" % (exchange.number, data)
            self._encoded[exchange.number] = event
            if len(self._encoded) > MAX_ENCODED:
                self._encoded.popitem(last=False)
        return event


class Reader:
    """A client that reads events.

    :param after: number of the last exchange that it has.
    :param interval: seconds between two reads; ``None`` if it is woken.
    :ivar wake: set when there is something to read.
    """

    def __init__(self, events: Events, after: int, interval: float | None) -> None:
        self._events = events
        self._after = after
        self._interval = interval
        self._is_new = True
        self.wake = asyncio.Event()

    async def next(self) -> bytes:
        """Wait for the next events; return a comment if there are none for some seconds, nothing at the end."""
        if self._is_new:
            self._is_new = False
            return b"retry: 1000\n: events of casemock\n\n"  # sends the headers at once
        end = time.monotonic() + ALIVE
        while (left := end - time.monotonic()) > 0:
            if self._events.has_ended:
                return b""
            self.wake.clear()
            if sent := self._read():
                return sent
            if self._interval is not None:
                await asyncio.sleep(min(self._interval, left))
                continue
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.wake.wait(), left)
                await asyncio.sleep(GATHER)
        return b": alive\n\n"

    def _read(self) -> bytes:
        """Return the next events; empty if there are none."""
        try:
            found = self._events.after(self._after)
            if not found:
                # The numbers of a new server, or of an emptied store, begin at 1 again.
                self._after = min(self._after, self._events.exchanges.last_number())
                return b""
        except StoreError:
            return b""  # the health check reports it; the next read may succeed
        dropped = found[0].number - self._after - 1
        self._after = found[-1].number
        notice = b'event: dropped\ndata: {"dropped":%d}\n\n' % dropped if dropped > 0 else b""
        return notice + b"".join(map(self._events.encode, found))
