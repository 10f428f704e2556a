"""The mock against its own contract: schemathesis with every check, in every phase, with no failure and no error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema
from schemathesis.engine.run import PhaseName

from mockserver.app import create_app

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
DOCUMENTS = {
    "openapi": ROOT / "openapi.yaml",
    "petstore-3.0": ROOT / "tests" / "documents" / "petstore-3.0.yaml",
    "petstore-3.1": ROOT / "tests" / "documents" / "petstore-3.1.yaml",
}
SEED = 20261122
TESTED = {PhaseName.EXAMPLES, PhaseName.COVERAGE, PhaseName.FUZZING, PhaseName.STATEFUL_TESTING}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_over_http(name, serve, tmp_path):
    """The command that a user would type, against the server that a user would start."""
    url = serve(DOCUMENTS[name])
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / f"{name}.toml"), "run"]
    command += [str(DOCUMENTS[name]), "--url", url, "--checks", "all", "--seed", str(SEED)]
    command += ["--phases", "examples,coverage,fuzzing,stateful", "--report-json-path", str(report)]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "NO_COLOR": "1"}, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(report.read_text())


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:schemathesis")
def test_in_process(name):
    """The same without a socket: the ASGI application itself."""
    config = SchemathesisConfig.from_path(HERE / f"{name}.toml")
    config.update(seed=SEED)
    schema = schemathesis.openapi.from_asgi("/__mock__/openapi.json", create_app(DOCUMENTS[name]), config=config)
    phases, failures, errors = set(), [], []
    for event in from_schema(schema).execute():
        if isinstance(event, events.PhaseFinished) and event.status is not Status.SKIP:
            phases.add(event.phase.name)
        elif isinstance(event, events.ScenarioFinished):
            checks = [check for found in event.recorder.checks.values() for check in found]
            failures += [check.failure_info for check in checks if check.failure_info is not None]
        elif isinstance(event, events.NonFatalError | events.FatalError):
            errors.append(event)
    assert phases >= TESTED
    assert not failures
    assert not errors
