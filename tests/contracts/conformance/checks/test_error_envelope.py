"""Error responses that differ from the documented ones are found."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from contracts.conformance.assertions.failure_cases import UNKNOWN_TYPE
from contracts.conformance.checks.error_envelope import CHECK
from contracts.messages import Request, Response
from tests.contracts.conformance.checks.notes import Notes, document
from tests.contracts.conformance.checks.notes import findings as notes_findings
from tests.contracts.conformance.checks.subjects import Ask, Change, played, rules, with_body, with_header, with_json

DRIVEN = {400, 401, 403, 404, 406, 415}
"""Status codes of ServerOps operations that a request can cause."""


def failing(change: Any) -> Change:
    """Return a change of error responses."""
    return lambda request, response: change(response) if response.status >= 400 else response


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("body", lambda response: with_json(response, {"message": "flat"})),
        ("body", lambda response: with_json(response, [response.json])),
        ("body", lambda response: with_body(response, b"")),
        ("body", lambda response: with_body(response, b"{'error': 1}")),
        ("message", lambda response: with_json(response, {"error": {**response.json["error"], "message": " "}})),
        ("code", lambda response: with_json(response, {"error": {**response.json["error"], "code": "internal"}})),
        ("media-type", lambda response: with_header(response, "content-type", "text/html")),
        ("media-type", lambda response: with_header(response, "content-type", None)),
        ("media-type", lambda response: with_header(response, "content-type", "application/json; charset=latin-1")),
        ("length", lambda response: with_header(response, "content-length", "1")),
    ],
)
def test_each_part_of_error_responses_is_validated(part: str, change: Any) -> None:
    findings, _ = played(CHECK, lambda request, ask: failing(change)(request, ask(request)))
    assert {finding.rule for finding in findings} == {f"error-envelope/{part}"}
    assert {finding.evidence.response.status for finding in findings} == DRIVEN


def test_an_error_of_a_status_is_reported_once() -> None:
    findings, _ = played(CHECK, lambda request, ask: failing(_flat)(request, ask(request)))
    reported = [(one.evidence.operation, one.evidence.response.status) for one in findings if one.evidence]
    assert len(reported) == len(set(reported))
    assert len(reported) > len(DRIVEN)


def _flat(response: Response) -> Response:
    return with_json(response, {"message": "flat"})


@pytest.mark.parametrize(("part", "status"), [("status", 418), ("failure", 500)])
def test_wrong_statuses(part: str, status: int) -> None:
    found: dict[Request, int] = {}

    def other(request: Request, response: Response) -> Response:
        if response.status < 400:
            return response
        found[request] = response.status
        return replace(response, status=status)

    findings, _ = played(CHECK, lambda request, ask: other(request, ask(request)))
    assert {finding.rule for finding in findings} == {f"error-envelope/{part}"}
    assert {found[finding.evidence.requests[-1]] for finding in findings} == DRIVEN


@pytest.mark.parametrize(
    "change",
    [
        lambda response: with_json(response, {"error": {**response.json["error"], "message": "in other words"}}),
        lambda response: with_json(response, {**response.json, "trace": "abc"}),
        lambda response: with_json(response, {"error": {**response.json["error"], "code": "something_else"}}),
        lambda response: with_header(response, "content-type", "application/json;charset=UTF-8"),
        lambda response: with_header(response, "content-length", None),
        lambda response: replace(response, status=429),
        lambda response: replace(response, status=503),
    ],
)
def test_variations_that_the_document_allows(change: Any) -> None:
    assert not rules(CHECK, failing(change))


def test_a_busy_server_is_noted() -> None:
    busy = Response(429, (("retry-after", "1"),))
    findings, session = played(CHECK, lambda request, ask: busy if "accept" in dict(request.headers) else ask(request))
    assert not findings
    assert any("429" in note for note in session.notes)


@pytest.mark.parametrize(
    "is_bad",
    [
        lambda request: request.body == b'{"casemock": ',
        lambda request: request.method == "PATCH" and not request.body,
        lambda request: request.header("content-type") == UNKNOWN_TYPE,
        lambda request: request.header("accept") == UNKNOWN_TYPE,
        lambda request: "/missing-casemock-" in request.path,
        lambda request: b"casemock-none-of-these" in request.body,
        lambda request: b"not this type" in request.body,
    ],
)
def test_accepted_invalid_requests(is_bad: Any) -> None:
    """A server that handles an invalid request like a valid one."""

    def lenient(request: Request, ask: Ask) -> Response:
        if not is_bad(request):
            return ask(request)
        body = b'{"title": "Taken as it was"}' if request.method == "PATCH" else b""
        good = replace(request.without("accept"), target="/serverops/cases/case-1", body=body)
        return ask(good.with_header("content-type", "application/json") if body else good)

    findings, _ = played(CHECK, lenient)
    assert {finding.rule for finding in findings} == {"error-envelope/accepted"}
    assert all(finding.evidence is not None and finding.evidence.got == "status 200" for finding in findings)


def test_a_status_documented_for_another_error() -> None:
    body = {"error": {"code": "not_found", "message": "no such case"}}

    def confused(request: Request, response: Response) -> Response:
        return replace(with_json(response, body), status=404) if response.status == 400 else response

    assert rules(CHECK, confused) == {"error-envelope/status"}


def test_errors_without_a_documented_status_need_not_be_detected() -> None:
    """petstore-3.1 documents only ``default``, so another Content-Type may be accepted."""

    def lenient(request: Request, ask: Ask) -> Response:
        known = request.header("content-type") != UNKNOWN_TYPE
        return ask(request if known else request.with_header("content-type", "application/json"))

    findings, session = played(CHECK, lenient, name="petstore-3.1")
    assert any(request.header("content-type") == UNKNOWN_TYPE for request in session.transport.asked)
    assert not findings


def test_the_status_in_a_problem_document() -> None:
    def lying(request: Request, response: Response) -> Response:
        if response.media_type != "application/problem+json":
            return response
        return with_json(response, {**response.json, "status": 599})

    assert rules(CHECK, lying, name="petstore-3.1") == {"error-envelope/body"}


def test_a_finding_has_the_request() -> None:
    findings, _ = played(CHECK, lambda request, ask: _without_code(ask(request)), operations=("serverops_getCase",))
    unknown = next(finding for finding in findings if "unknown id" in finding.message)
    assert unknown.evidence is not None
    assert unknown.evidence.operation == "serverops_getCase"
    assert unknown.evidence.requests[0].path == "/serverops/cases/missing-casemock-00007f3a"
    assert unknown.location.pointer.startswith("/components/")
    assert unknown.location.line > 0


def _without_code(response: Response) -> Response:
    if response.status != 404:
        return response
    return with_json(response, {"error": {"message": json.loads(response.body)["error"]["message"]}})


def test_items_deleted_by_others_are_not_reported() -> None:
    """A server that loses its data returns 404 for everything; this is not an error of its status codes."""
    state = {"asked": 0}

    def forgetful(request: Request, ask: Ask) -> Response:
        state["asked"] += 1
        gone = replace(request.without("accept"), target="/serverops/cases/missing")
        return ask(request) if state["asked"] < 4 or not request.header("authorization") else ask(gone)

    findings, _ = played(CHECK, forgetful, operations=("serverops_getCase",))
    assert not findings


class Idempotent(Notes):
    """Also succeeds if the note that it deletes does not exist."""

    def route(self, request, segments, query):
        gone = request.method == "DELETE" and segments[-1] not in self.notes
        return Response(204) if gone else super().route(request, segments, query)


@pytest.mark.parametrize(("documented", "expected"), [("default", []), ("404", ["error-envelope/accepted"])])
def test_a_deletion_of_an_unknown_id_may_succeed(documented: str, expected: list[str]) -> None:
    changed = document()
    changed["paths"]["/notes/{id}"]["delete"]["responses"] = {
        "204": {"description": "gone"},
        documented: {"description": "an error"},
    }
    found = notes_findings(CHECK, Idempotent(), changed)
    assert [one.rule for one in found if one.evidence and one.evidence.operation == "delete"] == expected
