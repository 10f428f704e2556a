"""``mockserver score``: what it takes, prints and returns."""

from __future__ import annotations

import json

import pytest

from contracts.data.encoding import encode_json
from mockserver.cli import main
from mockserver.judges import casemock
from mockserver.judges.judge import Alarm, Judge
from tests.mockserver.kit import document, response

SCHEMA = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}


@pytest.fixture
def spec(tmp_path):
    thing = {"get": {"operationId": "thing", "responses": {"200": response(SCHEMA)}}}
    file = tmp_path / "thing.json"
    file.write_bytes(encode_json(document({"/thing": thing})))
    return str(file)


@pytest.fixture
def told(monkeypatch):
    """What the judge says of each server in turn, the correct one first."""
    answers: list[list[Alarm] | type[BaseException]] = []

    def judge(_app, _subject):
        said = answers.pop(0)
        if isinstance(said, type):
            raise said
        yield from said

    monkeypatch.setattr(casemock, "JUDGE", Judge("casemock", judge))
    return answers


WRONG = [Alarm("status", "thing")]


def test_all_killed(spec, told, capsys):
    told += [[], WRONG]
    assert main(["score", spec, "--against", "casemock", "--mutant", "status-success-other"]) == 0
    output = capsys.readouterr().out
    assert "killed by status" in output
    assert output.endswith("casemock, overall: 1/1 (100.0 %)\n")


def test_a_survivor_is_a_finding(spec, told, capsys):
    told += [[], []]
    assert main(["score", spec, "--against", "casemock", "--mutant", "status-success-other"]) == 1
    assert "SURVIVED" in capsys.readouterr().out


def test_a_false_alarm_is_a_finding(spec, told, capsys):
    told += [[Alarm("fussy", "thing")], WRONG]
    assert main(["score", spec, "--against", "casemock", "--mutant", "status-success-other"]) == 1
    assert "false alarm of casemock on kit: fussy thing" in capsys.readouterr().out


def test_json_into_a_file(spec, told, tmp_path, capsys):
    told += [[], WRONG]
    file = tmp_path / "score.json"
    arguments = ["--against", "casemock", "--mutant", "status-success-other", "--format", "json", "--output", str(file)]
    assert main(["score", spec, *arguments]) == 0
    assert json.loads(file.read_text())["scores"]["casemock"]["overall"] == {"killed": 1, "applicable": 1}
    assert capsys.readouterr().out == ""


def test_ctrl_c_gives_what_there_is(spec, told, capsys):
    told += [[], WRONG, KeyboardInterrupt]
    mutants = ["--mutant", "status-success-other", "--mutant", "status-success-without-body"]
    assert main(["score", spec, "--against", "casemock", *mutants]) == 130
    output = capsys.readouterr().out
    assert "stopped before its end" in output
    assert "casemock, overall: 1/1" in output


def test_the_list(capsys):
    assert main(["score", "--list"]) == 0
    assert "state       stale-read" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--mutant", "stale-reed"], "did you mean 'stale-read'"),
        (["--against", "nobody"], "there are casemock, schemathesis"),
        (["--format", "pdf"], "there are text, json"),
        (["--seed", "x"], "--seed: expected a whole number"),
        (["--api", "nowhere"], "no API is called 'nowhere'"),
        (["--against", "casemock", "--mutant", "null-body", "--output", "/no/such/folder/score"], "cannot write"),
    ],
)
def test_wrong_usage(spec, told, capsys, arguments, message):
    told += [[], []]
    assert main(["score", spec, *arguments]) == 2
    assert message in capsys.readouterr().err
