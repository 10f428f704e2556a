"""The garbage collector in commands."""

from __future__ import annotations

import gc

from contracts import garbage_collection
from contracts.cli.support import run_command


def test_commands_collect_rarely_and_restore_the_threshold() -> None:
    before, seen = gc.get_threshold(), []
    run_command(lambda: seen.append(gc.get_threshold()) or 0)
    assert seen == [(garbage_collection.ALLOCATIONS, *before[1:])]
    assert gc.get_threshold() == before
