"""Checks that send forms and files: what they find, and that a correct server has no findings."""

from __future__ import annotations

import json
from typing import Any

import pytest

import contracts
from contracts.conformance.assertions.body_failures import FailureCase, body_failures
from contracts.conformance.assertions.probes import base_request
from contracts.conformance.checks import error_envelope, hostile_input, request_content_types
from contracts.conformance.checks.check import Check
from contracts.conformance.session import Session, SessionPlan
from contracts.failures import FailureKind
from contracts.findings import Finding
from contracts.messages import Request, Response
from tests.contracts.conformance.checks.forms import FORM, JSON, MULTIPART, Forms, document
from tests.contracts.conformance.checks.notes import answer


def findings(check: Check, server: Forms, *failures: str, **plan: Any) -> list[Finding]:
    session = Session(contracts.load(document(*failures)), server, SessionPlan(**plan))
    return list(check.run(session))


@pytest.mark.parametrize(
    "check", [error_envelope.CHECK, hostile_input.CHECK, request_content_types.CHECK], ids=lambda one: one.id
)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_correct_server_has_no_findings(check: Check, seed: int) -> None:
    assert findings(check, Forms(), seed=seed) == []


# ---------------------------------------------------------------------- invalid requests


class LenientAge(Forms):
    def logged_in(self, fields: dict[str, Any]) -> Response:
        return super().logged_in({**fields, "age": 1}) if "age" in fields else answer({}, 400)


class AnyMode(Forms):
    def logged_in(self, fields: dict[str, Any]) -> Response:
        return super().logged_in({**fields, "mode": "a"})


class NoTitle(Forms):
    def uploaded(self, fields: dict[str, Any]) -> Response:
        return super().uploaded({"title": "", **fields})


class Truncated(Forms):
    def parts(self, request: Request) -> list[tuple[str, str, bytes]]:
        if request.body.endswith(b"Content-Disposition: "):
            return [("file", "", b""), ("title", "", b"")]
        return super().parts(request)


class AnyType(Forms):
    """Takes a body of an undocumented content type for an empty one, and accepts it."""

    def unsupported(self, request: Request) -> Response:
        return answer({}, 200)


ACCEPTED = {
    LenientAge: ("login", "a value of the wrong type (age)"),
    AnyMode: ("login", "a value that is not in the enum (mode)"),
    NoTitle: ("upload", "a required field missing (title)"),
    Truncated: ("upload", "a truncated multipart body"),
    AnyType: ("json", "an XML body with Content-Type: application/xml"),
}


@pytest.mark.parametrize("server", ACCEPTED)
def test_accepted_invalid_requests_are_found(server: type[Forms]) -> None:
    operation, title = ACCEPTED[server]
    found = findings(error_envelope.CHECK, server(), operations=(operation,))
    assert {finding.rule for finding in found} == {"error-envelope/accepted"}
    assert any(f"with {title}:" in finding.message for finding in found)


def test_another_content_type_is_judged_only_if_it_is_unreadable_or_415_is_documented() -> None:
    found = findings(error_envelope.CHECK, AnyType(), "400", operations=("json",))
    assert [finding.message.partition(" with ")[2].partition(":")[0] for finding in found] == [
        "an XML body with Content-Type"
    ]
    assert len(findings(error_envelope.CHECK, AnyType(), "415", operations=("json",))) == 2


def test_an_xml_body_may_be_called_malformed() -> None:
    class Unsupported(Forms):
        def unsupported(self, request: Request) -> Response:
            return answer({}, 400 if request.header("content-type") == "application/xml" else 415)

    assert findings(error_envelope.CHECK, Unsupported(), "400", "415", operations=("json",)) == []


@pytest.mark.parametrize("range_", ["4XX", "default"])
def test_a_usual_status_that_a_range_documents_may_be_meant(range_: str) -> None:
    class Malformed(Forms):
        def unsupported(self, request: Request) -> Response:
            return answer({}, 415)

        def logged_in(self, fields: dict[str, Any]) -> Response:
            found = super().logged_in(fields)
            return found if found.is_success else answer({}, 422)

    assert findings(error_envelope.CHECK, Malformed(), "422", range_) == []


def cases(operation: str, tree: dict[str, Any] | None = None) -> list[FailureCase]:
    session = Session(contracts.load(tree or document()), Forms(), SessionPlan(operations=(operation,)))
    return list(body_failures(session, base_request(session, session.operations[0]), 3))


def test_malformed_multipart_bodies() -> None:
    found = {case.title: case for case in cases("upload")}
    assert found["multipart without a boundary"].request.header("content-type") == MULTIPART
    assert found["a truncated multipart body"].request.body.endswith(b"Content-Disposition: ")
    assert found["no body"].must_fail


def test_an_empty_form_without_required_fields_may_be_accepted() -> None:
    tree = document()
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    tree["paths"]["/upload"]["post"]["requestBody"]["content"][MULTIPART]["schema"] = schema
    found = {case.title: case.must_fail for case in cases("upload", tree)}
    assert not found["no body"]
    assert not any("multipart" in title for title in found)


@pytest.mark.parametrize(
    ("name", "malformed", "empty_fails"),
    [
        ("application/xml", b"<casemock", True),
        ("application/x-ndjson", b'{"casemock": \n', False),
        ("application/octet-stream", None, False),
        ("text/plain", None, False),
    ],
)
def test_other_media_types(name: str, malformed: bytes | None, empty_fails: bool) -> None:
    tree = document()
    tree["paths"]["/json"]["post"]["requestBody"]["content"] = {name: {"schema": {"type": "string"}}}
    found = cases("json", tree)
    bodies = [case.request.body for case in found if case.kind is FailureKind.MALFORMED_BODY]
    assert bodies == ([malformed] if malformed else [])
    assert [case.must_fail for case in found if case.kind is FailureKind.MISSING_BODY] == [empty_fails]
    assert not any(case.unreadable for case in found)


# ---------------------------------------------------------------------- unusual input


class LatinNames(Forms):
    def parts(self, request: Request) -> list[tuple[str, str, bytes]]:
        found = super().parts(request)
        try:
            [name.encode("latin-1") for _, name, _ in found]
        except UnicodeEncodeError:
            raise RuntimeError from None
        return found

    def send(self, request: Request, *, fresh: bool = False) -> Response:
        try:
            return super().send(request)
        except RuntimeError:
            return answer({}, 500)


class NoEmptyFiles(Forms):
    def uploaded(self, fields: dict[str, Any]) -> Response:
        return answer({}, 500) if fields.get("file") == b"" else super().uploaded(fields)


class NoBreaks(Forms):
    def logged_in(self, fields: dict[str, Any]) -> Response:
        return answer({}, 500) if "\r" in str(fields.get("user")) else super().logged_in(fields)


class LongNames(Forms):
    def logged_in(self, fields: dict[str, Any]) -> Response:
        return answer({}, 409) if len(str(fields.get("user"))) > 128 else super().logged_in(fields)


HOSTILE = {
    LatinNames: ("upload", "hostile-input", "the server fails for non-Latin characters in the file name of file"),
    NoEmptyFiles: ("upload", "hostile-input", "the server fails for no bytes in the content of the file file"),
    NoBreaks: ("login", "hostile-input", "the server fails for line breaks in the text fields of the form"),
    LongNames: (
        "login",
        "hostile-input/status",
        "the response to 129 characters in the text fields of the form is 409, which is not documented",
    ),
}


@pytest.mark.parametrize("server", HOSTILE)
def test_failures_for_unusual_forms_are_found(server: type[Forms]) -> None:
    operation, *expected = HOSTILE[server]
    (found,) = findings(hostile_input.CHECK, server(), operations=(operation,))
    assert [found.rule, found.message] == expected


@pytest.mark.parametrize("status", [500, 409])
def test_an_unusual_value_is_not_blamed_if_the_valid_request_fails_alike(status: int) -> None:
    class Failing(Forms):
        def handle(self, path: str, request: Request) -> Response:
            return answer({}, status)

    assert findings(hostile_input.CHECK, Failing()) == []


@pytest.mark.parametrize("status", [414, 431])
def test_a_request_of_usual_length_is_not_too_long(status: int) -> None:
    class Short(Forms):
        def handle(self, path: str, request: Request) -> Response:
            valid = super().handle(path, request)
            return valid if valid.is_success else answer({}, status)

    assert "hostile-input/status" in {found.rule for found in findings(hostile_input.CHECK, Short(), "418")}


@pytest.mark.parametrize("status", [400, 404, 405, 415, 422, 308])
def test_usual_status_codes_need_no_documentation(status: int) -> None:
    class Usual(Forms):
        def handle(self, path: str, request: Request) -> Response:
            valid = super().handle(path, request)
            return valid if valid.is_success else answer({}, status)

    assert findings(hostile_input.CHECK, Usual(), "418") == []


# ---------------------------------------------------------------------- documented content types


class JsonOnly(Forms):
    def either(self) -> set[str]:
        return {JSON}


def test_a_documented_content_type_that_is_rejected() -> None:
    (found,) = findings(request_content_types.CHECK, JsonOnly())
    assert found.message == f"POST /either with Content-Type: {FORM}: the documented content type is rejected with 400"
    assert found.evidence is not None
    assert found.evidence.requests[0].header("content-type") == FORM


def test_another_schema_may_be_rejected_for_its_content() -> None:
    tree = document()
    content = tree["paths"]["/either"]["post"]["requestBody"]["content"]
    content[FORM] = {"schema": json.loads(json.dumps(content[JSON]["schema"]))}
    content[FORM]["schema"]["properties"]["more"] = {"type": "string"}

    def found(server: Forms) -> list[str]:
        session = Session(contracts.load(tree), server, SessionPlan())
        return [finding.message.rpartition(" ")[2] for finding in request_content_types.CHECK.run(session)]

    assert found(JsonOnly()) == []

    class Unsupported(JsonOnly):
        def unsupported(self, request: Request) -> Response:
            return answer({}, 415)

    assert found(Unsupported()) == ["415"]
