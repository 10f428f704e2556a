"""Which differences between two responses count."""

from __future__ import annotations

import pytest

from contracts.messages import Request, Response
from mockserver.mutation.detectability import find_counterexample

REQUEST = Request("GET", "/x")


def responding(response: Response):
    async def app(_scope, _receive, send):
        headers = [(name.encode(), value.encode()) for name, value in response.headers]
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": response.body})

    return app


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
    assert find_counterexample(responding(equivalent), [(REQUEST, EXPECTED)]) is None


@pytest.mark.parametrize(
    "different",
    [
        Response(201, EXPECTED.headers, EXPECTED.body),
        Response(200, EXPECTED.headers[:1], b'{"a":1,"b":"2"}'),
        Response(200, EXPECTED.headers[:1], b'{"a":1,"b":2.0}'),
        Response(200, (("content-type", "application/json"), ("content-length", "12")), EXPECTED.body),
        Response(200, (*EXPECTED.headers, ("allow", "GET")), EXPECTED.body),
        Response(200, EXPECTED.headers[:1], b"\xef\xbb\xbf" + EXPECTED.body),
    ],
    ids=["status", "type", "number", "length", "header", "byte order mark"],
)
def test_a_difference(different):
    found = find_counterexample(responding(different), [(REQUEST, EXPECTED)])
    assert found is not None
    assert (found.request, found.expected, found.actual.status) == (REQUEST, EXPECTED, different.status)
