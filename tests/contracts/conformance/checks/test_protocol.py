"""Violations of HTTP are found, and allowed variations are not reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from contracts.conformance.checks import header_equivalence, protocol, protocol_head
from contracts.findings import Severity
from contracts.messages import Request, Response
from tests.contracts.conformance.checks.notes import Notes, findings
from tests.contracts.conformance.checks.subjects import Ask, played, rules, with_body, with_header, with_json

Edit = Callable[[Response], Response]


def where(matches: Callable[[Request, Response], Any], edit: Edit) -> Callable[[Request, Response], Response]:
    """Return a change of some responses."""
    return lambda request, response: edit(response) if matches(request, response) else response


def successes(edit: Edit) -> Callable[[Request, Response], Response]:
    """Return a change of successful responses."""
    return where(lambda _, response: response.is_success, edit)


@pytest.mark.parametrize(
    ("allow", "wrong"),
    [
        (None, True),
        ("", True),
        ("GET", True),
        ("GET, PATCH, POST", True),
        ("PATCH, GET", False),
        ("get,patch", False),
        ("GET, HEAD, OPTIONS, PATCH, DELETE", False),
    ],
)
def test_allow(allow: str | None, wrong: bool) -> None:
    refused = where(lambda _, response: response.status == 405, lambda response: with_header(response, "allow", allow))
    assert bool(rules(protocol.ALLOW, refused)) is wrong


def test_allow_is_required_for_405_only() -> None:
    gone = where(lambda _, response: response.status == 405, lambda _: Response(404))
    assert not rules(protocol.ALLOW, gone)


@pytest.mark.parametrize(
    ("edit", "wrong"),
    [
        (lambda response: replace(response, status=404), True),
        (lambda response: replace(response, status=204), True),
        (lambda response: with_header(response, "content-type", "text/plain"), True),
        (lambda response: with_header(response, "content-length", "1"), True),
        (lambda response: with_header(response, "etag", '"other"'), True),
        (lambda response: with_header(response, "content-length", None), False),
        (lambda response: with_header(response, "date", "Sun, 22 Nov 2026 23:00:00 GMT"), False),
        (lambda _: Response(405, (("allow", "GET, PATCH"),)), False),
        (lambda _: Response(501), False),
    ],
)
def test_head(edit: Edit, wrong: bool) -> None:
    head = where(lambda request, _: request.method == "HEAD", edit)
    # The mock's own 405 names HEAD, so a HEAD that is refused is tried with an Allow that does not.
    quiet = where(lambda _, response: response.status == 405, lambda r: with_header(r, "allow", "GET, PATCH"))
    assert bool(rules(protocol_head.CHECK, lambda request, r: quiet(request, head(request, r)))) is wrong


def test_head_listed_in_allow_but_rejected() -> None:
    refused = where(lambda request, _: request.method == "HEAD", lambda _: Response(405, (("allow", "GET"),)))
    assert rules(protocol_head.CHECK, refused) == {"protocol-head"}


def test_head_of_responses_that_always_change() -> None:
    """A body that grows on every request is not compared."""
    sent: list[int] = []

    def growing(response: Response) -> Response:
        sent.append(1)
        return with_header(response, "content-length", str(1000 + len(sent)))

    assert not rules(protocol_head.CHECK, successes(growing))


def test_head_of_bodies_that_change_to_an_earlier_length() -> None:
    """Two bodies of the same length do not show that a body is constant: the numbers in it may change."""
    sent: list[str] = []

    def counting(request: Request, response: Response) -> Response:
        sent.append(request.method)
        body = response.body + str(len(sent) % 10).encode() + (b" " if request.method == "HEAD" else b"")
        return with_header(replace(response, body=body), "content-length", str(len(body)))

    assert not rules(protocol_head.CHECK, lambda request, r: counting(request, r) if r.status == 200 else r)


@pytest.mark.parametrize(
    ("part", "edit"),
    [
        ("body", lambda response: with_body(response, response.body[:-1])),
        ("body", lambda response: with_body(response, b"\xef\xbb\xbf" + response.body)),
        ("body", lambda response: with_body(response, b'{"id": NaN}')),
        ("body", lambda response: with_body(response, b'{"id": "\xe9"}')),
        ("body", lambda response: with_json(response, {})),
        ("body", lambda response: with_body(response, b"")),
        ("media-type", lambda response: with_header(response, "content-type", "text/html")),
        ("media-type", lambda response: with_header(response, "content-type", "application/json; charset=utf-16")),
        ("length", lambda response: with_header(response, "content-length", "3")),
    ],
)
def test_content(part: str, edit: Edit) -> None:
    assert rules(protocol.CONTENT, successes(edit)) == {f"protocol-content/{part}"}


@pytest.mark.parametrize(
    "edit",
    [
        lambda response: with_header(response, "content-type", 'Application/JSON; charset="UTF-8"'),
        lambda response: with_header(response, "content-length", None),
        lambda response: with_header(with_header(response, "content-encoding", "gzip"), "content-length", "3"),
        lambda response: with_body(response, b"\n" + response.body + b"\n"),
    ],
)
def test_valid_content(edit: Edit) -> None:
    assert not rules(protocol.CONTENT, successes(edit))


def test_content_of_each_content_type() -> None:
    """eGain supports XML, too; a malformed body is found."""
    xml = where(lambda _, r: r.media_type == "application/xml", lambda r: with_body(r, b"<case><id>1</case>"))
    assert rules(protocol.CONTENT, xml, operations=("egain_getCasesByIds",)) == {"protocol-content/body"}


def test_no_body_for_204() -> None:
    empty = where(lambda _, response: response.status == 204, lambda response: with_body(response, b"{}"))
    assert rules(protocol.CONTENT, empty, name="petstore-3.1") == {"protocol-content/length"}


@pytest.mark.parametrize(
    ("moment", "wrong"),
    [
        ("2026-03-01T08:30:00", True),
        ("2026-03-01 08:30:00Z", True),
        ("2026-02-30T08:30:00Z", True),
        ("1772353800", True),
        ("2026-03-01T08:30:00+01:00", False),
        ("2026-03-01t08:30:00.123z", False),
    ],
)
def test_dates(moment: str, wrong: bool) -> None:
    edit = successes(lambda response: with_json(response, _with_property(response.json, "created_at", moment)))
    assert bool(rules(protocol.DATES, edit)) is wrong


def _with_property(value: Any, name: str, text: str) -> Any:
    """Return the value with every property of a name set to a string."""
    if isinstance(value, list):
        return [_with_property(item, name, text) for item in value]
    if isinstance(value, dict):
        return {key: text if key == name else _with_property(member, name, text) for key, member in value.items()}
    return value


@pytest.mark.parametrize(
    ("value", "wrong"), [(None, True), ("many", True), ("-1", True), ("1.5", True), ("0", False), (" 12 ", False)]
)
def test_headers(value: str | None, wrong: bool) -> None:
    edit = successes(lambda response: with_header(response, "x-total-count", value))
    options = {"name": "petstore-3.0", "operations": ("listPets",)}
    assert bool(rules(protocol.HEADERS, edit, **options)) is wrong


def test_optional_headers() -> None:
    edit = successes(lambda response: with_header(response, "x-next-page", None))
    assert not rules(protocol.HEADERS, edit, name="petstore-3.0", operations=("listPets",))


@pytest.mark.parametrize(("status", "wrong"), [(201, True), (500, True), (502, True), (404, False), (503, False)])
def test_status(status: int, wrong: bool) -> None:
    edit = successes(lambda response: replace(response, status=status))
    assert bool(rules(protocol.STATUS, edit)) is wrong


def test_statuses_for_unknown_ids() -> None:
    """404 for a generated id is not reported; 404 for a path without ids is."""
    gone = where(lambda *_: True, lambda response: replace(response, status=410))
    assert not rules(protocol.STATUS, gone, name="petstore-3.0", operations=("getPet",))
    assert rules(protocol.STATUS, gone, name="petstore-3.0", operations=("getOpeningHours",))


@pytest.mark.parametrize(("value", "expected"), [("not-a-uuid", []), ("3c90c3cc-0d44-4b50-8888-8dd25736052a", ["422"])])
def test_the_status_for_an_invalid_example_is_not_judged(value: str, expected: list[str]) -> None:
    schema = {"type": "string", "format": "uuid"}
    parameter = {"name": "id", "in": "path", "required": True, "schema": schema, "example": value}
    get = {"operationId": "read", "parameters": [parameter], "responses": {"202": {"description": "accepted"}}}
    tree = {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/x/{id}": {"get": get}}}

    class Refusing(Notes):
        def send(self, request: Request, *, fresh: bool = False) -> Response:
            return Response(422)

    found = findings(protocol.STATUS, Refusing(), tree)
    assert [finding.evidence.got for finding in found if finding.evidence] == expected


@pytest.mark.parametrize(
    ("location", "wrong"),
    [
        ("/internal/objects/1", True),
        ("1/2/3", True),
        ("/pets/a b", True),
        ("http://elsewhere.example/pets/1", False),
        (None, False),
    ],
)
def test_location(location: str | None, wrong: bool) -> None:
    edit = successes(lambda response: with_header(response, "location", location))
    assert bool(rules(protocol.LOCATION, edit, name="petstore-3.0", operations=("createPet",))) is wrong


def test_location_is_followed() -> None:
    _, session = played(protocol.LOCATION, name="petstore-3.0", operations=("createPet",))
    last = session.transport.asked[-1]
    assert last.method == "GET"
    assert last.path.startswith("/pets/")


@pytest.mark.parametrize(
    ("challenge", "wrong"), [(None, True), (" ", True), ("Bearer", False), ('Bearer realm="cases"', False)]
)
def test_challenge(challenge: str | None, wrong: bool) -> None:
    edit = where(lambda _, r: r.status == 401, lambda r: with_header(r, "www-authenticate", challenge))
    assert bool(rules(protocol.CHALLENGE, edit)) is wrong


def test_no_challenge_for_api_keys() -> None:
    """HTTP defines no challenge for API keys, which one of the two security schemes of Tines is."""

    def silent(request: Request, ask: Ask) -> Response:
        return with_header(ask(request), "www-authenticate", None)

    findings, session = played(protocol.CHALLENGE, silent, operations=("tines_getCase", "serverops_getCase"))
    assert {finding.evidence.operation for finding in findings} == {"serverops_getCase"}
    assert {finding.severity for finding in findings} == {Severity.WARNING}
    assert {cell.operation for cell in session.cells()} == {"serverops_getCase"}


@pytest.mark.parametrize(
    ("title", "refuses"),
    [
        ("charset=utf-8", lambda request: "charset" in (request.header("content-type") or "")),
        ("APPLICATION/JSON", lambda request: (request.header("content-type") or "").isupper()),
        ("q=0.5", lambda request: ";q=" in (request.header("accept") or "")),
        ("application/*", lambda request: request.header("accept") == "application/*"),
        ("*/*", lambda request: request.header("accept") == "*/*"),
        ("bearer for Bearer", lambda request: (request.header("authorization") or "").startswith("bearer ")),
        ("in the path", lambda request: "%" in request.path),
    ],
)
def test_rejected_equivalents(title: str, refuses: Callable[[Request], bool]) -> None:
    def literal(request: Request, ask: Ask) -> Response:
        return Response(400) if refuses(request) else ask(request)

    findings, _ = played(header_equivalence.CHECK, literal)
    assert findings
    assert all(title in finding.message for finding in findings)


def test_equivalent_requests_get_the_same_response() -> None:
    def literal(request: Request, ask: Ask) -> Response:
        return ask(replace(request, target=request.target.replace("%", "%25")))

    findings, _ = played(header_equivalence.CHECK, literal, operations=("serverops_getCase",))
    assert ["in the path: the response differs" in finding.message for finding in findings] == [True]


def test_equivalents_of_responses_that_always_change() -> None:
    sent: list[int] = []

    def counting(response: Response) -> Response:
        sent.append(1)
        return with_body(response, b'{"sent": %d}' % len(sent))

    assert not rules(header_equivalence.CHECK, successes(counting))


def test_equivalents_of_failing_requests() -> None:
    """A server that fails from its third response on, or is overloaded, is not reported."""
    asked: list[Request] = []

    def tired(request: Request, ask: Ask) -> Response:
        asked.append(request)
        return ask(request) if len(asked) < 3 else Response(404)

    assert not played(header_equivalence.CHECK, tired, operations=("serverops_getCase",))[0]
    assert not rules(header_equivalence.CHECK, where(lambda r, _: "*" in (r.header("accept") or ""), _busy))


def _busy(_response: Response) -> Response:
    return Response(429)


@pytest.mark.parametrize(
    ("status", "head"),
    [(401, lambda response: replace(response, status=200)), (404, lambda response: replace(response, status=200))],
)
def test_head_of_error_responses(status: int, head: Edit) -> None:
    edit = where(lambda request, response: request.method == "HEAD" and response.status == status, head)
    assert rules(protocol_head.CHECK, edit) == {"protocol-head"}
    assert not rules(protocol_head.CHECK, edit, fast=True)
