"""Mutation runs: which mutants count, and which detections kill them."""

from __future__ import annotations

import pytest

import contracts
from contracts.messages import Request
from contracts.transports.asgi import AsgiTransport
from mockserver.mutation.families import select_mutants
from mockserver.mutation.mutant import Mutant, always
from mockserver.mutation.run import Baseline, MutantRun, RunOptions, run
from mockserver.mutation.subjects_under_test import Detection, SubjectUnderTest
from tests.mockserver.kit import document, response

SCHEMA = {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}}


def contract():
    thing = {"get": {"operationId": "thing", "responses": {"200": response(SCHEMA)}}}
    return contracts.load(document({"/thing": thing}))


def subject(*checks):
    """A contract test that sends one request, and yields a detection for each check that the response fails."""

    def test(app, target):
        transport = AsgiTransport(app)
        received = transport.send(Request("GET", target.operations[0].path))
        transport.close()
        for name, passes in checks:
            if not passes(received):
                yield Detection(name, target.operations[0].id)

    return SubjectUnderTest("toy", test)


def results(tested, *ids):
    return list(run(contract(), RunOptions(select_mutants(ids), (tested,))))


STATUS = ("status", lambda received: received.status == 200)
FALSE_POSITIVE = ("fussy", lambda received: received.header("x-never-sent") is not None)


def test_the_correct_server_is_tested_first():
    baseline, mutant_run = results(subject(STATUS), "status-success-other")
    assert isinstance(baseline, Baseline)
    assert (baseline.detections, baseline.requests) == ((), 1)
    assert isinstance(mutant_run, MutantRun)


def test_a_detection_kills():
    _, mutant_run = results(subject(STATUS), "status-success-other")
    result = mutant_run.results["toy"]
    assert (result.killed, result.check, result.operation, result.requests) == (True, "status", "thing", 1)
    assert mutant_run.counterexample.method == "GET"


def test_a_mutant_survives_without_a_detection():
    _, mutant_run = results(subject(STATUS), "number-as-text")
    assert not mutant_run.results["toy"].killed


def test_a_false_positive_does_not_kill():
    baseline, survived, killed = results(subject(FALSE_POSITIVE, STATUS), "number-as-text", "status-success-other")
    assert baseline.detections == (Detection("fussy", "thing"),)
    assert not survived.results["toy"].killed
    assert killed.results["toy"].check == "status"


def test_without_a_counterexample_a_mutant_is_not_applicable():
    _, no_operation, no_difference = results(subject(STATUS), "stale-read", "format-uuid")
    assert no_operation.counterexample is None
    assert no_difference.counterexample is None
    assert no_operation.results == no_difference.results == {}


def test_an_exception_in_the_mutant_is_raised():
    def make_fault():
        async def fault(call):
            if call.request.header("x-subject"):
                raise ZeroDivisionError
            return type(await call.forward())(418)

        return fault

    def test(app, _target):
        transport = AsgiTransport(app)
        try:
            transport.send(Request("GET", "/thing", (("x-subject", "1"),)))
        except contracts.errors.TransportError:
            yield Detection("no-response", "thing")
        finally:
            transport.close()

    mutant = Mutant("x", "x", "status", "x.", always, make_fault)
    stream = run(contract(), RunOptions((mutant,), (SubjectUnderTest("toy", test),)))
    assert next(stream).detections == ()
    with pytest.raises(ZeroDivisionError):
        next(stream)


def test_each_run_starts_with_a_new_state():
    mutants = select_mutants(["twentieth-crashes"])
    _, first, second = run(contract(), RunOptions((*mutants, *mutants), (subject(STATUS),)))
    assert first.counterexample == second.counterexample
    assert first.results == second.results


def test_one_api_only():
    assert list(run(contract(), RunOptions((), (subject(STATUS),), api="another"))) == []
