"""What the engine calls a failure and the document does not say for sure."""

from __future__ import annotations

from dataclasses import replace

import contracts
from contracts.messages import Response
from contracts.probe.session import Plan, Session
from tests.contracts.exploration.shop import JSON, Shop, findings, problem, session

SYSTEMATIC = ("examples", "coverage")


def rules(found):
    return {(finding.rule, finding.evidence.operation) for finding in found}


def test_an_optional_parameter_may_be_for_others_only():
    def refusing(request, send):
        return problem(400) if request.method == "GET" and "full=" in request.target else send(request)

    assert rules(findings(session(Shop(refusing), known={"id": ("41",)}), phases=SYSTEMATIC)) == set()


def test_the_required_ones_may_not():
    def refusing(request, send):
        answer = send(request)
        return problem(400) if request.method == "GET" and answer.status == 200 else answer

    found = rules(findings(session(Shop(refusing), known={"id": ("41",)}), phases=SYSTEMATIC))
    assert found == {("valid-refused", "readThing")}


def test_an_undocumented_refusal_is_one_in_any_case():
    def refusing(request, send):
        return replace(problem(400), status=422) if "full=" in request.target else send(request)

    found = rules(findings(session(Shop(refusing), known={"id": ("41",)}), phases=SYSTEMATIC))
    assert found >= {("undocumented-status", "readThing")}


def takes_anything(schema):
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    responses = {"200": {"description": "fine"}, "400": {"description": "refused"}}
    paths = {"/mail": {"post": {"operationId": "mail", "requestBody": body, "responses": responses}}}
    document = {"openapi": "3.1.0", "info": {"title": "Mail", "version": "1"}, "paths": paths}

    def taking(request, _):
        if request.method != "POST":
            return Response(405, (JSON, ("allow", "POST")), b"{}")
        return Response(200, (JSON,), b"{}") if request.body[:1] == b'"' else problem(400)

    return Session(contracts.load(document), Shop(taking), Plan())


def test_a_format_need_not_be_checked():
    assert rules(findings(takes_anything({"type": "string", "format": "email"}), phases=SYSTEMATIC)) == set()


def test_all_else_of_a_schema_must():
    found = findings(takes_anything({"type": "string", "maxLength": 3}), phases=SYSTEMATIC)
    assert rules(found) == {("invalid-accepted", "mail")}


def test_what_a_check_does_not_look_at_is_not_counted_for_it():
    asked = session(Shop(), known={"id": ("41",)})
    findings(asked, phases=("coverage",))
    looked = {(cell.check, cell.status) for cell in asked.cells() if cell.operation == "readThing"}
    assert ("ignored-credentials", 200) in looked
    assert ("ignored-credentials", 404) not in looked
    assert ("unsupported-method", 405) in looked
    assert ("unsupported-method", 200) not in looked
    assert not any(check == "use-after-delete" for check, _ in looked)
