"""Fuzzing of a small shop that is correct, or has errors."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import islice
from urllib.parse import unquote

import pytest

import contracts
from contracts.conformance.session import Session, SessionPlan
from contracts.errors import SubjectError, UsageError
from contracts.findings import Finding, Severity
from contracts.fuzzing.collector import Collector
from contracts.fuzzing.engine import PHASES, Exploration, Step, explore
from contracts.fuzzing.engine_transport import EngineTransport
from contracts.messages import Response
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app
from tests.contracts.fuzzing.shop import JSON, SECRET, Shop, broken, findings, session

SYSTEMATIC = ("examples", "coverage")


def test_a_correct_shop_has_no_findings():
    shop = Shop()
    assert findings(session(shop, known={"id": ("41",)}), max_examples=50) == []
    assert {request.method for request in shop.sent} >= {"GET", "POST", "DELETE", "PATCH"}


@pytest.mark.parametrize("seed", [1, 2])
def test_the_mock_has_no_findings(seed):
    contract = contracts.load("openapi.yaml")
    operations = tuple(operation.id for operation in contract.operations if operation.api == "serverops")
    transport = AsgiTransport(create_app("openapi.yaml"))
    asked = Session(contract, transport, SessionPlan(seed=seed, operations=operations))
    assert findings(asked, max_examples=30) == []
    assert asked.requests > 150
    assert [note for note in asked.notes if "did not create what it would delete" not in note] == []
    transport.close()


def without_name(request, send):
    answer = send(request)
    return replace(answer, body=answer.body.replace(b'"name"', b'"nane"'))


def other_status(request, send):
    answer = send(request)
    return replace(answer, status=203) if answer.status == 200 else answer


def other_media_type(request, send):
    answer = send(request)
    return replace(answer, headers=(("content-type", "text/html"),)) if answer.status == 200 else answer


def without_location(request, send):
    answer = send(request)
    return replace(answer, headers=(JSON,))


def cut_short(request, send):
    answer = send(request)
    return replace(answer, body=answer.body[:-1])


def credentials_ignored(request, send):
    return send(request.with_header("authorization", f"Bearer {SECRET}"))


def failing_on_letters(request, send):
    hostile = any(byte > 127 for byte in request.body)
    return Response(500, (JSON,), b'{"problem": "no"}') if hostile else send(request)


def anything_goes(request, send):
    answer = send(request)
    fine = request.method == "POST" and answer.status == 400
    return send(request.with_body(b'{"name": "lamp"}', "application/json")) if fine else answer


def refusing_counts(request, send):
    counted = request.method == "POST" and b'"count"' in request.body
    return Response(400, (JSON,), b'{"problem": "no"}') if counted else send(request)


def any_method(request, send):
    answer = send(request)
    return Response(200, (JSON,), b"{}") if answer.status == 405 else answer


def never_deleting(request, send):
    return (
        Response(204)
        if request.method == "DELETE" and send(replace(request, method="GET")).is_success
        else send(request)
    )


@pytest.mark.parametrize(
    ("wrong", "rule", "operation", "pointer"),
    [
        (without_name, "response-body", "readThing", "/paths/~1things~1{id}/get/responses/200/content"),
        (other_status, "undocumented-status", "readThing", "/paths/~1things~1{id}/get"),
        (other_media_type, "undocumented-media-type", "readThing", "/paths/~1things~1{id}/get"),
        (without_location, "response-header", "createThing", "/paths/~1things/post"),
        (cut_short, "response-body", "readThing", "/paths/~1things~1{id}/get/responses/200/content"),
        (credentials_ignored, "ignored-credentials", "readThing", "/paths/~1things~1{id}/get"),
        (anything_goes, "invalid-accepted", "createThing", "/paths/~1things/post"),
        (refusing_counts, "valid-refused", "createThing", "/paths/~1things/post"),
        (any_method, "unsupported-method", "readThing", "/paths/~1things~1{id}/get"),
    ],
)
def test_violations_are_found_systematically(wrong, rule, operation, pointer):
    found = findings(session(Shop(wrong), known={"id": ("41",)}), phases=SYSTEMATIC)
    finding = next(one for one in found if (one.rule, one.evidence.operation) == (rule, operation))
    assert finding.location.pointer.startswith(pointer)
    assert finding.evidence.expected
    assert finding.evidence.got
    assert finding.evidence.requests[-1].target.startswith("/things")
    assert finding.evidence.response is not None


def test_failing_generated_requests_are_shrunk():
    found = findings(session(Shop(failing_on_letters)), phases=("fuzzing",))
    finding = next(one for one in found if one.rule == "server-error")
    assert len(finding.evidence.requests[0].body) <= 20


def test_a_failure_in_a_sequence_has_the_whole_sequence():
    found = findings(session(Shop(never_deleting)), phases=("stateful",))
    finding = next(one for one in found if one.rule == "use-after-delete")
    assert [request.method for request in finding.evidence.requests][-2:] == ["DELETE", "GET"]


def test_a_sequence_is_complete_if_the_engine_is_ahead():
    others = set(threading.enumerate())
    exploring = explore(session(Shop(never_deleting)), Exploration(phases=("stateful",)))
    told = [next(exploring)]
    for thread in set(threading.enumerate()) - others:
        thread.join()
    told.extend(exploring)
    found = [one for one in told if isinstance(one, Finding)]
    assert found == findings(session(Shop(never_deleting)), phases=("stateful",))
    finding = next(one for one in found if one.rule == "use-after-delete")
    assert [request.method for request in finding.evidence.requests][-2:] == ["DELETE", "GET"]


def test_each_failure_is_reported_once():
    asked = session(Shop(without_name), known={"id": ("41",)})
    found = findings(asked, max_examples=20)
    causes = [(one.evidence.operation, one.rule, one.evidence.response.status, one.message) for one in found]
    assert len(causes) == len(set(causes))
    assert {one.evidence.operation for one in found} == {"createThing", "readThing"}
    assert sum(cell.failed for cell in asked.cells()) == len(found)


def test_the_same_seed_sends_the_same_requests():
    shops = [Shop(without_name), Shop(without_name)]
    first, second = (findings(session(shop, seed=7), max_examples=20) for shop in shops)
    assert first == second
    assert shops[0].sent == shops[1].sent
    other = Shop(without_name)
    findings(session(other, seed=8), max_examples=20)
    assert other.sent != shops[0].sent


def test_a_missing_response_is_reported_once():
    def lost(request, send):
        return (
            broken(request, send) if "%" in unquote(unquote(request.target)) or "%" in request.target else send(request)
        )

    asked = session(Shop(lost), known={"id": ("41",)})
    assert findings(asked, phases=("coverage", "fuzzing")) == []
    assert [(loss.operation.id, "%" in loss.request.target) for loss in asked.losses] == [("readThing", True)]


def test_a_server_that_stops_responding_is_an_error():
    shop = Shop(broken)
    with pytest.raises(SubjectError, match="stopped responding"):
        findings(session(shop))
    assert len(shop.sent) < 15


def test_stop_at_first_finding():
    shop = Shop(without_name)
    assert len(findings(session(shop, known={"id": ("41",)}), stop_at_first=True)) == 1


def test_closing_early_stops_all_threads():
    before = threading.active_count()
    exploring = explore(session(Shop()), Exploration())
    assert len(list(islice(exploring, 2))) == 2
    exploring.close()
    assert threading.active_count() == before


def test_ctrl_c_is_raised_after_the_findings():
    def interrupted(request, send):
        if request.method == "POST":
            raise KeyboardInterrupt
        return without_name(request, send)

    exploring = explore(session(Shop(interrupted), known={"id": ("41",)}), Exploration(phases=SYSTEMATIC))
    told = []
    with pytest.raises(KeyboardInterrupt):
        told.extend(exploring)
    assert "response-body" in {one.rule for one in told if not isinstance(one, Step)}


def test_the_time_limit_stops_fuzzing():
    shop = Shop()
    asked = session(shop)
    assert findings(asked, max_time=0) == []
    assert len(shop.sent) < 20
    assert "fuzzing was stopped early: the time limit was reached" in asked.notes


def test_the_fast_profile_sends_fewer_requests_and_no_sequences():
    whole, fast = Shop(), Shop()
    findings(session(whole))
    steps = [one for one in explore(session(fast), Exploration(fast=True)) if isinstance(one, Step)]
    assert len(fast.sent) < len(whole.sent) / 2
    assert {step.phase for step in steps} == {"examples", "coverage", "fuzzing"}


def test_steps_report_progress():
    told = list(explore(session(Shop()), Exploration(phases=("coverage",))))
    steps = [one for one in told if isinstance(one, Step)]
    assert {step.operation for step in steps} == {"createThing", "readThing", "deleteThing"}
    assert [step.done for step in steps] == [1, 2, 3]
    assert {step.total for step in steps} == {3}
    assert [step.requests for step in steps] == sorted(step.requests for step in steps)


def test_assertions_are_counted():
    asked = session(Shop(), known={"id": ("41",)})
    findings(asked, phases=SYSTEMATIC)
    looked = {(cell.operation, cell.status, cell.check) for cell in asked.cells()}
    assert ("readThing", 200, "response-body") in looked
    assert ("createThing", 400, "invalid-accepted") in looked
    assert ("readThing", 404, "use-after-delete") not in looked
    assert not any(cell.failed for cell in asked.cells())


def test_only_tested_operations_are_fuzzed():
    shop = Shop()
    findings(session(shop, operations=("readThing",)), phases=("fuzzing",))
    assert {request.method for request in shop.sent} <= {"GET", "POST"}
    assert sum(request.method == "POST" for request in shop.sent) <= 1, "an item is created to be read"


def test_an_example_database_stores_failures_for_the_next_run(tmp_path):
    findings(session(Shop(failing_on_letters)), phases=("fuzzing",), database=str(tmp_path / "examples"))
    assert any((tmp_path / "examples").rglob("*"))


def test_an_unknown_phase_is_rejected():
    with pytest.raises(UsageError, match="unknown phase 'fuzz'") as caught:
        explore(session(Shop()), Exploration(phases=("fuzz",)))
    assert all(phase in caught.value.hint for phase in PHASES)


def odd(parameter):
    responses = {"200": {"description": "fine"}, "400": {"description": "refused"}}
    operation = {"operationId": "odd", "parameters": [parameter], "responses": responses}
    document = {"openapi": "3.1.0", "info": {"title": "Odd", "version": "1"}, "paths": {"/odd": {"get": operation}}}
    return Session(contracts.load(document), Shop(lambda _, __: Response(400)), SessionPlan())


def test_schemas_without_valid_data_are_noted():
    asked = odd(
        {"name": "q", "in": "query", "required": True, "schema": {"type": "string", "minLength": 5, "maxLength": 3}}
    )
    assert findings(asked, phases=("fuzzing",)) == []
    assert any(note.startswith("odd: fuzzing is incomplete (fuzzing): ") for note in asked.notes)


def test_an_internal_error_of_the_engine_is_a_warning(monkeypatch):
    def breaking(*_, **__):
        raise LookupError("lost its way")

    monkeypatch.setattr(EngineTransport, "serialize_case", breaking)
    found = findings(odd({"name": "q", "in": "query", "schema": {"type": "integer"}}), phases=("coverage",))
    assert [(one.rule, one.severity) for one in found] == [("not-explored", Severity.WARNING)]
    assert "lost its way" in found[0].message


def test_an_error_in_our_hook_is_raised(monkeypatch):
    def breaking(*_):
        raise LookupError("lost its way")

    monkeypatch.setattr(Collector, "keep", breaking)
    with pytest.raises(Exception, match="lost its way"):
        findings(session(Shop(without_name), known={"id": ("41",)}), phases=SYSTEMATIC)
