"""Load generation with wrk: one thread, 32 connections, no delay between requests."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.document import COLLECTION
from benchmarks.processes import BenchmarkError, Server
from benchmarks.scenarios import KNOWN_IDS, TOKEN, Scenario

SCRIPT = Path(__file__).with_name("load.lua")
CONNECTIONS = 32


@dataclass(frozen=True)
class Round:
    """Figures of one measurement window.

    :param rps: requests per second.
    :param cpu_us: CPU time of the server's processes per request, in microseconds.
    :param errors: responses with an unexpected status code, and connection errors.
    """

    rps: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    requests: int
    errors: int


def check_wrk() -> None:
    """Check that wrk and taskset are installed.

    :raises BenchmarkError: if one is missing; the message says how to install it.
    """
    for tool, package in (("wrk", "wrk"), ("taskset", "util-linux")):
        if shutil.which(tool) is None:
            raise BenchmarkError(f"{tool} is not installed: run apt-get install {package}")


def run_round(server: Server, scenario: Scenario, seconds: float, salt: str, core: int | None) -> Round:
    """Run one measurement window.

    Status codes are checked in two ways: wrk counts those of 400 and above, and one request before and one after the
    window must have exactly the expected one.

    :param salt: prefix of new ids, different for each window.
    """
    before = server.usage()
    wrong = _wrong(server, scenario, f"{salt}a")
    text = _wrk(server.port, scenario, seconds, salt, core)
    spent = server.usage().cpu_s - before.cpu_s
    return parse(text, spent, wrong + _wrong(server, scenario, f"{salt}z"), expect_refusal=scenario.status >= 400)


def parse(text: str, cpu_s: float, wrong: int, *, expect_refusal: bool) -> Round:
    """Parse the output of ``load.lua``.

    :param cpu_s: CPU time of the server during the window, in seconds.
    :param wrong: number of errors found by the requests before and after the window.
    :raises BenchmarkError: if the line of JSON is missing or no request succeeded.
    """
    line = next((line for line in text.splitlines() if line.startswith('{"requests"')), "")
    summary = json.loads(line) if line else {"requests": 0}
    requests = summary["requests"]
    if not requests:
        raise BenchmarkError(f"wrk received no response: {text.strip()[-300:]}")
    unexpected = requests - summary["refused"] if expect_refusal else summary["refused"]
    return Round(
        rps=requests / summary["duration_us"] * 1e6,
        p50_ms=summary["p50_us"] / 1e3,
        p99_ms=summary["p99_us"] / 1e3,
        cpu_us=cpu_s / requests * 1e6,
        requests=requests,
        errors=unexpected + summary["broken"] + wrong,
    )


def _wrong(server: Server, scenario: Scenario, salt: str) -> int:
    return int(server.request(scenario, salt, 1)[0] != scenario.status)


def _wrk(port: int, scenario: Scenario, seconds: float, salt: str, core: int | None) -> str:
    pinned = [] if core is None else ["taskset", "--cpu-list", str(core)]
    load = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "20s", "-s", str(SCRIPT)]
    known = "0" if scenario.new_ids else str(KNOWN_IDS)
    arguments = [scenario.method, COLLECTION, salt, known, TOKEN, *([scenario.body] if scenario.body else [])]
    command = [*pinned, *load, f"http://127.0.0.1:{port}", "--", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
