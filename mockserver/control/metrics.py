"""Numbers about all exchanges, in the text format of Prometheus (prometheus.io/docs/instrumenting/exposition_formats).

If several processes share a store, each adds its numbers to the sums in the store once a second, so that any process
returns those of all. The number of time series is limited.
"""

from __future__ import annotations

import asyncio
import time
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping

from contracts.errors import StoreError
from contracts.failures import FailureKind
from contracts.generation.json_encoding import encode_json
from contracts.version import version
from mockserver.control.admin_request import AdminRequest, AdminRoute
from mockserver.exchange import Exchange
from mockserver.http.messages import MockResponse, decode_json
from mockserver.state.stores.store import Store
from mockserver.state.tables import METRICS

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds of the durations, in seconds."""

MAX_SERIES = 10_000
"""Maximum number of time series of requests of a process; further ones have the operation ``other``."""

FLUSH_SECONDS = 1.0

OTHER = "other"

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY"})
_KINDS = frozenset(FailureKind)
_KEY = "sums"

Labels = tuple[str, ...]
"""The name of a family of time series, and the values of its labels."""

Sums = dict[Labels, float]

Request = tuple[str, str, str, int]
"""API, operation, method and status code."""

REQUESTS, BUCKET, SECONDS, REFUSALS = "requests", "bucket", "seconds", "refusals"


class Series:
    """Durations of requests.

    :ivar buckets: number of requests by the upper bound of their duration; the last one is for longer ones.
    """

    __slots__ = ("buckets", "seconds")

    def __init__(self) -> None:
        self.seconds = 0.0
        self.buckets = [0] * (len(BUCKETS) + 1)


class Metrics:
    """Counts exchanges.

    :param is_shared: whether other processes use the same store.
    :param kept: returns the number of exchanges that are kept.
    """

    def __init__(self, store: Store, *, is_shared: bool, kept: Callable[[], int]) -> None:
        self._store = store
        self._is_shared = is_shared
        self._kept = kept
        self._started = time.monotonic()
        self._series: dict[Request, Series] = {}
        self._refusals: dict[tuple[str, str], int] = {}
        self._known: set[Request] = set()
        self._total: Sums = {}
        self._timer: tuple[asyncio.AbstractEventLoop, asyncio.TimerHandle] | None = None

    def __call__(self, exchange: Exchange) -> None:
        """Count an exchange."""
        key = exchange.api, exchange.operation, exchange.method, exchange.status
        series = self._series.get(key) or self._new_series(key)
        seconds = exchange.milliseconds / 1000
        series.seconds += seconds
        series.buckets[bisect_left(BUCKETS, seconds)] += 1
        if exchange.reason:
            kind = exchange.reason.partition(":")[0].partition(" ")[0]
            refusal = exchange.api, kind if kind in _KINDS else OTHER
            self._refusals[refusal] = self._refusals.get(refusal, 0) + 1
        if self._is_shared:
            self._schedule()

    def _new_series(self, request: Request) -> Series:
        """Return the time series of a request, which is that of all other ones if there are too many."""
        api, operation, method, status = request
        key = api, operation, method if method in _METHODS else OTHER, status
        if key not in self._known:
            if len(self._known) >= MAX_SERIES:
                key = api, OTHER, key[2], status
            self._known.add(key)
        return self._series.setdefault(key, Series())

    def routes(self) -> list[AdminRoute]:
        """Return the routes of the admin API."""
        return [AdminRoute("GET", "/metrics", self._get)]

    # ------------------------------------------------------------------ sums of all processes

    def _schedule(self) -> None:
        """Add the numbers to the store in a second, unless that is planned already."""
        loop = asyncio.get_running_loop()
        if self._timer is None or self._timer[0] is not loop:
            self._timer = loop, loop.call_later(FLUSH_SECONDS, self._flush)

    def _flush(self) -> None:
        """Add the numbers to the store; if that fails, they are added later."""
        self._timer = None
        if not self._series:
            return
        sums = self._sums()
        try:
            stored = self._store.change(METRICS, _KEY, lambda stored: _encode(_added(_decode(stored), sums)))
        except StoreError:
            return
        self._series, self._refusals, self._total = {}, {}, _decode(stored)

    def _all(self) -> Sums:
        """Return the sums of all processes; while the store cannot be read, the last known ones."""
        if not self._is_shared:
            return self._sums()
        self._flush()
        if not self._series:
            self._total = _decode(self._store.get(METRICS, _KEY))
        return _added(self._total, self._sums())

    def _sums(self) -> Sums:
        """Return what this process counted since the last flush."""
        sums: Sums = {(REFUSALS, *labels): count for labels, count in self._refusals.items()}
        for (api, operation, method, status), series in self._series.items():
            sums[REQUESTS, api, operation, method, str(status)] = sum(series.buckets)
            durations: Sums = {(SECONDS, api, operation): series.seconds}
            for position, count in enumerate(series.buckets):
                if count:
                    durations[BUCKET, api, operation, str(position)] = count
            for labels, value in durations.items():
                sums[labels] = sums.get(labels, 0) + value
        return sums

    # ------------------------------------------------------------------ output

    def _get(self, request: AdminRequest) -> MockResponse:
        request.known_query()
        text = "\n".join([*self._lines(self._all()), ""])
        return MockResponse(200, text.encode("utf-8", "replace"), MEDIA_TYPE)

    def _lines(self, sums: Sums) -> Iterator[str]:
        yield from _head("casemock_info", "gauge", "Version of casemock.")
        yield _line("casemock_info", {"version": version()}, 1)
        yield from _head("casemock_uptime_seconds", "gauge", "Time since the start of the process that responds.")
        yield _line("casemock_uptime_seconds", {}, round(time.monotonic() - self._started, 3))
        yield from _head("casemock_exchanges_kept", "gauge", "Exchanges that the admin API can return.")
        yield _line("casemock_exchanges_kept", {}, self._kept())
        yield from _head("casemock_requests_total", "counter", "Requests; operation is empty if none matched.")
        for (_, api, operation, method, status), count in _family(sums, REQUESTS):
            labels = {"api": api, "operation": operation, "method": method, "status": status}
            yield _line("casemock_requests_total", labels, count)
        yield from _head("casemock_refusals_total", "counter", "Refused requests by the kind of the reason.")
        for (_, api, kind), count in _family(sums, REFUSALS):
            yield _line("casemock_refusals_total", {"api": api, "kind": kind}, count)
        yield from _head("casemock_store_errors_total", "counter", "Requests that failed because of the store.")
        failed = [count for labels, count in _family(sums, REFUSALS) if labels[2] == FailureKind.UNAVAILABLE]
        yield _line("casemock_store_errors_total", {}, sum(failed))
        yield from _durations(sums)


def _durations(sums: Sums) -> Iterator[str]:
    name = "casemock_request_duration_seconds"
    yield from _head(name, "histogram", "Duration of requests.")
    for (_, api, operation), seconds in _family(sums, SECONDS):
        labels, count = {"api": api, "operation": operation}, 0.0
        for position, bound in enumerate((*map(str, BUCKETS), "+Inf")):
            count += sums.get((BUCKET, api, operation, str(position)), 0)
            yield _line(f"{name}_bucket", {**labels, "le": bound}, count)
        yield _line(f"{name}_sum", labels, round(seconds, 6))
        yield _line(f"{name}_count", labels, count)


def _family(sums: Sums, name: str) -> list[tuple[Labels, float]]:
    return sorted((labels, value) for labels, value in sums.items() if labels[0] == name)


def _head(name: str, kind: str, text: str) -> tuple[str, str]:
    return f"# HELP {name} {text}", f"# TYPE {name} {kind}"


def _line(name: str, labels: Mapping[str, str], value: float) -> str:
    pairs = ",".join(f'{label}="{_escaped(text)}"' for label, text in labels.items())
    number = int(value) if value == int(value) else value
    return f"{name}{{{pairs}}} {number}" if pairs else f"{name} {number}"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _added(one: Sums, other: Sums) -> Sums:
    return {labels: one.get(labels, 0) + other.get(labels, 0) for labels in (*one, *other)}


def _encode(sums: Sums) -> bytes:
    return encode_json([[*labels, value] for labels, value in sums.items()])


def _decode(stored: bytes | None) -> Sums:
    return {tuple(entry[:-1]): entry[-1] for entry in decode_json(stored)} if stored else {}
