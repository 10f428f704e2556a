"""The contract tests that are scored, run against a small server with and without a defect."""

from __future__ import annotations

import pytest

import contracts
from mockserver.app import create_app
from mockserver.mutation.families import select_mutants
from mockserver.mutation.mutated_app import MutatedApp
from mockserver.mutation.subjects_under_test import CASEMOCK, PREFLIGHT, SUBJECTS, TargetApi
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


@pytest.fixture
def target():
    responses = {"200": response(SCHEMA), "401": response({"type": "object"})}
    thing = {"get": {"operationId": "thing", "security": [{"named": []}], "responses": responses}}
    contract = contracts.load(document({"/thing": thing}, components={"securitySchemes": SCHEMES}))
    return TargetApi(contract, contract.operations, fast=True)


def mutated(target, mutant_id):
    (mutant,) = select_mutants([mutant_id])
    return MutatedApp(create_app(target.contract), target.contract, mutant, target.operations)


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=lambda subject: subject.name)
def test_a_defect_is_detected(subject, target):
    detections = subject.run(mutated(target, "number-as-text"), target)
    assert next(detections).check
    detections.close()


def test_casemock_detects_nothing_on_the_correct_server(target):
    assert list(CASEMOCK.run(create_app(target.contract), target)) == []


def test_a_test_that_refuses_to_run_counts_as_a_detection(target):
    detections = list(CASEMOCK.run(mutated(target, "auth-everybody-refused"), target))
    assert [detection.check for detection in detections][-1] == PREFLIGHT
