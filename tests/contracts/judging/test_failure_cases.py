"""The requests that ought to fail: one thing wrong in each, and what must fail is invalid for sure."""

from __future__ import annotations

from collections import Counter

import pytest

from contracts.checks.check import Check
from contracts.failures import FailureKind
from contracts.judging.base_requests import base_of
from contracts.judging.failure_cases import Case, failure_cases
from contracts.probe.requests import body_media
from contracts.probe.session import Session
from tests.contracts.checks.subjects import document, played


def cases_of(name: str, operation: str, *, fast: bool = False) -> list[Case]:
    found: list[Case] = []

    def run(session: Session) -> list[object]:
        found.extend(failure_cases(session, base_of(session, session.operations[0])))
        return []

    played(Check("collect", "", "", "", "", run), name=name, operations=(operation,), fast=fast)
    return found


def test_a_reading() -> None:
    found = cases_of("petstore-3.0", "getVisit")
    assert [(case.kind, case.request.path, case.must_fail) for case in found[:2]] == [
        (FailureKind.NOT_ACCEPTABLE, found[0].request.path, True),
        (FailureKind.NOT_FOUND, found[0].request.path.rpartition("/")[0] + "/" + "00000000-0000-0000-0000-000000000000",
         True),
    ]  # fmt: skip
    assert {case.kind for case in found[2:]} == {FailureKind.INVALID_PARAMETER}


def test_a_number_may_be_the_id_of_something() -> None:
    unknown = next(case for case in cases_of("petstore-3.0", "getPet") if case.kind is FailureKind.NOT_FOUND)
    assert unknown.request.path.endswith("/404")
    assert not unknown.must_fail


def test_a_creation() -> None:
    kinds = Counter(case.kind for case in cases_of("petstore-3.0", "createVisit"))
    assert kinds[FailureKind.MALFORMED_BODY] == kinds[FailureKind.MISSING_BODY] == 1
    assert kinds[FailureKind.UNSUPPORTED_MEDIA_TYPE] == 1
    assert kinds[FailureKind.INVALID_BODY] > 4
    header = [case for case in cases_of("petstore-3.0", "createVisit") if "X-Clinic" in case.title]
    assert {case.request.header("x-clinic") for case in header} == {None, "casemock"}


def test_a_body_that_may_be_left_out_is_left_out_by_no_case() -> None:
    kinds = {case.kind for case in cases_of("petstore-3.0", "updateVisit")}
    assert FailureKind.MISSING_BODY not in kinds
    assert FailureKind.INVALID_BODY in kinds


def test_parameters_that_are_asked_for_by_strict_servers_only_are_left_alone() -> None:
    """Tracecat's workspace (``x-mock-required``)."""
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


def test_fast_makes_fewer() -> None:
    assert len(cases_of("petstore-3.0", "createVisit", fast=True)) < len(cases_of("petstore-3.0", "createVisit"))
