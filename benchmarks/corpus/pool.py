"""Run tasks in worker processes: a process per chunk of documents, and a new one after a hang or a crash."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from dataclasses import asdict, replace
from threading import Lock

from benchmarks.corpus.results import CRASHED, TIMEOUT, Load, Sent, load_from, sent_from
from benchmarks.corpus.worker import HANGING, Task
from benchmarks.document import ROOT

Result = Load | Sent

WORKER = (sys.executable, "-m", "benchmarks.corpus.worker")


class Pool:
    """Worker processes.

    :param jobs: number of processes at the same time.
    :param chunk: number of documents per process.
    """

    def __init__(self, jobs: int, chunk: int = 20) -> None:
        self._jobs = max(1, jobs)
        self._chunk = chunk
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._stopped = False

    def run(self, tasks: Sequence[Task]) -> Iterator[list[Result]]:
        """Yield the results of each chunk as soon as it is finished, in any order.

        :raises KeyboardInterrupt: after the processes were stopped.
        """
        chunks = [tasks[start : start + self._chunk] for start in range(0, len(tasks), self._chunk)]
        with ThreadPoolExecutor(self._jobs) as executor:
            try:
                for future in as_completed([executor.submit(self._run_chunk, chunk) for chunk in chunks]):
                    yield future.result()
            except BaseException:
                self._stop()
                raise

    def _stop(self) -> None:
        with self._lock:
            self._stopped = True
            running = list(self._running)
        for process in running:
            with suppress(ProcessLookupError):
                process.kill()

    def _run_chunk(self, tasks: Sequence[Task]) -> list[Result]:
        results: list[Result] = []
        remaining = list(tasks)
        while remaining and not self._stopped:
            remaining = self._run_process(remaining, results)
        return results

    def _run_process(self, tasks: list[Task], results: list[Result]) -> list[Task]:
        """Run tasks in one process, add their results, and return what is left after it has ended early."""
        process = subprocess.Popen(
            WORKER,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
        )
        with self._lock:
            self._running.add(process)
        progress = _Progress(tasks, results)
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            with suppress(BrokenPipeError):
                process.stdin.write("".join(json.dumps(asdict(task)) + "\n" for task in tasks).encode())
                process.stdin.close()
            for line in process.stdout:
                progress.add(json.loads(line))
            process.wait()
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
            with self._lock:
                self._running.discard(process)
        return [] if self._stopped else progress.remaining(process.returncode)


class _Progress:
    """What a process has done so far."""

    def __init__(self, tasks: list[Task], results: list[Result]) -> None:
        self._tasks = tasks
        self._results = results
        self._done = 0
        self._loaded = False
        self._sent = 0
        self._phase: tuple[str, str] | None = None

    def add(self, event: dict[str, object]) -> None:
        """Process an event of the worker."""
        kind = event.pop("event")
        match kind:
            case "begin":
                self._loaded, self._sent, self._phase = False, 0, None
            case "load":
                self._loaded = True
                self._results.append(load_from(event))
            case "phase":
                self._loaded = True
                self._phase = (str(event["operation"]), str(event["phase"]))
            case "sent":
                self._sent += 1
                self._phase = None
                self._results.append(sent_from(event))
            case "end":
                self._done += 1

    def remaining(self, code: int) -> list[Task]:
        """Return the tasks that are not done; what ended the process is added to the results."""
        if self._done == len(self._tasks):
            return []
        task, *others = self._tasks[self._done :]
        if code == HANGING:  # the request is in the results
            return [replace(task, first=task.first + self._sent), *others]
        reason = f"more than {task.limit} s of CPU time" if code == -signal.SIGXCPU else f"exit code {code}"
        if self._phase is not None:
            operation, phase = self._phase
            kind = "unjudged" if phase == "judge" else TIMEOUT
            self._results.append(Sent(task.name, operation, 0, kind, (f"{reason} ({phase})",)))
            return [replace(task, first=task.first + self._sent + 1), *others]
        if not self._loaded:
            self._results.append(Load(task.name, CRASHED, reason))
        return others
