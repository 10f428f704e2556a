"""A mutant spoils what it is about and nothing else."""

from __future__ import annotations

import contracts
from contracts.messages import Request
from contracts.transports.application import AsgiTransport
from mockserver.app import create_app
from mockserver.mutants.application import MutatedApp
from mockserver.mutants.mutant import Mutant, always, changing
from mockserver.mutants.registry import chosen_mutants
from tests.mockserver.mutants.shop import shop

TOKEN = (("authorization", "Bearer a-token"),)
ITEM = "/items/0b0f5a52-6f1c-4f0e-9d53-3a3b0c6a7d11"


def asked(mutant: Mutant | None, *requests: Request, only: str = ""):
    contract = contracts.load(shop())
    operations = [one for one in contract.operations if only in {"", one.id}]
    transport = AsgiTransport(MutatedApp(create_app(contract), contract, mutant, operations))
    replies = [transport.send(request) for request in requests]
    transport.close()
    return replies


def test_only_the_given_operations_are_spoilt():
    (teapot,) = chosen_mutants(["status-success-other"])
    item, page = Request("GET", ITEM, TOKEN), Request("GET", "/items", TOKEN)
    assert [one.status for one in asked(teapot, item, page)] == [201, 201]
    assert [one.status for one in asked(teapot, item, page, only="list")] == [200, 201]


def test_only_operations_that_the_fault_applies_to_are_spoilt():
    mutant = Mutant("x", "x", "status", "x.", lambda operation: operation.id == "read", changing(_empty))
    item, page = asked(mutant, Request("GET", ITEM, TOKEN), Request("GET", "/items", TOKEN))
    assert item.body == b""
    assert page.body


def test_the_pages_of_the_mock_itself_are_left_alone():
    mutant = Mutant("x", "x", "status", "x.", always, changing(_empty))
    (page,) = asked(mutant, Request("GET", "/__mock__/openapi.json"))
    assert b'"openapi"' in page.body


def test_head_and_other_methods_of_a_path_reach_the_fault_by_name():
    seen = []

    def begin():
        async def fault(call):
            seen.append((call.request.method, call.operation and call.operation.id, call.misrouted))
            return await call.forward()

        return fault

    mutant = Mutant("x", "x", "status", "x.", always, begin)
    asked(mutant, Request("HEAD", ITEM, TOKEN), Request("POST", ITEM, TOKEN), Request("GET", "/nowhere"))
    assert seen[0] == ("HEAD", "read", False)
    assert seen[1][0] == "POST"
    assert seen[1][1] in {"read", "change", "replace", "remove"}
    assert seen[1][2]
    assert seen[2] == ("GET", None, False)


def test_a_body_reaches_the_correct_server_whole():
    body = b'{"name": "Blue lamp", "price": 7}'
    headers = (*TOKEN, ("content-type", "application/json"), ("x-source", "web"))
    mutant = Mutant("x", "x", "status", "x.", always, changing(lambda _call, _operation, reply: reply))
    created, again = (
        asked(mutant, Request("POST", "/items", headers, body)),
        asked(None, Request("POST", "/items", headers, body)),
    )
    assert created[0].status == 201
    assert created[0].json["name"] == "Blue lamp"
    assert (created[0].status, created[0].body) == (again[0].status, again[0].body)


def _empty(_call, _operation, reply):
    return type(reply)(reply.status, (), b"")
