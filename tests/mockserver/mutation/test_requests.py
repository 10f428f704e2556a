"""Requests that faults send in place of the received one."""

from __future__ import annotations

import contracts
from contracts.messages import Request
from mockserver.mutation.mutant import Call
from mockserver.mutation.requests import (
    all_identities,
    for_existing_item,
    for_other_item,
    has_credential,
    headers_and_target,
    read_request,
    valid_request,
    with_credentials,
    without_credentials,
)
from tests.mockserver.kit import document, response
from tests.mockserver.mutation.shop import shop

ITEM = "0b0f5a52-6f1c-4f0e-9d53-3a3b0c6a7d11"
SCHEMES = {
    "word": {"type": "http", "scheme": "basic"},
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "named": {
        "type": "http",
        "scheme": "bearer",
        "x-mock-credentials": {"samples": [{"value": "the-token", "note": "ours"}]},
    },
}


async def no_request(_request):
    raise AssertionError("no request expected")


def call(operation: str, request: Request, *, wrong_method: bool = False) -> Call:
    contract = contracts.load(shop())
    return Call(contract, request, contract.operation(operation), {"id": ITEM}, wrong_method, no_request)


def test_every_scheme_has_an_identity():
    thing = {"get": {"operationId": "thing", "responses": {"200": response({})}}}
    contract = contracts.load(document({"/thing": thing}, components={"securitySchemes": SCHEMES}))
    found = {identity.scheme: identity.secret for identity in all_identities(contract)}
    assert found["named"] == "the-token"
    assert ":" in found["word"]
    assert found["key"]


def test_credentials_are_added_found_and_removed():
    received = call("read", Request("GET", f"/items/{ITEM}"))
    request = with_credentials(received, received.request)
    assert request.header("authorization").startswith("Bearer ")
    assert request.header("authorization") in headers_and_target(request)
    assert has_credential(received.operation, request)
    assert not has_credential(received.operation, received.request)
    assert without_credentials(received.operation, request) == received.request


def test_a_valid_request_has_the_same_item():
    request = valid_request(call("change", Request("PATCH", f"/items/{ITEM}?a=1", (), b"{")), body={"price": 3})
    assert (request.method, request.path, request.body) == ("PATCH", f"/items/{ITEM}", b'{"price":3}')


def test_another_item_keeps_the_query():
    received = call("read", Request("GET", f"/items/{ITEM}?a=1"))
    other = for_other_item(received)
    assert other.path != f"/items/{ITEM}"
    assert other.target.endswith("?a=1")
    assert for_existing_item(received).target.endswith("?a=1")


def test_a_read_request_has_credentials():
    request = read_request(call("remove", Request("DELETE", f"/items/{ITEM}")))
    assert (request.method, request.target) == ("GET", f"/items/{ITEM}")
    assert request.header("authorization")


def test_a_wrong_method_has_no_valid_request():
    received = call("read", Request("POST", f"/items/{ITEM}"), wrong_method=True)
    assert valid_request(received) is None
    assert for_existing_item(received) is None
    assert for_other_item(received) is None
