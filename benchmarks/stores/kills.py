"""``kill -9`` during writes: of the mock server, and of Redis itself.

After each kill everything is started again, and every item is read: no acknowledged write may be lost.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.measure import log
from benchmarks.processes import BenchmarkError, Server, free_port
from benchmarks.scenarios import GET_NEW
from benchmarks.stores.mock import start
from benchmarks.stores.redis_server import ALWAYS, EVERY_SECOND, RedisServer
from benchmarks.stores.results import Figure
from benchmarks.stores.writers import Writers, Written, lost

CLIENTS = 3

REDIS_EVERY = 4
"""Each fourth kill is that of Redis itself instead of the mock server."""

WRITE_SECONDS = (0.02, 0.4)
"""Range of the time from the first acknowledged write to the kill."""

RECOVERY_SECONDS = 10.0
"""Maximum time from the start of Redis until the mock server, which kept running, acknowledges writes again."""


@dataclass
class Outcome:
    """What happened.

    :ivar redis_kills: the kills of Redis itself, among all ``kills``.
    :ivar lost: messages about lost writes.
    :ivar failed_starts: messages of failed starts and recoveries.
    """

    kills: int = 0
    redis_kills: int = 0
    writes: int = 0
    lost: list[str] = field(default_factory=list)
    failed_starts: list[str] = field(default_factory=list)

    def figures(self, name: str) -> list[Figure]:
        """Return the figures of a store."""
        of_redis = f", {self.redis_kills} of them of Redis" if self.redis_kills else ""
        detail = f"{self.kills} kills{of_redis}, {self.writes:,} acknowledged writes"
        return [
            Figure("kill", f"{name}: acknowledged writes lost", len(self.lost), 0, is_minimum=False, detail=detail),
            Figure("kill", f"{name}: failed starts", len(self.failed_starts), 0, is_minimum=False),
        ]


def sqlite_figures(document: Path, folder: Path, kills: int) -> list[Figure]:
    """Kill the mock server with a SQLite file."""
    log(f"— {kills} kills, sqlite")
    test = KillTest(document, folder, f"sqlite:{folder / 'killed.sqlite'}", random.Random(kills))
    return test.run(kills).figures("sqlite")


def redis_figures(document: Path, folder: Path, kills: int) -> Iterator[Figure]:
    """Kill the mock server, and Redis: one half of the kills with each value of ``appendfsync``."""
    for appendfsync, number in ((ALWAYS, (kills + 1) // 2), (EVERY_SECOND, kills // 2)):
        log(f"— {number} kills, redis with appendfsync {appendfsync}")
        with RedisServer(folder / f"killed-{appendfsync}", appendfsync) as redis:
            test = KillTest(document, folder, redis.url("killed"), random.Random(kills), redis)
            yield from test.run(number).figures(f"redis, {appendfsync}")


class KillTest:
    """Writes, kills and checks.

    :param store: the value of ``--store``.
    :param redis: is killed as well.
    """

    def __init__(
        self, document: Path, folder: Path, store: str, chance: random.Random, redis: RedisServer | None = None
    ) -> None:
        self._document, self._folder, self._store = document, folder, store
        self._chance, self._redis = chance, redis
        self._port = free_port()
        self._written: dict[str, Written] = {}

    def run(self, kills: int) -> Outcome:
        """Kill the given number of times."""
        outcome = Outcome()
        server = self._start(outcome)
        try:
            for number in range(kills):
                server = self._round(server, number, outcome)
                lost_now = lost(self._port, self._recent(number))
                outcome.lost += lost_now
                for message in lost_now:
                    log(f"  lost: {message}")
                if (number + 1) % 10 == 0:
                    log(f"  {number + 1}/{kills}  {len(self._written):,} items, {len(outcome.lost)} lost")
            outcome.lost += lost(self._port, self._written)
        finally:
            server.kill()
        outcome.writes = sum(item.acknowledged for item in self._written.values())
        return outcome

    def _recent(self, number: int) -> Mapping[str, Written]:
        """Return the items of one round; all are read at the end."""
        return {key: item for key, item in self._written.items() if key.startswith(f"k{number}-")}

    def _round(self, server: Server, number: int, outcome: Outcome) -> Server:
        """Write, kill and start again; return the server that runs then."""
        kills_redis = self._redis is not None and number % REDIS_EVERY == REDIS_EVERY - 1
        with Writers(self._port, f"k{number}", CLIENTS) as writers:
            if not writers.wait_for_success(RECOVERY_SECONDS):
                raise BenchmarkError(f"no write succeeds: {writers.refused()} {server.tail()}")
            time.sleep(self._chance.uniform(*WRITE_SECONDS))
            if kills_redis:
                self._kill_redis(writers, outcome)
            else:
                server.kill()
        outcome.kills += 1
        self._written |= writers.written()
        return server if kills_redis else self._start(outcome)

    def _kill_redis(self, writers: Writers, outcome: Outcome) -> None:
        """Kill Redis and start it again; the mock server must recover without a restart."""
        assert self._redis is not None
        self._redis.kill()
        outcome.redis_kills += 1
        try:
            self._redis.restart()
            if not writers.wait_for_success(RECOVERY_SECONDS):
                raise BenchmarkError(f"no write within {RECOVERY_SECONDS:.0f} s after the start of Redis")
        except BenchmarkError as error:
            self._count(outcome, error)

    def _start(self, outcome: Outcome) -> Server:
        """Start the mock server.

        :raises BenchmarkError: if it does not start at the second attempt either.
        """
        try:
            return self._started()
        except BenchmarkError as error:
            self._count(outcome, error)
        return self._started()

    def _started(self) -> Server:
        server = start(self._document, self._store, self._folder, port=self._port)
        try:
            server.wait_for(GET_NEW)
        except BaseException:
            server.kill()
            raise
        return server

    def _count(self, outcome: Outcome, error: BenchmarkError) -> None:
        outcome.failed_starts.append(str(error))
        log(f"  failed start: {error}")
