"""The requests that servers are compared by: of every kind, and the same each time."""

from __future__ import annotations

from functools import cache

import contracts
from mockserver.app import create_app
from mockserver.witnesses import recorded
from tests.mockserver.mutants.shop import shop


@cache
def exchanges():
    contract = contracts.load(shop())
    return recorded(create_app(contract), contract, contract.operations)


def test_every_documented_answer_is_met():
    met = {reply.status for _, reply in exchanges()}
    assert met >= {200, 201, 204, 400, 401, 404, 405, 406, 415}


def test_every_method_is_tried_on_every_path():
    tried = {(request.method, request.path.count("/")) for request, _ in exchanges()}
    methods = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
    assert tried >= {(method, depth) for method in methods for depth in (1, 2)}


def test_what_was_created_is_read():
    asked = [request for request, _ in exchanges()]
    for number, (request, reply) in enumerate(exchanges()):
        if request.method == "POST" and reply.status == 201:
            path = f"/items/{reply.json['id']}"
            if any(one.method == "GET" and one.path == path for one in asked[number:]):
                return
    raise AssertionError("no item that was created is read")


def test_it_is_the_same_each_time():
    contract = contracts.load(shop())
    assert recorded(create_app(contract), contract, contract.operations) == exchanges()
