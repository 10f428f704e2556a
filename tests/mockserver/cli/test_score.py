"""``mockserver score``: its options, output and exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from contracts.generation.json_encoding import encode_json
from mockserver.cli.main import main
from mockserver.mutation import subjects_under_test
from mockserver.mutation.subjects_under_test import Detection, SubjectUnderTest
from tests.mockserver.kit import document, response

ROOT = Path(__file__).parent.parent.parent.parent
SCHEMA = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}


@pytest.fixture
def spec(tmp_path):
    thing = {"get": {"operationId": "thing", "responses": {"200": response(SCHEMA)}}}
    file = tmp_path / "thing.json"
    file.write_bytes(encode_json(document({"/thing": thing})))
    return str(file)


@pytest.fixture
def detections(monkeypatch):
    """What the contract test detects on each server in turn, the correct one first."""
    queue: list[list[Detection] | type[BaseException]] = []

    def test(_app, _target):
        found = queue.pop(0)
        if isinstance(found, type):
            raise found
        yield from found

    monkeypatch.setitem(subjects_under_test.SUBJECTS, "casemock", SubjectUnderTest("casemock", test))
    return queue


KILLED = [Detection("status", "thing")]


def test_all_killed(spec, detections, capsys):
    detections += [[], KILLED]
    assert main(["score", spec, "--against", "casemock", "--mutant", "status-success-other"]) == 0
    output = capsys.readouterr().out
    assert "killed by status" in output
    assert output.endswith("casemock, overall: 1/1 (100.0 %)\n")


def test_a_survivor_is_a_finding(spec, detections, capsys):
    detections += [[], []]
    assert main(["score", spec, "--against", "casemock", "--mutant", "status-success-other"]) == 1
    assert "SURVIVED" in capsys.readouterr().out


def test_a_false_positive_is_a_finding(spec, detections, capsys):
    detections += [[Detection("fussy", "thing")], KILLED]
    assert main(["score", spec, "--against", "casemock", "--mutant", "status-success-other"]) == 1
    assert "false positive of casemock on kit: fussy thing" in capsys.readouterr().out


def test_json_to_a_file(spec, detections, tmp_path, capsys):
    detections += [[], KILLED]
    file = tmp_path / "score.json"
    arguments = ["--against", "casemock", "--mutant", "status-success-other", "--format", "json", "--output", str(file)]
    assert main(["score", spec, *arguments]) == 0
    assert json.loads(file.read_text())["scores"]["casemock"]["overall"] == {"killed": 1, "applicable": 1}
    assert capsys.readouterr().out == ""


def test_ctrl_c_prints_the_results_so_far(spec, detections, capsys):
    detections += [[], KILLED, KeyboardInterrupt]
    mutants = ["--mutant", "status-success-other", "--mutant", "status-success-without-body"]
    assert main(["score", spec, "--against", "casemock", *mutants]) == 130
    output = capsys.readouterr().out
    assert "interrupted: the scores cover the mutants run so far" in output
    assert "casemock, overall: 1/1" in output


def test_list(capsys):
    assert main(["score", "--list"]) == 0
    assert "state       stale-read" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--mutant", "stale-reed"], "did you mean 'stale-read'"),
        (["--against", "nobody"], "choose from casemock, schemathesis"),
        (["--format", "pdf"], "choose from text, json"),
        (["--seed", "x"], "--seed: expected a whole number, not 'x'"),
        (["--api", "nowhere"], "--api: unknown API 'nowhere'"),
        (["--against", "casemock", "--mutant", "null-body", "--output", "/no/such/folder/score"], "cannot write"),
    ],
)
def test_wrong_usage(spec, detections, capsys, arguments, message):
    detections += [[], []]
    assert main(["score", spec, *arguments]) == 2
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["score", "--help"]], ids=" ".join)
def test_help_does_not_import_mutation(arguments):
    code = (
        f"import sys; from mockserver.cli.main import main; main({arguments!r}); "
        "sys.exit(', '.join(name for name in sys.modules if name.startswith('mockserver.mutation')))"
    )
    command = [sys.executable, "-c", code]
    finished = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert finished.stderr.strip() == ""
    assert "ompute the mutation score of" in finished.stdout
