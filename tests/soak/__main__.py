"""``python -m tests.soak --requests N [--seconds S]``: a long run against a real server.

Four parts: memory under mixed requests, writes while workers are killed, a full disk, and the time limit of contract
tests. The figures are printed as a
table; the exit code is 1 if one of them is not as it must be.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence

from tests.soak.disk import full_disk
from tests.soak.kills import kills
from tests.soak.memory import memory
from tests.soak.report import Row, table
from tests.soak.time_limit import time_limit

PARTS: dict[str, Callable[[argparse.Namespace], list[Row]]] = {
    "memory": lambda chosen: asyncio.run(memory(chosen.requests, chosen.connections, chosen.seconds)),
    "kills": lambda chosen: asyncio.run(kills(chosen.requests // 10, chosen.connections, chosen.seconds)),
    "disk": lambda _: asyncio.run(full_disk()),
    "time limit": lambda _: time_limit(),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the parts; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000, help="mixed requests (default: 1000000)")
    parser.add_argument("--seconds", type=float, default=900, help="end each part after SECONDS (default: 900)")
    parser.add_argument("--connections", type=int, default=8, help="connections at the same time (default: 8)")
    parser.add_argument("--part", choices=PARTS, action="append", help="run only this part; can be repeated")
    chosen = parser.parse_args(arguments)
    rows: list[Row] = []
    for name in chosen.part or PARTS:
        found = PARTS[name](chosen)
        print(table(found), flush=True)  # noqa: T201 (the output of the command)
        rows += found
    return 0 if all(row.is_good for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
