"""The rules for imports in ``[tool.importlinter]`` of ``pyproject.toml``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

# In a separate process: import-linter reconfigures logging, which disables all existing loggers.
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(config: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--config", str(config), "--no-cache"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_imports_run_downward():
    done = lint(ROOT / "pyproject.toml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_forbidden_import_is_reported(tmp_path):
    config = tmp_path / "importlinter.ini"
    config.write_text(
        "[importlinter]\n"
        "root_package = contracts\n"
        "[importlinter:contract:1]\n"
        "name = errors do not import findings\n"
        "type = forbidden\n"
        "source_modules = contracts.errors\n"
        "forbidden_modules = contracts.findings\n"
    )
    done = lint(config)
    assert done.returncode == 1
    assert "contracts.errors -> contracts.findings" in done.stdout
