"""Rate limits: requests per credential in a window of time, of the operations that document 429."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from contracts.spec.model import Operation
from mockserver.http.messages import Scope, read_headers
from mockserver.http.request import parse_cookies, parse_query
from mockserver.rate import Rate
from mockserver.state.stores.store import Store
from mockserver.state.tables import CONTROL, TableName

TABLE = str(TableName(CONTROL, "rate-limit"))
"""The counts by window and digest of the credential."""

MAX_CLIENTS = 100_000
"""Maximum number of credentials that a process counts in a window; further ones share a count."""

TOO_MANY = 429

Clock = Callable[[], float]
"""Returns the time in seconds since 1970-01-01 UTC."""


@dataclass(frozen=True)
class Usage:
    """The state of a rate limit after a request.

    :param limit: requests in the window; ``None`` if it is not known.
    :param remaining: further requests that are accepted in the window.
    :param reset: seconds until the next window, at least 1.
    :param now: the time, or ``None`` if it is not known.
    :param is_exceeded: whether the request is refused.
    """

    limit: int | None
    remaining: int
    reset: int
    seconds: int = 0
    now: float | None = None
    is_exceeded: bool = False


class RateLimits:
    """Counts requests per API and credential, or per client address if there is no credential.

    Windows begin at multiples of their length, so that they are the same for all processes.

    :ivar clock: returns the time.
    """

    def __init__(self, store: Store, rate: Rate, clock: Clock = time.time) -> None:
        self._store = store
        self._rate = rate
        self.clock = clock
        self._window = -1
        self._clients: set[str] = set()

    def count(self, scope: Scope, operation: Operation) -> Usage | None:
        """Count a request; return ``None`` if the operation does not document 429."""
        if not operation.documents(TOO_MANY):
            return None
        now = self.clock()
        window = int(now // self._rate.seconds)
        self._remove_before(window)
        client = _digest(f"{operation.api}\0{credential_of(scope, operation)}")
        if client not in self._clients:
            if len(self._clients) >= MAX_CLIENTS:
                client = ""
            self._clients.add(client)
        stored = self._store.change(TABLE, f"{window} {client}", lambda old: str(int(old or 0) + 1).encode())
        number = int(stored)
        limit = self._rate.limit
        reset = max(1, math.ceil((window + 1) * self._rate.seconds - now))
        return Usage(limit, max(0, limit - number), reset, self._rate.seconds, now, is_exceeded=number > limit)

    def _remove_before(self, window: int) -> None:
        """Remove the counts of former windows, when a window begins; the last one may still be in use elsewhere."""
        if window == self._window:
            return
        self._window = window
        self._clients.clear()
        old = [key for key in self._store.keys(TABLE) if int(key.partition(" ")[0]) < window - 1]
        if old:
            self._store.remove(TABLE, old)

    def clear(self) -> None:
        """Forget all counts."""
        self._store.remove(TABLE, self._store.keys(TABLE))


def credential_of(scope: Scope, operation: Operation) -> str:
    """Return the credential of a request by the security schemes of its operation, else the address of the client."""
    headers = read_headers(scope["headers"])
    for rule in operation.security:
        for use in rule.uses:
            scheme = use.scheme
            found = _value(scope, headers, scheme.location, scheme.name) if scheme.type == "apiKey" else ""
            found = found or (headers.get("authorization", "") if scheme.type != "apiKey" else "")
            if found:
                return found
    return headers.get("authorization") or str((scope.get("client") or ("",))[0])


def _value(scope: Scope, headers: Mapping[str, str], location: str, name: str) -> str:
    if location == "header":
        return headers.get(name.lower(), "")
    if location == "cookie":
        return parse_cookies(headers.get("cookie", "")).get(name, "")
    values: list[Any] = parse_query(scope["query_string"].decode("latin-1")).get(name, [])
    return str(values[0]) if values else ""


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
