"""Servers that fall over a certain input, and what is sent to find them."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest

from contracts.checks import hostile_input
from contracts.checks.hostile_input import DEEP, ESCAPED, HEADERS, LONG, TEXTS, bodies
from contracts.errors import TransportError
from contracts.messages import Response
from tests.contracts.checks.notes import Notes, document, findings, rules, session


def _falling(falls):
    """A server that fails where a request is of a certain kind."""

    class Falling(Notes):
        def send(self, request):
            return Response(500) if falls(request) else super().send(request)

    return Falling


FALLS = {
    "a null byte in the path": lambda request: "%00" in request.path,
    "a null byte in the query": lambda request: "%00" in request.target.partition("?")[2],
    "no UTF-8": lambda request: "%FF" in request.target,
    "a long value": lambda request: len(request.target) > LONG,
    "a large number": lambda request: str(2**63) in request.target,
    "an emoji": lambda request: "%F0%9F%98%80" in request.target,
    "a blank": lambda request: request.target.endswith(("=%20", "/%20")),
    "an empty value": lambda request: request.target.endswith("="),
    "an unknown parameter": lambda request: "casemock-unknown" in request.target,
    "a lone surrogate": lambda request: b"\\ud800" in request.body,
    "deep nesting": lambda request: request.body.count(b"[") >= DEEP,
    "no object": lambda request: request.body.startswith((b"[", b'"')),
    "a number beyond floats": lambda request: b"1e400" in request.body,
    "a blank body": lambda request: request.body == b" ",
    "NaN": lambda request: b"NaN" in request.body,
    "no text": lambda request: b'""' in request.body,
    "nothing in it": lambda request: request.body == b"{}",
}


@pytest.mark.parametrize("falls", FALLS.values(), ids=FALLS)
def test_what_makes_a_server_fall_is_found(falls):
    found = findings(hostile_input.CHECK, _falling(falls)())
    assert {finding.rule for finding in found} == {"hostile-input"}
    assert all(falls(finding.evidence.requests[-1]) for finding in found if finding.evidence)


def test_a_header_that_makes_a_server_fall():
    tree = document()
    tree["paths"]["/notes/{id}"]["get"]["parameters"].append({"name": "X-Trace", "in": "header", "schema": {}})
    wrong = _falling(lambda request: (request.header("x-trace") or "").startswith("a" * 1000))
    assert rules(hostile_input.CHECK, wrong(), tree) == ["hostile-input"]


def test_a_place_is_told_once():
    found = findings(hostile_input.CHECK, _falling(lambda request: "?state=" in request.target)())
    assert [finding.message.partition(" in the ")[2] for finding in found] == ["query parameter state"]


def test_a_connection_that_breaks_is_no_answer():
    class Breaking(Notes):
        def send(self, request):
            if "%00" in request.path:
                raise TransportError("closed", kind="broken")
            return super().send(request)

    found = findings(hostile_input.CHECK, Breaking(), operations=("read",))
    assert [finding.evidence.got for finding in found if finding.evidence] == ["no answer"]


def test_a_server_that_is_gone_for_good_is_not_judged():
    class Dying(Notes):
        dead = False

        def send(self, request):
            self.dead = self.dead or "%00" in request.path
            if self.dead:
                raise TransportError("closed", kind="broken")
            return super().send(request)

    with pytest.raises(TransportError):
        rules(hostile_input.CHECK, Dying())


@pytest.mark.parametrize(("fast", "most"), [(False, 64), (True, 32)])
def test_no_operation_is_asked_too_often(fast, most):
    asked = session(Notes(), operations=("list",), fast=fast)
    list(hostile_input.CHECK.run(asked))
    assert most <= asked.requests <= most + 1


def test_nothing_is_left_behind_and_nothing_deleted():
    server = Notes()
    before = {identifier: note["title"] for identifier, note in server.notes.items()}
    rules(hostile_input.CHECK, server)
    assert server.number > Notes.first
    assert {identifier: note["title"] for identifier, note in server.notes.items()} == before


def test_with_few_requests_each_value_is_sent_somewhere():
    tree = document()
    sent: set[str] = set()

    class Seeing(Notes):
        def send(self, request):
            sent.add(request.target.partition("?")[2].partition("=")[2])
            return super().send(request)

    rules(hostile_input.CHECK, Seeing(), tree, operations=("list",), fast=True)
    assert {quote(text, safe="") for _, text in TEXTS} <= sent


def test_every_value_has_a_name_of_its_own():
    for values in (TEXTS, HEADERS, ESCAPED, tuple(bodies(["title"]))):
        assert len({name for name, _ in values}) == len(values)


def test_headers_can_be_sent():
    assert all(text.encode("latin-1") and "\n" not in text for _, text in HEADERS)


def test_bodies_name_what_the_operation_knows():
    sent = dict(bodies(["title", "text"]))
    assert json.loads(sent["nulls"]) == {"title": None, "text": None}
    assert json.loads(sent["a lone surrogate"]) == {"title": "\ud800"}
    assert "name" in json.loads(dict(bodies([]))["nulls"])
