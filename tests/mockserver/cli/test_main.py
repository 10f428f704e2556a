"""The programs ``mockserver`` and ``casemock``."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.version import version
from mockserver.cli.main import main, run

ROOT = Path(__file__).parents[3]


def test_help_lists_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    output = capsys.readouterr().out
    assert all(f"    {verb} " in output for verb in ("run", "routes", "generate"))
    assert "exit codes:" in output


@pytest.mark.parametrize("verb", ["run", "routes", "generate"])
def test_help_of_each_command(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == 0
    output = capsys.readouterr().out
    assert f"examples:\n  mockserver {verb}" in output
    assert "(default: " in output
    assert "{prog}" not in output


def test_help_imports_no_server(tmp_path: Path) -> None:
    code = (
        "import sys; from mockserver.cli.main import main; main(['run', '--help']); "
        "sys.exit(', '.join({'connexion', 'faker', 'rich', 'uvicorn', 'jinja2'} & set(sys.modules)))"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    finished = subprocess.run(
        [sys.executable, "-c", code],
        check=False,
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert finished.stderr.strip() == ""


def test_versions(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert run(["--version"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("mockserver (casemock) ")
    assert second == f"casemock {version()}"


def test_casemock_is_short_for_mockserver_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    output = capsys.readouterr().out
    assert output.startswith("usage: casemock [-h]")
    assert "  casemock petstore.yaml --port 4010" in output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rum"], "error: unknown command 'rum'\n  did you mean 'run'?\n"),
        (["run", "--prot", "1"], "error: unknown option '--prot'\n  did you mean '--port' or '--host'?\n"),
        (["run", "--port", "x"], "error: --port: expected an integer from 0 to 65535, not 'x'\n"),
        (["run", "nowhere.yaml", "--port", "0"], "nowhere.yaml: error: no such file [unreadable]\n  check the path\n"),
        (
            ["run", "--config", "nowhere.toml"],
            "nowhere.toml: error: cannot read the settings file: no such file or directory\n  check --config\n",
        ),
    ],
)
def test_invalid_input_is_reported_in_one_message(
    arguments: list[str],
    message: str,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    assert capsys.readouterr() == ("", message)


def test_errors_in_a_settings_file_have_a_location(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "casemock.toml").write_text("port = 8081\nworker = 2\n")
    monkeypatch.chdir(tmp_path)
    assert main(["run"]) == 2
    assert capsys.readouterr().err == (
        "casemock.toml:2:1: error: unknown setting 'worker'\n  did you mean 'workers'?\n"
    )


def test_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "mockserver", "--version"]
    finished = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (finished.returncode, finished.stderr) == (0, "")
