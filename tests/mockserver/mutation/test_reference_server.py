"""Rules that the mock leaves to its clients."""

from __future__ import annotations

import pytest

import contracts
from contracts.generation.json_encoding import encode_json
from contracts.messages import Request
from contracts.transports.asgi import AsgiTransport
from mockserver.app import create_app
from mockserver.mutation.reference_server import ReferenceServer
from mockserver.mutation.requests import TOKEN
from tests.mockserver.mutation.library import library

LIBRARIAN = (("authorization", "Bearer librarian-0123456789"), ("content-type", "application/json"))
FORM = (("content-type", "application/x-www-form-urlencoded"),)
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def server():
    contract = contracts.load(library())
    transport = AsgiTransport(ReferenceServer(create_app(contract, closed=True), contract, closed=True))
    yield transport
    transport.close()


def book(author, *more):
    body = {"title": "Tides", "author_id": author, "status": "open", "lent": False, "pages": 9}
    return Request("POST", "/books", (*LIBRARIAN, *more), encode_json(body))


def author(server):
    return server.send(Request("POST", "/authors", FORM, b"name=Ada&born=1815")).json["id"]


def test_an_unknown_foreign_key_is_refused(server):
    refusal = server.send(book(UNKNOWN))
    assert refusal.status == 422
    assert "message" in refusal.json
    assert server.send(book(author(server))).status == 201


def test_an_invalid_optional_credential_is_refused(server):
    assert server.send(Request("GET", "/authors")).status == 200
    assert server.send(Request("GET", "/authors", (("x-key", TOKEN),))).status == 200
    assert server.send(Request("GET", "/authors", (("x-key", "wrong"),))).status == 401


def test_a_repeated_idempotency_key_gets_the_first_response(server):
    request = book(author(server), ("idempotency-key", UNKNOWN))
    listed = Request("GET", "/books", LIBRARIAN)
    before = server.send(listed).json["total"]
    first, second = server.send(request), server.send(request)
    assert first.body == second.body
    assert server.send(listed).json["total"] == before + 1
