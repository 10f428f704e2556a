"""What works without the extras: all but generated requests, the mutation score and the Redis store."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.test_requirements import required

EXTRAS = ("schemathesis", "hypothesis", "redis", "joserfc")
"""Packages of the extras that the package does not need."""

OTHERS = ("pytest", "aiohttp", "authlib", "cryptography", "flask", "hypothesis_graphql", "harfile", "pyrate_limiter")
"""Packages that no requirement names, or only those of the extras."""

NEEDS_AN_EXTRA = (
    "contracts.fuzzing.",
    "mockserver.mutation.report",
    "mockserver.mutation.run",
    "mockserver.mutation.subjects_under_test",
    "mockserver.state.stores.redis",
)
"""Modules that import a package of an extra, as prefixes."""

OWN_FRAMEWORK = ("contracts.pytest_plugin", "mockserver.pytest_plugin", "mockserver.testing.aiohttp_patches")
"""Modules that are imported only if the user has pytest or aiohttp."""

TRAFFIC = ROOT / "tests" / "contracts" / "traffic" / "shop"


def run(*commands: tuple[str, ...], folder: Path, hidden: tuple[str, ...] = EXTRAS + OTHERS) -> list[dict[str, Any]]:
    """Run commands in one process without the packages; return exit code, output and standard error of each."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.without_packages", ",".join(hidden)],
        input="".join(json.dumps(one) + "\n" for one in commands),
        capture_output=True,
        text=True,
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the application ``mock:app``."""
    (tmp_path / "mock.py").write_text("from mockserver.app import create_app\napp = create_app()\n", "utf-8")
    return tmp_path


def test_the_package_requires_no_package_of_the_extras() -> None:
    assert {one.name for one in required("package")}.isdisjoint(EXTRAS)
    extras = {one.name for extra in ("test", "redis", "oauth") for one in required(f"extra {extra}")}
    assert extras >= set(EXTRAS)


def test_commands_without_extras(folder: Path) -> None:
    spec = str(ROOT / "openapi.yaml")
    commands = [
        ("contracts", "validate", spec),
        ("contracts", "diff", spec, spec),
        ("contracts", "bundle", spec, "-o", "one.yaml"),
        ("contracts", "rules"),
        ("contracts", "checks"),
        ("contracts", "replay", str(ROOT / "fixtures" / "golden" / "tines"), "--app", "mock:app", "--quiet"),
        ("contracts", "usage", str(TRAFFIC / "web.har"), "--spec", str(TRAFFIC / "openapi.yaml"), "--consumer", "web"),
        ("contracts", "drift", str(TRAFFIC / "openapi.yaml"), "--traffic", str(TRAFFIC / "web.har"), "--quiet"),
        ("contracts", "test", spec, "--app", "mock:app", "--phases", "none", "--check", "unknown-routes", "--quiet"),
        ("mockserver", "generate", spec, "--schema", "ServerOpsCase"),
        ("mockserver", "routes", spec),
        ("mockserver", "score", "--list"),
    ]
    found = {" ".join(command[:2]): one for command, one in zip(commands, run(*commands, folder=folder), strict=True)}
    assert {name: one["err"] for name, one in found.items() if one["code"] != 0} == {}
    assert all(one["out"] for name, one in found.items() if name != "contracts bundle")


def test_generated_requests_need_an_extra(folder: Path) -> None:
    """The message says what to install; nothing has been sent."""
    spec = str(ROOT / "openapi.yaml")
    commands = [
        ("contracts", "test", spec, "--app", "mock:app"),
        ("contracts", "test", spec, "--app", "mock:app", "--phases", "examples"),
        ("mockserver", "score", spec, "--mutant", "stale-read"),
    ]
    for one in run(*commands, folder=folder):
        assert one["code"] == 2
        message, hint = one["err"].splitlines()
        assert message == "error: schemathesis and hypothesis are not installed"
        assert "pip install 'casemock[test]'" in hint
    assert "--phases none" in run(commands[0], folder=folder)[0]["err"]
    only_one = run(commands[0], folder=folder, hidden=("schemathesis",))[0]["err"]
    assert only_one.startswith("error: schemathesis is not installed\n")


def test_the_redis_store_needs_an_extra(folder: Path) -> None:
    command = ("mockserver", "run", str(ROOT / "openapi.yaml"), "--port", "0", "--store", "redis://127.0.0.1:1/0")
    [one] = run(command, folder=folder, hidden=("redis",))
    assert one["code"] == 2
    assert one["err"] == "error: the package redis is not installed\n  pip install 'casemock[redis]'\n"


def test_another_release_of_the_engine_is_reported(folder: Path) -> None:
    """A user may have a release of schemathesis that lacks what the adapter uses."""
    (folder / "schemathesis").mkdir()
    (folder / "schemathesis" / "__init__.py").touch()
    [one] = run(("contracts", "test", str(ROOT / "openapi.yaml"), "--app", "mock:app"), folder=folder, hidden=("-",))
    assert one["code"] == 2
    assert one["err"].startswith("error: schemathesis ")
    assert "cannot be used: No module named 'schemathesis." in one["err"]
    assert "pip install 'casemock[test]'" in one["err"]


def test_all_other_modules_can_be_imported(tmp_path: Path) -> None:
    names = [
        one.name
        for root in ("contracts", "mockserver")
        for one in pkgutil.walk_packages([str(ROOT / root)], f"{root}.")
        if not one.name.startswith((*NEEDS_AN_EXTRA, *OWN_FRAMEWORK)) and not one.name.endswith("__main__")
    ]
    assert len(names) > 500
    program = "import sys; from importlib import import_module; from tests.without_packages import hide\n"
    program += "hide(frozenset(sys.argv[1].split(',')))\nfor line in sys.stdin: import_module(line.strip())"
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program, ",".join(EXTRAS + OTHERS)],
        input="\n".join(names),
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_python_tests_need_no_extra(folder: Path) -> None:
    program = """
import sys
from tests.without_packages import hide
hide(frozenset(sys.argv[1].split(",")))
import httpx
from mockserver.testing import MockServer
with MockServer() as mock, mock.intercept("https://api.example.com"):
    response = httpx.get("https://api.example.com/serverops/cases/case-1", headers=mock.auth())
    print(response.status_code, httpx.get(f"{mock.url}/serverops/cases/case-1", headers=mock.auth()).status_code)
"""
    done = subprocess.run(
        [sys.executable, "-c", program, ",".join(EXTRAS + OTHERS)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=folder,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("200 200\n", "")
