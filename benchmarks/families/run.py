"""Play documents in processes of their own, with a time limit."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.document import ROOT
from benchmarks.families.document import CPU_LIMIT
from benchmarks.families.results import DocumentResult, document_result

TIME_LIMIT = 600.0
"""Seconds per document; usually the limit of CPU time ends a process earlier."""


def play_documents(folder: Path, names: Sequence[str], seed: int, jobs: int) -> Iterator[DocumentResult]:
    """Yield the results of documents in the given order."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda name: _play(folder, name, seed), names)


def _play(folder: Path, name: str, seed: int) -> DocumentResult:
    command = [sys.executable, "-m", "benchmarks.families.document", str(folder.resolve()), name, str(seed)]
    try:
        done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=TIME_LIMIT, check=False)
    except subprocess.TimeoutExpired:
        return DocumentResult(name, seconds=TIME_LIMIT, error=f"not finished after {TIME_LIMIT:.0f} s")
    if done.returncode:
        last = "".join(done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:])
        late = done.returncode == -signal.SIGXCPU
        return DocumentResult(name, error=f"not finished after {CPU_LIMIT} s of CPU time" if late else last)
    return document_result(json.loads(done.stdout))
