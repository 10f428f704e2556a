"""The URL of a callback, evaluated for a request and its response."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import contracts
from mockserver.outgoing.errors import DeliveryError
from mockserver.outgoing.expressions import ABSENT, Values, evaluate
from mockserver.outgoing.receivers import read_url
from tests.mockserver.outgoing.streams import streams

OPERATION = contracts.load(streams()).operations[0]
VALUES = Values(
    url="http://mock/streams?callbackUrl=x",
    method="POST",
    status=201,
    path={"id": "a b/c"},
    query={"callbackUrl": "http://localhost:3000/hooks"},
    headers={"x-url": "http://localhost/header"},
    body={"url": "http://localhost/body", "list": [{"a~/b": "deep"}], "number": 5, "flag": True, "nothing": None},
    response_headers={"location": "/streams/7"},
    response_body={"id": "7&x=y?"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{$request.query.callbackUrl}/data", "http://localhost:3000/hooks/data"),
        ("$request.body#/url", "http://localhost/body"),
        ("{$request.body#/list/0/a~0~1b}", "deep"),
        ("{$request.header.X-URL}", "http://localhost/header"),
        ("http://localhost{$response.header.Location}", "http://localhost/streams/7"),
        ("http://localhost/{$request.path.id}", "http://localhost/a%20b/c"),
        ("http://localhost/?id={$response.body#/id}&n={$request.body#/number}&f={$request.body#/flag}",
         "http://localhost/?id=7%26x%3Dy%3F&n=5&f=true"),
        ("$url", "http://mock/streams?callbackUrl=x"),
        ("http://localhost/{$method}/{$statusCode}", "http://localhost/POST/201"),
        ("http://localhost/fixed", "http://localhost/fixed"),
    ],
)  # fmt: skip
def test_values(text: str, expected: str) -> None:
    assert evaluate(text, VALUES, OPERATION) == expected


@pytest.mark.parametrize("body", [{}, {"url": None}, ABSENT, [], "text"])
def test_a_value_that_the_client_did_not_send(body: Any) -> None:
    assert evaluate("{$request.body#/url}", dataclasses.replace(VALUES, body=body), OPERATION) is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
)


@given(
    st.sampled_from(
        [
            "$request.body#/url",
            "{$request.query.callbackUrl}/x",
            "http://localhost/{$request.path.id}?a={$response.body#/a/0}",
        ]
    ),
    JSON,
    st.text(),
)
def test_any_value_gives_a_usable_url_or_a_reason(template: str, value: Any, text: str) -> None:
    values = dataclasses.replace(
        VALUES, body={"url": value}, query={"callbackUrl": text}, path={"id": text}, response_body={"a": [value]}
    )
    try:
        found = evaluate(template, values, OPERATION)
        if found is not None:
            url = read_url(found)
            assert url.target.startswith("/") or "?" in url.target
            assert str(url).isascii()
    except DeliveryError as error:
        assert error.message  # noqa: PT017 (a reason is one of the valid results)
