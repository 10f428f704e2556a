"""Writes that are lost by ``kill -9`` are found; the stores lose none."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from benchmarks.document import convert_to_30, serverops, write
from benchmarks.stores import kills
from benchmarks.stores.kills import KillTest
from benchmarks.stores.redis_server import ALWAYS, RedisServer
from benchmarks.stores.writers import Written
from tests.redis_server import needs_redis


@pytest.fixture
def document(tmp_path: Path) -> Path:
    return write(convert_to_30(serverops()), tmp_path / "serverops.yaml")


def test_sqlite_loses_nothing(document: Path, tmp_path: Path) -> None:
    outcome = KillTest(document, tmp_path, f"sqlite:{tmp_path / 'items.sqlite'}", random.Random(1)).run(2)
    assert (outcome.kills, outcome.lost, outcome.failed_starts) == (2, [], [])
    assert outcome.writes > 0


@needs_redis
def test_redis_loses_nothing(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kills, "REDIS_EVERY", 2)
    with RedisServer(tmp_path / "redis", ALWAYS) as redis:
        outcome = KillTest(document, tmp_path, redis.url("killed"), random.Random(1), redis).run(2)
    assert (outcome.kills, outcome.redis_kills, outcome.lost, outcome.failed_starts) == (2, 1, [], [])
    assert outcome.writes > 0


def test_losses_are_found(document: Path, tmp_path: Path) -> None:
    outcome = KillTest(document, tmp_path, "memory", random.Random(1)).run(1)
    assert outcome.lost
    assert not all(figure.ok for figure in outcome.figures("memory"))


@pytest.mark.parametrize(
    ("sent", "acknowledged", "read", "is_lost"),
    [(3, 3, 3, False), (3, 2, 3, False), (3, 2, 2, False), (3, 2, 1, True), (3, 2, 0, True), (3, 0, 0, False)],
)
def test_what_counts_as_lost(sent: int, acknowledged: int, read: int, *, is_lost: bool) -> None:
    assert Written(sent, acknowledged).is_lost(read) == is_lost


def test_an_unreadable_item_is_lost() -> None:
    assert Written(1, 1).is_lost(-1)
