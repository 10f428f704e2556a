"""The keys that any process has written to Redis, known to each of them without a query.

A process subscribes to the keys that are written for the first time, and then loads those that were written before.
The writer announces a key before it writes the value, one round trip before the write is acknowledged; a reader takes
in all announcements at the start of each request. Until a connection is confirmed to work, every read asks Redis.
"""

from __future__ import annotations

import contextlib
import select
import time
from collections.abc import Callable
from typing import Any

import redis

from mockserver.state.stores.written_keys import WrittenKeys

CONFIRM_SECONDS = 1.0
"""Maximum time to wait for the confirmation of a subscription."""

PAUSE = 1.0
"""Seconds between two attempts to subscribe."""

PING_AFTER = 0.5
"""Seconds without a message after which the connection is tested."""

SILENT_AFTER = 1.5
"""Seconds without a message after which reads ask Redis: the connection may be broken, and messages lost."""


class SharedKeys:
    """The fields and tables that may be in Redis.

    :param channel: on which fields are announced.
    :param items: the hash whose fields they are.
    """

    def __init__(self, client: Any, channel: str, items: str) -> None:
        self._client = client
        self._channel = channel
        self._hash = items
        self._subscription: Any = None
        self._may_receive: Callable[[], bool] = _always
        self._written = WrittenKeys()
        self._retry_at = 0.0
        self._heard = 0.0
        self._asked = 0.0
        self._is_current = False

    def may_contain(self, key: bytes) -> bool:
        """Whether a field or a table may be in Redis."""
        return not self._is_current or key in self._written

    def contains(self, field: bytes) -> bool:
        """Whether all processes know that a field may be in Redis."""
        return self._is_current and field in self._written

    def add(self, field: bytes) -> None:
        """Add a field and its table."""
        self._written.add(field)
        self._written.add(field.partition(b"\0")[0])

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
            self._lose(now)

    def _subscribe(self) -> None:
        subscription = self._subscription = self._client.pubsub()
        subscription.subscribe(self._channel)
        confirmation = subscription.get_message(timeout=CONFIRM_SECONDS)
        if confirmation is None or confirmation["type"] != "subscribe":
            raise redis.TimeoutError("no confirmation of the subscription")
        self._may_receive = _readable(subscription.connection)
        for field in self._client.hkeys(self._hash):
            self.add(field)
        self._heard = self._asked = time.monotonic()

    def _receive(self, now: float) -> None:
        subscription = self._subscription
        if self._may_receive():
            while (message := subscription.get_message()) is not None:
                self._heard = now
                if message["type"] == "message":
                    self.add(message["data"])
        if now - max(self._heard, self._asked) > PING_AFTER:
            self._asked = now
            subscription.ping()
        self._is_current = now - self._heard < SILENT_AFTER

    def _lose(self, now: float) -> None:
        self._is_current = False
        self._retry_at = now + PAUSE
        self.close()

    def close(self) -> None:
        """Close the subscription."""
        if self._subscription is not None:
            with contextlib.suppress(redis.RedisError, OSError):
                self._subscription.close()
            self._subscription = None


def _readable(connection: Any) -> Callable[[], bool]:
    """Return whether a connection may have a message, as a function that is much faster than to read it."""
    socket = getattr(connection, "_sock", None)  # redis-py has no public name for it
    if socket is None or not hasattr(select, "poll"):  # Windows
        return _always
    poll = select.poll()
    poll.register(socket.fileno(), select.POLLIN)
    return lambda: bool(poll.poll(0))


def _always() -> bool:
    return True
