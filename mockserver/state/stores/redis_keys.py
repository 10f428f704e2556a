"""The keys that any process has written to Redis, known to each of them without a query.

A process subscribes to the keys that are written for the first time, and then loads those that were written before.
The writer announces a key before it writes the value, one round trip before the write is acknowledged; a reader takes
in all announcements at the start of each request. Until a connection is confirmed to work, every read asks Redis.

Only a writer that is the only subscriber writes without an announcement. Each process also subscribes to a channel of
its own, on the same connection, so that the script that writes can count both: one and one means the writer alone. A
script that Redis runs after its writer has given up the connection does not write: nobody has the own channel any more.
"""

from __future__ import annotations

import contextlib
import time
import uuid
from collections.abc import Iterable, Iterator
from struct import pack, unpack_from
from typing import Any

import redis

from mockserver.state.stores.redis_connection import HasReceived
from mockserver.state.stores.written_keys import WrittenKeys

CONFIRM_SECONDS = 1.0
"""Maximum time to wait for the confirmation of a subscription."""

PAUSE = 1.0
"""Seconds between two attempts to subscribe."""

PING_AFTER = 0.5
"""Seconds without a message after which the connection is tested."""

SILENT_AFTER = 1.5
"""Seconds without a message after which reads ask Redis: the connection may be broken, and messages lost."""


REVISION = b"\0"
"""The announcement of a change of what processes keep a copy of; no field begins with this byte."""

SEVERAL = b"\1"
"""The beginning of the announcement of several fields, each after its length; no field begins with this byte."""


def several(fields: Iterable[bytes]) -> bytes:
    """Return the announcement of several fields: a process needs much more time for a message than for a field."""
    return SEVERAL + b"".join(pack(">I", len(field)) + field for field in fields)


def _fields(announcement: bytes) -> Iterator[bytes]:
    """Yield the announced fields."""
    if not announcement.startswith(SEVERAL):
        yield announcement
        return
    position = len(SEVERAL)
    while position < len(announcement):
        (size,) = unpack_from(">I", announcement, position)
        position += 4 + size
        yield announcement[position - size : position]


class SharedKeys:
    """The fields and tables that may be in Redis.

    :param channel: on which fields are announced.
    :ivar own_channel: to which only this connection subscribes; ``""`` without a connection.
    :param items: the hash whose fields they are.
    """

    def __init__(self, client: Any, channel: str, items: str) -> None:
        self._client = client
        self._channel = channel
        self.own_channel = ""
        self._hash = items
        self._subscription: Any = None
        self._has_received: HasReceived | None = None
        self._written = WrittenKeys()
        self._retry_at = 0.0
        self._heard = 0.0
        self._asked = 0.0
        self._is_current = False
        self._revision = 0

    @property
    def revision(self) -> int:
        """A number that changes with each announcement of a change; with each call while the connection is lost."""
        self._revision += not self._is_current
        return self._revision

    def may_contain(self, key: bytes) -> bool:
        """Whether a field or a table may be in Redis."""
        return not self._is_current or key in self._written

    def contains(self, field: bytes) -> bool:
        """Whether all processes know that a field may be in Redis."""
        return self._is_current and field in self._written

    def add(self, *fields: bytes) -> None:
        """Add fields and their tables."""
        tables = set()
        for field in fields:
            self._written.add(field)
            tables.add(field.partition(b"\0")[0])
        for table in tables:
            self._written.add(table)

    def refresh(self) -> None:
        """Take in the announcements of other processes; subscribe again if the connection was lost."""
        now = time.monotonic()
        try:
            if self._subscription is None:
                if now < self._retry_at:
                    return
                self._subscribe()
            self._receive(now)
        except (redis.RedisError, OSError):
            self.lose()

    def _subscribe(self) -> None:
        subscription = self._subscription = self._client.pubsub()
        self.own_channel = f"{self._channel}:{uuid.uuid4().hex}"
        # The own channel first: a process that is counted on the other one has its own.
        subscription.subscribe(self.own_channel)
        subscription.subscribe(self._channel)
        for _ in range(2):
            confirmation = subscription.get_message(timeout=CONFIRM_SECONDS)
            if confirmation is None or confirmation["type"] != "subscribe":
                raise redis.TimeoutError("no confirmation of the subscription")
        self._has_received = HasReceived(subscription.connection)
        self.add(*self._client.hkeys(self._hash))
        self._heard = self._asked = time.monotonic()

    def _receive(self, now: float) -> None:
        subscription = self._subscription
        if self._has_received is None or self._has_received():
            while (message := subscription.get_message()) is not None:
                self._heard = now
                if message["type"] == "message" and message["data"] == REVISION:
                    self._revision += 1
                elif message["type"] == "message":
                    self.add(*_fields(message["data"]))
        if now - max(self._heard, self._asked) > PING_AFTER:
            self._asked = now
            subscription.ping()
        self._is_current = now - self._heard < SILENT_AFTER

    def lose(self) -> None:
        """Ask Redis for everything until the next subscription: something may have been written unnoticed."""
        self._is_current = False
        self._retry_at = time.monotonic() + PAUSE
        self.close()

    def close(self) -> None:
        """Close the subscription."""
        self.own_channel = ""
        if self._subscription is not None:
            with contextlib.suppress(redis.RedisError, OSError):
                self._subscription.close()
            self._subscription = None
