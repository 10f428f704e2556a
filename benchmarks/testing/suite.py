"""A suite of many tests with the fixture of the pytest plugin, beside one without it."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.processes import BenchmarkError
from benchmarks.stores.results import Figure

MOST_ADDED_SECONDS = 3.0

TESTS = """\
import httpx
import pytest

URL = "https://api.serverops.gg/v1/cases/case-1"
CLIENT = httpx.Client({client})

@pytest.fixture
def constant():
    return None

@pytest.mark.parametrize("number", range({number}))
def test_request({fixture}, number):
    assert CLIENT.get(URL, headers={headers}).status_code == 200
"""

CONSTANT = "transport=httpx.MockTransport(lambda _: httpx.Response(200, json={}))"

FIXTURES = {
    "constant": {"client": CONSTANT, "headers": "{}"},
    "mock_api": {"client": "", "headers": "mock_api.auth()"},
}


def suite_figures(folder: Path, number: int, rounds: int) -> Iterator[Figure]:
    """Yield the time of a suite without the mock server, and what the fixture adds.

    :param folder: for the files of the tests.
    :param number: number of tests.
    """
    seconds: dict[str, list[float]] = {name: [] for name in FIXTURES}
    for name, parts in FIXTURES.items():
        text = TESTS.format(number=number, fixture=name, **parts)
        (folder / f"test_{name}.py").write_text(text, "utf-8")
    for _ in range(rounds):
        for name in FIXTURES:
            seconds[name].append(_seconds(folder, f"test_{name}.py", number))
    peer = median(seconds["constant"])
    yield Figure("suite", f"{number:,} tests with httpx.MockTransport (peer)", peer, unit=" s")
    added = median(one - other for one, other in zip(seconds["mock_api"], seconds["constant"], strict=True))
    detail = f"{number:,} tests with a request each, imports included"
    name = "added by mock_api"
    yield Figure("suite", name, added, MOST_ADDED_SECONDS, is_minimum=False, unit=" s", detail=detail)


def _seconds(folder: Path, file: str, number: int) -> float:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "mockserver.pytest_plugin", "-p", "no:cacheprovider", file]
    began = time.perf_counter()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode or f"{number} passed" not in done.stdout:
        raise BenchmarkError(f"the tests failed: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return time.perf_counter() - began
