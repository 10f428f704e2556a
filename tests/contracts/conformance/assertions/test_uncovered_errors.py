"""Undocumented errors where the document has no error are notes."""

from __future__ import annotations

import pytest

from contracts.conformance.assertions.uncovered_errors import failures_at, failures_of_valid_requests, is_uncovered
from contracts.conformance.session import MAX_NAMED, Session
from contracts.failures import FailureKind
from tests.mockserver.kit import OK, load, path_parameter, response

BODY = {"content": {"application/json": {"schema": {"type": "object"}}}}


def operation(*statuses, path="/pets/{id}", **more):
    responses = dict.fromkeys(("200", *statuses), OK)
    node = {"parameters": [path_parameter("id")] if "{" in path else [], "responses": responses, **more}
    return load({path: {"post": node}}).operations[0]


@pytest.mark.parametrize(
    ("statuses", "status", "expected"),
    [
        ((), 422, True),
        ((), 400, True),
        ((), 404, True),
        ((), 418, False),
        ((), 500, False),
        (("404",), 422, True),
        (("404",), 404, False),
        (("400",), 422, False),
        (("400",), 404, True),
        (("4XX",), 422, False),
        (("default",), 422, False),
    ],
)
def test_an_error_is_uncovered_if_the_operation_documents_none_of_its_kind(statuses, status, expected):
    made = operation(*statuses, requestBody=BODY)
    kinds = (FailureKind.INVALID_BODY, FailureKind.NOT_FOUND)
    assert is_uncovered(made, kinds, status) is expected


def test_a_valid_request_may_name_an_unknown_item():
    assert failures_of_valid_requests(operation()) == (FailureKind.NOT_FOUND,)
    assert failures_of_valid_requests(operation(path="/pets")) == ()
    assert not is_uncovered(operation(), failures_of_valid_requests(operation()), 422)


def test_failures_depend_on_the_invalid_part():
    with_body, without = operation(requestBody=BODY), operation()
    assert FailureKind.INVALID_BODY in failures_at(with_body, "body")
    assert FailureKind.INVALID_PARAMETER not in failures_at(with_body, "body")
    assert FailureKind.INVALID_BODY not in failures_at(with_body, "query parameter x")
    assert FailureKind.MISSING_BODY not in failures_at(without, "")


def test_one_note_names_the_operations():
    contract = load(
        {f"/things{number}": {"get": {"responses": {"200": response()}}} for number in range(MAX_NAMED + 2)}
    )
    session = Session(contract, None)
    session.note("first")
    for one in contract.operations:
        session.uncovered(one, 422)
    session.uncovered(contract.operations[0], 404)
    first, note = session.all_notes()
    assert first == "first"
    assert f"{contract.operations[0].id} (404, 422)" in note
    assert note.endswith("and 2 more operations")


def test_without_such_errors_there_is_no_note():
    assert Session(load({"/x": {"get": {}}}), None).all_notes() == ()
