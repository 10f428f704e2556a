"""Requests that faults send instead of the one they got."""

from __future__ import annotations

import contracts
from contracts.messages import Request
from mockserver.mutants.mutant import Call
from mockserver.mutants.requests import (
    anonymous,
    at_known_item,
    at_other_item,
    authorised,
    carries_credential,
    reading,
    shown,
    valid,
)
from tests.mockserver.mutants.shop import shop

ITEM = "0b0f5a52-6f1c-4f0e-9d53-3a3b0c6a7d11"


async def nobody(_request):
    raise AssertionError("nothing is to be sent")


def call(operation: str, request: Request, **more) -> Call:
    contract = contracts.load(shop())
    return Call(contract, request, contract.operation(operation), {"id": ITEM}, more.get("misrouted", False), nobody)


def test_credentials_are_put_in_seen_and_taken_away():
    made = call("read", Request("GET", f"/items/{ITEM}"))
    request = authorised(made, made.request)
    assert request.header("authorization").startswith("Bearer ")
    assert request.header("authorization") in shown(request)
    assert carries_credential(made.operation, request)
    assert not carries_credential(made.operation, made.request)
    assert anonymous(made.operation, request) == made.request


def test_a_valid_request_is_to_the_same_item():
    made = valid(call("change", Request("PATCH", f"/items/{ITEM}?a=1", (), b"{")), body={"price": 3})
    assert (made.method, made.path, made.body) == ("PATCH", f"/items/{ITEM}", b'{"price":3}')


def test_another_item_keeps_the_query():
    asked = call("read", Request("GET", f"/items/{ITEM}?a=1"))
    other = at_other_item(asked)
    assert other.path != f"/items/{ITEM}"
    assert other.target.endswith("?a=1")
    assert at_known_item(asked).target.endswith("?a=1")


def test_an_item_is_read_by_its_reader():
    asked = reading(call("remove", Request("DELETE", f"/items/{ITEM}")))
    assert (asked.method, asked.target) == ("GET", f"/items/{ITEM}")
    assert asked.header("authorization")


def test_for_a_method_that_the_path_does_not_have_there_is_none():
    made = call("read", Request("POST", f"/items/{ITEM}"), misrouted=True)
    assert valid(made) is None
    assert at_known_item(made) is None
    assert at_other_item(made) is None
