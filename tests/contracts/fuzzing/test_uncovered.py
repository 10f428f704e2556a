"""Documents without error responses, with operations that fail only, and with bodies that are not JSON."""

from __future__ import annotations

import json

import pytest

import contracts
from contracts.conformance.session import Session, SessionPlan
from contracts.messages import Response
from tests.contracts.fuzzing.shop import JSON, Shop, findings

SYSTEMATIC = ("examples", "coverage")
NAME = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}},
    "additionalProperties": False,
}


def session(responses, respond, media_type="application/json", schema=NAME):
    body = {"required": True, "content": {media_type: {"schema": schema}}}
    paths = {"/pets": {"post": {"operationId": "create", "requestBody": body, "responses": responses}}}
    document = {"openapi": "3.1.0", "info": {"title": "Pets", "version": "1"}, "paths": paths}

    def answer(request, _):
        if request.method != "POST":
            return Response(405, (JSON, ("allow", "POST")), b"{}")
        return Response(respond(request), (JSON,), b"{}")

    return Session(contracts.load(document), Shop(answer), SessionPlan())


def checking(request):
    try:
        value = json.loads(request.body)
    except ValueError:
        return 422
    is_named = isinstance(value, dict) and value.keys() == {"name"} and isinstance(value["name"], str)
    return 200 if is_named and request.header("content-type") == "application/json" else 422


def rules(found):
    return {finding.rule for finding in found}


def test_errors_of_a_document_without_errors_are_a_note():
    made = session({"200": {"description": "fine"}}, checking)
    assert rules(findings(made, phases=SYSTEMATIC)) == set()
    assert any("create (422)" in note for note in made.all_notes())


@pytest.mark.parametrize("status", ["400", "422"])
def test_another_status_than_the_documented_one_is_a_finding(status):
    made = session({"200": {"description": "fine"}, status: {"description": "refused"}}, checking)
    assert rules(findings(made, phases=SYSTEMATIC)) == (set() if status == "422" else {"undocumented-status"})


def test_an_unusual_status_is_a_finding():
    made = session({"200": {"description": "fine"}}, lambda request: 200 if checking(request) == 200 else 418)
    assert "undocumented-status" in rules(findings(made, phases=SYSTEMATIC))


def test_a_rejected_valid_request_is_a_finding():
    found = rules(findings(session({"200": {"description": "fine"}}, lambda _: 422), phases=SYSTEMATIC))
    assert found == {"undocumented-status", "valid-refused"}


def test_an_operation_that_documents_errors_only_need_not_succeed():
    assert rules(findings(session({"400": {"description": "no"}}, lambda _: 400), phases=SYSTEMATIC)) == set()


@pytest.mark.parametrize("media_type", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_only_a_missing_property_makes_a_form_certainly_invalid(media_type):
    responses = {"200": {"description": "fine"}, "400": {"description": "refused"}}

    def lenient(request):
        return 200 if b"name" in request.body else 400

    assert rules(findings(session(responses, lenient, media_type), phases=SYSTEMATIC)) == set()
    assert rules(findings(session(responses, lambda _: 200, media_type), phases=SYSTEMATIC)) == {"invalid-accepted"}


@pytest.mark.parametrize(
    ("status", "expected"), [("default", set()), ("400", {"undocumented-status", "valid-refused"})]
)
def test_a_json_patch_may_not_apply(status, expected):
    operations = {"type": "array", "items": {"type": "object", "required": ["op", "path"]}}
    responses = {"200": {"description": "fine"}, status: {"description": "refused"}}
    made = session(responses, lambda _: 422, "application/json-patch+json", operations)
    assert rules(findings(made, phases=SYSTEMATIC)) == expected


def test_an_empty_text_may_be_regarded_as_missing():
    responses = {"200": {"description": "fine"}, "400": {"description": "refused"}}
    made = session(responses, lambda request: 200 if request.body else 400, "text/plain", {"type": "string"})
    assert rules(findings(made, phases=SYSTEMATIC)) == set()
