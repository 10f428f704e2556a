"""Which differences between two responses count."""

from __future__ import annotations

import pytest

import contracts
from contracts.messages import Request, Response
from mockserver.mutation.detectability import find_counterexample
from mockserver.mutation.mutant import Mutant, always, transforming
from mockserver.mutation.mutated_app import MutatedApp
from tests.mockserver.kit import document, response

REQUEST = Request("GET", "/x")


def compared(actual: Response):
    """The counterexample of a server that always sends this response."""
    contract = contracts.load(document({"/x": {"get": {"operationId": "x", "responses": {"200": response({})}}}}))
    mutant = Mutant("x", "x", "status", "x.", always, transforming(lambda _call, _operation, _response: actual))
    exchanges = [(REQUEST, EXPECTED)]
    return find_counterexample(lambda app: MutatedApp(app, contract, mutant, contract.operations), None, exchanges)


EXPECTED = Response(200, (("content-type", "application/json"), ("content-length", "13")), b'{"a":1,"b":2}')


@pytest.mark.parametrize(
    "equivalent",
    [
        Response(200, (("Content-Length", "16"), ("Content-Type", "application/json")), b'{"b": 2, "a": 1}'),
        Response(200, EXPECTED.headers, EXPECTED.body),
    ],
    ids=["order and whitespace", "identical"],
)
def test_no_difference(equivalent):
    assert compared(equivalent) is None


@pytest.mark.parametrize(
    "different",
    [
        Response(201, EXPECTED.headers, EXPECTED.body),
        Response(200, EXPECTED.headers[:1], b'{"a":1,"b":"2"}'),
        Response(200, EXPECTED.headers[:1], b'{"a":1,"b":2.0}'),
        Response(200, (*EXPECTED.headers, ("allow", "GET")), EXPECTED.body),
        Response(200, EXPECTED.headers[:1], b"\xef\xbb\xbf" + EXPECTED.body),
    ],
    ids=["status", "type", "number", "header", "byte order mark"],
)
def test_a_difference(different):
    found = compared(different)
    assert found is not None
    assert (found.request, found.expected, found.actual.status) == (REQUEST, EXPECTED, different.status)


def test_a_wrong_length_is_a_difference():
    wrong = Response(200, (("content-type", "application/json"), ("content-length", "12")), EXPECTED.body)
    assert compared(wrong).actual.status == 0
