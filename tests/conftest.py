"""What many tests need: the documents, and the real server as a process of its own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "tests" / "documents"

# A loaded machine fails no test. In CI the examples are the same each time; at home they search on.
settings.register_profile(
    "casemock", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("casemock")

Serve = Callable[..., str]


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """Start ``mockserver run`` on a free port with these arguments; gives its base URL, ends with the test."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str | Path) -> str:
        command = [sys.executable, "-m", "mockserver", "run", "--port", "0", *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=tmp_path
        )
        started.append(process)
        return _wait_for_url(process)

    yield start
    for process in started:
        process.terminate()
        output = process.communicate(timeout=30)[0]
        assert "Traceback" not in output, output


def _wait_for_url(process: subprocess.Popen[str]) -> str:
    """Read what the server says of itself until it names its address."""
    assert process.stdout is not None
    seen = []
    for line in process.stdout:
        seen.append(line)
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return found[0]
    raise AssertionError("the server did not start:\n" + "".join(seen))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Keep the content of binary values out of test ids: it may hold a timestamp, as that of gzip does.

    Workers that collect different ids run no test at all.
    """
    is_binary = isinstance(val, bytes | bytearray) and not (val.isascii() and val.decode().isprintable())
    return "bytes" if is_binary else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest first: a run on several cores must not wait for them at its end."""
    items.sort(key=lambda item: "self_contract" not in item.nodeid)
