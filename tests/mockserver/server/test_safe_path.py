"""No module of the working directory is imported by the commands and the processes that they start."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[3]

DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets: {get: {responses: {'200': {description: fine, content: {application/json: {schema: {const: fine}}}}}}}
"""

SHADOWED = ("multiprocessing", "json", "uvicorn", "yaml", "asyncio", "socket", "orjson", "jsonschema_rs", "logging")
"""Modules of which one in the working directory could take the place."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with packages that leave a file behind when they are imported."""
    for name in SHADOWED:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"open({str(tmp_path / 'canary')!r}, 'a').write({name!r} + ' ')\n")
    (tmp_path / "evil-1.dist-info").mkdir()
    (tmp_path / "evil-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: evil\nVersion: 1\n")
    (tmp_path / "evil-1.dist-info" / "entry_points.txt").write_text("[casemock.rules]\nevil = evil_rules\n")
    (tmp_path / "evil_rules.py").write_text(f"open({str(tmp_path / 'canary')!r}, 'a').write('rules ')\nRULES = []\n")
    (tmp_path / "pets.yaml").write_text(DOCUMENT)
    return tmp_path


def canary(folder: Path) -> str:
    file = folder / "canary"
    return file.read_text() if file.exists() else ""


def environment() -> dict[str, str]:
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"}
    return {**variables, "PYTHONPATH": str(ROOT)}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_mock_server(folder: Path, workers: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "mockserver", "run", "pets.yaml", "--port", "0", "--workers", workers],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        cwd=folder,
    ) as process:
        try:
            assert process.stdout is not None
            lines = iter(process.stdout.readline, "")
            url = next((found[1] for line in lines if (found := re.search(r"all operations (http://[^/]+)", line))), "")
            assert url, canary(folder)
            with urlopen(f"{url}/pets", timeout=20) as response:
                assert response.read() == b'"fine"'
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)
    assert canary(folder) == ""


@pytest.mark.parametrize(
    "words",
    [
        ["mockserver", "routes", "pets.yaml"],
        ["contracts", "validate", "pets.yaml"],
        ["contracts", "bundle", "pets.yaml", "--to", "3.0"],
        ["contracts", "test", "pets.yaml", "--url", "http://127.0.0.1:1", "--fast"],
    ],
)
def test_other_commands(folder: Path, words: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", *words], env=environment(), cwd=folder, capture_output=True, text=True, check=False
    )
    assert canary(folder) == "", result.stderr
    assert result.returncode in {0, 2}, result.stderr


def test_a_checkout_is_found_in_the_working_directory() -> None:
    variables = {name: value for name, value in environment().items() if name != "PYTHONPATH"}
    result = subprocess.run(
        [sys.executable, "-m", "mockserver", "--version"],
        env=variables,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout[:10]) == (0, "mockserver"), result.stderr
