"""Throughput of ``mockserver generate`` and of faker: cases with two attachments per second on one core."""

from __future__ import annotations

import itertools
import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from faker import Faker

from benchmarks.bodies import summarize, validator
from benchmarks.document import CASE, ROOT, serverops, with_attachments, write
from benchmarks.processes import BenchmarkError
from benchmarks.timing import Batch, time_rounds

OURS, FAKER = "mockserver generate", "faker, field by field"
ATTACHMENTS = 2
CHECKED = 500


def document(folder: Path) -> Path:
    """Write the bundled ServerOps API with two attachments in every case; return the file."""
    return write(with_attachments(serverops(), ATTACHMENTS), folder / "serverops-two-attachments.yaml")


def generate_rates(folder: Path, number: int, rounds: int) -> list[float]:
    """Return the cases per second of the command for each round; its start-up time is subtracted.

    :param number: number of cases in a round.
    :raises BenchmarkError: if the command fails or writes an invalid case.
    """
    file = document(folder)
    _check(file)
    start = min(_cpu_seconds(file, 1) for _ in range(2))
    return [number / max(_cpu_seconds(file, number) - start, 1e-3) for _ in range(rounds)]


def _check(file: Path) -> None:
    lines = _generate(file, CHECKED, subprocess.PIPE).splitlines()
    found = summarize(lines, validator(with_attachments(serverops(), ATTACHMENTS)))
    if found.invalid or found.asked != CHECKED or found.distinct != CHECKED:
        raise BenchmarkError(
            f"mockserver generate wrote {found.asked} cases, {found.invalid} of them invalid: {found.faults}"
        )


def _cpu_seconds(file: Path, number: int) -> float:
    """Return the CPU time (user and system) of one call of the command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _generate(file, number, subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _generate(file: Path, number: int, sink: int) -> bytes:
    command = [sys.executable, "-m", "mockserver", "generate", str(file), "--schema", CASE, "-n", str(number)]
    done = subprocess.run(command, cwd=ROOT, stdout=sink, stderr=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise BenchmarkError(f"mockserver generate failed: {done.stderr.decode(errors='replace')[-300:]}")
    return done.stdout or b""


def faker_rates(rounds: int, seconds: float) -> list[float]:
    """Return the cases per second of typical fixture code, which calls a provider of faker for each field."""
    return [1e6 / microseconds for microseconds in time_rounds(faker_batch(), rounds, seconds)]


def faker_batch() -> Batch:
    """Return a function that generates and encodes a number of cases."""
    fake = Faker()
    fake.seed_instance(0)

    def batch(number: int) -> None:
        for _ in itertools.repeat(None, number):
            json.dumps(_case(fake))

    return batch


def _case(fake: Faker) -> dict[str, Any]:
    return {
        "id": fake.uuid4(),
        "title": fake.sentence(),
        "description": fake.paragraph(),
        "status": fake.random_element(("open", "closed", "archived")),
        "attachments": [_file(fake) for _ in range(ATTACHMENTS)],
        **_times(fake),
    }


def _file(fake: Faker) -> dict[str, Any]:
    return {
        "id": f"f_{fake.uuid4()}",
        "url": fake.uri(),
        "key": fake.file_path(),
        "size": fake.random_int(0, 5_000_000),
        "content_type": fake.mime_type(),
        "sha256": fake.sha256(),
        "original_name": fake.file_name(),
        "tags": fake.words(2),
        "folder": fake.word(),
        "abuse_status": "clean",
        "visibility": "public",
        "storage_class": "standard",
        **_times(fake),
    }


def _times(fake: Faker) -> dict[str, str]:
    return {name: f"{fake.date_time():%Y-%m-%dT%H:%M:%SZ}" for name in ("created_at", "updated_at")}
