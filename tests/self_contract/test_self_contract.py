"""The mock against its own contract: schemathesis with all checks and phases finds no failure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import schemathesis
from hypothesis.internal.conjecture import providers
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

import contracts
from mockserver.app import create_app

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
DOCUMENTS = {
    "openapi": ROOT / "openapi.yaml",
    "petstore-3.0": ROOT / "tests" / "documents" / "petstore-3.0.yaml",
    "petstore-3.1": ROOT / "tests" / "documents" / "petstore-3.1.yaml",
    "egain-strict": ROOT / "openapi.yaml",
}
STRICT = {"egain-strict": "egain"}
"""API that is served by a strict mock, by name of the settings."""
SEED = 20261122
TESTED = {"examples", "coverage", "fuzzing", "stateful"}


Problems = list[object]


@pytest.fixture(autouse=True)
def _exclude_constants_of_source(monkeypatch):
    """Exclude strings of the source code from the generated data.

    hypothesis collects constants from imported modules. The mock accepts any well-formed token, and some names in the
    source are well-formed tokens, so that ``ignored_auth`` would sometimes fail.
    """
    monkeypatch.setattr(providers, "_get_local_constants", providers.Constants)
    monkeypatch.setattr(providers, "CONSTANTS_CACHE", type(providers.CONSTANTS_CACHE)(1024))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_over_http(name, serve, tmp_path):
    """Run the command-line program of schemathesis against a server process."""
    strict = ["--strict", "--api", STRICT[name]] if name in STRICT else []
    url = serve(DOCUMENTS[name], *strict)
    document = f"{url}/__mock__/openapi.json" if strict else str(DOCUMENTS[name])
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / f"{name}.toml"), "run"]
    command += [document, "--url", url, "--checks", "all", "--seed", str(SEED)]
    command += ["--phases", ",".join(sorted(TESTED)), "--report-json-path", "report.json"]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "NO_COLOR": "1"}, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads((tmp_path / "report.json").read_text())
    assert report["complete"]
    assert report["failures"] == report["errors"] == []
    assert {phase for phase, result in report["phases"].items() if result["status"] == "success"} == TESTED
    operations = [item for item in contracts.load(DOCUMENTS[name]).operations if item.api == STRICT.get(name, item.api)]
    assert len(report["valid_rates"]) == len(operations)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_in_process(name):
    """Run schemathesis against the ASGI application."""
    app = create_app(DOCUMENTS[name], api=STRICT.get(name, ""), strict=name in STRICT)
    phases, failures, errors = run_schemathesis(app, name)
    assert phases >= TESTED
    assert not failures
    assert not errors


def test_violation_of_the_contract_is_detected():
    """An application that misspells a required property fails."""
    mock = create_app(DOCUMENTS["openapi"])

    async def broken(scope, receive, send):
        async def without_title(message):
            if message["type"] == "http.response.body":
                message = {**message, "body": message["body"].replace(b'"title":', b'"tilte":')}
            await send(message)

        await mock(scope, receive, without_title if "/__mock__" not in scope["path"] else send)

    _, failures, _ = run_schemathesis(broken, "openapi", max_failures=1)
    assert failures


def run_schemathesis(app: object, name: str, max_failures: int | None = None) -> tuple[set[str], Problems, Problems]:
    """Run schemathesis against an application; return the phases that ran, failed checks and errors."""
    config = SchemathesisConfig.from_path(HERE / f"{name}.toml")
    config.update(seed=SEED, max_failures=max_failures)
    schema = schemathesis.openapi.from_asgi("/__mock__/openapi.json", app, config=config)
    phases: set[str] = set()
    failures: Problems = []
    errors: Problems = []
    for event in from_schema(schema).execute():
        if isinstance(event, events.PhaseFinished) and event.status is not Status.SKIP:
            phases.add(event.phase.name.value)
        elif isinstance(event, events.ScenarioFinished):
            checks = [check for found in event.recorder.checks.values() for check in found]
            failures += [check.failure_info for check in checks if check.failure_info is not None]
        elif isinstance(event, events.NonFatalError | events.FatalError):
            errors.append(event)
    return phases, failures, errors
