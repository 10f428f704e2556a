"""Load from wrk: one thread, 32 connections, as fast as the server answers."""

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
    """What one window of load gave.

    :param rps: requests a second.
    :param cpu_us: CPU time of the server's processes per request, in microseconds.
    :param errors: answers of another status than expected, and broken connections.
    """

    rps: float
    p50_ms: float
    p99_ms: float
    cpu_us: float
    requests: int
    errors: int


def check_wrk() -> None:
    """Refuse to begin without the tools.

    :raises BenchmarkError: with how to get what is missing.
    """
    for tool, package in (("wrk", "wrk"), ("taskset", "util-linux")):
        if shutil.which(tool) is None:
            raise BenchmarkError(f"there is no {tool}: apt-get install {package}")


def run_round(server: Server, scenario: Scenario, seconds: float, salt: str, core: int | None) -> Round:
    """One window of load.

    The status is judged twice: wrk counts all of 400 and above, and one request before and one behind the window must
    have exactly the expected one.

    :param salt: another one for each window, so that new ids are new.
    """
    before = server.usage()
    wrong = _wrong(server, scenario, f"{salt}a")
    text = _wrk(server.port, scenario, seconds, salt, core)
    spent = server.usage().cpu_s - before.cpu_s
    return parse(text, spent, wrong + _wrong(server, scenario, f"{salt}z"), expect_refusal=scenario.status >= 400)


def parse(text: str, cpu_s: float, wrong: int, *, expect_refusal: bool) -> Round:
    """Read what ``load.lua`` prints at the end.

    :param cpu_s: seconds of CPU time that the server has spent.
    :param wrong: errors that were found otherwise.
    :raises BenchmarkError: where the line is missing, or nothing was answered.
    """
    line = next((line for line in text.splitlines() if line.startswith('{"requests"')), "")
    told = json.loads(line) if line else {"requests": 0}
    requests = told["requests"]
    if not requests:
        raise BenchmarkError(f"wrk got no answer: {text.strip()[-300:]}")
    refused = requests - told["refused"] if expect_refusal else told["refused"]
    return Round(
        rps=requests / told["duration_us"] * 1e6,
        p50_ms=told["p50_us"] / 1e3,
        p99_ms=told["p99_us"] / 1e3,
        cpu_us=cpu_s / requests * 1e6,
        requests=requests,
        errors=refused + told["broken"] + wrong,
    )


def _wrong(server: Server, scenario: Scenario, salt: str) -> int:
    return int(server.ask(scenario, salt, 1)[0] != scenario.status)


def _wrk(port: int, scenario: Scenario, seconds: float, salt: str, core: int | None) -> str:
    pinned = [] if core is None else ["taskset", "--cpu-list", str(core)]
    load = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", "--timeout", "20s", "-s", str(SCRIPT)]
    known = "0" if scenario.new_ids else str(KNOWN_IDS)
    words = [scenario.method, COLLECTION, salt, known, TOKEN, *([scenario.body] if scenario.body else [])]
    command = [*pinned, *load, f"http://127.0.0.1:{port}", "--", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
