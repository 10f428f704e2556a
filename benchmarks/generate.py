"""``mockserver generate`` against faker asked for each field: cases with two attachments a second, on one core."""

from __future__ import annotations

import itertools
import json
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

from faker import Faker

from benchmarks.bodies import tell, validator
from benchmarks.document import CASE, ROOT, serverops, with_attachments, write
from benchmarks.processes import BenchmarkError
from benchmarks.timing import Batch, time_rounds

OURS, FAKER = "mockserver generate", "faker, field by field"
ATTACHMENTS = 2
CHECKED = 500


def document(folder: Path) -> Path:
    """The bundled ServerOps API with two attachments in every case."""
    return write(with_attachments(serverops(), ATTACHMENTS), folder / "serverops-two-attachments.yaml")


def generate_rates(folder: Path, number: int, rounds: int) -> list[float]:
    """Cases a second of the command itself, one figure a round; what it needs to start is taken off.

    :param number: cases in a round.
    :raises BenchmarkError: where it fails, or writes an invalid case.
    """
    file = document(folder)
    _check(file)
    start = min(_cpu_seconds(file, 1) for _ in range(2))
    return [number / max(_cpu_seconds(file, number) - start, 1e-3) for _ in range(rounds)]


def _check(file: Path) -> None:
    lines = _generate(file, CHECKED, subprocess.PIPE).splitlines()
    told = tell(lines, validator(with_attachments(serverops(), ATTACHMENTS)))
    if told.invalid or told.asked != CHECKED or told.distinct != CHECKED:
        raise BenchmarkError(f"mockserver generate wrote {told.asked} cases, {told.invalid} invalid: {told.faults}")


def _cpu_seconds(file: Path, number: int) -> float:
    """CPU time, user and system, of one call of the command."""
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
    """Cases a second the way that fixtures are mostly written: a provider of faker called for each field."""
    return [1e6 / spent for spent in time_rounds(faker_batch(), rounds, seconds)]


def faker_batch() -> Batch:
    """Makes and encodes so many cases."""
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
