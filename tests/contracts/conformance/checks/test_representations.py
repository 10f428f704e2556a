"""Servers that ignore Accept although the document has a 406 response."""

from __future__ import annotations

from contextlib import closing

import pytest

from contracts.conformance.checks.representations import CHECK
from contracts.conformance.session import Session
from contracts.transports.in_process import AsgiTransport
from tests.mockserver.kit import load, response

OBJECT = {"type": "object"}
TYPES = {"application/json": {"schema": OBJECT}, "application/xml": {"schema": OBJECT}}
BODIES = {"application/json": b"{}", "application/xml": b"<x/>"}


def found(server, content=None, *more):
    responses = {"200": {"description": "fine", "content": content or TYPES}, **{status: response() for status in more}}
    contract = load({"/things": {"get": {"operationId": "things", "responses": responses}}})

    async def app(scope, _receive, send):
        accept = dict(scope["headers"]).get(b"accept", b"*/*").decode()
        status, name = server(accept)
        headers = [(b"content-type", name.encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": BODIES.get(name, b"x")})

    with closing(AsgiTransport(app)) as transport:
        return list(CHECK.run(Session(contract, transport)))


def negotiating(accept):
    return 200, accept if accept in BODIES else "application/json"


def stubborn(_accept):
    return 200, "application/json"


def refusing(accept):
    return (406, "application/json") if accept == "application/xml" else (200, "application/json")


def test_a_server_with_one_content_type_for_all():
    (finding,) = found(stubborn, None, "406")
    assert finding.rule == "representations"
    assert finding.evidence.requests[0].header("accept") == "application/xml"
    assert finding.evidence.got == "application/json"
    assert finding.evidence.expected == "application/xml, or 406"


@pytest.mark.parametrize("server", [negotiating, refusing])
def test_servers_that_negotiate_or_reject(server):
    assert found(server, None, "406") == []


def test_parameters_of_the_content_type_are_ignored():
    assert found(lambda accept: (200, f"{negotiating(accept)[1]}; charset=utf-8"), None, "406") == []


def test_negotiation_is_not_required_without_406():
    assert found(stubborn) == []


def test_a_single_content_type():
    assert found(stubborn, {"application/json": {"schema": OBJECT}}, "406") == []
