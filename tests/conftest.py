"""Fixtures and settings for all tests: hypothesis, a server process, test ids and the order of tests."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from contracts.transports import transport

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "tests" / "documents"

# No deadline: a slow machine must not fail tests. In CI the examples are always the same; locally they are random.
settings.register_profile(
    "casemock", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.register_profile("soak", settings.get_profile("casemock"), max_examples=10_000, derandomize=False)
settings.load_profile("casemock")

# A busy machine may take longer than the users of a contract test want to wait for an application in the process.
transport.TIMEOUT = 60.0

collect_ignore = ["sample_project"]
"""``test_sample_project.py`` runs its tests, with the built package in an environment of its own."""

Serve = Callable[..., str]


@pytest.fixture(autouse=True, scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Tests neither use nor fill the cache of the user."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Serve]:
    """A function that starts ``mockserver run`` with arguments on a free port and returns its base URL.

    The servers are stopped at the end of the test."""
    with servers(tmp_path) as start:
        yield start


@contextlib.contextmanager
def servers(folder: Path) -> Iterator[Serve]:
    """Yield a function that starts ``mockserver run`` as ``serve`` does; the servers are stopped at the end.

    :param folder: the working directory.
    """
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str | Path) -> str:
        command = [sys.executable, "-m", "mockserver", "run", "--port", "0", *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment, cwd=folder
        )
        started.append(process)
        return wait_for_url(process)

    yield start
    for process in started:
        process.terminate()
        output = process.communicate(timeout=30)[0]
        assert "Traceback" not in output, output


def wait_for_url(process: subprocess.Popen[str]) -> str:
    """Read the output of the server up to its URL."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        if found:
            return found[0]
    raise AssertionError("the server did not start:\n" + "".join(lines))


def pytest_make_parametrize_id(val: object) -> str | None:
    """Replace binary values in test ids: they may contain a timestamp, like those of gzip.

    pytest-xdist runs no tests if its workers collect different ids.
    """
    is_binary = isinstance(val, bytes | bytearray) and not (val.isascii() and val.decode().isprintable())
    return "bytes" if is_binary else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the slowest tests first, so that a parallel run does not wait for them at its end."""
    items.sort(key=lambda item: "self_contract" not in item.nodeid)
