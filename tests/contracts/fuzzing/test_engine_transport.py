from __future__ import annotations

import pytest
from schemathesis.specs.openapi.schemas import OpenApiSchema

from contracts.conformance.client import NO_RESPONSE
from contracts.errors import SubjectError, WithheldRequestError
from contracts.fuzzing.engine_document import engine_document
from contracts.fuzzing.engine_settings import engine_settings
from contracts.fuzzing.engine_transport import EngineTransport
from contracts.messages import Response
from tests.contracts.fuzzing.shop import Shop, session


@pytest.fixture
def case():
    document = engine_document(session(Shop()))
    whole = engine_settings(document, 1, ("coverage",), None, None)
    schema = OpenApiSchema(raw_schema=document.tree, config=whole.projects.get(document.tree))

    def make(path, method, **parts):
        return schema[path][method].Case(**parts)

    return make


def sent_through(case, response=None):
    sent = []

    def send(request):
        sent.append(request)
        return response or Response(200)

    wire = EngineTransport(send, lambda: None)
    return wire.send(case), sent[0], wire


def test_requests_have_no_headers_of_the_engine(case):
    _, request, _ = sent_through(case("/things", "POST", body={"name": "é"}, media_type="application/json"))
    assert request.headers == (("Content-Type", "application/json"),)
    assert request.target == "/things"
    assert b"name" in request.body


def test_headers_of_a_case_are_sent(case):
    headers = {"User-Agent": "mine", "X-Latin": "é"}
    _, request, _ = sent_through(case("/things/{id}", "GET", path_parameters={"id": 7}, headers=headers))
    assert request.headers == (("User-Agent", "mine"), ("X-Latin", "é"))


def test_targets_are_encoded(case):
    parts = {"path_parameters": {"id": "%2F%C3%A9"}, "query": {"full": "a b&ü"}}
    _, request, _ = sent_through(case("/things/{id}", "GET", **parts))
    assert request.target == "/things/%2F%C3%A9?full=a+b%26%C3%BC"


def test_the_engine_gets_all_headers_and_bytes(case):
    answer = Response(302, (("Set-Cookie", "a=1"), ("set-cookie", "b=2"), ("Location", "/x")), b"\xff\x00")
    received, request, wire = sent_through(case("/things/{id}", "GET", path_parameters={"id": 7}), answer)
    assert received.status_code == 302
    assert received.headers == {"set-cookie": ["a=1", "b=2"], "location": ["/x"]}
    assert received.content == b"\xff\x00"
    assert list(wire.exchanges.values()) == [(request, answer)]


def test_exchanges_can_be_removed(case):
    asked = case("/things/{id}", "GET", path_parameters={"id": 7})
    _, _, wire = sent_through(asked)
    wire.forget(asked.id)
    assert wire.exchanges == {}


def test_without_a_response_there_is_a_placeholder(case):
    asked = case("/things/{id}", "GET", path_parameters={"id": 1})
    wire = EngineTransport(lambda _: NO_RESPONSE, lambda: None)
    assert wire.send(asked).status_code == NO_RESPONSE.status
    assert wire.unanswered == {asked.id}


def test_withheld_requests_are_counted_by_reason(case):
    def send(request):
        raise WithheldRequestError("--read-only", request)

    wire = EngineTransport(send, lambda: None)
    for number in (1, 2):
        asked = case("/things/{id}", "GET", path_parameters={"id": number})
        assert wire.send(asked).status_code == NO_RESPONSE.status
        assert asked.id in wire.unanswered
    assert wire.withheld == {"--read-only": 2}


def test_nothing_is_sent_to_a_server_that_is_gone(case):
    sent, gone = [], []

    def send(request):
        sent.append(request)
        raise SubjectError("gone")

    wire = EngineTransport(send, lambda: gone.append(True))
    for number in (1, 2):
        wire.send(case("/things/{id}", "GET", path_parameters={"id": number}))
    assert (len(sent), gone, str(wire.gone)) == (1, [True], "gone")


def test_documented_methods_of_operations_that_are_not_tested_are_not_sent(case):
    sent = []

    def send(request):
        sent.append(request.method)
        return Response(405)

    wire = EngineTransport(send, lambda: None, {"/things/{id}": frozenset({"GET", "PUT"})})
    for method in ("PUT", "PATCH"):
        asked = case("/things/{id}", "GET", path_parameters={"id": 1})
        asked.method = method
        wire.send(asked)
    assert sent == ["PATCH"]
