"""Requests with one error each, and the status codes expected for them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from contracts.conformance.assertions.body_failures import FailureCase
from contracts.conformance.assertions.failure_cases import (
    documents_failure,
    expected_statuses,
    failure_cases,
    is_common_status,
    matches_template,
    unknown_routes,
    wrong_methods,
)
from contracts.conformance.assertions.probes import base_request
from contracts.conformance.checks.check import Check
from contracts.conformance.request_builder import body_media
from contracts.conformance.session import Session, SessionPlan
from contracts.failures import FailureKind
from contracts.transports.in_process import AsgiTransport
from mockserver.app import create_app
from tests.contracts.conformance.checks.small import operation_of, response
from tests.contracts.conformance.checks.subjects import Subject, document, identities, played
from tests.mockserver.kit import OK, load


def cases_of(name: str, operation: str, *, fast: bool = False) -> list[FailureCase]:
    found: list[FailureCase] = []

    def run(session: Session) -> list[object]:
        found.extend(failure_cases(session, base_request(session, session.operations[0])))
        return []

    played(Check("collect", "", "", "", "", run), name=name, operations=(operation,), fast=fast)
    return found


def test_cases_of_a_read_operation() -> None:
    found = cases_of("petstore-3.0", "getVisit")
    assert [(case.kind, case.request.path, case.must_fail) for case in found[:2]] == [
        (FailureKind.NOT_ACCEPTABLE, found[0].request.path, True),
        (FailureKind.NOT_FOUND, found[0].request.path.rpartition("/")[0] + "/" + "00000000-0000-0000-0000-000000000000",
         True),
    ]  # fmt: skip
    parent = found[2]
    assert (parent.kind, parent.must_fail) == (FailureKind.NOT_FOUND, False)
    assert parent.request.path.rpartition("/")[2] == found[0].request.path.rpartition("/")[2]
    assert {case.kind for case in found[3:]} == {FailureKind.INVALID_PARAMETER}


def test_nothing_is_written_below_an_unknown_parent() -> None:
    cases = cases_of("petstore-3.0", "updateVisit")
    unknown = [case.request.path for case in cases if case.kind is FailureKind.NOT_FOUND]
    assert [path.rpartition("/")[0] for path in unknown] == [cases[0].request.path.rpartition("/")[0]]


@pytest.mark.parametrize("has_item", [True, False])
def test_only_an_unknown_id_of_a_described_item_must_be_refused(*, has_item: bool) -> None:
    """A tenant in a path that no operation describes may be anything."""
    tenant = {"name": "tenant", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    item = {"type": "object", "properties": {"id": {"type": "string", "format": "uuid"}}}
    one, pets = response(schema=item), response(schema={"type": "array", "items": item})
    paths = {"/tenants/{tenant}/pets": {"parameters": [tenant], "get": {"responses": {"200": pets, "404": OK}}}}
    pet = {"name": "pet", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    paths["/tenants/{tenant}/pets/{pet}"] = {"parameters": [tenant, pet], "get": {"responses": {"200": one}}}
    if has_item:
        paths["/tenants/{tenant}"] = {"parameters": [tenant], "get": {"responses": {"200": one, "404": OK}}}
    contract = load(paths)
    operation = next(one for one in contract.operations if one.path.endswith("pets"))
    with closing(AsgiTransport(create_app(contract))) as transport:
        session = Session(contract, transport, SessionPlan())
        base = base_request(session, operation)
        found = [case for case in failure_cases(session, base) if case.kind is FailureKind.NOT_FOUND]
    assert [case.must_fail for case in found] == [has_item]


def test_a_number_may_be_an_existing_id() -> None:
    unknown = next(case for case in cases_of("petstore-3.0", "getPet") if case.kind is FailureKind.NOT_FOUND)
    assert unknown.request.path.endswith("/404")
    assert not unknown.must_fail


def test_cases_of_a_create_operation() -> None:
    kinds = Counter(case.kind for case in cases_of("petstore-3.0", "createVisit"))
    assert kinds[FailureKind.MALFORMED_BODY] == kinds[FailureKind.MISSING_BODY] == 1
    assert kinds[FailureKind.UNSUPPORTED_MEDIA_TYPE] == 2  # an unknown type, and XML
    assert kinds[FailureKind.INVALID_BODY] > 4
    header = [case for case in cases_of("petstore-3.0", "createVisit") if "X-Clinic" in case.title]
    assert {case.request.header("x-clinic") for case in header} == {None, "casemock"}


def test_an_optional_body_is_never_omitted() -> None:
    kinds = {case.kind for case in cases_of("petstore-3.0", "updateVisit")}
    assert FailureKind.MISSING_BODY not in kinds
    assert FailureKind.INVALID_BODY in kinds


def test_parameters_required_in_strict_mode_only_are_skipped() -> None:
    """``workspace_id`` of Tracecat (``x-mock-required``)."""
    assert not [case for case in cases_of("openapi", "tracecat_get_case") if "workspace_id" in case.title]


@pytest.mark.parametrize("name", ["petstore-3.0", "petstore-3.1"])
def test_invalid_bodies_are_invalid(name: str) -> None:
    for operation in document(name).operations:
        media = body_media(operation)
        if media is None or media.schema is None:
            continue
        bodies = [case for case in cases_of(name, operation.id) if case.kind is FailureKind.INVALID_BODY]
        assert bodies
        assert all(case.request.header("content-type") == media.name for case in bodies)


def test_a_missing_precondition_may_have_its_own_status_code() -> None:
    tag = {"name": "If-Match", "in": "header", "required": True, "schema": {"type": "string"}}
    for status, kind in (("428", FailureKind.PRECONDITION_REQUIRED), ("400", FailureKind.INVALID_PARAMETER)):
        contract = load({"/a": {"put": {"parameters": [tag], "responses": {"204": OK, status: OK}}}})
        with closing(AsgiTransport(create_app(contract))) as transport:
            session = Session(contract, transport, SessionPlan())
            found = list(failure_cases(session, base_request(session, session.operations[0])))
        assert [case.kind for case in found if "If-Match" in case.title] == [kind]


def test_fast_generates_fewer_cases() -> None:
    assert len(cases_of("petstore-3.0", "createVisit", fast=True)) < len(cases_of("petstore-3.0", "createVisit"))


def documenting(*statuses: str, **others: Any) -> Any:
    return operation_of({status: response() for status in statuses}, **others)


@pytest.mark.parametrize(
    ("kind", "statuses", "meant"),
    [
        (FailureKind.UNAUTHENTICATED, ("200", "401", "403"), (401,)),
        (FailureKind.UNAUTHENTICATED, ("200", "403"), (403,)),
        (FailureKind.FORBIDDEN, ("200", "401", "403"), (403,)),
        (FailureKind.FORBIDDEN, ("200", "401"), (401,)),
        (FailureKind.NOT_FOUND, ("200", "404", "410"), (404, 410)),
        (FailureKind.INVALID_BODY, ("200", "400", "422"), (422, 400)),
        (FailureKind.MISSING_BODY, ("200", "400", "415"), (400, 415)),
        (FailureKind.MISSING_BODY, ("200", "415"), ()),
        (FailureKind.NOT_ACCEPTABLE, ("200", "4XX", "default"), ()),
    ],
)
def test_expected_statuses(kind: FailureKind, statuses: tuple[str, ...], meant: tuple[int, ...]) -> None:
    assert expected_statuses(documenting(*statuses), kind) == meant


def test_documented_error_rules_take_precedence() -> None:
    told = documenting("200", "401", "403", **{"x-mock-errors": {"unauthenticated": {"status": 403}}})
    assert expected_statuses(told, FailureKind.UNAUTHENTICATED) == (403,)
    assert expected_statuses(told, FailureKind.FORBIDDEN) == (403,)


@pytest.mark.parametrize(
    ("statuses", "documented"),
    [
        (("200", "422"), True),
        (("200", "4XX"), True),
        (("200", "default"), True),
        (("200",), False),
        (("default",), False),
    ],
)
def test_documented_failures(statuses: tuple[str, ...], documented: bool) -> None:
    """A ``default`` response that also documents the success does not document a failure."""
    assert documents_failure(documenting(*statuses), FailureKind.INVALID_BODY) is documented


@pytest.mark.parametrize(
    ("kind", "status", "usual"),
    [
        (FailureKind.UNAUTHENTICATED, 403, True),
        (FailureKind.UNSUPPORTED_MEDIA_TYPE, 422, True),
        (FailureKind.MISSING_BODY, 411, True),
        (FailureKind.MALFORMED_BODY, 404, False),
        (FailureKind.NOT_ACCEPTABLE, 400, False),
    ],
)
def test_common_statuses(kind: FailureKind, status: int, usual: bool) -> None:
    assert is_common_status(kind, status) is usual


@contextmanager
def session_of(name: str, *, native: bool = False) -> Iterator[Session]:
    """A session with the mock, which is closed afterwards."""
    subject = Subject(document(name), lambda request, ask: ask(request))
    with closing(subject):
        plan = SessionPlan(native=native, identities=identities(document(name)))
        yield Session(document(name), subject, plan)


@pytest.mark.parametrize(
    ("template", "path", "does"),
    [
        ("/pets", "/pets", True),
        ("/pets/{id}", "/pets/7", True),
        ("/pets/{id}", "/pets/7/card", False),
        ("/pets/{id}/card", "/pets/7/visits", False),
        ("/files/{name}.json", "/files/a.json", True),
    ],
)
def test_matches(template: str, path: str, does: bool) -> None:
    assert matches_template(template, path) is does


@pytest.mark.parametrize("native", [False, True])
def test_unknown_routes_match_no_template(native: bool) -> None:
    with session_of("openapi", native=native) as session:
        found = list(unknown_routes(session))
    assert len(found) == 4
    for operation, request in found:
        paths = [one.native_path if native else one.path for one in document("openapi").operations]
        assert not any(matches_template(path, request.path) for path in paths)
        assert request.path.startswith(f"/{operation.api}/") is not native


def test_wrong_methods_are_undocumented() -> None:
    with session_of("petstore-3.0") as session:
        found = {base.operation.path: request for base, request in wrong_methods(session)}
    assert found["/pets/search"].method == "POST"  # PUT, PATCH and DELETE may be taken for those of /pets/{petId}
    assert found["/donations"].method == "GET"
    assert all(not request.body and request.header("content-type") is None for request in found.values())
