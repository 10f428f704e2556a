"""The requests by which servers are compared: every kind, and the same on each run."""

from __future__ import annotations

from functools import cache

import contracts
from mockserver.app import create_app
from mockserver.mutation.detectability import record_exchanges
from tests.mockserver.mutation.shop import shop


@cache
def exchanges():
    contract = contracts.load(shop())
    return record_exchanges(create_app(contract), contract, contract.operations)


def test_every_documented_status_code_occurs():
    statuses = {response.status for _, response in exchanges()}
    assert statuses >= {200, 201, 204, 400, 401, 404, 405, 406, 415}


def test_every_method_is_sent_to_every_path():
    sent = {(request.method, request.path.count("/")) for request, _ in exchanges()}
    methods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    assert sent >= {(method, depth) for method in methods for depth in (1, 2)}


def test_created_items_are_read():
    requests = [request for request, _ in exchanges()]
    for number, (request, response) in enumerate(exchanges()):
        if request.method == "POST" and response.status == 201:
            path = f"/items/{response.json['id']}"
            if any(one.method == "GET" and one.path == path for one in requests[number:]):
                return
    raise AssertionError("no created item is read")


def test_the_requests_are_the_same_on_each_run():
    contract = contracts.load(shop())
    assert record_exchanges(create_app(contract), contract, contract.operations) == exchanges()
