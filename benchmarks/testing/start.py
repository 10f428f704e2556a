"""Imports, and the first response after them: each in a new process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from benchmarks.processes import BenchmarkError
from benchmarks.stores.results import Figure

MOST_IMPORT_MS, MOST_FIRST_MS = 350, 150

PROGRAM = """\
import json, time
began = time.perf_counter()
import httpx
peer = time.perf_counter()
from mockserver.testing import MockServer
from mockserver.testing.httpx_transports import MockTransport
imported = time.perf_counter()
with MockServer() as mock, httpx.Client(transport=MockTransport(mock.thread), base_url="http://mock") as client:
    response = client.get("/serverops/cases/case-1", headers=mock.auth())
    assert response.status_code == 200, response.text
    responded = time.perf_counter()
figures = {"httpx": peer - began, "casemock": imported - peer, "response": responded - imported}
print(json.dumps(figures))
"""


def start_figures(rounds: int) -> Iterator[Figure]:
    """Yield the figures of several processes."""
    runs = [_run() for _ in range(rounds)]
    for key, name, most in (
        ("httpx", "import httpx (peer)", None),
        ("casemock", "import mockserver.testing, after httpx", MOST_IMPORT_MS),
        ("response", "first response of the bundled document, after imports", MOST_FIRST_MS),
    ):
        values = [run[key] * 1000 for run in runs]
        detail = f"{min(values):.0f} to {max(values):.0f}"
        yield Figure("start", name, median(values), most, unit=" ms", detail=detail, is_minimum=False)


def _run() -> dict[str, float]:
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BenchmarkError(f"the program failed: {done.stderr[-2000:]}")
    figures: dict[str, float] = json.loads(done.stdout)
    return figures
