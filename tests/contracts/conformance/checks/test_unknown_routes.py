"""Responses to unknown routes and undocumented methods."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from contracts.conformance.checks.unknown_routes import CHECK
from contracts.messages import Request, Response
from tests.contracts.conformance.checks.subjects import rules, with_body, with_header

HTML = "text/html"


def on(status: int, change: Any) -> Any:
    """Return a change of responses with a status code."""
    return lambda _request, response: change(response) if response.status == status else response


@pytest.mark.parametrize("status", [404, 405])
@pytest.mark.parametrize(
    "change",
    [
        lambda response: replace(response, status=500),
        lambda response: replace(response, status=200),
        lambda response: replace(response, status=400),
        lambda response: with_body(response, b"{'error':}"),
        lambda response: with_body(response, b""),
        lambda response: with_header(with_body(response, b"<h1>No</h1>"), "content-type", HTML),
    ],
)
def test_documented_errors(status: int, change: Any) -> None:
    assert rules(CHECK, on(status, change)) == {"unknown-routes"}


@pytest.mark.parametrize("status", [404, 405])
@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (lambda response: replace(response, status=500), True),
        (lambda response: with_body(response, b"{'error':}"), True),
        (lambda response: replace(response, status=403), False),
        (lambda response: replace(response, status=429), False),
        (lambda response: with_header(with_body(response, b"<h1>No</h1>"), "content-type", HTML), False),
        (lambda response: with_body(response, b""), False),
    ],
)
def test_undocumented_errors(status: int, change: Any, wrong: bool) -> None:
    assert bool(rules(CHECK, on(status, change), name="petstore-3.0")) is wrong


def test_an_unknown_route_must_not_succeed() -> None:
    def catches_all(request: Request, response: Response) -> Response:
        return Response(200) if "no-such-route" in request.path else response

    assert rules(CHECK, catches_all, name="petstore-3.0") == {"unknown-routes"}


def test_501_for_an_unknown_method() -> None:
    """RFC 9110, section 15.6.2: 501."""
    assert not rules(CHECK, on(405, lambda response: replace(response, status=501)), name="petstore-3.0")
