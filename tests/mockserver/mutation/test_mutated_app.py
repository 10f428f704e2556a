"""A mutated application affects only what its mutant applies to."""

from __future__ import annotations

import contracts
from contracts.messages import Request
from contracts.transports.asgi import AsgiTransport
from mockserver.app import create_app
from mockserver.mutation.families import select_mutants
from mockserver.mutation.mutant import Mutant, always, transforming
from mockserver.mutation.mutated_app import MutatedApp
from tests.mockserver.mutation.shop import shop

TOKEN = (("authorization", "Bearer a-token"),)
ITEM = "/items/0b0f5a52-6f1c-4f0e-9d53-3a3b0c6a7d11"


def responses(mutant: Mutant | None, *requests: Request, only: str = ""):
    contract = contracts.load(shop())
    operations = [one for one in contract.operations if only in {"", one.id}]
    transport = AsgiTransport(MutatedApp(create_app(contract), contract, mutant, operations))
    received = [transport.send(request) for request in requests]
    transport.close()
    return received


def without_body(_call, _operation, response):
    return type(response)(response.status, (), b"")


def test_only_the_given_operations_are_affected():
    (mutant,) = select_mutants(["status-success-other"])
    item, page = Request("GET", ITEM, TOKEN), Request("GET", "/items", TOKEN)
    assert [one.status for one in responses(mutant, item, page)] == [201, 201]
    assert [one.status for one in responses(mutant, item, page, only="list")] == [200, 201]


def test_only_operations_that_the_mutant_applies_to_are_affected():
    mutant = Mutant("x", "x", "status", "x.", lambda operation: operation.id == "read", transforming(without_body))
    item, page = responses(mutant, Request("GET", ITEM, TOKEN), Request("GET", "/items", TOKEN))
    assert item.body == b""
    assert page.body


def test_the_pages_of_the_mock_itself_are_not_affected():
    mutant = Mutant("x", "x", "status", "x.", always, transforming(without_body))
    (page,) = responses(mutant, Request("GET", "/__mock__/openapi.json"))
    assert b'"openapi"' in page.body


def test_the_call_names_the_operation_for_head_and_for_wrong_methods():
    seen = []

    def make_fault():
        async def fault(call):
            operation = call.operation and call.operation.id
            seen.append((call.request.method, operation, call.wrong_method, call.matched is not None))
            return await call.forward()

        return fault

    mutant = Mutant("x", "x", "status", "x.", always, make_fault)
    responses(mutant, Request("HEAD", ITEM, TOKEN), Request("POST", ITEM, TOKEN), Request("GET", "/nowhere"))
    assert seen[0] == ("HEAD", "read", False, True)
    assert seen[1][0] == "POST"
    assert seen[1][1] in {"read", "change", "replace", "remove"}
    assert seen[1][2:] == (True, False)
    assert seen[2] == ("GET", None, False, False)


def test_the_correct_server_receives_the_whole_body():
    body = b'{"name": "Blue lamp", "price": 7}'
    headers = (*TOKEN, ("content-type", "application/json"), ("x-source", "web"))
    mutant = Mutant("x", "x", "status", "x.", always, transforming(lambda _call, _operation, response: response))
    (mutated,) = responses(mutant, Request("POST", "/items", headers, body))
    (correct,) = responses(None, Request("POST", "/items", headers, body))
    assert mutated.status == 201
    assert mutated.json["name"] == "Blue lamp"
    assert (mutated.status, mutated.body) == (correct.status, correct.body)
