"""What makes two answers different ones."""

from __future__ import annotations

import pytest

from contracts.messages import Request, Response
from mockserver.witnesses import witness

REQUEST = Request("GET", "/x")


def answering(reply: Response):
    async def app(_scope, _receive, send):
        headers = [(name.encode(), value.encode()) for name, value in reply.headers]
        await send({"type": "http.response.start", "status": reply.status, "headers": headers})
        await send({"type": "http.response.body", "body": reply.body})

    return app


RIGHT = Response(200, (("content-type", "application/json"), ("content-length", "13")), b'{"a":1,"b":2}')


@pytest.mark.parametrize(
    "same",
    [
        Response(200, (("Content-Length", "16"), ("Content-Type", "application/json")), b'{"b": 2, "a": 1}'),
        Response(200, RIGHT.headers, RIGHT.body),
    ],
    ids=["other order and spaces", "the same"],
)
def test_no_difference(same):
    assert witness(answering(same), [(REQUEST, RIGHT)]) is None


@pytest.mark.parametrize(
    "other",
    [
        Response(201, RIGHT.headers, RIGHT.body),
        Response(200, RIGHT.headers[:1], b'{"a":1,"b":"2"}'),
        Response(200, RIGHT.headers[:1], b'{"a":1,"b":2.0}'),
        Response(200, (("content-type", "application/json"), ("content-length", "12")), RIGHT.body),
        Response(200, (*RIGHT.headers, ("allow", "GET")), RIGHT.body),
        Response(200, RIGHT.headers[:1], b"\xef\xbb\xbf" + RIGHT.body),
    ],
    ids=["status", "type", "number", "length", "header", "byte order mark"],
)
def test_a_difference(other):
    found = witness(answering(other), [(REQUEST, RIGHT)])
    assert found is not None
    assert (found.request, found.right, found.wrong.status) == (REQUEST, RIGHT, other.status)
