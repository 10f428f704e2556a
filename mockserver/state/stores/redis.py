"""A store in Redis or Valkey, shared by many machines."""

from __future__ import annotations

import contextlib
import hashlib
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from struct import calcsize, unpack_from
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from contracts.errors import StoreError
from mockserver.state.stores.redis_connection import RedisConnection, Script
from mockserver.state.stores.redis_keys import REVISION, SharedKeys, several
from mockserver.state.stores.redis_scripts import (
    ANNOUNCED,
    APPEND,
    BLOCK_NUMBERS,
    CHANGE,
    CHANGED,
    CLAIM,
    COMMIT,
    COUNTER,
    INCREMENT,
    ITEMS,
    NOT_OURS,
    REPLACE,
    SNAPSHOT,
    TABLES,
)
from mockserver.state.stores.store import LOG, NO_LIMIT, NOTHING, Block, Change, Contents, Names, Write
from mockserver.store_url import StoreUrl

CONNECT_SECONDS = 1.0
RESPONSE_SECONDS = 3.0
PAUSE = 1.0
"""Seconds after a failed connection until the next attempt; requests in between fail immediately."""

_CHANGE, _INCREMENT, _ITEMS, _CLAIM = map(Script, (CHANGE, INCREMENT, ITEMS, CLAIM))
_APPEND, _REPLACE, _TABLES, _COMMIT = map(Script, (APPEND, REPLACE, TABLES, COMMIT))

NUMBER_SIZE = 8
"""Bytes of the number in a member of ``order``."""

PART = 1001
"""Maximum number of items that one command reads."""


class RedisStore:
    """Keeps items in Redis.

    :raises StoreError: if the server cannot be reached or used.
    """

    def __init__(self, where: StoreUrl) -> None:
        self._where = where
        self._down: StoreError | None = None
        self._retry_at = 0.0
        self._snapshot = b""
        # Our own retries: a write whose response was lost must not be repeated.
        # Any: the types of redis-py are those of responses decoded to strings, or of asyncio.
        self._client: Any = redis.Redis.from_url(
            where.target,
            socket_connect_timeout=CONNECT_SECONDS,
            socket_timeout=RESPONSE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        prefix = f"{{{where.prefix}}}"  # the braces keep all keys in one slot of a cluster
        self._keys = [f"{prefix}:items", f"{prefix}:order", f"{prefix}:meta", f"{prefix}:log"]
        self._channel = f"{prefix}:written"
        self._connection = RedisConnection(self._client.connection_pool)
        self._recent: dict[bytes, bytes] = {}
        self._written = SharedKeys(self._client, self._channel, self._keys[0])
        try:
            self._read(self._check_server)
        except StoreError:
            self.close()
            raise
        self.refresh()

    def _check_server(self) -> None:
        """Refuse a server with a key of another type, and one that deletes items when its memory is full."""
        self._client.hlen(self._keys[0])
        memory = self._client.info("memory")
        policy = str(memory.get("maxmemory_policy", "noeviction"))
        evicts = policy.startswith("allkeys") or (self._where.expire > 0 and policy.startswith("volatile"))
        if evicts and int(memory.get("maxmemory", 0)) and not self._where.allow_eviction:
            raise StoreError(
                f"{self._where.shown} deletes keys when its memory is full (maxmemory-policy {policy})",
                hint="set maxmemory-policy noeviction, or accept the loss with ?allow-eviction=yes in the URL",
            )

    # ------------------------------------------------------------------ errors

    @contextlib.contextmanager
    def _errors(self) -> Iterator[None]:
        """Translate the exceptions of the client; while the server is down, fail without waiting for it."""
        if self._down is not None and time.monotonic() < self._retry_at:
            raise StoreError(self._down.message, hint=self._down.hint)
        try:
            yield
        except (redis.RedisError, OSError) as error:
            found = store_error(error, self._where.shown)
            if isinstance(error, redis.ConnectionError | redis.TimeoutError | OSError):
                self._down, self._retry_at = found, time.monotonic() + PAUSE
            raise found from None
        self._down = None

    def _read(self, command: Callable[[], Any]) -> Any:
        """Run a command that may be repeated; once more if the connection was lost, e.g. as Redis was restarted."""
        with self._errors():
            try:
                return command()
            except redis.TimeoutError:
                raise
            except redis.ConnectionError:
                return command()

    def _write(self, script: Script, *arguments: Any) -> Any:
        """Run a script once."""
        with self._errors():
            return self._connection.run(script, self._keys, arguments)

    # ------------------------------------------------------------------ the interface

    def refresh(self) -> None:
        """See ``Store.refresh``."""
        self._recent.clear()
        self._written.refresh()

    def get(self, table: str, key: str) -> bytes | None:
        """See ``Store.get``."""
        field = _field(table, key)
        if not self._written.may_contain(field):
            return None
        found = self._fetch(field)
        if found is not None:
            self._recent[field] = found
        return found

    def change(self, table: str, key: str, change: Change) -> bytes:
        """See ``Store.change``.

        The script compares the stored value with the one that was changed. So a value that the same request has read
        before needs no second query, and a field that nobody has written needs none at all.
        """
        field = _field(table, key)
        is_current = self._written.may_contain(field) and field not in self._recent
        stored = self._fetch(field) if is_current else self._recent.pop(field, None)
        while True:
            try:
                value = change(stored)
            except Exception:
                if is_current:
                    raise
                stored, is_current = self._fetch(field), True  # the current value decides
                continue
            outcome, *found = self._replace(_encoded(table), _encoded(key), stored, value)
            if outcome == CHANGED:
                return value
            if outcome == NOT_OURS:
                raise self._not_ours()
            stored, is_current = found[0] if found else None, True

    def _fetch(self, field: bytes) -> bytes | None:
        found: bytes | None = self._read(lambda: self._connection.execute("HGET", self._keys[0], field))
        return found

    def _replace(self, table: bytes, key: bytes, stored: bytes | None, value: bytes) -> list[Any]:
        """Replace a value, if it is still the stored one; return the outcome of the script.

        Other processes learn that a field may be written one round trip before the write is acknowledged.
        """
        field = table + b"\0" + key
        digest = _digest(stored)
        arguments = (self._channel, self._written.own_channel, self._snapshot, self._where.expire, table, key, digest)
        try:
            outcome: list[Any] = self._write(_CHANGE, *arguments, value, int(self._written.contains(field)))
            if outcome[0] == ANNOUNCED:
                outcome = self._write(_CHANGE, *arguments, value, 1)
        except StoreError:
            if self._down is not None:  # Redis may have written the value
                self._written.lose()
            raise
        self._written.add(field)
        return outcome

    def increment(self, name: str) -> int:
        """See ``Store.increment``."""
        arguments = (self._snapshot, self._where.expire, _encoded(name))
        value = int(self._read(lambda: self._connection.run(_INCREMENT, self._keys, arguments)))
        if value < 0:
            raise self._not_ours()
        return value

    def _not_ours(self) -> StoreError:
        message = f"{self._where.shown} now belongs to another document or seed"
        return StoreError(message, hint="restart this server with the same documents and seed as the others")

    def keys(self, table: str) -> list[str]:
        """See ``Store.keys``."""
        start = _encoded(table) + b"\0"
        return [_decoded(member[len(start) + NUMBER_SIZE :]) for member in self._members(table)]

    def _members(self, table: str) -> list[bytes]:
        """Return the members of ``order`` of a table."""
        name = _encoded(table)
        if not self._written.may_contain(name):
            return []
        first, end = b"[" + name + b"\0", b"(" + name + b"\1"
        found: list[bytes] = self._read(lambda: self._client.zrangebylex(self._keys[1], first, end))
        return found

    def items(self, table: str, limit: int = NO_LIMIT) -> list[tuple[str, bytes]]:
        """See ``Store.items``."""
        name = _encoded(table)
        if not self._written.may_contain(name):
            return []
        found: list[tuple[str, bytes]] = []
        last, is_complete = b"", False
        while not is_complete:
            size = min(PART, limit - len(found))
            last, *part = self._read(partial(self._connection.run, _ITEMS, self._keys, (name, last, size)))
            found += [(_decoded(key), value) for key, value in zip(part[::2], part[1::2], strict=True)]
            is_complete = not last or len(found) >= limit
        return found

    def tables(self) -> list[str]:
        """See ``Store.tables``."""
        return [_decoded(name) for name in self._read(lambda: self._connection.run(_TABLES, self._keys, ()))]

    def remove(self, table: str, keys: Iterable[str]) -> None:
        """See ``Store.remove``."""
        start = len(_encoded(table)) + 1 + NUMBER_SIZE
        members = {member[start:]: member for member in self._members(table)}
        removed = [key for key in map(_encoded, keys) if key in members]
        if not removed:
            return
        with self._errors(), self._client.pipeline() as pipeline:
            pipeline.hdel(self._keys[0], *(_encoded(table) + b"\0" + key for key in removed))
            pipeline.zrem(self._keys[1], *(members[key] for key in removed))
            pipeline.execute()

    def counters(self) -> dict[str, int]:
        """See ``Store.counters``."""
        found = self._read(lambda: self._client.hgetall(self._keys[2]))
        start = COUNTER.encode()
        counts = {_decoded(name[len(start) :]): int(value) for name, value in found.items() if name.startswith(start)}
        counts.pop(LOG, None)
        return counts

    def replace(self, tables: Names, counters: Names, contents: Contents = NOTHING) -> None:
        """See ``Store.replace``."""
        self._recent.clear()
        items = [
            (_encoded(table), _encoded(key), value) for table, found in contents.tables.items() for key, value in found
        ]
        fields = [table + b"\0" + key for table, key, _ in items]
        counts = [(_encoded(name), value) for name, value in contents.counters.items()]
        lists: list[list[Any]] = [
            *([_encoded(name) for name in group] for one in (tables, counters) for group in (one.exact, one.prefixes)),
            [part for item in items for part in item],
            [part for count in counts for part in count],
        ]
        arguments: list[Any] = [self._channel, self._snapshot, self._where.expire]
        for one in lists:
            arguments += [len(one), *one]
        if self._write_new(_REPLACE, fields, arguments) != CHANGED:
            raise self._not_ours()

    def commit(self, writes: Sequence[Write]) -> bool:
        """See ``Store.commit``."""
        self._recent.clear()
        arguments: list[Any] = [self._channel, self._snapshot, self._where.expire]
        for one in writes:
            arguments += (_encoded(one.table), _encoded(one.key), _digest(one.expected), one.value)
        new = [_field(one.table, one.key) for one in writes if one.expected is None]
        outcome = self._write_new(_COMMIT, new, arguments)
        if outcome == NOT_OURS:
            raise self._not_ours()
        return outcome == CHANGED

    def _write_new(self, script: Script, fields: list[bytes], arguments: list[Any]) -> int:
        """Run a script that writes fields, which all processes learn of before; return its outcome."""
        self._announce([field for field in fields if not self._written.contains(field)])
        try:
            outcome = int(self._write(script, *arguments))
        except StoreError:
            if self._down is not None:  # Redis may have written the values
                self._written.lose()
            raise
        self._written.add(*fields)
        return outcome

    def _announce(self, fields: list[bytes]) -> None:
        """Let all processes know that fields may be written."""
        if fields:
            self._read(lambda: self._connection.execute("PUBLISH", self._channel, several(fields)))

    def snapshot(self) -> bytes | None:
        """See ``Store.snapshot``."""
        found: bytes | None = self._read(lambda: self._client.hget(self._keys[2], SNAPSHOT))
        return found

    def claim(self, expected: bytes | None, snapshot: bytes, *, discard: bool = False) -> bool:
        """See ``Store.claim``."""
        claimed = self._write(_CLAIM, self._where.expire, expected or b"", snapshot, int(discard))
        if claimed:
            self._snapshot = snapshot
        return bool(claimed)

    def announce(self) -> None:
        """See ``Store.announce``."""
        self._read(lambda: self._connection.execute("PUBLISH", self._channel, REVISION))
        # Redis may respond before it sends the message to the others, but not to the next command.
        self._read(lambda: self._connection.execute("PING"))

    def revision(self) -> int:
        """See ``Store.revision``."""
        return self._written.revision

    def append(self, block: Block, limit: int, max_bytes: int = NO_LIMIT) -> int:
        """See ``Store.append``."""
        arguments = (self._where.expire, _encoded(COUNTER + LOG), limit, max_bytes, block.entries, block.data)
        with self._errors():
            return int(self._connection.run(_APPEND, self._keys, arguments))

    def blocks(self, after: int = 0, limit: int = NO_LIMIT) -> list[tuple[int, bytes]]:
        """See ``Store.blocks``."""
        found = self._read(lambda: self._client.zrangebyscore(self._keys[3], f"({after}", "+inf", start=0, num=limit))
        return [(_block_numbers(member)[0], member[calcsize(BLOCK_NUMBERS) :]) for member in found]

    def log_size(self) -> int:
        """See ``Store.log_size``."""
        found = self._read(lambda: self._client.zrange(self._keys[3], 0, 0))
        if not found:
            return 0
        number, count, _ = _block_numbers(found[0])
        return self.last_number() - number + count

    def last_number(self) -> int:
        """See ``Store.last_number``."""
        return int(self._read(lambda: self._client.hget(self._keys[2], _encoded(COUNTER + LOG))) or 0)

    def clear_log(self) -> None:
        """See ``Store.clear_log``."""
        self._read(lambda: self._client.delete(self._keys[3]))

    def check(self) -> None:
        """See ``Store.check``."""
        self._read(self._client.ping)

    def close(self) -> None:
        """See ``Store.close``."""
        with contextlib.suppress(redis.RedisError, OSError):
            self._written.close()
            self._connection.close()
            self._client.close()


_CHECK_ADDRESS = "start Redis, or correct the address in --store"
_REASONS: tuple[tuple[type[Exception], str, str], ...] = (
    (
        redis.AuthenticationError,
        "wrong or missing password",
        "redis://USER:PASSWORD@HOST:PORT/DB; USER is optional",
    ),
    (
        redis.exceptions.NoPermissionError,
        "permission denied",
        "the user needs hashes, sorted sets, scripts, pub/sub",
    ),
    (redis.BusyLoadingError, "it is still loading its data", "try again when it has loaded them"),
    (redis.OutOfMemoryError, "its memory is full", "raise maxmemory, or delete other keys"),
    (redis.ReadOnlyError, "it is a read-only replica", "use the address of the primary server"),
    (redis.TimeoutError, f"no response within {RESPONSE_SECONDS:g} seconds", _CHECK_ADDRESS),
)
_RESPONSES = {
    "NOAUTH": _REASONS[0][1:],
    "WRONGPASS": _REASONS[0][1:],
    "MISCONF": ("it cannot save its data to disk", "free disk space on the Redis server"),
    "WRONGTYPE": ("a key has another type", "choose another prefix: ?prefix=NAME in the URL"),
    "NOREPLICAS": ("it has not enough replicas", "check the replicas of the Redis server"),
}


def store_error(error: Exception, shown: str) -> StoreError:
    """Return the error for an exception of the client.

    :param shown: the URL without the password.
    """
    for kind, reason, hint in _REASONS:
        if isinstance(error, kind):
            return StoreError(f"cannot use {shown}: {reason}", hint=hint)
    message = str(error).rstrip(".")
    if code := re.search("|".join(_RESPONSES), message):
        reason, hint = _RESPONSES[code[0]]
        return StoreError(f"cannot use {shown}: {reason}", hint=hint)
    if isinstance(error, redis.ConnectionError | OSError):
        cause = error.__cause__ or error.__context__
        reason = getattr(cause, "strerror", None) or message
        return StoreError(f"cannot connect to {shown}: {reason}", hint=_CHECK_ADDRESS)
    return StoreError(f"cannot use {shown}: {message}", hint="see the message of Redis")


def _block_numbers(member: bytes) -> tuple[int, ...]:
    return unpack_from(BLOCK_NUMBERS, member)


def _digest(value: bytes | None) -> str:
    """Return the digest with which scripts recognize the stored value; ``""`` if none is stored."""
    return "" if value is None else hashlib.sha1(value, usedforsecurity=False).hexdigest()


def _field(table: str, key: str) -> bytes:
    return _encoded(table) + b"\0" + _encoded(key)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _decoded(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogatepass")
