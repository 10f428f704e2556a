"""The tests that are scored, played on a small server that is right or wrong."""

from __future__ import annotations

import pytest

import contracts
from mockserver.app import create_app
from mockserver.judges import casemock, schemathesis
from mockserver.judges.credentials import everyone
from mockserver.judges.judge import Subject
from mockserver.mutants.application import MutatedApp
from mockserver.mutants.registry import chosen_mutants
from tests.mockserver.kit import document, response

SCHEMA = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}
SCHEMES = {
    "word": {"type": "http", "scheme": "basic"},
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "named": {
        "type": "http",
        "scheme": "bearer",
        "x-mock-credentials": {"samples": [{"value": "the-token", "note": "ours"}]},
    },
}


def contract():
    responses = {"200": response(SCHEMA), "401": response({"type": "object"})}
    thing = {"get": {"operationId": "thing", "security": [{"named": []}], "responses": responses}}
    return contracts.load(document({"/thing": thing}, components={"securitySchemes": SCHEMES}))


@pytest.mark.parametrize("judge", [casemock.JUDGE, schemathesis.JUDGE], ids=lambda judge: judge.name)
def test_a_wrong_server_raises_an_alarm(judge):
    played = contract()
    (mutant,) = chosen_mutants(["number-as-text"])
    subject = Subject(played, played.operations, fast=True)
    told = judge.judge(MutatedApp(create_app(played), played, mutant, played.operations), subject)
    assert next(told).check
    told.close()


def test_ours_raises_none_on_the_right_one():
    played = contract()
    subject = Subject(played, played.operations, fast=True)
    assert list(casemock.JUDGE.judge(create_app(played), subject)) == []


def test_a_test_that_refuses_to_go_on_is_red():
    played = contract()
    (mutant,) = chosen_mutants(["auth-everybody-refused"])
    app = MutatedApp(create_app(played), played, mutant, played.operations)
    alarms = list(casemock.JUDGE.judge(app, Subject(played, played.operations, fast=True)))
    assert [alarm.check for alarm in alarms][-1] == casemock.DIAGNOSIS


def test_everyone_has_a_credential_for_each_scheme():
    found = {identity.scheme: identity.secret for identity in everyone(contract())}
    assert found["named"] == "the-token"
    assert ":" in found["word"]
    assert found["key"]
