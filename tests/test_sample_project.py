"""The built package in an environment of its own, in which the tests of ``tests/sample_project`` are run.

The environment has other releases of faker and hypothesis than the lock files; all other packages have the locked ones,
as far as they are locked. It needs a package index: without one, the test is skipped, except in CI.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.test_requirements import locked

OTHER = {"faker": "37.12.0", "hypothesis": "6.140.0"}
CLIENTS = ("aiohttp", "httpx", "requests")
PYTEST = ("pytest", "pytest-asyncio==1.5.0", "pytest-xdist")

FOREIGN = ("COV_", "COVERAGE_", "PYTEST_", "PYTHON", "TOX_", "VIRTUAL_ENV")
"""Prefixes of variables that would influence the other environment."""

LEFTOVERS = shutil.ignore_patterns("__pycache__", ".hypothesis", ".pytest_cache")

IN_CI = "CI" in os.environ


def test_the_sample_project_passes_with_the_built_package(tmp_path: Path) -> None:
    wheel = build(tmp_path / "dist")
    python = environment(tmp_path / "venv")
    constraints = tmp_path / "constraints.txt"
    releases = {**locked("dev"), **OTHER}
    constraints.write_text("".join(f"{name}=={release}\n" for name, release in releases.items()), "utf-8")
    require_index(tmp_path, constraints)
    options = ("--quiet", "--no-compile", "--constraint", constraints)
    checked("-m", "pip", "--python", python, "install", *options, wheel, *CLIENTS, *PYTEST, *OTHER)
    project = Path(shutil.copytree(ROOT / "tests" / "sample_project", tmp_path / "project", ignore=LEFTOVERS))
    assert is_built_package(python, project)
    for arguments in ([], ["-n", "2"]):
        done = execute(python, "-m", "pytest", "-W", "error", "-p", "no:cacheprovider", *arguments, cwd=project)
        assert done.returncode == 0, done.stdout + done.stderr
        last = done.stdout.splitlines()[-1]
        assert int(re.fullmatch(r"(\d+) passed in .*", last.strip("= "))[1]) > 25, last


def test_the_other_releases_are_not_the_locked_ones() -> None:
    assert {name for name, release in OTHER.items() if locked("dev")[name] == release} == set()


def build(folder: Path) -> Path:
    """Return the wheel of this package, built without an index."""
    options = ("--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", folder)
    checked("-m", "pip", "wheel", *options, ROOT)
    [wheel] = folder.iterdir()
    return wheel


def environment(folder: Path) -> Path:
    """Return the interpreter of a new virtual environment, without pip."""
    checked("-m", "venv", "--without-pip", folder)
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def require_index(folder: Path, constraints: Path) -> None:
    """Skip the test if the first package cannot be downloaded; fail in CI."""
    patience = ("--retries", "5") if IN_CI else ("--retries", "0", "--timeout", "10")
    options = ("--quiet", "--no-deps", "--constraint", constraints, "--dest", folder / "download")
    done = execute(sys.executable, "-m", "pip", *patience, "download", *options, "faker")
    if done.returncode and not IN_CI:
        errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR: ")]
        pytest.skip(f"no package index: {(errors or [done.stderr])[0]}")
    assert done.returncode == 0, done.stderr


def is_built_package(python: Path, folder: Path) -> bool:
    """Whether the interpreter imports the installed package and the other releases, and no package of the extras."""
    program = """
from importlib.metadata import version
from importlib.util import find_spec
print(find_spec("mockserver").origin, version("faker"), version("hypothesis"), find_spec("schemathesis"))
"""
    done = execute(python, "-c", program, cwd=folder)
    origin, *rest = done.stdout.split()
    return Path(origin).is_relative_to(python.parents[1]) and rest == [*OTHER.values(), "None"]


def checked(*arguments: str | Path) -> None:
    """Run this interpreter, which must succeed."""
    done = execute(sys.executable, *arguments)
    assert done.returncode == 0, done.stdout + done.stderr


def execute(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command without the variables that would influence it."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return subprocess.run(
        [*map(str, command)], capture_output=True, text=True, env=variables, cwd=cwd or ROOT.parent, check=False
    )
