"""Failures of the engine that do not certainly violate the document are ignored."""

from __future__ import annotations

from dataclasses import replace

import yaml

import contracts
from contracts.conformance.quirks import quirk_of
from contracts.conformance.session import Session, SessionPlan
from contracts.messages import Response
from tests.contracts.fuzzing.shop import DOCUMENT, JSON, Shop, findings, problem, session

SYSTEMATIC = ("examples", "coverage")


def rules(found):
    return {(finding.rule, finding.evidence.operation) for finding in found}


def test_a_documented_rejection_with_an_optional_parameter_is_ignored():
    def refusing(request, send):
        return problem(400) if request.method == "GET" and "full=" in request.target else send(request)

    assert rules(findings(session(Shop(refusing), known={"id": ("41",)}), phases=SYSTEMATIC)) == set()


def test_a_rejection_without_optional_parameters_is_reported():
    def refusing(request, send):
        answer = send(request)
        return problem(400) if request.method == "GET" and answer.status == 200 else answer

    found = rules(findings(session(Shop(refusing), known={"id": ("41",)}), phases=SYSTEMATIC))
    assert found == {("valid-refused", "readThing")}


def test_an_undocumented_rejection_is_always_reported():
    def refusing(request, send):
        return replace(problem(400), status=422) if "full=" in request.target else send(request)

    found = rules(findings(session(Shop(refusing), known={"id": ("41",)}), phases=SYSTEMATIC))
    assert found >= {("undocumented-status", "readThing")}


def accepting_session(schema):
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    responses = {"200": {"description": "fine"}, "400": {"description": "refused"}}
    paths = {"/mail": {"post": {"operationId": "mail", "requestBody": body, "responses": responses}}}
    document = {"openapi": "3.1.0", "info": {"title": "Mail", "version": "1"}, "paths": paths}

    def taking(request, _):
        if request.method != "POST":
            return Response(405, (JSON, ("allow", "POST")), b"{}")
        return Response(200, (JSON,), b"{}") if request.body[:1] == b'"' else problem(400)

    return Session(contracts.load(document), Shop(taking), SessionPlan())


def test_formats_need_not_be_validated():
    assert rules(findings(accepting_session({"type": "string", "format": "email"}), phases=SYSTEMATIC)) == set()


def test_other_keywords_must_be_validated():
    found = findings(accepting_session({"type": "string", "maxLength": 3}), phases=SYSTEMATIC)
    assert rules(found) == {("invalid-accepted", "mail")}


def test_checks_that_do_not_apply_are_not_counted():
    asked = session(Shop(), known={"id": ("41",)})
    findings(asked, phases=("coverage",))
    looked = {(cell.check, cell.status) for cell in asked.cells() if cell.operation == "readThing"}
    assert ("ignored-credentials", 200) in looked
    assert ("ignored-credentials", 404) not in looked
    assert ("unsupported-method", 405) in looked
    assert ("unsupported-method", 200) not in looked
    assert not any(check == "use-after-delete" for check, _ in looked)


def test_a_failed_precondition_is_ignored():
    """A generated ``If-Match`` is not the tag of an item, and a missing one may be rejected with 428."""
    tag = {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}
    responses = {status: {"description": "a response"} for status in ("204", "412", "428")}
    paths = {"/mail": {"put": {"operationId": "put", "parameters": [tag], "responses": responses}}}
    document = {"openapi": "3.1.0", "info": {"title": "Mail", "version": "1"}, "paths": paths}

    def refusing(request, _):
        if request.method != "PUT":
            return Response(405, (JSON, ("allow", "PUT")), b"{}")
        return Response(428 if request.header("if-match") is None else 412, (), b"")

    assert rules(findings(Session(contracts.load(document), Shop(refusing), SessionPlan()), phases=SYSTEMATIC)) == set()


def test_another_refusal_of_an_undocumented_method_is_a_quirk():
    def strict(request, send):
        return problem(400) if request.method == "PATCH" else send(request)

    found = findings(session(Shop(strict), known={"id": ("41",)}), phases=SYSTEMATIC)
    methods = [one for one in found if one.rule == "unsupported-method"]
    assert [quirk_of(one, contracts.load(yaml.safe_load(DOCUMENT))) != "" for one in methods] == [True] * len(methods)
    assert methods


def test_an_unknown_item_is_no_accepted_method():
    def hiding(request, send):
        return problem(404) if request.method == "PATCH" else send(request)

    found = findings(session(Shop(hiding), known={"id": ("41",)}), phases=SYSTEMATIC)
    assert "unsupported-method" not in {one.rule for one in found}
