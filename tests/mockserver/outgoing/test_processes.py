"""Callbacks of server processes: several workers, and the shutdown."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.mockserver.outgoing.receiver import receiving
from tests.mockserver.outgoing.streams import streams

ROOT = Path(__file__).parents[3]
PATIENCE = 60


@contextlib.contextmanager
def server(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Yield the URL of a server and its process."""
    spec, url = folder / "spec.json", folder / "url"
    spec.write_text(json.dumps(streams()))
    command = [sys.executable, "-m", "mockserver", "run", str(spec), "--port", "0", "--url-file", str(url), *options]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    try:
        end = time.monotonic() + PATIENCE
        while not url.exists():
            assert process.poll() is None
            assert time.monotonic() < end
            time.sleep(0.02)
        yield url.read_text().strip(), process
    finally:
        process.terminate()
        process.wait(PATIENCE)


def test_the_callbacks_of_all_workers_are_recorded(tmp_path: Path) -> None:
    with receiving() as receiver, server(tmp_path, "--workers", "2") as (url, _):
        for number in range(12):  # each connection may reach another worker
            sent = {"url": f"number {number}"}
            assert httpx.post(f"{url}/streams", params={"callbackUrl": receiver.url}, json=sent).status_code == 201
        for _ in range(12):
            assert receiver.arrived.acquire(timeout=PATIENCE)
        end = time.monotonic() + PATIENCE
        recorded: list[dict[str, object]] = []
        while len(recorded) < 12 and time.monotonic() < end:
            recorded = httpx.get(f"{url}/__mock__/admin/requests?sent=true").json()["requests"]
        assert [one["status"] for one in recorded] == [202] * 12
        assert len(receiver.received) == 12
        assert len({one.body for one in receiver.received}) == 12


def test_two_processes_send_the_same_bodies(tmp_path: Path) -> None:
    bodies = []
    for number in range(2):
        folder = tmp_path / str(number)
        folder.mkdir()
        with receiving() as receiver, server(folder, "--seed", "7") as (url, _):
            httpx.post(f"{url}/streams", params={"callbackUrl": receiver.url}, json={"url": receiver.url})
            assert receiver.arrived.acquire(timeout=PATIENCE)
            bodies.append(receiver.received[0].body)
    assert bodies[0] == bodies[1]


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_the_process_ends_while_a_receiver_does_not_respond(tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    with receiving(0) as receiver, server(tmp_path, "--journal", str(journal)) as (url, process):
        httpx.post(f"{url}/streams", params={"callbackUrl": receiver.url}, json={})
        assert receiver.arrived.acquire(timeout=PATIENCE)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    assert [one["sent"]["error"] for one in lines if "sent" in one] == ["the server stopped"]
