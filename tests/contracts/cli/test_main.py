"""The ``contracts`` command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from contracts.cli.main import main

ROOT = Path(__file__).parents[3]


def test_help_lists_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert "validate " in capsys.readouterr().out


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("contracts (casemock) ")


def test_misspelled_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validat"]) == 2
    assert "did you mean 'validate'?" in capsys.readouterr().err


def test_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "contracts", "validate", "openapi.yaml"]
    finished = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (finished.returncode, finished.stderr) == (0, "")
    assert finished.stdout.startswith("openapi.yaml: valid OpenAPI 3.1.0, ")
