"""Operations without a valid request are not tested; the others are."""

from __future__ import annotations

from typing import Any

import pytest

import contracts
from contracts.conformance.session import Session
from contracts.contract_test import ContractTestOptions, ContractTestRun
from contracts.errors import SubjectError
from contracts.findings import Finding
from contracts.messages import Response
from tests.contracts.fuzzing.shop import Shop

IMPOSSIBLE: dict[str, Any] = {"type": "object", "minProperties": 100_000_000}


def operation(name: str, **more: Any) -> dict[str, Any]:
    return {"operationId": name, "responses": {"200": {"description": "ok"}}, **more}


def body(**more: Any) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": IMPOSSIBLE, **more}}}


def session(path: dict[str, Any]) -> Session:
    return Session(
        contracts.load(
            {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": {"/things/41": path}},
        ),
        Shop(lambda request, send: Response(400)),
    )


def run(path: dict[str, Any]) -> tuple[ContractTestRun, list[Finding]]:
    test = ContractTestRun(session(path), ContractTestOptions(phases=()))
    return test, [event for event in test.run() if isinstance(event, Finding)]


IMPOSSIBLE_REQUESTS = {
    "body": {"requestBody": body()},
    "parameter": {"parameters": [{"name": "filter", "in": "query", "required": True, "schema": IMPOSSIBLE}]},
}


@pytest.mark.parametrize("more", IMPOSSIBLE_REQUESTS.values(), ids=IMPOSSIBLE_REQUESTS)
def test_an_operation_without_a_valid_request_is_not_tested(more: dict[str, Any]) -> None:
    test, findings = run({"get": operation("read"), "post": operation("write", **more)})
    assert [one.id for one in test.session.operations] == ["read"]
    assert test.crashes == []
    assert findings
    assert "write" in [skip.operation for skip in test.session.skips]
    assert any(note.startswith("write was not tested: it has no valid request: ") for note in test.session.notes)


def test_a_document_without_a_valid_request_is_an_error() -> None:
    with pytest.raises(SubjectError, match="nothing to test: write was not tested"):
        run({"post": operation("write", requestBody=body())})


def test_examples_are_sent_if_no_value_can_be_generated() -> None:
    test = session({"post": operation("write", requestBody=body(example={"name": "a"}))})
    test.leave_out_impossible()
    assert [test.builder.body(one, 3) for one in test.operations] == [{"name": "a"}]


def test_optional_parameters_without_a_value_are_omitted() -> None:
    parameters = [
        {"name": "filter", "in": "query", "schema": IMPOSSIBLE},
        {"name": "size", "in": "query", "schema": {"const": 3}},
    ]
    test = session({"get": operation("read", parameters=parameters)})
    assert test.build(test.operations[0], optional=True).target == "/things/41?size=3"
