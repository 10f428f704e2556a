"""Imports run one way: the table in ``pyproject.toml``, under ``[tool.importlinter]``."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# In a process of its own: import-linter configures logging anew, which silences every logger there is.
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(config: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--config", str(config), "--no-cache"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_imports_run_downward():
    done = lint(ROOT / "pyproject.toml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_forbidden_import_is_seen(tmp_path):
    config = tmp_path / "importlinter.ini"
    config.write_text(
        "[importlinter]\n"
        "root_package = contracts\n"
        "[importlinter:contract:1]\n"
        "name = the errors know no finding\n"
        "type = forbidden\n"
        "source_modules = contracts.errors\n"
        "forbidden_modules = contracts.findings\n"
    )
    done = lint(config)
    assert done.returncode == 1
    assert "contracts.errors -> contracts.findings" in done.stdout


ACYCLIC = ("contracts/schema", "contracts/data", "contracts/linting", "contracts/comparing")
"""Packages whose modules do not import each other in a circle."""


def imported(path: Path) -> Iterator[str]:
    """Everything that a module imports from: at the top, in functions, and for type checking only."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("folder", ACYCLIC)
def test_no_import_cycles(folder: str) -> None:
    """Imports for type checking and in functions count too."""
    paths = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in (ROOT / folder).rglob("*.py")}
    graph = {name: paths.keys() & set(imported(path)) for name, path in paths.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as cycle:
        pytest.fail(" -> ".join(cycle.args[1]))
