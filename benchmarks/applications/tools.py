"""Runs of ``contracts test`` and of plain schemathesis on a running application, as processes of their own."""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.applications.results import ToolRun, differences, read_failures, read_findings
from benchmarks.applications.running import Started
from benchmarks.document import ROOT
from benchmarks.processes import BenchmarkError
from contracts import Contract

VALUES = Path(__file__).parent / "values"
"""Files of valid parameters and bodies for ``--values``, by name of the application; not each one needs one."""

KILL_AFTER = 30.0
"""Seconds between the request to stop and the kill of a tool that does not end in time."""


@dataclass(frozen=True)
class Job:
    """What both tools need.

    :ivar document: file of the OpenAPI document.
    :ivar output: folder for the reports and the output of the tools.
    :ivar timeout: seconds after which a tool is stopped, as a failure to end by itself.
    :ivar more: more options of ``contracts test``.
    """

    document: Path
    output: Path
    timeout: float
    seed: int
    more: tuple[str, ...] = ()


def run_casemock(job: Job, app: Started, contract: Contract) -> ToolRun:
    """Run ``contracts test``.

    :raises BenchmarkError: if it writes no report.
    """
    report = job.output / "casemock.json"
    command = casemock_command(job, app, report)
    before = app.application.fingerprint(app.client)
    ended, seconds, cpu = _run(command, job.output / "casemock.txt", job.timeout)
    value = _read_json(report, job.output / "casemock.txt")
    operations = {one.id: f"{one.method} {one.path}" for one in contract.operations}
    findings = read_findings(value, operations)
    done = ToolRun(ended, seconds, cpu, value["requests"], findings=findings, notes=_notes(value, operations))
    return _with_damage(done, app, before)


def casemock_command(job: Job, app: Started, report: Path) -> list[str]:
    """Return the command of ``contracts test``."""
    known = [word for name, value in app.known.items() for word in ("--known", f"{name}={value}")]
    tags = [word for tag in app.application.includes for word in ("--include", f"tag:{tag}")]
    options = ["--url", app.url, "--seed", str(job.seed), "--format", "json", "--output", str(report)]
    test = [sys.executable, "-m", "contracts", "test", str(job.document), *options]
    values = VALUES / f"{app.application.name}.yaml"
    given = ["--values", str(values)] if values.exists() else []
    return [*test, *known, *tags, *given, *app.application.options, *job.more]


def run_schemathesis(job: Job, app: Started) -> ToolRun:
    """Run ``schemathesis run`` with its default settings."""
    report = job.output / "schemathesis.ndjson"
    headers = [word for name, value in app.application.headers.items() for word in ("--header", f"{name}: {value}")]
    tags = [word for tag in app.application.includes for word in ("--include-tag", tag)]
    program = str(Path(sys.executable).with_name("schemathesis"))
    options = ["--url", app.url, "--seed", str(job.seed), "--no-color"]
    reports = ["--report", "ndjson", "--report-ndjson-path", str(report)]
    before = app.application.fingerprint(app.client)
    command = [program, "run", str(job.document), *options, *reports, *headers, *tags]
    ended, seconds, cpu = _run(command, job.output / "schemathesis.txt", job.timeout)
    with report.open(encoding="utf-8") if report.exists() else io.StringIO() as lines:
        failures, requests = read_failures(lines)
    return _with_damage(ToolRun(ended, seconds, cpu, requests, failures=failures), app, before)


def _with_damage(done: ToolRun, app: Started, before: Any) -> ToolRun:
    try:
        deleted, changed = differences(before, app.application.fingerprint(app.client))
    except (OSError, BenchmarkError) as error:
        deleted, changed = (f"data cannot be read: {error}",), ()
    return replace(done, deleted=deleted, changed=changed)


def _notes(report: Any, operations: dict[str, str]) -> tuple[str, ...]:
    """Return the notes; ids of operations become ``METHOD /path`` where a status code follows."""
    return tuple(_named(note, operations) for note in report["notes"])


def _named(note: str, operations: dict[str, str]) -> str:
    for identifier, name in operations.items():
        note = note.replace(f" {identifier} (", f" {name} (")
    return note


def _read_json(report: Path, log: Path) -> Any:
    try:
        return json.loads(report.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BenchmarkError(f"no report: {log.read_text('utf-8', 'replace')[-600:].strip()}") from error


def _run(command: Sequence[str], log: Path, timeout: float) -> tuple[bool, float, float]:
    """Run a tool; return whether it ended by itself with exit code 0 or 1, its duration and its CPU seconds."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    start = time.perf_counter()
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=sink, stderr=subprocess.STDOUT, env=environment, cwd=log.parent
        )
        stopped = _wait(process, start + timeout)
    _, status, usage = stopped
    code = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    return code in (0, 1) and seconds <= timeout, seconds, usage.ru_utime + usage.ru_stime


def _wait(process: subprocess.Popen[bytes], until: float) -> tuple[int, int, Any]:
    """Wait for a process until a time, then stop it; return what ``os.wait4`` returns."""
    signals = iter((signal.SIGINT, signal.SIGKILL))
    try:
        while True:
            done = os.wait4(process.pid, os.WNOHANG)
            if done[0]:
                process.returncode = os.waitstatus_to_exitcode(done[1])
                return done
            if time.perf_counter() > until:
                with contextlib.suppress(StopIteration):
                    process.send_signal(next(signals))
                until += KILL_AFTER
            time.sleep(0.05)
    except BaseException:
        process.kill()
        raise
